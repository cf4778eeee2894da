"""The options of an environment: one frozen value, checked once, every default visible."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.serving import DomainServer
from autoforge_envs.domain.tasks import SPLITS, Task
from autoforge_envs.environments.servers import (
    SERVERS,
    DomainSource,
    Isolation,
    Lease,
    folder_source,
)
from autoforge_envs.episode.episode import EpisodeOptions, RewardKind
from autoforge_envs.errors import OptionError, RenderModeError
from autoforge_envs.registration import is_bundled
from autoforge_envs.users.auditing.audit import Auditor, audit, audit_certain
from autoforge_envs.users.faults.faulty import FaultyUsers
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user import User

RenderMode = Literal["ansi", "human"]
UserFactory = Callable[[], User]
AnyDomain = str | Path | DomainServer | DomainSource
"""A domain folder, a server that is open already, or whatever can open one."""

USERS: dict[str, UserFactory] = {"scripted": ScriptedUser}
"""User simulators by the name that `user=` takes."""

_USER_METHODS = ("reset", "act", "save", "restore")

MAX_TURNS = 1_000
"""Largest `max_turns`."""


@dataclass(frozen=True, slots=True)
class EnvironmentOptions:
    """How a domain is played.

    Attributes:
        domain: The domain folder; a source that opens the domain; or an open server, which stays
            its owner's.
        split: Tasks to draw from: "train", "validation", "test" or "all".
        task_id: Play only this task.
        user: Name of a user simulator, or a function that makes one.
        max_turns: Words of the agent before the episode is cut off.
        reward: "binary" at the end, or "progress" spread over the steps.
        audited: Whether the end of an episode is searched for errors of the user, which takes a
            seventh of its time, or an `Auditor` that does so; None to do so unless the user is
            "scripted", who makes none. Of users other than the scripted one, and faulty ones made
            of it, only errors that are certain are reported; `audit` reports suspicions too.
        rule_enforcement: Who enforces the rules: "as_designed", all by "tools", none ("agent").
        isolation: Of a domain folder: "auto" (bundled ones here, others in a locked worker),
            "none", "worker".
        database_url: Of a domain folder: PostgreSQL; None for embedded SQLite.
        tasks: What is played instead of the domain's own tasks.
        render_mode: "ansi" returns the conversation, "human" prints it.
        state_digest: Whether `info["state_digest"]` tells states apart while an episode goes on,
            for learners that compare steps taken in one state.
    """

    domain: Path | DomainServer | DomainSource
    split: str = "train"
    task_id: str | None = None
    user: str | UserFactory = "scripted"
    max_turns: int = 40
    reward: RewardKind = "binary"
    audited: bool | Auditor | None = None
    rule_enforcement: RuleEnforcement = "as_designed"
    isolation: Isolation = "auto"
    database_url: str | None = None
    tasks: tuple[Task, ...] | None = None
    render_mode: RenderMode | None = None
    state_digest: bool = False

    def __post_init__(self) -> None:
        """Check every value.

        Raises:
            OptionError: One cannot be used.
        """
        _choose("split", self.split, (*SPLITS, "all"))
        _choose("reward", self.reward, get_args(RewardKind))
        _choose("rule_enforcement", self.rule_enforcement, get_args(RuleEnforcement))
        _choose("isolation", self.isolation, get_args(Isolation))
        _choose("render_mode", self.render_mode, (*get_args(RenderMode), None), RenderModeError)
        for name in ("task_id", "database_url"):
            if not isinstance(getattr(self, name), str | None):
                raise OptionError(f"{name} must be text or None, got {getattr(self, name)!r}")
        self._check_domain()
        self._check_tasks()
        if not isinstance(self.audited, bool | None) and not callable(self.audited):
            raise OptionError(
                f"audited must be True, False, None or an auditor, got {self.audited!r}"
            )
        if not isinstance(self.state_digest, bool):
            raise OptionError(f"state_digest must be True or False, got {self.state_digest!r}")
        if not callable(self.user):
            _choose("user", self.user, tuple(USERS))
        if isinstance(self.max_turns, bool) or not isinstance(self.max_turns, int):
            raise OptionError(f"max_turns must be a whole number, got {self.max_turns!r}")
        if not 1 <= self.max_turns <= MAX_TURNS:
            raise OptionError(f"max_turns must be from 1 to {MAX_TURNS}, got {self.max_turns}")

    def _check_domain(self) -> None:
        if not isinstance(self.domain, Path | DomainServer | DomainSource):
            raise OptionError(
                f"domain must be a folder, an open server or a source of one, got {self.domain!r}"
            )
        if isinstance(self.domain, Path):
            return
        for name, default in (("isolation", "auto"), ("database_url", None)):
            if getattr(self, name) != default:
                raise OptionError(
                    f"{name}={getattr(self, name)!r} is for domain folders; whoever opens "
                    f"{type(self.domain).__name__} decides that, leave it out"
                )

    def _check_tasks(self) -> None:
        tasks: object = self.tasks
        if tasks is None:
            return
        if not isinstance(tasks, tuple) or not all(isinstance(task, Task) for task in tasks):
            raise OptionError(f"tasks must be a tuple of Task or None, got {tasks!r:.80}")
        ids = [task.id for task in tasks]
        twice = next((task_id for task_id in ids if ids.count(task_id) > 1), None)
        if twice is not None:
            raise OptionError(f"tasks holds two of the id {twice!r}; rename one")

    def lease(self) -> Lease:
        """Lease the domain's server."""
        if isinstance(self.domain, Path):
            return SERVERS.lease(
                folder_source(
                    self.domain,
                    isolation=self.isolation,
                    bundled=is_bundled(self.domain),
                    database_url=self.database_url,
                )
            )
        if isinstance(self.domain, DomainServer):
            return Lease(self.domain, end=lambda: None)
        return SERVERS.lease(self.domain)

    def make_user(self) -> User:
        """Make the user simulator.

        Raises:
            OptionError: What was made is none.
        """
        user = USERS[self.user]() if isinstance(self.user, str) else self.user()
        lacking = [name for name in _USER_METHODS if not callable(getattr(user, name, None))]
        if lacking:
            raise OptionError(
                f"user={self.user!r:.80} makes {type(user).__name__}, which is no user: it has no "
                f"method {', '.join(lacking)}; see `autoforge_envs.users.user.User`"
            )
        return user

    def episode_options(self) -> EpisodeOptions:
        """Return what the rules of play need."""
        return EpisodeOptions(max_turns=self.max_turns, reward=self.reward, auditor=self._auditor())

    def _auditor(self) -> Auditor | None:
        if self.audited is not None and not isinstance(self.audited, bool):
            return self.audited
        wanted = self.user != "scripted" if self.audited is None else self.audited
        if not wanted:
            return None
        return audit if _reads_out(self.user) else audit_certain


def _reads_out(user: str | UserFactory) -> bool:
    """Tell whether a user is known to read its instructions out: the scripted one, faulty or not.

    Where it does, what the audit suspects is as good as certain.
    """
    if isinstance(user, FaultyUsers):
        return _reads_out(user.make_user)
    return user == "scripted" or (isinstance(user, type) and issubclass(user, ScriptedUser))


OPTIONS: tuple[str, ...] = tuple(EnvironmentOptions.__slots__[1:])
"""Names of the options, all but the domain."""


def read_options(
    domain: AnyDomain, options: Mapping[str, Any], known: Sequence[str] = OPTIONS
) -> EnvironmentOptions:
    """Read the keyword arguments of an environment.

    Args:
        domain: A domain folder, a source or an open server.
        options: The keyword arguments.
        known: Names of those that this environment takes.

    Raises:
        OptionError: One is unknown or has a value that cannot be used.
    """
    unknown = ", ".join(sorted(options.keys() - set(known)))
    if unknown:
        raise OptionError(f"unknown option {unknown}; there are {', '.join(known)}")
    return EnvironmentOptions(Path(domain) if isinstance(domain, str) else domain, **options)


def read_task_id(options: Mapping[str, Any] | None) -> object:
    """Read the options of `reset`: the wanted task, or None.

    Raises:
        OptionError: There is another option, or something else than options.
    """
    if options is None:
        return None
    if not isinstance(options, Mapping):
        raise OptionError(f"reset takes options={{'task_id': ...}} or None, got {options!r:.80}")
    unknown = ", ".join(sorted(map(str, options.keys() - {"task_id"})))
    if unknown:
        raise OptionError(f"unknown reset option {unknown}; use 'task_id'")
    return options.get("task_id")


def _choose(
    name: str,
    value: object,
    choices: tuple[object, ...],
    error: type[OptionError] = OptionError,
) -> None:
    if value not in choices:
        raise error(f"{name} must be one of {', '.join(map(repr, choices))}, got {value!r}")

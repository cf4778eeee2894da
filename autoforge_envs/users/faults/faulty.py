"""A user that goes wrong on purpose: it wraps any other and injects labelled faults.

In an episode that the rate hits, one fault is made, at the first occasion that chance does not pass
over. What was done is in `injected`, for measurement only: it is never part of what is said.
The wrapped user does not know that its words were changed, and goes on as if they had not been.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import Action, Message, Words
from autoforge_envs.errors import OptionError
from autoforge_envs.users.faults.making import FAULTS, Fault, Moment, can_err, replace, says
from autoforge_envs.users.faults.words import VOICES, Voice
from autoforge_envs.users.user import User
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind

PASSED_OVER = 0.3
"""Chance that an occasion for a fault is let go, so that faults also come late."""

EVEN_MIX: Mapping[ErrorKind, float] = dict.fromkeys(ERROR_KINDS, 1.0)


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that was made: its kind, when, and the fact, request or tool it is about."""

    turn: int
    kind: ErrorKind
    subject: str

    def as_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"turn": self.turn, "kind": self.kind, "subject": self.subject}


@dataclass(frozen=True, slots=True)
class FaultOptions:
    """How often and how a user goes wrong.

    Attributes:
        rate: Share of the episodes that get a fault, where an occasion comes up.
        mix: Weight of each kind; kinds left out are never made.
        voice: In which words.
        extra_requests: Wishes of other customers, to ask for beyond the instructions.
    """

    rate: float
    mix: Mapping[ErrorKind, float] = field(default_factory=lambda: EVEN_MIX)
    voice: Voice = "development"
    extra_requests: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check every value.

        Raises:
            OptionError: One cannot be used.
        """
        if not 0 <= self.rate <= 1:
            raise OptionError(f"rate must be a share from 0 to 1, got {self.rate}")
        unknown = ", ".join(sorted(set(self.mix) - set(ERROR_KINDS)))
        if unknown:
            raise OptionError(f"mix has the unknown kind {unknown}; use {', '.join(ERROR_KINDS)}")
        if min(self.mix.values(), default=0) < 0 or not sum(self.mix.values()):
            raise OptionError(f"mix needs weights of at least 0, one above 0; got {self.mix}")
        if self.voice not in VOICES:
            raise OptionError(f"voice must be one of {', '.join(VOICES)}, got {self.voice!r}")


@dataclass(frozen=True, slots=True)
class FaultyUsers:
    """Makes faulty users out of others; goes where an environment takes `user=`."""

    make_user: Callable[[], User]
    options: FaultOptions

    def __call__(self) -> "FaultyUser":
        """Make one."""
        return FaultyUser(self.make_user(), self.options)


class FaultyUser:
    """Plays through another user, and now and then does something else."""

    def __init__(self, user: User, options: FaultOptions) -> None:
        """Wrap a user."""
        self._user = user
        self._options = options
        self._script: UserScript
        self._generator: numpy.random.Generator
        self._tools: frozenset[str] = frozenset()
        self._forget()

    def _forget(self) -> None:
        self.injected: list[Injected] = []
        self._planned: ErrorKind | None = None
        self._turn = 0
        self._told: frozenset[str] = frozenset()
        self._lie: tuple[str, str] | None = None
        self._afterwards: str | None = None

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Start playing a script; chance decides now which fault there will be, if any."""
        self._forget()
        self._script = script
        (self._generator,) = generator.spawn(1)
        self._user.reset(script, tools, generator)
        self._tools = frozenset(tool.name for tool in tools) - {CONFIRM, HANG_UP}
        if self._generator.random() < self._options.rate:
            self._planned = self._plan()

    def _plan(self) -> ErrorKind | None:
        mix = self._options.mix
        kinds = [
            kind
            for kind in ERROR_KINDS
            if mix.get(kind) and can_err(kind, self._script, self._tools)
        ]
        if not kinds:
            return None
        weights = numpy.array([mix[kind] for kind in kinds])
        return kinds[int(self._generator.choice(len(kinds), p=weights / weights.sum()))]

    def act(self, heard: Message | None) -> Action:
        """Do what the wrapped user does, or go wrong."""
        if heard is not None and heard.role == "agent":
            self._turn += 1
        if self._afterwards is not None:
            words, self._afterwards = self._afterwards, None
            return Words(words)
        action = self._user.act(heard)
        fault = self._go_wrong(action, heard)
        return self._stand_by(action if fault is None else fault.action)

    def _go_wrong(self, action: Action, heard: Message | None) -> Fault | None:
        if self._planned is None or self._generator.random() < PASSED_OVER:
            return None
        fault = FAULTS[self._planned](self._moment(action, heard))
        if fault is None:
            return None
        self.injected.append(Injected(self._turn, self._planned, fault.subject))
        self._planned = None
        self._lie = fault.lie
        self._afterwards = fault.afterwards
        if fault.suppresses:  # the wrapped user believes that its call went well
            self._user.act(Message("tool", "{}", "user"))
        return fault

    def _moment(self, action: Action, heard: Message | None) -> Moment:
        options = self._options
        return Moment(
            action, heard, self._script, self._told, self._tools, options.voice,
            options.extra_requests, self._generator,
        )  # fmt: skip

    def _stand_by(self, action: Action) -> Action:
        """Tell a wrong value again where it sticks, and remember what has been told."""
        if not isinstance(action, Words):
            return action
        text = action.text if self._lie is None else replace(action.text, *self._lie)
        self._told |= {fact.name for fact in self._script.facts if says(text, fact)}
        return Words(text)

    def save(self) -> dict[str, Any]:
        """Return what it and the wrapped user have in mind, as plain data."""
        return {
            "user": self._user.save(),
            "injected": [each.as_json() for each in self.injected],
            "planned": self._planned,
            "turn": self._turn,
            "told": sorted(self._told),
            "lie": self._lie,
            "afterwards": self._afterwards,
            "generator": self._generator.bit_generator.state,
        }

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring both to a saved moment; `reset` with the same script came before."""
        self._user.restore(saved["user"])
        self.injected = [Injected(**each) for each in saved["injected"]]
        self._planned = saved["planned"]
        self._turn = saved["turn"]
        self._told = frozenset(saved["told"])
        self._lie = None if saved["lie"] is None else (saved["lie"][0], saved["lie"][1])
        self._afterwards = saved["afterwards"]
        self._generator.bit_generator.state = saved["generator"]

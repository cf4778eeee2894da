"""The environments of a run: how each is made, and which of its tasks are played."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import gymnasium

from autoforge_rl.errors import ChoiceError
from autoforge_rl.live_environments import Environment

LEAST_REPEATS, REPEATS_PER_TASK = 200, 20
"""Draws in a row that may bring no new task, at least and for each found one, before a search is
given up. Where n tasks are drawn alike, 20 n draws miss one once in 400 million times."""


@dataclass(frozen=True, slots=True)
class EnvironmentChoices:
    """One environment of a run.

    Attributes:
        id: What `gymnasium.make` takes.
        options: What else it takes.
        tasks: Task ids to play; empty to find `num_tasks` of them.
        num_tasks: How many different tasks to find among those that `reset` draws.
        prompt: Whether the policy sees the policy document and the tools ("full"), or nothing but
            the "conversation": enough where all tasks are of one domain, and much shorter.
    """

    id: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    tasks: tuple[str, ...] = ()
    num_tasks: int = 0
    prompt: Literal["full", "conversation"] = "full"

    def __post_init__(self) -> None:
        if not self.id:
            raise ChoiceError("id must name an environment, such as 'module:name-v0'")
        try:
            json.dumps(dict(self.options), allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise ChoiceError(
                f"options must be texts, finite numbers, true or false, lists and tables: {error}"
            ) from error
        twice = next((each for each in self.tasks if self.tasks.count(each) > 1), None)
        if twice is not None:
            raise ChoiceError(f"tasks must name each task once, got {twice!r} twice")
        if bool(self.tasks) == bool(self.num_tasks) or self.num_tasks < 0:
            raise ChoiceError(
                "either tasks or a positive num_tasks must be given, "
                f"got {len(self.tasks)} tasks and num_tasks {self.num_tasks}"
            )


class ConversationOnly(gymnasium.Wrapper[Any, Any, Any, Any]):
    """An environment that hands no policy document and no tools over."""

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Start an episode."""
        observation, info = self.env.reset(seed=seed, options=options)
        hidden = ("policy_document", "tools")
        return observation, {name: each for name, each in info.items() if name not in hidden}


class Lineup:
    """Makes environments by the names that a run gives them, and knows which tasks are played."""

    def __init__(
        self, environments: Mapping[str, EnvironmentChoices], section: str = "environments"
    ) -> None:
        """Nothing is made yet.

        Args:
            environments: Those of a run, by name.
            section: What the run calls them together; errors name it.
        """
        self._environments = environments
        self._section = section
        self._tasks: dict[str, tuple[str, ...]] = {}

    def make(self, name: str) -> Environment:
        """Make one.

        Raises:
            ChoiceError: The run has no such environment, or it cannot be made.
        """
        if name not in self._environments:
            known = ", ".join(self._environments)
            raise ChoiceError(f"there is no environment {name!r}; there are {known}")
        choices = self._environments[name]
        try:
            environment: Environment = gymnasium.make(
                choices.id, disable_env_checker=True, **choices.options
            )
        except (Exception, SystemExit) as error:  # whatever making it raises
            raise ChoiceError(
                f"{self._section}.{name} cannot be made from id {choices.id!r}: {_told(error)}; "
                "change id or options (an id is 'module:name-v0', the module registers the name)"
            ) from error
        return ConversationOnly(environment) if choices.prompt == "conversation" else environment

    def tasks(self) -> dict[str, tuple[str, ...]]:
        """Return the tasks of all, by name.

        Raises:
            ChoiceError: There are no environments, or one is not as the run says.
        """
        if not self._environments:
            raise ChoiceError(f"there are no {self._section}; add a section [{self._section}.NAME]")
        return {name: self.task_ids(name) for name in self._environments}

    def task_ids(self, name: str) -> tuple[str, ...]:
        """Return the tasks of one, found if need be; each of them is begun once.

        Raises:
            ChoiceError: It cannot be made or begun, or has not these tasks or not as many.
        """
        if name not in self._tasks:
            choices, whole_name = self._environments[name], f"{self._section}.{name}"
            environment = self.make(name)
            try:
                tasks = choices.tasks or _find_tasks(environment, whole_name, choices.num_tasks)
                _check_tasks(environment, whole_name, tasks)
            finally:
                environment.close()
            self._tasks[name] = tasks
        return self._tasks[name]


def _check_tasks(environment: Environment, name: str, tasks: Sequence[str]) -> None:
    """Begin each task once."""
    for task in tasks:
        info = begin(environment, f"{name} cannot begin task {task!r}", {"task_id": task})
        played = info.get("task_id", task)
        if str(played) != task:
            raise ChoiceError(
                f"{name} begins task {played!r} where {task!r} is asked for; its reset must begin "
                'the task that options["task_id"] names'
            )


def _find_tasks(environment: Environment, name: str, wanted: int) -> tuple[str, ...]:
    """Return the first different tasks that seeds from 0 on draw."""
    found: dict[str, None] = {}
    seed = num_repeats = 0
    while len(found) < wanted:
        info = begin(environment, f"{name} cannot begin a task", None, seed)
        if "task_id" not in info:
            raise ChoiceError(f"{name} does not tell its tasks in info; list them in tasks")
        task = str(info["task_id"])
        num_repeats = num_repeats + 1 if task in found else 0
        found[task] = None
        if num_repeats == max(LEAST_REPEATS, REPEATS_PER_TASK * len(found)):
            raise ChoiceError(
                f"{name} draws {len(found)} tasks and no other in {num_repeats} more draws, "
                f"not {wanted}; lower num_tasks"
            )
        seed += 1
    return tuple(found)


def begin(
    environment: Environment, failing: str, options: dict[str, Any] | None = None, seed: int = 0
) -> Mapping[str, Any]:
    """Begin an episode and return its info.

    Args:
        environment: Is reset.
        failing: What it is that cannot be done, if it cannot.
        options: Of the reset.
        seed: Of the reset.

    Raises:
        ChoiceError: The environment raises, or returns something else.
    """
    try:
        _, info = environment.reset(seed=seed, options=options)
        return dict(info)
    except (Exception, SystemExit) as error:  # whatever the environment raises
        raise ChoiceError(f"{failing}: {_told(error)}; change its tasks or options") from error


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".rstrip(".;")

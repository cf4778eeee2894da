"""The environments of a run: how each is made, and which of its tasks are played."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import gymnasium

from autoforge_rl.errors import ChoiceError
from autoforge_rl.live_environments import Environment

SEEDS_PER_TASK = 100
"""How many seeds a task may take to be found, before the search is given up."""


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
    """Makes environments by the names that a run gives them."""

    def __init__(self, environments: Mapping[str, EnvironmentChoices]) -> None:
        """Take the environments of a run, by name."""
        self._environments = environments

    def make(self, name: str) -> Environment:
        """Make one.

        Raises:
            ChoiceError: The run has no such environment.
        """
        if name not in self._environments:
            known = ", ".join(self._environments)
            raise ChoiceError(f"there is no environment {name!r}; there are {known}")
        choices = self._environments[name]
        environment: Environment = gymnasium.make(
            choices.id, disable_env_checker=True, **choices.options
        )
        return ConversationOnly(environment) if choices.prompt == "conversation" else environment

    def task_ids(self, name: str) -> tuple[str, ...]:
        """Return the tasks of one, found if need be.

        Raises:
            ChoiceError: There are not as many.
        """
        choices = self._environments[name]
        if choices.tasks:
            return choices.tasks
        environment = self.make(name)
        try:
            return _find_tasks(environment, name, choices.num_tasks)
        finally:
            environment.close()


def _find_tasks(environment: Environment, name: str, wanted: int) -> tuple[str, ...]:
    """Return the first different tasks that seeds from 0 on draw."""
    found: dict[str, None] = {}
    for seed in range(SEEDS_PER_TASK * wanted):
        _, info = environment.reset(seed=seed)
        if "task_id" not in info:
            raise ChoiceError(f"{name} does not tell its tasks in info; list them in tasks")
        found[str(info["task_id"])] = None
        if len(found) == wanted:
            return tuple(found)
    raise ChoiceError(
        f"{name} has {len(found)} tasks in {SEEDS_PER_TASK * wanted} draws, not {wanted}; "
        "lower num_tasks"
    )

"""A scene: everything at hand while one task is composed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy

from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.atlas import Atlas
from autoforge_envs.synthesis.composition.candidates import SubGoal
from autoforge_envs.synthesis.composition.phrasing import Phrasing
from autoforge_envs.synthesis.composition.walking.draft import Draft, Expression, anything
from autoforge_envs.synthesis.composition.walking.seeking import Seeker
from autoforge_envs.synthesis.composition.walking.sources import (
    Sources,
)
from autoforge_envs.synthesis.composition.walking.walk import Walk
from autoforge_envs.synthesis.composition.wording.speech import Speech

_MAX_WORDINGS = 5
"""Ways to say one request that are tried."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A request in words, and what it comes to.

    Attributes:
        intent: The tool it is about; "" for a question.
        outcome: "allowed", "declined", "handed_over", "conditional" or "told".
        description: The kind of description by which rows are meant.
        fallback: What the user asks for after a refusal.
    """

    text: str
    intent: str
    outcome: str
    description: str
    fallback: str | None = None


class OtherWordsError(TaskError):
    """A request would do, but not described in this way."""


def _anything(_wish: object) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Scene:
    """One customer's task in the making.

    Attributes:
        party: The customer's row.
        used: Tools that earlier requests of the task were about.
        wants: Whether a sub-goal will do, as soon as it is known what it will be.
        accepts: Whether a request will do; if not, it is put into other words.
        hopeless: Tools for which no arguments were found that go through.
        about: The tool that the next request has to be about; "" for any.
    """

    atlas: Atlas
    walk: Walk
    seeker: Seeker
    draft: Draft
    speech: Speech
    say: Phrasing
    generator: numpy.random.Generator
    party: Any
    used: list[str]
    hopeless: list[str]
    wants: Callable[[SubGoal], bool] = _anything
    accepts: Callable[[Wish], bool] = _anything
    about: str = ""

    def attempt(self, write: Callable[[], Wish], *tools: str) -> Wish | None:
        """Write a request down; None, and nothing written, where that cannot be done.

        Args:
            write: Adds steps and puts the request into words, otherwise each time.
            tools: What it is about.
        """
        for _ in range(_MAX_WORDINGS):
            self.draft.save()
            try:
                wish = write()
            except OtherWordsError:
                self.draft.undo()
                continue
            except TaskError:
                self.draft.undo()
                return None
            if self.accepts(wish):
                self.draft.keep()
                self.used.extend(tools)
                return wish
            self.draft.undo()
        return None

    def express(self, intent: str, outcome: str, sources: Sources) -> Expression:
        """Say where the arguments of a call come from, by descriptions that will do."""
        self.draft.prefers = lambda kind: self.wants((intent, outcome, kind))
        try:
            return self.draft.express_all(sources)
        finally:
            self.draft.prefers = anything

    def settle_on(
        self, intent: str, outcome: str, description: str, *, may_vary: bool = True
    ) -> str:
        """Return the description if the sub-goal will do.

        Raises:
            OtherWordsError: It will not, but in other words it might.
            TaskError: It will not.
        """
        if self.wants((intent, outcome, description)):
            return description
        if may_vary:
            raise OtherWordsError(f"{intent} by {description} is not wanted here")
        raise TaskError(f"{intent} by {description} is not wanted here")

"""Merging: several requests of one customer, one after the other, as one task."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.domain.tasks import Split
from autoforge_envs.synthesis.certification.expressions import sources_of
from autoforge_envs.synthesis.composition.atlas import split_of
from autoforge_envs.synthesis.composition.candidates import Reason, Rejection, SubGoal
from autoforge_envs.synthesis.composition.recipes import (
    AT_THE_END,
    INSTEAD,
    MIN_CALLS,
    MIN_WRITES,
    Maker,
)
from autoforge_envs.synthesis.composition.requests.acting import act
from autoforge_envs.synthesis.composition.scene import Scene, Wish

_MAX_MORE = 4
"""Requests added where those of the recipe make too short a plan."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The requests of a task.

    Attributes:
        sizes: How many writing calls each of them has.
    """

    wishes: tuple[Wish, ...]
    sizes: tuple[int, ...]

    @property
    def signature(self) -> tuple[SubGoal, ...]:
        """The combination of sub-goals."""
        return self.signature_with()

    def signature_with(self, *more: SubGoal) -> tuple[SubGoal, ...]:
        """Return the combination of sub-goals with some more."""
        goals = {(wish.intent, wish.outcome, wish.description) for wish in self.wishes}
        return tuple(sorted(goals | {*more}))

    def and_then(self, wish: Wish, size: int) -> "Merged":
        """Add a request."""
        return Merged((*self.wishes, wish), (*self.sizes, size))


def merge(scene: Scene, recipe: Sequence[Maker], split: Split, level: int) -> Merged | Rejection:
    """Add the requests one by one; the last so that their combination belongs to the split."""
    merged = Merged((), ())
    left = [*recipe[:-1]]
    more = _MAX_MORE if len(recipe) > 1 else 0
    while left or (more and scene.draft.num_calls < MIN_CALLS[level] - 2):
        if not left:
            left, more = [act], more - 1
        make = left.pop(0)
        added = _add(scene, merged, make)
        if added is None:
            return Rejection(Reason.NO_SUB_GOAL, make.__name__)
        merged = added
    return _end(scene, merged, recipe[-1], split, level)


def _add(scene: Scene, merged: Merged, make: Maker) -> Merged | None:
    """Add a request, or another one where this kind does not fit the customer."""
    scene.draft.request = len(merged.wishes)
    before = scene.walk.num_effects

    def accepts(wish: Wish) -> bool:
        return is_new(wish, merged) and scene.accepts(wish)

    for each in (make, *INSTEAD):
        wish = each(replace(scene, accepts=accepts))
        if wish is not None:
            return merged.and_then(wish, scene.walk.num_effects - before)
    return None


def is_new(wish: Wish, merged: Merged) -> bool:
    """Tell whether nobody could take a request for one that was made before."""
    return not any(wish.text in each.text or each.text in wish.text for each in merged.wishes)


def _end(scene: Scene, merged: Merged, make: Maker, split: Split, level: int) -> Merged | Rejection:
    """Add the last request: one that makes the combination one of the split's.

    Where the plan is still too short with it, it is not the last.
    """
    missed: list[Reason] = []
    for left in reversed(range(_MAX_MORE + 1)):
        may_go_on = level > 1 and left > 0 and make not in AT_THE_END
        ending = _Ending(scene, merged, split, level, may_go_on, missed)
        added = _add(replace(scene, accepts=ending.accepts, wants=ending.wants), merged, make)
        if added is None:
            return Rejection(missed[-1] if missed else Reason.NO_SUB_GOAL, make.__name__)
        if not ending.is_short:
            return added
        merged, make = added, act
    return Rejection(Reason.TOO_SHORT)


@dataclass(frozen=True, slots=True)
class _Ending:
    """Decides what the last request may be.

    Attributes:
        may_go_on: Whether another may follow.
        missed: Why requests were turned down.
    """

    scene: Scene
    merged: Merged
    split: Split
    level: int
    may_go_on: bool
    missed: list[Reason]

    @property
    def is_short(self) -> bool:
        """Whether the plan is too short as it stands."""
        draft = self.scene.draft
        return draft.num_calls < MIN_CALLS[self.level] or draft.num_writes < MIN_WRITES[self.level]

    def wants(self, goal: SubGoal) -> bool:
        """Tell whether a sub-goal will do; its call is still to come."""
        if split_of(self.merged.signature_with(goal)) == self.split:
            return True
        if self.may_go_on and self.scene.draft.num_calls + 1 < MIN_CALLS[self.level]:
            return True
        self.missed.append(Reason.OTHER_SPLIT)
        return False

    def accepts(self, wish: Wish) -> bool:
        """Tell whether a request will do, now that it is written."""
        if self.is_short:
            self.missed.append(Reason.TOO_SHORT)
            return self.may_go_on
        goal = (wish.intent, wish.outcome, wish.description)
        return split_of(self.merged.signature_with(goal)) == self.split


def is_guarded(scene: Scene) -> bool:
    """Tell whether something in the plan cannot be done before the identity is checked."""
    guarded = scene.atlas.judge.rules_before
    steps = scene.draft.contents.steps
    if any(step.kind == "call" and step.confirm for step in steps):
        return True
    looks = {step.id for step in steps if step.kind == "call" and guarded(step.name)}
    sources = sources_of(steps)
    return any(
        sources[step.id] & looks for step in steps if step.kind == "tell" or step.name == DECLINE
    )

"""Recomposing: the requests of a task once more, by the nodes that were chosen for them."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from autoforge_envs.domain.tasks import Split
from autoforge_envs.synthesis.composition.atlas import Atlas, split_of
from autoforge_envs.synthesis.composition.candidates import Candidate, Reason, Rejection, SubGoal
from autoforge_envs.synthesis.composition.merging import Merged, is_new
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.rewriting.nodes import AS_IT_IS, NODES, Node, as_it_is, nodes_for


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request as it is wanted.

    Attributes:
        intent: The tool it is about.
        has_fallback: Whether it says what to do after a refusal.
        chosen: Name of the node by which it is to be put.
        nodes: The nodes that could be chosen, by name.
    """

    intent: str
    has_fallback: bool
    chosen: str
    nodes: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Outline:
    """All requests of a task, in order.

    What customers have decides by which nodes a request can be put, and nobody outside knows it:
    where the chosen one does not fit, the first that does is taken, its present one last.
    """

    requests: tuple[Wanted, ...]

    def merge(self, scene: Scene, split: Split, _level: int) -> Merged | Rejection:
        """Add the requests; the last so that their combination belongs to the split."""
        merged = Merged((), ())
        num_changed = 0
        for position, wanted in enumerate(self.requests):
            scene.draft.request = position
            before = scene.walk.num_effects
            owner = split if position + 1 == len(self.requests) else None
            adding = _Adding(scene, merged, wanted, owner)
            name, wish = adding.attempt(wanted)
            if wish is None:
                where = f"request {position + 1}, {wanted.intent}, {wanted.chosen!r}"
                return Rejection(adding.reason, f"{where} (no other way goes here)")
            num_changed += name != AS_IT_IS
            merged = merged.and_then(wish, scene.walk.num_effects - before)
        if not num_changed:
            return Rejection(Reason.NO_SUB_GOAL, "every request, which only go as they are")
        return merged


def outline_of(candidate: Candidate, names: Sequence[str], atlas: Atlas) -> Outline:
    """Return the outline of a task whose requests are put by other nodes.

    Args:
        candidate: The task.
        names: Of a node for each request.
        atlas: The domain.
    """
    acting = {tool.name for tool in atlas.acting_tools()}
    requests = zip(candidate.goals, candidate.task.user.requests, names, strict=True)
    return Outline(
        tuple(
            _wanted(goal, name, acting, has_fallback=request.fallback is not None)
            for goal, request, name in requests
        )
    )


def _wanted(goal: SubGoal, chosen: str, acting: Set[str], *, has_fallback: bool) -> Wanted:
    now = as_it_is(goal, acting, has_fallback=has_fallback)
    names = nodes_for(goal, acting, has_fallback=has_fallback)
    nodes = {name: now if name == AS_IT_IS else NODES[name] for name in names}
    return Wanted(goal[0], has_fallback, chosen, nodes)


class _Adding:
    """Adding one request to a task in the making.

    Attributes:
        reason: Why it was not added.
    """

    def __init__(self, scene: Scene, merged: Merged, wanted: Wanted, owner: Split | None) -> None:
        """Add nothing yet.

        Args:
            scene: The task in the making.
            merged: The requests before.
            wanted: What this one is about.
            owner: Whom the combination has to belong to; None if more requests follow.
        """
        self._scene = scene
        self._merged = merged
        self._wanted = wanted
        self._owner = owner
        self.reason = Reason.NO_SUB_GOAL

    def add(self, name: str) -> Wish | None:
        """Add the request by a node; None where the customer's rows do not give it."""
        wanted, merged = self._wanted, self._merged
        node = wanted.nodes[name]

        def wants(goal: SubGoal) -> bool:
            intent, outcome, description = goal
            fits = (intent, outcome) == (wanted.intent, node.outcome) and node.fits(description)
            return fits and self._is_of_split(goal)

        def accepts(wish: Wish) -> bool:
            is_whole = (wish.fallback is not None) == wanted.has_fallback
            goal = (wish.intent, wish.outcome, wish.description)
            return is_whole and is_new(wish, merged) and wants(goal)

        scene = replace(self._scene, wants=wants, accepts=accepts, about=wanted.intent)
        return node.make(scene)

    def attempt(self, wanted: Wanted) -> tuple[str, Wish | None]:
        """Add the request by the first node that gives it; nothing is added if none does."""
        draft, reason = self._scene.draft, self.reason
        others = [name for name in wanted.nodes if name not in (wanted.chosen, AS_IT_IS)]
        for name in dict.fromkeys((wanted.chosen, *others, AS_IT_IS)):
            draft.save()
            wish = self.add(name)
            if wish is not None:
                draft.keep()
                return name, wish
            draft.undo()
            reason = self.reason if name == wanted.chosen else reason
        self.reason = reason
        return AS_IT_IS, None

    def _is_of_split(self, goal: SubGoal) -> bool:
        owner = self._owner
        if owner is None or split_of(self._merged.signature_with(goal)) == owner:
            return True
        self.reason = Reason.OTHER_SPLIT
        return False

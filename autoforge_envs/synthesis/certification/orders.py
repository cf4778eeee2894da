"""Other orders in which an agent may make the moves of a plan."""

from collections.abc import Sequence

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.tasks import Reveals
from autoforge_envs.synthesis.certification.rehearsal import Move


def must_precede(earlier: Move, later: Move, reveals: Reveals) -> bool:
    """Tell whether a move must stay before a later one of the plan.

    It must if the later one builds on its result or on the identity it checked; if the user says
    the later wish only afterwards (the next request, the fallback after a refusal); if the user
    acts, on something that tools do not show; and before a hand-over, which ends everything.
    """
    return (
        earlier.step.id in later.sources
        or earlier.identifies
        or later.name == HAND_OVER
        or "user" in (earlier.caller, later.caller)
        or (reveals == "one_by_one" and earlier.step.request < later.step.request)
        or (earlier.name == DECLINE and earlier.step.request == later.step.request)
    )


def other_orders(
    moves: Sequence[Move], reveals: Reveals, generator: numpy.random.Generator, num_samples: int
) -> list[list[Move]]:
    """Draw orders that keep every dependency and differ from the plan's and from each other."""
    before = [
        {i for i in range(j) if must_precede(moves[i], later, reveals)}
        for j, later in enumerate(moves)
    ]
    seen = {tuple(range(len(moves)))}
    for _ in range(num_samples):
        seen.add(tuple(_draw(before, generator)))
    return [[moves[i] for i in order] for order in sorted(seen)[1:]]


def _draw(before: Sequence[set[int]], generator: numpy.random.Generator) -> list[int]:
    """Draw a topological order."""
    order: list[int] = []
    left = set(range(len(before)))
    while left:
        free = sorted(i for i in left if not before[i] & left)
        chosen = draw(free, generator)
        order.append(chosen)
        left.remove(chosen)
    return order

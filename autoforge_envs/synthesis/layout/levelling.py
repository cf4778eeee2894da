"""Heights: the order is kept and lines become as level as they can be.

Each column is a least-squares problem with least distances, solved exactly by pooling adjacent
violators; columns pull at each other in turns.
"""

from collections.abc import Sequence
from itertools import pairwise

from autoforge_envs.synthesis.layout.items import Item, Side, Span

BETWEEN_BOXES = 22
BETWEEN_LANES = 9

_PULLS = 12
_LANE_WEIGHT = 4.0
_REST = 0.05  # what holds an item without lines in its place

Tops = dict[Item, float]


def level(order: Sequence[Sequence[Item]], spans: Sequence[Span]) -> Tops:
    """Find tops that keep the order and the distances and make lines as level as they can be."""
    tops: Tops = {}
    for column in order:
        offsets = _offsets(column)
        tops |= {
            item: offset - offsets[-1] / 2 for item, offset in zip(column, offsets, strict=True)
        }
    for pull in range(_PULLS):
        sides: tuple[Side, ...] = (
            (("left",), ("right",))[pull % 2] if pull < 6 else ("left", "right")
        )
        for column in order if pull % 2 == 0 else reversed(order):
            wanted, weights = _wanted(column, spans, tops, sides)
            tops |= dict(zip(column, spread(_offsets(column), wanted, weights), strict=True))
    return tops


def _offsets(column: Sequence[Item]) -> list[float]:
    """Return each item's least distance from the first one's top."""
    offsets = [0.0]
    for above, below in pairwise(column):
        lanes = above.kind == below.kind == "lane"
        offsets.append(offsets[-1] + above.height + (BETWEEN_LANES if lanes else BETWEEN_BOXES))
    return offsets


def _wanted(
    column: Sequence[Item], spans: Sequence[Span], tops: Tops, sides: Sequence[Side]
) -> tuple[list[float], list[float]]:
    """Return the tops that would level each item's lines, and how much that weighs."""
    pulls: dict[Item, list[float]] = {item: [] for item in column}
    for side in sides:
        for span in spans:
            item, at = span.near(side)
            if item in pulls:
                far, meets = span.far(side)
                pulls[item].append(tops[far] + meets - at)
    wanted = [sum(pulls[i]) / len(pulls[i]) if pulls[i] else tops[i] for i in column]
    weights = [
        (_LANE_WEIGHT if item.kind == "lane" else 1.0) * len(pulls[item]) or _REST
        for item in column
    ]
    return wanted, weights


def spread(
    offsets: Sequence[float], wanted: Sequence[float], weights: Sequence[float]
) -> list[float]:
    """Move tops as little as possible (least squares) until the distances hold."""
    blocks: list[tuple[float, float, int]] = []  # mean, weight, how many items
    for offset, top, weight in zip(offsets, wanted, weights, strict=True):
        mean, heavy, count = top - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, other_weight, others = blocks.pop()
            mean = (mean * heavy + other * other_weight) / (heavy + other_weight)
            heavy, count = heavy + other_weight, count + others
        blocks.append((mean, heavy, count))
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]

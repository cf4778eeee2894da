"""The order of boxes and lanes within each column, so that few lines cross.

By barycentre, to and fro (Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of
Hierarchical System Structures", 1981).
"""

from collections.abc import Sequence
from dataclasses import replace

from autoforge_envs.synthesis.layout.items import Item, Side, Span
from autoforge_envs.synthesis.layout.links import Outlet

_SWEEPS = 16


def untangle(order: list[list[Item]], spans: Sequence[Span]) -> list[list[Item]]:
    """Sort the columns by barycentre, to and fro, and return the order with fewest crossings."""
    best, fewest = order, _crossings(order, spans)
    for sweep in range(_SWEEPS):
        side: Side = "left" if sweep % 2 == 0 else "right"
        order = [list(column) for column in order]
        for index in range(len(order)) if side == "left" else reversed(range(len(order))):
            centres = _barycentres(order, spans, side)
            order[index].sort(key=lambda item: centres[item])
        crossings = _crossings(order, spans)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


def _heights(order: Sequence[Sequence[Item]]) -> dict[Item, float]:
    """Give each item a rough top between 0 and 1."""
    return {
        item: index / len(column) for column in order for index, item in enumerate(column)
    }  # fmt: skip


def _barycentres(
    order: Sequence[Sequence[Item]], spans: Sequence[Span], side: Side
) -> dict[Item, float]:
    rough = _heights(order)
    sizes = {item: len(column) for column in order for item in column}
    met: dict[Item, list[float]] = {}
    for span in spans:
        far, at = span.far(side)
        place = rough[far] + at / (far.height + 1) / sizes[far]
        met.setdefault(span.near(side)[0], []).append(place)
    return {item: sum(met[item]) / len(met[item]) if item in met else rough[item] for item in rough}


def _crossings(order: Sequence[Sequence[Item]], spans: Sequence[Span]) -> int:
    """Count the pairs of lines that cross."""
    index = {item: at for column in order for at, item in enumerate(column)}
    ends: dict[int, list[tuple[tuple[int, float], tuple[int, float]]]] = {}
    for span in spans:
        (left, leaves), (right, enters) = span.far("left"), span.far("right")
        place = ((index[left], leaves), (index[right], enters))
        ends.setdefault(left.column, []).append(place)
    return sum(
        (a[0] < b[0]) != (a[1] < b[1]) and a[0] != b[0] and a[1] != b[1]
        for gap in ends.values()
        for at, a in enumerate(gap)
        for b in gap[:at]
    )


def sort_outlets(item: Item, order: Sequence[Sequence[Item]], spans: Sequence[Span]) -> Item:
    """Put a box's outlets in the order of where they lead."""
    rough = _heights(order)
    leads: dict[Outlet, list[float]] = {outlet: [] for outlet in item.outlets}
    for span in spans:
        if span.left == item:
            place = rough[span.right] + span.right.inlet_at(span.link) / 1e5
            leads[span.link.outlet].append(place)
    ranked = sorted(item.outlets, key=lambda each: sum(leads[each]) / max(1, len(leads[each])))
    return replace(item, outlets=tuple(ranked))

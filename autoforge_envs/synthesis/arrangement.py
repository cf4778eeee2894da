"""Where everything in a drawing of a tool graph stands: columns of boxes and the lines between.

Lines run only in the gaps between columns and in lanes of their own through a column, so that they
never cross a box. Order within a column is by barycentre (Sugiyama, Tagawa and Toda, 1981);
heights are least squares with the distances kept (pool adjacent violators).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from autoforge_envs.synthesis.links import Kind, Link, Outlet, columns_of, kinds_of, links_of
from autoforge_envs.synthesis.ports import USER
from autoforge_envs.synthesis.tool_graph import ToolGraph

# Lengths are in pixels at the drawing's own scale. Letters are monospaced, so that widths can be
# counted: 12 high in rows, 13 high and bold in headers.
HEADER_HEIGHT = 28
ROW_HEIGHT = 18
LETTER = 7.3
HEADER_LETTER = 8.0
PADDING = 14
BETWEEN_LABELS = 26
BETWEEN_BOXES = 22
BETWEEN_LANES = 9
LEAST_GAP = 90
GAP_PER_LINE = 2.2

_SWEEPS = 16
_PULLS = 12
_LANE_WEIGHT = 4.0
_REST = 0.05

Point = tuple[float, float]
Tops = dict["Item", float]
Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Item:
    """A box, or a lane: the lines of one outlet on their way through a column.

    Attributes:
        name: The tool; for a lane the tool that the lines come from.
        inputs: Parameters, a row each.
        outlets: Values that leave it, a row each.
    """

    name: str
    kind: Kind | Literal["lane"]
    column: int
    inputs: tuple[str, ...] = field(default=(), compare=False)
    outlets: tuple[Outlet, ...] = ()

    @property
    def height(self) -> float:
        """Its height."""
        rows = max(len(self.inputs), len(self.outlets))
        return 0 if self.kind == "lane" else HEADER_HEIGHT + rows * ROW_HEIGHT + 8

    @property
    def width(self) -> float:
        """The width that its texts need."""
        inputs = max((text_length(name) for name in self.inputs), default=0)
        outlets = max((text_length(outlet.label) for outlet in self.outlets), default=0)
        rows = (inputs + outlets) * LETTER + (BETWEEN_LABELS if inputs and outlets else 0)
        return 2 * PADDING + max(text_length(self.name) * HEADER_LETTER, rows)

    def inlet_at(self, link: Link) -> float:
        """Return how far below its top a line enters."""
        return 0 if self.kind == "lane" else row_at(self.inputs.index(link.parameter))

    def outlet_at(self, link: Link) -> float:
        """Return how far below its top a line leaves."""
        return 0 if self.kind == "lane" else row_at(self.outlets.index(link.outlet))


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its place."""

    item: Item
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Route:
    """A link with the points that it runs through: curves into lanes, straight inside them."""

    link: Link
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Everything with its place; the top left corner is (0, 0)."""

    headings: tuple[tuple[str, Placed], ...]
    boxes: tuple[Placed, ...]
    routes: tuple[Route, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Span:
    """The part of a link between two neighbouring columns."""

    left: Item
    right: Item
    link: Link

    def far(self, side: Side) -> tuple[Item, float]:
        """Return the item at its other end, seen from the given side's, and where it is met."""
        if side == "left":
            return self.left, self.left.outlet_at(self.link)
        return self.right, self.right.inlet_at(self.link)

    def near(self, side: Side) -> tuple[Item, float]:
        """Return the item that has the other one on the given side, and where it is met."""
        return self.far("right" if side == "left" else "left")


def text_length(text: str) -> int:
    """Count the letters' widths of a text; East Asian ones are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def row_at(index: int) -> float:
    """Return how far below a box's top the middle of a row is."""
    return HEADER_HEIGHT + (index + 0.5) * ROW_HEIGHT + 3


def arrange(graph: ToolGraph) -> Arrangement:
    """Give every box and line of a tool graph its place."""
    columns = columns_of(graph)
    links = links_of(graph, columns)
    order = _declared_order(graph, columns, links)
    for _ in range(2):  # once more after the outlets were put in the order of where they lead
        spans = _spans(order, links)
        order = _untangle(order, spans)
        order = [[_sorted_outlets(item, order, spans) for item in column] for column in order]
    spans = _spans(order, links)
    return _place(order, spans, _settle(order, spans))


# --- what stands where, before any order


def _declared_order(
    graph: ToolGraph, columns: Mapping[str, int], links: Sequence[Link]
) -> list[list[Item]]:
    kinds = kinds_of(graph)
    outlets: dict[str, dict[Outlet, None]] = {}
    for link in links:
        outlets.setdefault(link.outlet.tool, {})[link.outlet] = None
    inputs = {tool.name: tuple(port.name for port in tool.inputs) for tool in graph.tools}
    names = [*([USER] if USER in outlets else []), *inputs]
    boxes = [
        Item(name, kinds[name], columns[name], inputs.get(name, ()), tuple(outlets.get(name, ())))
        for name in names
    ]
    lanes = {
        Item(link.outlet.tool, "lane", column, (), (link.outlet,)): None
        for link in links
        for column in range(columns[link.outlet.tool] + 1, columns[link.tool])
    }
    order: list[list[Item]] = [[] for _ in range(max(columns.values()) + 1)]
    for item in (*boxes, *lanes):
        order[item.column].append(item)
    return [column for column in order if column]


def _spans(order: Sequence[Sequence[Item]], links: Sequence[Link]) -> list[_Span]:
    boxes = {item.name: item for column in order for item in column if item.kind != "lane"}
    lanes = {
        (item.outlets[0], item.column): item
        for column in order for item in column if item.kind == "lane"
    }  # fmt: skip
    spans = []
    for link in links:
        left, right = boxes[link.outlet.tool], boxes[link.tool]
        stops = [lanes[link.outlet, at] for at in range(left.column + 1, right.column)]
        chain = [left, *stops, right]
        spans += [_Span(*pair, link) for pair in zip(chain, chain[1:], strict=False)]
    return spans


# --- order within the columns


def _untangle(order: list[list[Item]], spans: Sequence[_Span]) -> list[list[Item]]:
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


def _heights(order: Sequence[Sequence[Item]]) -> Tops:
    """Give each item a rough top between 0 and 1."""
    return {
        item: index / len(column) for column in order for index, item in enumerate(column)
    }  # fmt: skip


def _barycentres(order: Sequence[Sequence[Item]], spans: Sequence[_Span], side: Side) -> Tops:
    rough = _heights(order)
    sizes = {item: len(column) for column in order for item in column}
    met: dict[Item, list[float]] = {}
    for span in spans:
        far, at = span.far(side)
        place = rough[far] + at / (far.height + 1) / sizes[far]
        met.setdefault(span.near(side)[0], []).append(place)
    return {item: sum(met[item]) / len(met[item]) if item in met else rough[item] for item in rough}


def _crossings(order: Sequence[Sequence[Item]], spans: Sequence[_Span]) -> int:
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


def _sorted_outlets(item: Item, order: Sequence[Sequence[Item]], spans: Sequence[_Span]) -> Item:
    """Put a box's outlets in the order of where they lead."""
    rough = _heights(order)
    leads: dict[Outlet, list[float]] = {outlet: [] for outlet in item.outlets}
    for span in spans:
        if span.left == item:
            place = rough[span.right] + span.right.inlet_at(span.link) / 1e5
            leads[span.link.outlet].append(place)
    ranked = sorted(item.outlets, key=lambda each: sum(leads[each]) / max(1, len(leads[each])))
    return replace(item, outlets=tuple(ranked))


# --- heights


def _settle(order: Sequence[Sequence[Item]], spans: Sequence[_Span]) -> Tops:
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
            tops |= dict(zip(column, _spread(_offsets(column), wanted, weights), strict=True))
    return tops


def _offsets(column: Sequence[Item]) -> list[float]:
    """Return each item's least distance from the first one's top."""
    offsets = [0.0]
    for above, below in zip(column, column[1:], strict=False):
        lanes = above.kind == below.kind == "lane"
        offsets.append(offsets[-1] + above.height + (BETWEEN_LANES if lanes else BETWEEN_BOXES))
    return offsets


def _wanted(
    column: Sequence[Item], spans: Sequence[_Span], tops: Tops, sides: Sequence[Side]
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


def _spread(
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


# --- places


def _place(order: Sequence[Sequence[Item]], spans: Sequence[_Span], tops: Tops) -> Arrangement:
    headings = _headings(order)
    crowd = {column[0].column: 0 for column in order}
    for span in spans:
        crowd[span.left.column] += 1
    highest = min(tops.values())
    placed: dict[Item, Placed] = {}
    tops_of_columns = []
    x = 0.0
    for column, heading in zip(order, headings, strict=True):
        widths = [item.width for item in column if item.kind != "lane"]
        width = max([*widths, text_length(heading) * HEADER_LETTER])
        for item in column:
            placed[item] = Placed(item, round(x, 1), round(tops[item] - highest, 1), width)
        tops_of_columns.append((heading, Placed(column[0], x, 0, width)))
        x += width + LEAST_GAP + GAP_PER_LINE * crowd[column[0].column]
    right = max(each.x + each.width for each in placed.values())
    bottom = max(each.y + each.item.height for each in placed.values())
    boxes = tuple(each for each in placed.values() if each.item.kind != "lane")
    return Arrangement(tuple(tops_of_columns), boxes, _routes(spans, placed), right, bottom)


def _headings(order: Sequence[Sequence[Item]]) -> list[str]:
    """Name the columns by what most of their boxes do."""
    headings: list[str] = []
    for column in order:
        kinds = [item.kind for item in column if item.kind != "lane"]
        if kinds == ["facts"]:
            heading = "known to the user"
        elif "reads" in kinds:
            heading = "look-ups" if column[0].column == 1 else "details"
        else:
            heading = "changes" if "writes" in kinds else "the user's tools"
        headings.append(f"more {heading}" if heading in headings else heading)
    return headings


def _routes(spans: Sequence[_Span], placed: Mapping[Item, Placed]) -> tuple[Route, ...]:
    points: dict[tuple[Outlet, str, str], list[Point]] = {}
    links: dict[tuple[Outlet, str, str], Link] = {}
    for span in spans:
        name = (span.link.outlet, span.link.tool, span.link.parameter)
        left, right = placed[span.left], placed[span.right]
        links[name] = span.link
        points.setdefault(name, []).extend([
            (left.x + left.width, left.y + span.left.outlet_at(span.link)),
            (right.x, right.y + span.right.inlet_at(span.link)),
        ])  # fmt: skip
    return tuple(Route(links[name], tuple(points[name])) for name in links)

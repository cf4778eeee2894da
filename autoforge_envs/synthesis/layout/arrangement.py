"""Where everything in a drawing of a tool graph stands: columns of boxes and the lines between.

Lines run only in the gaps between columns and in lanes of their own through a column, so that they
never cross a box.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.layout.items import (
    HEADER_LETTER,
    Item,
    Span,
    declared_order,
    spans_of,
    text_length,
)
from autoforge_envs.synthesis.layout.levelling import Tops, level
from autoforge_envs.synthesis.layout.links import Link, Outlet, columns_of, links_of
from autoforge_envs.synthesis.layout.ordering import sort_outlets, untangle
from autoforge_envs.synthesis.tool_graph import ToolGraph

LEAST_GAP = 90
GAP_PER_LINE = 2.2

Point = tuple[float, float]


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


def arrange(graph: ToolGraph) -> Arrangement:
    """Give every box and line of a tool graph its place."""
    columns = columns_of(graph)
    links = links_of(graph, columns)
    order = declared_order(graph, columns, links)
    for _ in range(2):  # once more after the outlets were put in the order of where they lead
        spans = spans_of(order, links)
        order = untangle(order, spans)
        order = [[sort_outlets(item, order, spans) for item in column] for column in order]
    spans = spans_of(order, links)
    return _place(order, spans, level(order, spans))


def _place(order: Sequence[Sequence[Item]], spans: Sequence[Span], tops: Tops) -> Arrangement:
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


def _routes(spans: Sequence[Span], placed: Mapping[Item, Placed]) -> tuple[Route, ...]:
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

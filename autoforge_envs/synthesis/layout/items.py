"""What stands in the columns of a drawing: boxes, and lanes for lines that pass through."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from autoforge_envs.synthesis.layout.links import Kind, Link, Outlet, kinds_of
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
class Span:
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


def declared_order(
    graph: ToolGraph, columns: Mapping[str, int], links: Sequence[Link]
) -> list[list[Item]]:
    """Return the boxes and lanes of each column in the order of declaration."""
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


def spans_of(order: Sequence[Sequence[Item]], links: Sequence[Link]) -> list[Span]:
    """Cut links into spans at the columns that they pass."""
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
        spans += [Span(*pair, link) for pair in pairwise(chain)]
    return spans

"""A tool graph as a picture: one SVG file that needs nothing else, in light and dark.

Boxes are tools, told apart by shape and colour; rows are their parameters and the values they give;
lines carry keys of one table in one colour. Hovering tells the types. No scripts, no fonts to load.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from autoforge_envs.synthesis.layout.arrangement import (
    Arrangement,
    Placed,
    Point,
    Route,
    arrange,
)
from autoforge_envs.synthesis.layout.items import (
    HEADER_HEIGHT,
    LETTER,
    PADDING,
    row_at,
    text_length,
)
from autoforge_envs.synthesis.ports import USER, Port
from autoforge_envs.synthesis.tool_graph import ToolGraph

MARGIN = 32
TOP = 96
LEGEND_LINE = 26
CHAMFER = 9

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Lines of a table's keys, light and dark; more tables than colours share them.
_KEY_COLOURS = (
    ("#2563eb", "#6ea8fe"), ("#d9640a", "#ffa657"), ("#16834f", "#4fd08a"), ("#8b45d6", "#c297ff"),
    ("#c8324b", "#ff7f8e"), ("#0b8391", "#45c8d6"), ("#8f6a10", "#dfb53c"), ("#b83280", "#f58ac3"),
)  # fmt: skip

_STYLE = """
text {
  font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  fill: #1f2430;
}
.page { fill: #ffffff; }
.title { font-size: 18px; font-weight: bold; }
.head { font-size: 13px; font-weight: bold; }
.column { font-size: 13px; fill: #69707d; }
.end { text-anchor: end; }
.quiet, .note { fill: #69707d; }
.rule { stroke: #d8dce3; stroke-width: 1; }
.box { stroke-width: 1.4; }
.facts { fill: #f7f8fa; stroke: #9aa2af; }
.reads { fill: #eef4ff; stroke: #8fa9d8; }
.writes { fill: #fff3e2; stroke: #d59b4c; stroke-width: 2; }
.user { fill: #f3ecff; stroke: #9c7bd0; stroke-dasharray: 5 3; }
.line { fill: none; stroke: #8a93a1; stroke-width: 1.1; opacity: 0.75; }
.key { stroke-width: 1.7; opacity: 0.9; }
.line:hover { stroke-width: 4; opacity: 1; }
.dot { fill: #8a93a1; }
.free { fill: #ffffff; stroke: #9aa2af; stroke-width: 1.2; }
"""

_DARK_STYLE = """
text { fill: #e3e7ee; }
.page { fill: #12151b; }
.column, .quiet, .note { fill: #949dab; }
.rule { stroke: #2c323d; }
.facts { fill: #1a1e26; stroke: #5d6675; }
.reads { fill: #182337; stroke: #4e6ca3; }
.writes { fill: #2e2212; stroke: #b07c34; }
.user { fill: #251c36; stroke: #8a6ac0; }
.line { stroke: #7d8795; }
.dot { fill: #7d8795; }
.free { fill: #12151b; stroke: #6d7685; }
"""


def draw_tool_graph(graph: ToolGraph) -> str:
    """Draw a tool graph.

    Returns:
        The text of an SVG file, the same for the same graph.
    """
    return _Drawing(graph).write()


class _Drawing:
    """One picture of one graph."""

    def __init__(self, graph: ToolGraph) -> None:
        self._graph = graph
        self._arrangement: Arrangement = arrange(graph)
        models = [route.link.outlet.model for route in self._arrangement.routes]
        self._models = list(dict.fromkeys(model for model in models if model))

    def write(self) -> str:
        title = f"{_clean(self._graph.domain)}: what flows between its tools"
        legend, legend_height = self._legend(max(self._arrangement.width, 640))
        notes = self._notes()
        widest = max(text_length(title) * 11.2, *(text_length(note) * LETTER for note in notes))
        width = round(2 * MARGIN + max(self._arrangement.width, 640, widest))
        below = TOP + self._arrangement.height + 34
        height = round(below + legend_height + 20 * len(notes) + MARGIN)
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{self._styles()}</style>",
            f'<rect class="page" width="{width}" height="{height}"/>',
            _text(MARGIN, 40, title, "title"),
            f'<g transform="translate({MARGIN} {TOP})">',
            *self._columns(),
            *(self._line(route) for route in self._arrangement.routes),
            *(line for box in self._arrangement.boxes for line in self._box(box)),
            "</g>",
            f'<g transform="translate({MARGIN} {_number(below)})">',
            *legend,
            *(
                _text(0, legend_height + 20 * at, note, "note")
                for at, note in enumerate(notes, 1)
            ),
            "</g>",
            "</svg>",
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    def _styles(self) -> str:
        light, dark = (
            "".join(
                f".key.{_shade(at)} {{ stroke: {pair[mode]}; }} "
                f".dot.{_shade(at)} {{ fill: {pair[mode]}; }}\n"
                for at, pair in enumerate(_KEY_COLOURS)
            )
            for mode in (0, 1)
        )
        return f"{_STYLE}{light}@media (prefers-color-scheme: dark) {{{_DARK_STYLE}{dark}}}\n"

    def _columns(self) -> Iterator[str]:
        for heading, place in self._arrangement.headings:
            yield _text(place.x, -24, heading, "column")
            yield f'<path class="rule" d="M{_number(place.x)} -14h{_number(place.width)}"/>'

    def _line(self, route: Route) -> str:
        says = "\n".join(
            f"{_say(edge.source)} → {edge.target.tool} {edge.target.name} ({edge.target.meaning})"
            for edge in route.link.edges
        )
        model = route.link.outlet.model
        kind = f"line key {self._shade_of(model)}" if model else "line"
        return (
            f'<path class="{kind}" d="{_curve(route.points)}">'
            f"<title>{escape(_clean(says))}</title></path>"
        )

    def _box(self, box: Placed) -> Iterator[str]:
        item = box.item
        yield f'<g transform="translate({_number(box.x)} {_number(box.y)})">'
        yield f'<path class="box {item.kind}" d="{_outline(box)}"/>'
        name = self._graph.party if item.kind == "facts" else item.name
        yield _text(PADDING, HEADER_HEIGHT - 8, name, "head")
        for at, parameter in enumerate(item.inputs):
            yield from self._input(item.name, parameter, row_at(at))
        for at, outlet in enumerate(item.outlets):
            y = row_at(at)
            yield _dot(box.width, y, f"dot {self._shade_of(outlet.model)}".strip())
            yield _text(box.width - PADDING, y + 4, outlet.label, "end")
        yield "</g>"

    def _input(self, tool: str, parameter: str, y: float) -> Iterator[str]:
        """Write a parameter's row; hovering tells every edge that leads there, drawn or not."""
        port = next(
            port
            for each in self._graph.tools for port in each.inputs
            if (port.tool, port.name) == (tool, parameter)
        )  # fmt: skip
        feeders = [_say(edge.source) for edge in self._graph.edges if edge.target == port]
        says = f"{parameter}: {port.meaning}" + "".join(f"\nfrom {each}" for each in feeders)
        models = [
            route.link.outlet.model
            for route in self._arrangement.routes
            if (route.link.tool, route.link.parameter) == (tool, parameter)
        ]
        yield _dot(0, y, f"dot {self._shade_of(models[0])}".strip() if models else "free")
        yield _text(PADDING, y + 4, parameter, "" if models else "quiet", says)

    def _shade_of(self, model: str) -> str:
        return _shade(self._models.index(model)) if model else ""

    def _legend(self, width: float) -> tuple[list[str], float]:
        """Write what shapes and colours mean, in as many lines as they take."""
        shapes = [
            *((kind, label) for kind, label in _SHAPES.items() if self._has(kind)),
            ("free", "said by the user or chosen"),
        ]
        keys = [(f"line key {self._shade_of(model)}", f"{model} key") for model in self._models]
        lines, y = [], 0.0
        for entries in (shapes, [*keys, ("line", "other value")]):
            x = 0.0
            for kind, label in entries:
                length = 46 + text_length(label) * LETTER
                if x and x + length > width:
                    x, y = 0.0, y + LEGEND_LINE
                lines += [_sample(kind, x, y), _text(x + 32, y + 4, label)]
                x += length
            y += LEGEND_LINE
        return lines, y

    def _has(self, kind: str) -> bool:
        return any(box.item.kind == kind for box in self._arrangement.boxes)

    def _notes(self) -> list[str]:
        edges, lines = len(self._graph.edges), len(self._arrangement.routes)
        return [
            f"{edges} edges, each confirmed by an executed example, and "
            f"{len(self._graph.unconfirmed)} matches of types that no example confirmed.",
            f"The {lines} lines carry a new value to the right; "
            "hover over a parameter for everything that feeds it.",
        ]


_SHAPES = {
    "facts": "what the user knows",
    "reads": "tool that reads",
    "writes": "tool that writes",
    "user": "the user's own tool",
}


def _say(port: Port) -> str:
    """Name a port: `list_orders.*.id`, or what the user knows."""
    if port.tool == USER:
        return f"the user's {port.name}"
    return ".".join((port.tool, *port.path))


def _shade(index: int) -> str:
    return f"k{index % len(_KEY_COLOURS)}"


def _clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _NO_XML.sub("", text)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(x: float, y: float, text: str, kind: str = "", says: str = "") -> str:
    title = f"<title>{escape(_clean(says))}</title>" if says else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{_number(x)}" y="{_number(y)}">{title}{escape(_clean(text))}</text>'


def _dot(x: float, y: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{_number(x)}" cy="{_number(y)}" r="3.6"/>'


def _curve(points: Sequence[Point]) -> str:
    """Write a path that leaves and arrives level: curves in the gaps, straight in the lanes."""
    parts = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=True):
        middle = _number((x1 + x2) / 2)
        parts.append(f"L{_number(x1)} {_number(y1)}" if len(parts) > 1 else "")
        end = f"{_number(x2)} {_number(y2)}"
        parts.append(f"C{middle} {_number(y1)} {middle} {_number(y2)} {end}")
    return "".join(parts)


def _outline(box: Placed) -> str:
    return _shape(box.item.kind, box.width, box.item.height)


def _shape(kind: str, width: float, height: float) -> str:
    """Write a box's outline: cut corners for tools that write, round ones for the others."""
    if kind == "writes":
        cut = min(CHAMFER, height / 3)
        across, down = _number(width - 2 * cut), _number(height - 2 * cut)
        c = _number(cut)
        return f"M{c} 0h{across}l{c} {c}v{down}l-{c} {c}h-{across}l-{c} -{c}v-{down}z"
    radius = {"user": min(16.0, height / 2), "facts": 3.0}.get(kind, min(8.0, height / 4))
    across, down = _number(width - 2 * radius), _number(height - 2 * radius)
    r = _number(radius)
    return (
        f"M{r} 0h{across}a{r} {r} 0 0 1 {r} {r}v{down}a{r} {r} 0 0 1 -{r} {r}"
        f"h-{across}a{r} {r} 0 0 1 -{r} -{r}v-{down}a{r} {r} 0 0 1 {r} -{r}z"
    )


def _sample(kind: str, x: float, y: float) -> str:
    """Draw a legend entry's shape, line or dot."""
    if kind.startswith("line"):
        return f'<path class="{kind}" d="M{_number(x)} {_number(y)}h24"/>'
    if kind == "free":
        return _dot(x + 12, y, "free")
    where = f"translate({_number(x)} {_number(y - 8)})"
    return f'<path class="box {kind}" transform="{where}" d="{_shape(kind, 24, 16)}"/>'

"""What a drawing of a tool graph shows: which tools stand in which column, and which lines to draw.

Most edges repeat what is known: a tool gives back its argument, a later tool repeats an earlier
one's value. Drawn is what carries a new value to the right; everything else is in the hover texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from autoforge_envs.synthesis.edges import Edge
from autoforge_envs.synthesis.ports import USER
from autoforge_envs.synthesis.tool_graph import ToolGraph, ToolNode

Kind = Literal["facts", "reads", "writes", "user"]


@dataclass(frozen=True, slots=True, order=True)
class Outlet:
    """A kind of value that leaves a tool: keys of one table, or a field.

    Attributes:
        model: The table whose keys these are; "" for other values.
    """

    tool: str
    label: str
    model: str


@dataclass(frozen=True, slots=True)
class Link:
    """A line to draw: all edges from one outlet to one parameter."""

    outlet: Outlet
    tool: str
    parameter: str
    edges: tuple[Edge, ...]


def columns_of(graph: ToolGraph) -> dict[str, int]:
    """Give each tool its column: how many results the agent must have read before it can call it.

    The user's facts stand in column 0, tools that need no key in column 1; changes and the user's
    own tools stand behind all that the agent reads.
    """
    readers = [tool for tool in graph.tools if _kind(tool) == "reads"]
    columns = {USER: 0}
    _settle(readers, graph, columns, at_least=1)
    last = max(columns.values()) + 1
    _settle([tool for tool in graph.tools if tool not in readers], graph, columns, at_least=last)
    rest = [tool for tool in graph.tools if tool.name not in columns]
    _settle(rest, graph, columns, at_least=last)
    return {**columns, **{tool.name: last for tool in rest if tool.name not in columns}}


def _settle(
    tools: list[ToolNode], graph: ToolGraph, columns: dict[str, int], *, at_least: int
) -> None:
    """Add the columns of tools whose keys all come from tools that have one; the leftmost first."""
    waiting = [tool for tool in tools if tool.name not in columns]
    while waiting:
        found = {tool.name: _column(tool, graph, columns) for tool in waiting}
        ready = {name: max(at_least, column) for name, column in found.items() if column}
        first = {name: column for name, column in ready.items() if column == min(ready.values())}
        columns.update(first)
        waiting = [tool for tool in waiting if tool.name not in columns]
        if not first:
            return


def _column(tool: ToolNode, graph: ToolGraph, columns: Mapping[str, int]) -> int:
    """Return the first column in which all keys that a tool needs are there; 0 if one never is."""
    needed = 0
    for port in tool.inputs:
        sources = [e.source.tool for e in graph.edges if e.target == port and port.is_key]
        known = [columns[source] for source in sources if source in columns]
        if sources and not known:
            return 0
        needed = max(needed, min(known, default=0))
    return needed + 1


def links_of(graph: ToolGraph, columns: Mapping[str, int]) -> list[Link]:
    """Choose the edges to draw, those from one outlet to one parameter as one line."""
    bundles: dict[tuple[Outlet, str, str], list[Edge]] = {}
    for edge in graph.edges:
        rightwards = columns[edge.source.tool] < columns[edge.target.tool]
        if rightwards and not edge.echoes and edge.strength != "typed":
            place = (outlet_of(edge), edge.target.tool, edge.target.name)
            bundles.setdefault(place, []).append(edge)
    return [Link(*place, tuple(edges)) for place, edges in bundles.items()]


def outlet_of(edge: Edge) -> Outlet:
    """Return the outlet that an edge leaves from."""
    source = edge.source
    if source.is_key:
        return Outlet(source.tool, source.model or source.name, source.model or source.semantic)
    return Outlet(source.tool, source.name, "")


def _kind(tool: ToolNode) -> Kind:
    if tool.caller == "user":
        return "user"
    return "writes" if tool.writes else "reads"


def kinds_of(graph: ToolGraph) -> dict[str, Kind]:
    """Tell what each tool does, for its colour and shape."""
    return {USER: "facts", **{tool.name: _kind(tool) for tool in graph.tools}}

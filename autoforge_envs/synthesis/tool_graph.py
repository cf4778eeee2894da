"""The tool graph: which tool's result gives another tool its argument, each edge once executed.

Candidates come from types: a value of u's result means what v's parameter means. An edge is a
candidate for which both calls were made, one after the other, and v succeeded with a value that u
had given. What the user knows of themselves feeds tools as well, through the pseudo-tool "user".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tools import Caller
from autoforge_envs.synthesis.edges import Candidate, Edge, Offer, Unconfirmed, rows_named
from autoforge_envs.synthesis.exploration import AnyTool, Explorer, own_tools
from autoforge_envs.synthesis.ports import (
    USER,
    Port,
    column_ports,
    fits,
    input_ports,
    output_ports,
    tells,
    values_at,
)


@dataclass(frozen=True, slots=True)
class ToolNode:
    """A tool of the graph with its inputs and outputs."""

    name: str
    caller: Caller
    writes: bool
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class ToolGraph:
    """A domain's tools and what flows between them.

    Attributes:
        domain: The domain's title.
        party: The class whose identity is checked: the user's own row; "" where nobody's is.
        facts: What the user knows of themselves: the columns of that row.
    """

    domain: str
    party: str
    facts: tuple[Port, ...]
    tools: tuple[ToolNode, ...]
    edges: tuple[Edge, ...]
    unconfirmed: tuple[Unconfirmed, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "domain": self.domain,
            "party": self.party,
            "tools": [
                {"name": tool.name, "caller": tool.caller, "writes": tool.writes}
                for tool in self.tools
            ],
            "edges": [edge.as_json() for edge in self.edges],
            "unconfirmed": [each.as_json() for each in self.unconfirmed],
        }


def build_tool_graph(server: LocalServer, generator: np.random.Generator) -> ToolGraph:
    """Find the matches of types between a domain's tools and confirm each by calling them.

    Args:
        server: Serves the domain; a scratch session of it is opened and closed.
        generator: Where all sampled arguments come from.

    Raises:
        ToolCrash: A tool failed by its own fault.
    """
    session = server.open_session("agent")
    try:
        return _Builder(Explorer(session, generator)).build()
    finally:
        session.close()


class _Builder:
    """Builds one graph."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._domain = explorer.domain
        self._tools = {tool.name: tool for tool in own_tools(self._domain)}
        self._samples = {name: explorer.survey(tool) for name, tool in self._tools.items()}

    def build(self) -> ToolGraph:
        party = self._explorer.party
        nodes = tuple(self._node(tool) for tool in self._tools.values())
        facts = self._facts(party)
        offers = {port: self._own_offers(port, party) for port in facts}
        offers |= {port: self._offers(port) for node in nodes for port in node.outputs}
        tried = [
            Candidate(
                self._explorer, self._tools, source, target,
                offers[source], self._samples[target.tool],
            ).confirm()
            for source, target in _matches(facts, nodes)
        ]  # fmt: skip
        return ToolGraph(
            domain=self._domain.contents.manifest.title,
            party=party,
            facts=facts,
            tools=nodes,
            edges=tuple(each for each in tried if isinstance(each, Edge)),
            unconfirmed=tuple(each for each in tried if isinstance(each, Unconfirmed)),
        )

    def _node(self, tool: AnyTool) -> ToolNode:
        outputs = output_ports(tool, self._domain.types)
        return ToolNode(tool.name, tool.caller, tool.writes, input_ports(tool), outputs)

    def _facts(self, party: str) -> tuple[Port, ...]:
        kinds = [kind for kind in self._domain.record_types if kind.model.__name__ == party]
        return tuple(
            port for kind in kinds for port in column_ports(USER, kind)
            if tells(port) and port.name != kind.key
        )  # fmt: skip

    def _own_offers(self, port: Port, party: str) -> list[Offer]:
        near = self._explorer.neighbourhood
        return [
            Offer({near.kind(row).key: near.key(row)}, near.value(row, port.name), (row,))
            for row in near.rows[party]
            if getattr(row, port.name) is not None
        ]

    def _offers(self, port: Port) -> list[Offer]:
        """Return what the samples have at a port; where any of it is new, only that."""
        offers = [
            Offer(arguments, found.value, rows_named(self._explorer, found.holder, arguments))
            for arguments, result in self._samples[port.tool]
            for found in values_at(result, port.path)
        ]
        return [offer for offer in offers if not offer.is_echo] or offers


def _matches(facts: Sequence[Port], nodes: Sequence[ToolNode]) -> Iterator[tuple[Port, Port]]:
    """Yield outputs with the inputs they could be meant for, in the order of declaration.

    What the user knows must agree in name as well: their city is not any city.
    """
    inputs = [port for node in nodes for port in node.inputs if tells(port)]
    for fact in facts:
        yield from ((fact, port) for port in inputs if fits(fact, port) and fact.name == port.name)
    for node in nodes:
        for source in node.outputs:
            for target in inputs:
                if target.tool != node.name and fits(source, target):
                    yield source, target

"""The tool graph: which tool's result gives another tool its argument, each edge once executed.

Candidates come from types: a value of u's result means what v's parameter means. An edge is a
candidate for which both calls were made, one after the other, and v succeeded with a value that u
had given. What the user knows of themselves feeds tools as well, through the pseudo-tool "user".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.tools import Caller
from autoforge_envs.synthesis.exploration import (
    AnyTool,
    Arguments,
    Explorer,
    Sample,
    call,
    own_tools,
)
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

Strength = Literal["key", "named", "typed"]
"""Why two ports match: one table's key, type and name, or the type alone."""

MAX_TRIES = 24
"""Pairs of calls made for one candidate before it is given up."""


@dataclass(frozen=True, slots=True)
class Example:
    """Calls that confirm an edge on the pristine state.

    Attributes:
        source_arguments: What the source was called with; for the user, the key of their row.
        value: What the result had at the source's path.
        arguments: What the target was then called with, the value among them.
    """

    source_arguments: Arguments
    value: Any
    arguments: Arguments

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "source_arguments": dict(self.source_arguments),
            "value": self.value,
            "arguments": dict(self.arguments),
        }


@dataclass(frozen=True, slots=True)
class Edge:
    """A value of one tool's result that another tool takes, with the calls that showed it.

    Attributes:
        echoes: The source only gives back what it was called with.
        tries: How many pairs of calls it took.
    """

    source: Port
    target: Port
    strength: Strength
    echoes: bool
    tries: int
    example: Example

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "source": self.source.as_json(),
            "target": self.target.as_json(),
            "strength": self.strength,
            "echoes": self.echoes,
            "tries": self.tries,
            "example": self.example.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A match of types that no pair of calls confirmed, and why the last one failed."""

    source: Port
    target: Port
    tries: int
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "source": self.source.as_json(),
            "target": self.target.as_json(),
            "tries": self.tries,
            "reason": self.reason,
        }


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

    def successors(self, tool: str) -> tuple[Edge, ...]:
        """Return the edges that leave a tool, or `USER`."""
        return tuple(edge for edge in self.edges if edge.source.tool == tool)

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


def replay(session: LocalSession, edge: Edge) -> bool:
    """Make the calls of an edge's example anew and tell whether they still confirm it.

    Args:
        session: A session with `rule_enforcement="agent"`; it is reset.
        edge: The edge.
    """
    tools = {tool.name: tool for tool in session.domain.tools}
    session.reset()
    if edge.source.tool != USER:
        source = call(session, tools[edge.source.tool], edge.example.source_arguments)
        found = values_at(source.result, edge.source.path) if not source.refusal else []
        if edge.example.value not in [each.value for each in found]:
            return False
    return not call(session, tools[edge.target.tool], edge.example.arguments).refusal


@dataclass(frozen=True, slots=True)
class _Offer:
    """A value that a source gave once: by which call, and which rows it is about."""

    arguments: Arguments
    value: Any
    context: tuple[Any, ...]

    @property
    def is_echo(self) -> bool:
        return self.value in _flat(self.arguments.values())


class _Builder:
    """Builds one graph."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self._domain: Domain = explorer.domain
        self._tools = {tool.name: tool for tool in own_tools(self._domain)}
        self._samples = {name: explorer.survey(tool) for name, tool in self._tools.items()}

    def build(self) -> ToolGraph:
        party = self._explorer.party
        nodes = tuple(self._node(tool) for tool in self._tools.values())
        facts = self._facts(party)
        offers = {port: self._own_offers(port, party) for port in facts}
        offers |= {port: self._offers(port) for node in nodes for port in node.outputs}
        tried = [
            _Candidate(self._explorer, self._tools, source, target).confirm(
                offers[source], self._samples[target.tool]
            )
            for source, target in _matches(facts, nodes)
        ]
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

    def _own_offers(self, port: Port, party: str) -> list[_Offer]:
        near = self._explorer.neighbourhood
        return [
            _Offer({near.kind(row).key: near.key(row)}, near.value(row, port.name), (row,))
            for row in near.rows[party]
            if getattr(row, port.name) is not None
        ]

    def _offers(self, port: Port) -> list[_Offer]:
        """Return what the samples have at a port; where any of it is new, only that."""
        offers = [
            _Offer(sample.arguments, found.value, _rows(self._explorer, found.holder, sample.arguments))
            for sample in self._samples[port.tool]
            for found in values_at(sample.result, port.path)
        ]
        return [offer for offer in offers if not offer.is_echo] or offers


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A match of types that calls may confirm."""

    explorer: Explorer
    tools: Mapping[str, AnyTool]
    source: Port
    target: Port

    def confirm(self, offers: Sequence[_Offer], samples: Sequence[Sample]) -> Edge | Unconfirmed:
        """Call both tools until the target takes a value of the source, or the budget is spent.

        In turns a value that the source gave is tried on the target, and the source is asked for
        a value that the target took.

        Args:
            offers: Values of the source, only new ones where it has any.
            samples: Calls of the target that succeeded.
        """
        source, target = self.source, self.target
        may_echo = all(offer.is_echo for offer in offers)
        refusal = f"no result of {source.tool} had a value there"
        for tries in range(1, MAX_TRIES + 1):
            if offers and (tries % 2 or source.tool == USER):
                offer, arguments = self._forwards(self.explorer.pick(offers))
            else:
                offer, arguments = self._backwards(samples)
            if offer is None or (offer.is_echo and not may_echo):
                continue
            refusal = call(self.explorer.session, self.tools[target.tool], arguments).refusal
            if not refusal:
                example = Example(offer.arguments, offer.value, arguments)
                return Edge(source, target, _strength(source, target), offer.is_echo, tries, example)
        return Unconfirmed(source, target, MAX_TRIES, refusal)

    def _forwards(self, offer: _Offer) -> tuple[_Offer, Arguments]:
        """Call the source as it was called before; give arguments for the target with its value."""
        self.explorer.session.reset()
        if self.source.tool != USER:
            call(self.explorer.session, self.tools[self.source.tool], offer.arguments)
        new = self.explorer.neighbourhood.row(offer.value)
        context = offer.context if new is None else (new, *offer.context)
        fixed = {self.target.name: [offer.value] if self.target.is_list else offer.value}
        return offer, self.explorer.arguments(self.tools[self.target.tool], fixed, context)

    def _backwards(self, samples: Sequence[Sample]) -> tuple[_Offer | None, Arguments]:
        """Call the source about what a successful call of the target was about."""
        if not samples:
            return None, {}
        wanted = self.explorer.pick(samples).arguments
        tool = self.tools[self.source.tool]
        arguments = self.explorer.arguments(tool, {}, _rows(self.explorer, wanted))
        result = self.explorer.outcome(tool, arguments).result
        values = _flat([wanted.get(self.target.name)])
        for found in values_at(result, self.source.path):
            if found.value in values:
                return _Offer(arguments, found.value, ()), wanted
        return None, {}


def _rows(explorer: Explorer, *objects: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the rows whose keys objects hold, in their order."""
    values = dict.fromkeys(value for each in objects for value in _flat(each.values()))
    rows = (explorer.neighbourhood.row(value) for value in values)
    return tuple(row for row in rows if row is not None)


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


def _strength(source: Port, target: Port) -> Strength:
    if target.is_key:
        return "key"
    return "named" if source.name == target.name else "typed"


def _flat(values: Iterable[Any]) -> list[Any]:
    """Return values with those inside lists, what cannot be compared left out."""
    inner = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return [value for value in inner if isinstance(value, str | int)]

"""Edges of the tool graph: two calls, one after the other, that carry a value from tool to tool."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from autoforge_envs.domain.session import LocalSession
from autoforge_envs.synthesis.exploration import AnyTool, Arguments, Explorer, Sample, call
from autoforge_envs.synthesis.ports import USER, Port, values_at

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
class Offer:
    """A value that a source gave once: by which call, and which rows it is about."""

    arguments: Arguments
    value: Any
    context: tuple[Any, ...]

    @property
    def is_echo(self) -> bool:
        """Whether the source only gave back what it was called with."""
        return self.value in _flat(self.arguments.values())


_Trial = tuple[Offer, Arguments]
"""The source has just been called as the offer says; the target may be called with these."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match of types that calls may confirm.

    Attributes:
        offers: Values of the source, only new ones where it has any.
        samples: Calls of the target that succeeded.
    """

    explorer: Explorer
    tools: Mapping[str, AnyTool]
    source: Port
    target: Port
    offers: Sequence[Offer]
    samples: Sequence[Sample]

    def confirm(self) -> Edge | Unconfirmed:
        """Call both tools until the target takes a value of the source, or the budget is spent."""
        source, target, ways = self.source, self.target, self._ways()
        may_echo = all(offer.is_echo for offer in self.offers)
        strength = _strength(source, target)
        refusal = f"no result of {source.tool} had a value there"
        for tries in range(1, MAX_TRIES + 1) if ways else ():
            trial = ways[tries % len(ways)]()
            if trial is None or (trial[0].is_echo and not may_echo):
                continue
            offer, arguments = trial
            refusal = call(self.explorer.session, self.tools[target.tool], arguments).refusal
            if not refusal:
                example = Example(offer.arguments, offer.value, arguments)
                return Edge(source, target, strength, offer.is_echo, tries, example)
        return Unconfirmed(source, target, MAX_TRIES if ways else 0, refusal)

    def _ways(self) -> list[Callable[[], _Trial | None]]:
        """Return the ways to find two calls that fit together; they are taken in turns."""
        ways: list[Callable[[], _Trial | None]] = []
        if self.offers and self.samples:
            ways.append(self._replace_in_sample)
        if self.offers:
            ways.append(self._try_offer)
        if self.samples and self.source.tool != USER:
            ways.append(self._ask_for_sample)
        return ways

    def _try_offer(self) -> _Trial:
        """Take a value that the source gave, and arguments that hang together with it."""
        offer = self._make_offer()
        new = self.explorer.neighbourhood.row(offer.value)
        context = offer.context if new is None else (new, *offer.context)
        tool = self.tools[self.target.tool]
        return offer, self.explorer.arguments(tool, self._fixed(offer), context)

    def _replace_in_sample(self) -> _Trial:
        """Take a call of the target that succeeded, with a value that the source gave."""
        offer = self._make_offer()
        sample = self.explorer.pick(self.samples)
        return offer, {**sample.arguments, **self._fixed(offer)}

    def _ask_for_sample(self) -> _Trial | None:
        """Call the source about what a call of the target that succeeded was about."""
        wanted = self.explorer.pick(self.samples).arguments
        context = rows_named(self.explorer, wanted)
        arguments = self.explorer.arguments(self.tools[self.source.tool], {}, context)
        result = self.explorer.outcome(self.tools[self.source.tool], arguments).result
        values = _flat([wanted.get(self.target.name)])
        for found in values_at(result, self.source.path):
            if found.value in values:
                return Offer(arguments, found.value, ()), wanted
        return None

    def _make_offer(self) -> Offer:
        """Choose an offer and call the source as it was called then."""
        offer = self.explorer.pick(self.offers)
        self.explorer.session.reset()
        if self.source.tool != USER:
            call(self.explorer.session, self.tools[self.source.tool], offer.arguments)
        return offer

    def _fixed(self, offer: Offer) -> dict[str, Any]:
        return {self.target.name: [offer.value] if self.target.is_list else offer.value}


def rows_named(explorer: Explorer, *objects: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the rows whose keys objects hold, in their order."""
    values = dict.fromkeys(value for each in objects for value in _flat(each.values()))
    rows = (explorer.neighbourhood.row(value) for value in values)
    return tuple(row for row in rows if row is not None)


def _strength(source: Port, target: Port) -> Strength:
    if target.is_key:
        return "key"
    return "named" if source.name == target.name else "typed"


def _flat(values: Iterable[Any]) -> list[Any]:
    """Return values with those inside lists, what cannot be compared left out."""
    inner = [part for value in values for part in (value if isinstance(value, list) else [value])]
    return [value for value in inner if isinstance(value, str | int)]

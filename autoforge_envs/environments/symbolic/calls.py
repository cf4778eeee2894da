"""Concrete calls: for each tool, the most fitting ways to fill its parameters with known values."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import prod
from operator import itemgetter
from typing import Any, NamedTuple

from autoforge_envs.environments.symbolic.candidates import (
    WELL_SAID,
    Candidate,
    find_candidates,
)
from autoforge_envs.environments.symbolic.grounds import breach
from autoforge_envs.environments.symbolic.handbook import Handbook
from autoforge_envs.environments.symbolic.knowledge import Knowledge
from autoforge_envs.environments.symbolic.rules import RuleCard
from autoforge_envs.environments.symbolic.tools import ParameterCard, ToolCard
from autoforge_envs.environments.symbolic.wishes import Wish

MAX_COMBINATIONS = 256
"""Combinations of values tried for one tool."""

MAX_CALLS = 12
"""Calls offered of one tool."""

HALF = 0.5
"""How well an optional value must be said, and a rule fit a tool, to be thought of."""


class Traits(NamedTuple):
    """What speaks for an act, each from 0.0 to 1.0.

    Attributes:
        heard: Share of arguments that the user said.
        said: How directly they said that of those, neither keys nor choices, that they said least.
        read: Share that stands in tool results.
        guessed: Share that nothing speaks for.
        fit: How well the records that it is about fit the wish.
        meant: Whether all of them are what the wish means.
        choice: How well the chosen words fit what the user said.
        one_record: Whether all that was read stands in one record.
        rule: How well the rule on whose ground it declines fits what it declines.
        broken: How much that rule, or else the one that speaks most against it, is broken.
    """

    heard: float = 0.0
    said: float = 0.0
    read: float = 0.0
    guessed: float = 0.0
    fit: float = 0.0
    meant: float = 0.0
    choice: float = 0.0
    one_record: float = 0.0
    rule: float = 0.0
    broken: float = 0.0


@dataclass(frozen=True, slots=True)
class ConcreteCall:
    """A call with all its arguments.

    Attributes:
        text: The call as the text environment takes it.
        rank: Its place among the calls of its tool, from 0.
        newest: When the newest argument was heard or read.
        rule: The ground on which it declines something, if it does.
        declined: The tool whose use it declines.
        against: The rule that speaks most against it, if one does.
    """

    tool: ToolCard
    arguments: Mapping[str, Any]
    text: str
    traits: Traits
    rank: int
    newest: int
    rule: RuleCard | None = None
    declined: ToolCard | None = None
    against: RuleCard | None = None


Stamp = tuple[tuple[int, ...], ...]
"""What tells whether anything new is known."""


Choice = Sequence[Candidate | None]
"""One candidate for each parameter; None leaves it out."""


class Caller:
    """Finds calls for what is known, and remembers them until more is known."""

    def __init__(
        self, handbook: Handbook, knowledge: Knowledge, wish_for: Callable[[ToolCard], Wish]
    ) -> None:
        """Find calls.

        Args:
            handbook: The tools and rules.
            knowledge: What can be arguments.
            wish_for: Gives the wish that a tool would serve.
        """
        self._handbook = handbook
        self._knowledge = knowledge
        self._wish_for = wish_for
        self._candidates: dict[tuple[str, int], tuple[tuple[int, ...], list[Candidate]]] = {}
        self._calls: dict[tuple[int, int], tuple[Stamp, list[ConcreteCall]]] = {}
        self._breaches: dict[tuple[str, str, int], float] = {}

    def calls_of(self, tool: ToolCard, most: int = MAX_CALLS) -> list[ConcreteCall]:
        """Return the most fitting calls of a tool, best first, at most some."""
        wish = self._wish_for(tool)
        noted = (self._knowledge.stamp(parameter) for parameter in tool.parameters)
        stamp = ((wish.number, most), *noted)
        known = self._calls.get((tool.number, most))
        if known is None or known[0] != stamp:
            found = list(self._find_calls(tool, wish, most))
            known = self._calls[tool.number, most] = stamp, found
        return known[1]

    def bare_calls_of(self, tool: ToolCard) -> list[ConcreteCall]:
        """Return calls with keys alone, for a tool whose details are not known yet."""
        keys = tuple(parameter for parameter in tool.parameters if parameter.is_reference)
        bare = replace(tool, parameters=keys)
        return list(self._find_calls(bare, self._wish_for(tool), MAX_CALLS))

    def candidates(self, parameter: ParameterCard, wish: Wish) -> list[Candidate]:
        """Return the most fitting values for a parameter, best first."""
        stamp = self._knowledge.stamp(parameter)
        key = parameter.key, wish.number
        known = self._candidates.get(key)
        if known is None or known[0] != stamp:
            found = find_candidates(parameter, wish, self._knowledge)
            known = self._candidates[key] = stamp, found
        return known[1]

    def _find_calls(self, tool: ToolCard, wish: Wish, most: int) -> Iterator[ConcreteCall]:
        columns: list[list[Candidate | None]] = []
        for parameter in tool.parameters:
            columns.append(self._options(parameter, wish))
            if not columns[-1]:
                return
        while prod(map(len, columns)) > MAX_COMBINATIONS:
            max(columns, key=len).pop()
        places = [at for at, parameter in enumerate(tool.parameters) if not parameter.choices]
        ranked = sorted(product(*columns), key=lambda chosen: _score(chosen, places), reverse=True)
        for rank, chosen in enumerate(islice(_by_turns(tool, ranked), most)):
            yield self._concrete(tool, chosen, rank)

    def _options(self, parameter: ParameterCard, wish: Wish) -> list[Candidate | None]:
        """Return the values to try; None leaves an optional parameter out."""
        found = self.candidates(parameter, wish)
        if not parameter.required:
            return [*[each for each in found if each.fit >= HALF][:2], None]
        if any(each.fit >= WELL_SAID for each in found if parameter.choices):
            return [each for each in found if each.fit >= WELL_SAID]
        return list(found)

    def _concrete(self, tool: ToolCard, chosen: Choice, rank: int) -> ConcreteCall:
        pairs = [(p, c) for p, c in zip(tool.parameters, chosen, strict=True) if c is not None]
        arguments = {p.name: [c.value] if p.is_list else c.value for p, c in pairs}
        newest = max((c.evidence.at for _, c in pairs), default=0)
        text = call_text(tool, arguments)
        broken, against = self._worst_breach(tool, arguments, text)
        traits = _traits(pairs, self._handbook.persons)._replace(broken=broken)
        return ConcreteCall(tool, arguments, text, traits, rank, newest, against=against)

    # --- rules

    def _worst_breach(
        self, tool: ToolCard, arguments: Mapping[str, Any], text: str
    ) -> tuple[float, RuleCard | None]:
        """Say how much the rule is broken that speaks most against a call, and which it is."""
        rules = self._handbook.rules_about.get(tool.name, ())
        fits = self._handbook.rule_fits
        found = [
            (fits[rule.name, tool.name] * self.breach(rule, tool, arguments, text), rule)
            for rule in rules
        ]
        broken, rule = max(found, key=itemgetter(0), default=(0.0, None))
        return broken, rule if broken else None

    def breach(
        self, rule: RuleCard, tool: ToolCard, arguments: Mapping[str, Any], text: str
    ) -> float:
        """Say how much speaks for a call to break a rule."""
        key = rule.name, text, len(self._knowledge.records)
        if key not in self._breaches:
            found = (self._knowledge.about(value) for value in arguments.values())
            rows = [record.fields for record in found if record is not None]
            self._breaches[key] = breach(rule, tool, arguments, rows, self._handbook.now)
        return self._breaches[key]

    def alarm(self, tool: ToolCard) -> float:
        """Say how much a rule that demands a hand-over is broken by the best call of a tool."""
        calls = self.calls_of(tool)[:1]
        rules = self._handbook.rules_about.get(tool.name, ())
        found = [
            self.breach(rule, tool, call.arguments, call.text)
            for rule in rules
            if rule in self._handbook.handovers
            for call in calls
        ]
        return max(found, default=0.0)


def _score(chosen: Choice, places: Sequence[int]) -> float:
    given = [each for each in chosen if each is not None]
    together = 1.0 if _is_in_one_record([chosen[place] for place in places]) else 0.0
    return sum(each.score for each in given) / max(1, len(given)) + together


def _is_in_one_record(chosen: Choice) -> bool:
    """Tell whether all that was read stands in one record; chosen words are left out of it."""
    records = [each.evidence.records for each in chosen if each and each.evidence.records]
    return len(records) > 1 and bool(frozenset.intersection(*records))


def _by_turns(tool: ToolCard, ranked: Sequence[Choice]) -> Iterator[Choice]:
    """Yield combinations so that neither subjects nor ways to treat the best one are left out.

    The second way to treat the best subject comes with the best way to treat the second subject.
    """
    keys = [at for at, parameter in enumerate(tool.parameters) if parameter.is_reference]
    ways: dict[tuple[Any, ...], list[int]] = {}
    places = []
    for chosen in ranked:
        subject = tuple(id(chosen[at]) for at in keys)
        seen = ways.setdefault(subject, [len(ways), 0])
        seen[1] += 1
        places.append(sum(seen))
    return (ranked[at] for at in sorted(range(len(ranked)), key=places.__getitem__))


def call_text(tool: ToolCard, arguments: Mapping[str, Any]) -> str:
    """Write a call as the text environment takes it."""
    return json.dumps({"name": tool.name, "arguments": arguments}, ensure_ascii=False)


def _traits(pairs: Sequence[tuple[ParameterCard, Candidate]], persons: frozenset[str]) -> Traits:
    if not pairs:
        return Traits()
    given = [each for _, each in pairs]
    subjects = [each.fit for p, each in pairs if p.is_reference and p.prefix not in persons]
    picked = [each.fit for p, each in pairs if p.choices]
    others = [each.fit for p, each in pairs if not p.is_reference and not p.choices]
    return Traits(
        heard=sum(each.evidence.heard for each in given) / len(given),
        said=min(others, default=1.0),
        read=sum(bool(each.evidence.records) for each in given) / len(given),
        guessed=sum(not each.is_known for each in given) / len(given),
        fit=_mean(subjects),
        meant=float(all(fit == 1.0 for fit in subjects)),
        choice=min(picked, default=1.0),
        one_record=float(_is_in_one_record([each for p, each in pairs if not p.choices])),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0

"""Exploration: calling tools with sampled arguments until they succeed.

A scratch session leaves the rules to the agent, so that nothing but the tools themselves refuses
a call. Every call starts from the pristine state.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np

from autoforge_envs.chance import draw
from autoforge_envs.domain.clock import shift
from autoforge_envs.domain.conversation import (
    CONFIRM,
    CONVERSATION_MODELS,
    DECLINE,
    HAND_OVER,
    HANG_UP,
    IdentityCheck,
)
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.tools import Parameter, Tool
from autoforge_envs.synthesis.neighbourhood import Neighbourhood
from autoforge_envs.synthesis.ports import Port, output_ports, values_at

T = TypeVar("T")
AnyTool = Tool[..., Any]
Arguments = Mapping[str, Any]

MAX_SURVEY = 120
"""Calls of one tool while looking for results that show every output."""
MAX_SIGHTINGS = 4
"""Results wanted that have a value at each output."""

_PROCEDURE = (CONFIRM, HANG_UP, HAND_OVER, DECLINE)
_WORDS = ["as agreed on the phone", "please be careful"]
_COUNTS = [1, 2, 3]
_PERCENTAGES = [5, 10, 50]
_AMOUNTS = ["5.00", "20.00", "100.00"]
_DAYS = (-30, -7, 1, 7, 14, 30)
_NEAREST_FIRST = 0.5
"""Chance to take a value from the nearest group of candidates instead of going on to the next."""


class Sample(NamedTuple):
    """A call that succeeded: its arguments as an agent writes them, and its result."""

    arguments: Arguments
    result: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to: a result, or why there is none."""

    result: Any = None
    refusal: str = ""


def own_tools(domain: Domain) -> list[AnyTool]:
    """Return a domain's tools without those that every domain has for the conversation."""
    return [tool for tool in domain.tools if tool.name not in _PROCEDURE]


def call(session: LocalSession, tool: AnyTool, arguments: Arguments) -> Outcome:
    """Call a tool where the session stands; a look-up that finds nothing counts as refused.

    Raises:
        ToolCrash: The tool failed by its own fault.
    """
    result = session.call(tool.caller, tool.name, arguments)
    if result.error:
        return Outcome(refusal=result.content)
    content = json.loads(result.content)
    if not tool.writes and content in (None, []):
        return Outcome(refusal="it found nothing")
    return Outcome(content)


class Explorer:
    """Samples arguments and calls tools on a scratch session."""

    def __init__(self, session: LocalSession, generator: np.random.Generator) -> None:
        """Read the domain's rows.

        Args:
            session: Opened with `rule_enforcement="agent"`; it is reset before every call.
            generator: Where all choices come from.
        """
        session.reset()
        self.session = session
        self.domain = session.domain
        own = [kind for kind in self.domain.record_types if kind.model not in CONVERSATION_MODELS]
        self.neighbourhood = Neighbourhood(session.state, own)
        self.party = ""
        self._generator = generator

    def survey(self, tool: AnyTool) -> list[Sample]:
        """Call a tool until every output was seen a few times, or the budget is spent.

        Notes on the way whose identity it checks, which makes them the `party`.
        """
        wanted = dict.fromkeys(output_ports(tool, self.domain.types), 0)
        samples: list[Sample] = []
        for _ in range(MAX_SURVEY):
            arguments = self.arguments(tool, {}, ())
            if any(arguments == sample.arguments for sample in samples):
                continue
            outcome = self.outcome(tool, arguments)
            if outcome.refusal:
                continue
            self._note_party(tool)
            if _shows_more(outcome.result, wanted) or len(samples) < MAX_SIGHTINGS:
                samples.append(Sample(arguments, outcome.result))
            if min([len(samples), *wanted.values()]) >= MAX_SIGHTINGS:
                break
        return samples

    def outcome(self, tool: AnyTool, arguments: Arguments) -> Outcome:
        """Call a tool on the pristine state."""
        self.session.reset()
        return call(self.session, tool, arguments)

    def arguments(self, tool: AnyTool, fixed: Arguments, context: Sequence[Any]) -> dict[str, Any]:
        """Sample arguments that stand a chance to fit together.

        Args:
            tool: The tool.
            fixed: Arguments that are given.
            context: Rows that the call is about, as far as is known.
        """
        rows = list(context) or self._anchor(tool, fixed)
        chosen = dict(fixed)
        for parameter in sorted(tool.parameters, key=_key_last):
            if parameter.name in fixed or self._leaves_out(parameter):
                continue
            value = self._value(parameter, rows)
            if parameter.semantic.references:
                rows += [row for row in [self.neighbourhood.row(value)] if row is not None]
            chosen[parameter.name] = [value] if parameter.is_list else value
        return {each.name: chosen[each.name] for each in tool.parameters if each.name in chosen}

    def pick(self, candidates: Sequence[T]) -> T:
        """Return one of several."""
        return draw(candidates, self._generator)

    def _note_party(self, tool: AnyTool) -> None:
        if not tool.writes or self.party:
            return
        for check in self.session.state.find(IdentityCheck):
            row = self.neighbourhood.row(check.subject)
            self.party = "" if row is None else self.neighbourhood.kind(row).model.__name__

    def _anchor(self, tool: AnyTool, fixed: Arguments) -> list[Any]:
        """Choose a row that shares most columns with the parameters, if no key will lead to one."""
        open_parameters = [each for each in tool.parameters if each.name not in fixed]
        if any(each.semantic.references for each in open_parameters):
            return []
        shared: dict[str, int] = {}
        for each in open_parameters:
            for model, _ in self.neighbourhood.models_with(each.semantic.name, each.name):
                shared[model] = shared.get(model, 0) + 1
        best = [model for model, count in shared.items() if count == max(shared.values())]
        return [self.pick(self.neighbourhood.rows[self.pick(best)])] if best else []

    def _leaves_out(self, parameter: Parameter) -> bool:
        return not parameter.required and bool(self._generator.random() < 0.5)

    def _value(self, parameter: Parameter, rows: Sequence[Any]) -> Any:
        groups = [group for group in self._candidates(parameter, rows) if group]
        for group in groups[:-1]:
            if self._generator.random() < _NEAREST_FIRST:
                return self.pick(group)
        return self.pick(groups[-1]) if groups else self.pick(_WORDS)

    def _candidates(self, parameter: Parameter, rows: Sequence[Any]) -> list[list[Any]]:
        """Return groups of values for a parameter, those that hang together with rows first."""
        semantic, near = parameter.semantic, self.neighbourhood
        if semantic.references:
            related = [[near.key(r) for r in g] for g in near.related(semantic.references, rows)]
            return [*related, near.keys[semantic.references]]
        above = near.upwards(rows)
        named = near.values(semantic.name, parameter.name, above)
        if semantic.choices:
            return [[value for value in named if value in semantic.choices], [*semantic.choices]]
        return [
            near.values(semantic.name, parameter.name, rows),
            named,
            self._usual(semantic.name),
            near.values(semantic.name, None, above),
            self._anywhere(semantic.name, parameter.name),
            self._anywhere(semantic.name, None),
        ]

    def _usual(self, semantic: str) -> list[Any]:
        """Return values that nobody needs to look up: small counts, round amounts, near days."""
        if semantic in ("Timestamp", "Date"):
            now = self.domain.clock if semantic == "Timestamp" else self.domain.clock[:10]
            return [shift(now, days=days) for days in _DAYS]
        usual: dict[str, list[Any]] = {
            "FreeText": _WORDS, "Flag": [True, False], "Quantity": _COUNTS, "Number": _COUNTS,
            "Percentage": _PERCENTAGES, "Money": _AMOUNTS,
        }  # fmt: skip
        return usual.get(semantic, [])

    def _anywhere(self, semantic: str, name: str | None) -> list[Any]:
        """Return a value from some row that has a column of this type and name."""
        places = self.neighbourhood.models_with(semantic, name)
        if not places:
            return []
        model, column = self.pick(places)
        value = self.neighbourhood.value(self.pick(self.neighbourhood.rows[model]), column)
        return [] if value is None else [value]


def _key_last(parameter: Parameter) -> bool:
    """Sort keys first: they tell which rows a call is about."""
    return not parameter.semantic.references


def _shows_more(result: Any, sightings: dict[Port, int]) -> bool:
    """Count which outputs a result shows, and tell whether it shows one that is still wanted."""
    more = False
    for port, count in sightings.items():
        if count < MAX_SIGHTINGS and values_at(result, port.path):
            sightings[port] = count + 1
            more = True
    return more

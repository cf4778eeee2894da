"""Concrete calls: for each tool, the most fitting ways to fill its parameters with known values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.environments.symbolic_knowledge import Evidence, Knowledge
from autoforge_envs.environments.symbolic_tools import (
    Handbook,
    ParameterCard,
    RuleCard,
    ToolCard,
    stems,
)

MAX_VALUES = 6
"""Values tried for one parameter."""

MAX_COMBINATIONS = 128
"""Combinations of values tried for one tool."""

MAX_CALLS = 8
"""Calls offered of one tool."""

_OMITTED = object()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value for one parameter.

    Attributes:
        evidence: Where it comes from; empty for a choice that nothing speaks for.
        fit: How well the words around it fit the user's request; 1.0 for the best of its rivals.
        superlative: Whether the request wants the latest, dearest, ... and this is it.
    """

    value: Any
    evidence: Evidence
    fit: float
    superlative: bool

    @property
    def score(self) -> float:
        """Rank among its rivals."""
        known = self.evidence.heard + 0.5 * bool(self.evidence.records)
        return self.fit + known + 2.0 * self.superlative + 0.001 * self.evidence.at


@dataclass(frozen=True, slots=True)
class Traits:
    """What speaks for the arguments of a call, each from 0.0 to 1.0.

    Attributes:
        heard: Share of arguments that the user said.
        read: Share that stands in tool results.
        guessed: Share that nothing speaks for.
        fresh: How new the newest is.
        subject: How well the records that it is about fit the request.
        choice: How well the chosen words fit what the user said.
        superlative: Whether it is about the latest, dearest, ... that the request wants.
        one_record: Whether all that was read stands in one record.
    """

    heard: float = 0.0
    read: float = 0.0
    guessed: float = 0.0
    fresh: float = 0.0
    subject: float = 0.0
    choice: float = 0.0
    superlative: float = 0.0
    one_record: float = 0.0


@dataclass(frozen=True, slots=True)
class ConcreteCall:
    """A call with all its arguments; `rule` is the ground where it declines something."""

    tool: ToolCard
    arguments: dict[str, Any]
    traits: Traits
    rule: RuleCard | None = None
    declined: ToolCard | None = None
    rule_fit: float = 0.0
    """How well the rule fits the tool that is declined, and what it is about."""


def calls_of(tool: ToolCard, knowledge: Knowledge) -> list[ConcreteCall]:
    """Return the most fitting calls of a tool, best first, at most `MAX_CALLS`."""
    columns = [_options(parameter, knowledge) for parameter in tool.parameters]
    if not all(columns):
        return []
    while prod(map(len, columns)) > MAX_COMBINATIONS:
        max(columns, key=len).pop()
    ranked = sorted(product(*columns), key=_score, reverse=True)
    return [
        ConcreteCall(tool, _arguments(tool, chosen), _traits(tool, chosen, knowledge))
        for chosen in islice(_by_turns(tool, ranked), MAX_CALLS)
    ]


def candidates(parameter: ParameterCard, knowledge: Knowledge) -> list[Candidate]:
    """Return the most fitting values for a parameter, best first."""
    values = knowledge.values_for(parameter)
    if not values:
        return []
    fits = [_fit(parameter, value, found, knowledge) for value, found in values.items()]
    best = max(fits)
    rivals = [
        Candidate(
            value, found, fit / best if best else 0.0, bool(found.extremes & knowledge.superlatives)
        )
        for (value, found), fit in zip(values.items(), fits, strict=True)
    ]
    return sorted(rivals, key=lambda c: (-c.score, str(c.value)))[:MAX_VALUES]


def _fit(
    parameter: ParameterCard, value: Any, evidence: Evidence, knowledge: Knowledge
) -> float:
    if parameter.choices:
        words = stems(str(value).replace("_", " "))
        return len(words & knowledge.said_words) / max(1, len(words))
    return knowledge.fit(evidence.words)


def _options(parameter: ParameterCard, knowledge: Knowledge) -> list[Any]:
    """Return the values to try; an optional parameter can also be left out."""
    found = candidates(parameter, knowledge)
    if parameter.required:
        return found
    likely = [each for each in found if each.evidence.heard or each.evidence.records or each.fit]
    return [*likely[:2], _OMITTED]


def _score(chosen: Sequence[Any]) -> float:
    given = [each for each in chosen if each is not _OMITTED]
    together = 1.0 if _in_one_record(given) else 0.0
    return sum(each.score for each in given) / max(1, len(given)) + together


def _in_one_record(given: Sequence[Candidate]) -> bool:
    records = [each.evidence.records for each in given if each.evidence.records]
    return len(records) > 1 and bool(frozenset.intersection(*records))


def _by_turns(tool: ToolCard, ranked: Sequence[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield the best combination about each subject, then the second best about each, and so on."""
    rounds: dict[tuple[str, ...], int] = {}
    places = []
    for chosen in ranked:
        subject = tuple(
            str(each.value)
            for parameter, each in zip(tool.parameters, chosen, strict=True)
            if parameter.is_reference and each is not _OMITTED
        )
        rounds[subject] = rounds.get(subject, 0) + 1
        places.append(rounds[subject])
    order = sorted(range(len(ranked)), key=lambda at: places[at])
    return (ranked[at] for at in order)


def _arguments(tool: ToolCard, chosen: Sequence[Any]) -> dict[str, Any]:
    return {
        parameter.name: [each.value] if parameter.is_list else each.value
        for parameter, each in zip(tool.parameters, chosen, strict=True)
        if each is not _OMITTED
    }


def _traits(tool: ToolCard, chosen: Sequence[Any], knowledge: Knowledge) -> Traits:
    pairs = [
        (parameter, each)
        for parameter, each in zip(tool.parameters, chosen, strict=True)
        if each is not _OMITTED
    ]
    given = [each for _, each in pairs]
    if not given:
        return Traits()
    subjects = [each for parameter, each in pairs if not parameter.choices and each.evidence.records]
    picked = [each for parameter, each in pairs if parameter.choices]
    share = 1.0 / len(given)
    return Traits(
        heard=share * sum(each.evidence.heard for each in given),
        read=share * sum(bool(each.evidence.records) for each in given),
        guessed=share * sum(each.evidence == Evidence() and not each.fit for each in given),
        fresh=1.0 / (1.0 + knowledge.at - max(each.evidence.at for each in given)),
        subject=sum(each.fit for each in subjects) / len(subjects) if subjects else 0.0,
        choice=sum(each.fit for each in picked) / len(picked) if picked else 0.0,
        superlative=float(any(each.superlative for each in subjects)),
        one_record=float(_in_one_record(given)),
    )


def declines(
    handbook: Handbook, knowledge: Knowledge, intents: Sequence[float], refused_by: str
) -> list[ConcreteCall]:
    """Return the most fitting refusals, best first, at most twice `MAX_CALLS`.

    Args:
        handbook: Tools and rules.
        knowledge: What is known.
        intents: How well each tool fits the request.
        refused_by: Name of the rule by which a tool has refused last; "" if none has.
    """
    tool = handbook.tool(DECLINE)
    ranked: list[tuple[float, ConcreteCall]] = []
    for action in _wanted_actions(tool, handbook, intents):
        for subject in _subjects(action, knowledge):
            for rule in handbook.rules:
                fit = _rule_fit(handbook, rule, action, subject)
                arguments = {"action": action.name, "subject": subject.value, "rule": rule.name}
                traits = _traits(tool, _as_candidates(arguments, subject), knowledge)
                score = intents[action.number] + subject.score + fit + 3 * (rule.name == refused_by)
                ranked.append((score, ConcreteCall(tool, arguments, traits, rule, action, fit)))
    ranked.sort(key=lambda pair: -pair[0])
    return [each for _, each in ranked[: 2 * MAX_CALLS]]


def _wanted_actions(
    tool: ToolCard, handbook: Handbook, intents: Sequence[float]
) -> list[ToolCard]:
    names = next(p.choices for p in tool.parameters if p.name == "action")
    actions = [each for each in handbook.tools if each.name in names]
    return sorted(actions, key=lambda each: -intents[each.number])[:3]


def _subjects(action: ToolCard, knowledge: Knowledge) -> list[Candidate]:
    keys = [parameter for parameter in action.parameters if parameter.is_reference]
    return [each for key in keys for each in candidates(key, knowledge)[:3]]


def _rule_fit(handbook: Handbook, rule: RuleCard, action: ToolCard, subject: Candidate) -> float:
    about_action = handbook.overlap(action.main_words, rule.words)
    about_subject = len(rule.words & subject.evidence.words)
    return min(1.0, 0.5 * about_action + 0.25 * about_subject)


def _as_candidates(arguments: dict[str, Any], subject: Candidate) -> list[Candidate]:
    return [
        subject if value == subject.value else Candidate(value, Evidence(heard=True), 0.0, False)
        for value in arguments.values()
    ]

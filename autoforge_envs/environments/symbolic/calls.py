"""Concrete calls: for each tool, the most fitting ways to fill its parameters with known values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from typing import Any, NamedTuple

from autoforge_envs.environments.symbolic.knowledge import Evidence, Knowledge
from autoforge_envs.environments.symbolic.tools import (
    Handbook,
    ParameterCard,
    RuleCard,
    ToolCard,
    squash,
)

MAX_VALUES = 6
"""Values tried for one parameter."""

MAX_OTHER_VALUES = 3
"""The same for a parameter that is neither a key nor a choice."""

MAX_COMBINATIONS = 256
"""Combinations of values tried for one tool."""

MAX_CALLS = 12
"""Calls offered of one tool."""

MAX_DECLINES = 8
"""Refusals offered."""

WELL_SPOKEN_OF = 0.5
"""Share of a choice's words that the user must have said to make it stand out among the choices."""


class Candidate(NamedTuple):
    """A value for one parameter.

    Attributes:
        evidence: Where it comes from; empty for a choice that nothing speaks for.
        likeness: How well the words around it fit the user's request.
        fit: The same next to its rivals: 1.0 for the best.
        superlative: Whether the request wants the latest, dearest, ... and this is it.
        score: Rank among its rivals.
    """

    value: Any
    evidence: Evidence
    likeness: float
    fit: float
    superlative: bool
    score: float

    @property
    def is_known(self) -> bool:
        """Whether anything speaks for it."""
        return self.evidence.heard or bool(self.evidence.records) or self.fit > 0.0


class Traits(NamedTuple):
    """What speaks for an act, each from 0.0 to 1.0.

    Attributes:
        heard: Share of arguments that the user said.
        read: Share that stands in tool results.
        guessed: Share that nothing speaks for.
        likeness: How well the records that it is about fit the request.
        subject: The same next to their rivals.
        choice: How well the chosen words fit what the user said.
        superlative: Whether it is about the latest, dearest, ... that the request wants.
        one_record: Whether all that was read stands in one record.
        action_rule: How well the rule on whose ground it declines fits what it declines.
        subject_rule: How well a rule fits what it is about.
    """

    heard: float = 0.0
    read: float = 0.0
    guessed: float = 0.0
    likeness: float = 0.0
    subject: float = 0.0
    choice: float = 0.0
    superlative: float = 0.0
    one_record: float = 0.0
    action_rule: float = 0.0
    subject_rule: float = 0.0


@dataclass(frozen=True, slots=True)
class ConcreteCall:
    """A call with all its arguments.

    Attributes:
        text: The call as the text environment takes it.
        rank: Its place among the calls of its tool, from 0.
        newest: When the newest argument was heard or read.
        rule: The ground on which it declines something, if it does.
        declined: The tool whose use it declines.
    """

    tool: ToolCard
    arguments: Mapping[str, Any]
    text: str
    traits: Traits
    rank: int
    newest: int
    rule: RuleCard | None = None
    declined: ToolCard | None = None


Stamp = tuple[tuple[int, ...], ...]
"""What tells whether anything new is known."""


class Caller:
    """Finds calls for what is known, and remembers them until more is known."""

    def __init__(self, handbook: Handbook, knowledge: Knowledge) -> None:
        """Find calls of these tools with this knowledge."""
        self._handbook = handbook
        self._knowledge = knowledge
        self._candidates: dict[str, tuple[tuple[int, ...], list[Candidate]]] = {}
        self._calls: dict[int, tuple[Stamp, list[ConcreteCall]]] = {}

    def calls_of(self, tool: ToolCard) -> list[ConcreteCall]:
        """Return the most fitting calls of a tool, best first, at most `MAX_CALLS`."""
        stamp = tuple(self._knowledge.stamp(parameter) for parameter in tool.parameters)
        known = self._calls.get(tool.number)
        if known is None or known[0] != stamp:
            known = self._calls[tool.number] = (stamp, list(self._find_calls(tool)))
        return known[1]

    def candidates(self, parameter: ParameterCard) -> list[Candidate]:
        """Return the most fitting values for a parameter, best first, at most `MAX_VALUES`."""
        stamp = self._knowledge.stamp(parameter)
        known = self._candidates.get(parameter.key)
        if known is None or known[0] != stamp:
            known = self._candidates[parameter.key] = stamp, _candidates(parameter, self._knowledge)
        return known[1]

    def _find_calls(self, tool: ToolCard) -> Iterator[ConcreteCall]:
        columns: list[list[Candidate | None]] = []
        for parameter in tool.parameters:
            columns.append(self._options(parameter))
            if not columns[-1]:
                return
        while prod(map(len, columns)) > MAX_COMBINATIONS:
            max(columns, key=len).pop()
        places = [at for at, parameter in enumerate(tool.parameters) if not parameter.choices]
        ranked = sorted(product(*columns), key=lambda chosen: _score(chosen, places), reverse=True)
        for rank, chosen in enumerate(islice(_by_turns(tool, ranked), MAX_CALLS)):
            yield _concrete(tool, chosen, rank)

    def _options(self, parameter: ParameterCard) -> list[Candidate | None]:
        """Return the values to try; None leaves an optional parameter out."""
        found = self.candidates(parameter)
        if not parameter.required:
            return [*[each for each in found if each.is_known][:2], None]
        if any(each.fit >= WELL_SPOKEN_OF for each in found if parameter.choices):
            return [each for each in found if each.fit >= WELL_SPOKEN_OF or each.evidence.records]
        return list(found)

    def declines(
        self, tool: ToolCard, intents: Sequence[float], refused_by: str
    ) -> list[ConcreteCall]:
        """Return the most fitting refusals, best first, at most `MAX_DECLINES`.

        Args:
            tool: The tool that notes a refusal.
            intents: How well each tool fits the request.
            refused_by: Name of the rule by which a tool has refused last; "" if none has.
        """
        grounds = sorted(
            (
                (action, subject, rule, _subject_fit(self._handbook, rule, subject))
                for action in self._wanted_actions(tool, intents)
                for subject in self._subjects(action)
                for rule in self._handbook.rules
            ),
            key=lambda ground: (
                -intents[ground[0].number]
                - ground[1].score
                - self._handbook.rule_fits[ground[2].name, ground[0].name]
                - ground[3]
                - 3.0 * (ground[2].name == refused_by)
            ),
        )
        return [
            self._decline(tool, rank, *ground) for rank, ground in enumerate(grounds[:MAX_DECLINES])
        ]

    def _decline(
        self,
        tool: ToolCard,
        rank: int,
        action: ToolCard,
        subject: Candidate,
        rule: RuleCard,
        fit: float,
    ) -> ConcreteCall:
        arguments = {"action": action.name, "subject": subject.value, "rule": rule.name}
        traits = Traits(
            heard=float(subject.evidence.heard),
            read=float(bool(subject.evidence.records)),
            likeness=subject.likeness,
            subject=subject.fit,
            superlative=float(subject.superlative),
            action_rule=self._handbook.rule_fits[rule.name, action.name],
            subject_rule=fit,
        )
        text, newest = _text(tool, arguments), subject.evidence.at
        return ConcreteCall(tool, arguments, text, traits, rank, newest, rule, action)

    def _wanted_actions(self, tool: ToolCard, intents: Sequence[float]) -> list[ToolCard]:
        names = next(p.choices for p in tool.parameters if p.name == "action")
        actions = [each for each in self._handbook.tools if each.name in names]
        return sorted(actions, key=lambda each: -intents[each.number])[:2]

    def _subjects(self, action: ToolCard) -> list[Candidate]:
        keys = [parameter for parameter in action.parameters if parameter.is_reference]
        return [each for key in keys for each in self.candidates(key)[:3]]


def _candidates(parameter: ParameterCard, knowledge: Knowledge) -> list[Candidate]:
    values = knowledge.values_for(parameter)
    if parameter.choices:
        said = knowledge.said_words
        likenesses = [len(words & said) / max(1, len(words)) for words in parameter.choice_words]
        best = 1.0
    else:
        likenesses = [squash(knowledge.fit(found.words)) for found in values.values()]
        best = max(likenesses, default=0.0) or 1.0
    rivals = [
        _candidate(value, found, like, best, bool(found.extremes & knowledge.superlatives))
        for (value, found), like in zip(values.items(), likenesses, strict=True)
    ]
    rivals.sort(key=lambda each: (-each.score, str(each.value)))
    is_open = not parameter.is_reference and not parameter.choices
    return rivals[: MAX_OTHER_VALUES if is_open else MAX_VALUES]


def _candidate(
    value: Any, evidence: Evidence, likeness: float, best: float, superlative: bool
) -> Candidate:
    known = 2.0 * evidence.heard + 0.5 * bool(evidence.records) + 0.001 * evidence.at
    score = likeness / best + known + 2.0 * superlative
    return Candidate(value, evidence, likeness, likeness / best, superlative, score)


Choice = Sequence[Candidate | None]
"""One candidate for each parameter; None leaves it out."""


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


def _concrete(tool: ToolCard, chosen: Choice, rank: int) -> ConcreteCall:
    pairs = [(p, c) for p, c in zip(tool.parameters, chosen, strict=True) if c is not None]
    arguments = {p.name: [c.value] if p.is_list else c.value for p, c in pairs}
    newest = max((c.evidence.at for _, c in pairs), default=0)
    return ConcreteCall(tool, arguments, _text(tool, arguments), _traits(pairs), rank, newest)


def _text(tool: ToolCard, arguments: Mapping[str, Any]) -> str:
    return json.dumps({"name": tool.name, "arguments": arguments}, ensure_ascii=False)


def _traits(pairs: Sequence[tuple[ParameterCard, Candidate]]) -> Traits:
    if not pairs:
        return Traits()
    given = [each for _, each in pairs]
    subjects = [each for p, each in pairs if not p.choices and each.evidence.records]
    picked = [each for p, each in pairs if p.choices]
    return Traits(
        heard=sum(each.evidence.heard for each in given) / len(given),
        read=sum(bool(each.evidence.records) for each in given) / len(given),
        guessed=sum(not each.is_known for each in given) / len(given),
        likeness=sum(each.likeness for each in subjects) / max(1, len(subjects)),
        subject=sum(each.fit for each in subjects) / max(1, len(subjects)),
        choice=sum(each.fit for each in picked) / max(1, len(picked)),
        superlative=float(any(each.superlative for each in subjects)),
        one_record=float(_is_in_one_record([each for p, each in pairs if not p.choices])),
    )


def _subject_fit(handbook: Handbook, rule: RuleCard, subject: Candidate) -> float:
    """Say how well a rule fits the records that a refusal is about; words of few rules say more."""
    return squash(handbook.rule_overlap(rule, subject.evidence.words))

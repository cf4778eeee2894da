"""Grounds: what the sentence of a rule says against a call, as far as numbers and words tell.

Rules are prose. What is understood of them: limits in hours, days, amounts and counts, states and
flags that are named, choices that a rule is about. It is a guess, and a learner must weigh it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from autoforge_envs.environments.symbolic.references import Row, Scalar, amount
from autoforge_envs.environments.symbolic.rules import RuleCard
from autoforge_envs.environments.symbolic.tools import ToolCard
from autoforge_envs.environments.symbolic.words import MAX_KEPT, name_stems, stems

_TIME = re.compile(r"(?P<number>\d+) (?P<unit>hour|day|week)s?\b", re.IGNORECASE)
_TOO_EARLY = re.compile(r"\bno sooner|\bnot before|\bnot earlier|\bcounts as lost", re.IGNORECASE)
_MONEY = re.compile(r"\b(?P<less>less than |at least )?(?P<value>\d+\.\d\d)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(?P<most>at most|more than|up to) (?P<value>once|twice|\d+)\b(?!\.\d)", re.IGNORECASE
)
_PERMITS = re.compile(r"\b(only|unless|while|must be)\b", re.IGNORECASE)
_NUMBERS = {"once": 1, "twice": 2}
_HOURS = {"hour": 1, "day": 24, "week": 168}
_PRICES = ("total", "subtotal", "price", "unit_price", "amount", "cost")
_STATES = ("status", "state", "stage", "condition")
_SPANS = (("starts_on", "ends_on"), ("valid_from", "valid_until"), ("from_on", "until_on"))

SILENT = 0.0
BROKEN = 1.0


def breach(
    rule: RuleCard, tool: ToolCard, arguments: Mapping[str, Any], rows: Sequence[Row], now: str
) -> float:
    """Say how much speaks for a call to break a rule, from 0.0 to 1.0.

    Args:
        rule: The rule.
        tool: What is called.
        arguments: With what.
        rows: What is known about the arguments.
        now: The time; "" if it is not known.
    """
    about = _about_choice(rule, tool, arguments)
    if about is False:
        return SILENT
    fields: dict[str, Scalar] = {}
    for row in rows:
        fields |= row
    found = [
        *_times(rule, fields, now),
        *_spans(rule, fields, now),
        *_amounts(rule, fields, arguments),
        *_counts(rule, tool, fields, arguments),
    ]
    found = found or [*_states(rule, rows), *_flags(rule, fields)]
    if not found:
        return BROKEN if about else SILENT
    return float(any(found))


def _about_choice(rule: RuleCard, tool: ToolCard, arguments: Mapping[str, Any]) -> bool | None:
    """Tell whether a rule is about the choice made; None if it is about no choice."""
    found = None
    for parameter in tool.parameters:
        for choice, words in zip(parameter.choices, parameter.choice_words, strict=True):
            if words and words <= rule.words:
                found = bool(found) or arguments.get(parameter.name) == choice
    return found


def _times(rule: RuleCard, fields: Row, now: str) -> Iterator[bool]:
    limit = _search(_TIME, rule.sentence)
    if limit is None or not now:
        return
    moments = {name: value for name, value in fields.items() if isinstance(amount(value), str)}
    named = [name for name in moments if name_stems(name) & rule.words]
    if not named:
        return
    since = str(moments[named[0]])
    hours = int(limit["number"]) * _HOURS[limit["unit"].lower()]
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(since)
    if limit["unit"].lower() != "hour":  # days are counted by the calendar
        passed = datetime.fromisoformat(now[:10]) - datetime.fromisoformat(since[:10])
    over = passed > timedelta(hours=hours)
    under = passed < timedelta(hours=hours)
    yield under if _TOO_EARLY.search(rule.sentence) else over


def _spans(rule: RuleCard, fields: Row, now: str) -> Iterator[bool]:
    if not now or not {"first", "day"} & rule.words:
        return
    for first, last in _SPANS:
        if fields.get(first) and fields.get(last):
            yield not str(fields[first])[:10] <= now[:10] <= str(fields[last])[:10]


def _amounts(rule: RuleCard, fields: Row, arguments: Mapping[str, Any]) -> Iterator[bool]:
    limit = _search(_MONEY, rule.sentence)
    if limit is None and "minimum" not in rule.words:
        return
    named = [name for name in fields if name_stems(name) & rule.words]
    prices = [name for name in _PRICES if isinstance(amount(fields.get(name)), Decimal)]
    if limit is not None and prices:
        name = next((name for name in prices if name in named), prices[0])
        value = _decimal(fields[name])
        if name in ("price", "unit_price"):
            value *= Decimal(str(arguments.get("quantity", 1)))
        bound = Decimal(limit["value"])
        yield value < bound if limit["less"] else value > bound
    elif "minimum" in named and "subtotal" in fields:
        yield _decimal(fields["subtotal"]) < _decimal(fields["minimum"])


def _counts(
    rule: RuleCard, tool: ToolCard, fields: Row, arguments: Mapping[str, Any]
) -> Iterator[bool]:
    limit = _search(_COUNT, rule.sentence)
    if limit is None:
        return
    bound = _NUMBERS.get(limit["value"].lower()) or int(limit["value"])
    for parameter in tool.parameters:
        value = arguments.get(parameter.name)
        if parameter.type in ("Quantity", "Number") and parameter.words & rule.words:
            yield isinstance(value, int) and value > bound
            return
    for name, value in fields.items():
        if _is_count(value) and name_stems(name) <= rule.words:
            yield int(str(value)) >= bound


def _states(rule: RuleCard, rows: Sequence[Row]) -> Iterator[bool]:
    for row in rows:
        for name, value in row.items():
            if isinstance(value, str) and name.rpartition("_")[2] in _STATES:
                is_named = stems(value.replace("_", " ")) <= rule.words
                if _search(_PERMITS, rule.sentence):
                    yield not is_named
                elif is_named:
                    yield True


def _flags(rule: RuleCard, fields: Row) -> Iterator[bool]:
    for name, value in fields.items():
        if isinstance(value, bool) and name_stems(name) <= rule.words:
            yield value


@lru_cache(MAX_KEPT)
def _search(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    return pattern.search(sentence)


def _decimal(value: Scalar) -> Decimal:
    found = amount(value)
    return found if isinstance(found, Decimal) else Decimal(0)


def _is_count(value: Scalar) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

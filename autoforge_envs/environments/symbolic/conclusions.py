"""Conclusions: answers that stand in no record, because they are counted, added up or compared."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from autoforge_envs.environments.symbolic.references import (
    UNSAID,
    Row,
    amount,
    best_column,
    fits,
)

MAX_CONCLUSIONS = 3
"""Conclusions offered at one time."""


class Conclusion(NamedTuple):
    """Something that was worked out.

    Attributes:
        text: A sentence that tells it.
        fit: How well its rows fit the question.
    """

    text: str
    fit: float


_QUESTIONS: Mapping[str, re.Pattern[str]] = {
    "count": re.compile(r"how many (?P<rows>(?P<what>.+?)) (?:are there|do I have)", re.IGNORECASE),
    "sum": re.compile(
        r"(?:what is the|add up the) (?P<what>.+?) of (?P<rows>my .+?)(?: altogether|, what)",
        re.IGNORECASE,
    ),
    "difference": re.compile(
        r"of (?P<rows>my .+?), what is the difference between the highest and the lowest"
        r" (?P<what>.+?)\?",
        re.IGNORECASE,
    ),
    "days": re.compile(
        r"how many days lie between the earliest and the latest (?P<what>.+?) of"
        r" (?P<rows>my .+?)\?",
        re.IGNORECASE,
    ),
    "total": re.compile(
        r"(?:what is the|tell me the)(?P<rows>) (?P<what>(?:(?! of )[^,?])+?) altogether"
        r"(?:, too|\?)",
        re.IGNORECASE,
    ),
}


def conclude(question: str, listings: Sequence[Sequence[Row]]) -> Iterator[Conclusion]:
    """Yield answers to a question, of the newest list first.

    Args:
        question: What the user asks.
        listings: Lists of rows that it may be about, the oldest first.
    """
    for kind, pattern in _QUESTIONS.items():
        found = pattern.search(question)
        if found is None:
            continue
        for rows in reversed(listings):
            answer = _answer(kind, found["what"], found["rows"], rows)
            if answer is not None:
                yield answer


def _answer(kind: str, what: str, pointing: str, rows: Sequence[Row]) -> Conclusion | None:
    found = fits(pointing, rows) if pointing else [1.0] * len(rows)
    best = max(found, default=0.0)
    meant = [row for row, fit in zip(rows, found, strict=True) if fit == best]
    if best < UNSAID:
        return None
    if kind == "count":
        return Conclusion(f"The number of {what} is {len(meant)}.", best)
    column = best_column(what, [*dict.fromkeys(name for row in rows for name in row)])
    values = [amount(row.get(column)) for row in meant] if column else []
    worked_out = _WAYS[kind]([value for value in values if value is not None])
    return None if worked_out is None else Conclusion(f"The {what}: {worked_out}.", best)


Amounts = Sequence[Decimal | str]


def _sum(values: Amounts) -> str | None:
    numbers = [value for value in values if isinstance(value, Decimal)]
    return str(sum(numbers, Decimal(0))) if numbers else None


def _difference(values: Amounts) -> str | None:
    numbers = [value for value in values if isinstance(value, Decimal)]
    return str(max(numbers) - min(numbers)) if numbers else None


def _days(values: Amounts) -> str | None:
    moments = [date.fromisoformat(value[:10]) for value in values if isinstance(value, str)]
    return f"{(max(moments) - min(moments)).days} days" if moments else None


_WAYS: Mapping[str, Callable[[Amounts], str | None]] = {
    "sum": _sum,
    "total": _sum,
    "difference": _difference,
    "days": _days,
}

"""Days that people name by their relation to today: "this year", "yesterday", "last month"."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

_Span = tuple[date, date]


def _day(today: date, days: int) -> _Span:
    moment = today + timedelta(days=days)
    return moment, moment


def _week(today: date, weeks: int) -> _Span:
    monday = today + timedelta(days=7 * weeks - today.weekday())
    return monday, monday + timedelta(days=6)


def _month(today: date, months: int) -> _Span:
    first = _first_of_month(today, months)
    return first, _first_of_month(today, months + 1) - timedelta(days=1)


def _first_of_month(today: date, months: int) -> date:
    years, month = divmod(today.month - 1 + months, 12)
    return date(today.year + years, month + 1, 1)


def _year(today: date, years: int) -> _Span:
    return date(today.year + years, 1, 1), date(today.year + years, 12, 31)


_WORDS: Mapping[str, Callable[[date], _Span]] = {
    r"today|now|so far|at the moment|currently": lambda today: _day(today, 0),
    r"tomorrow": lambda today: _day(today, 1),
    r"yesterday": lambda today: _day(today, -1),
    r"this week": lambda today: _week(today, 0),
    r"last week": lambda today: _week(today, -1),
    r"next week": lambda today: _week(today, 1),
    r"this month": lambda today: _month(today, 0),
    r"last month": lambda today: _month(today, -1),
    r"next month": lambda today: _month(today, 1),
    r"this year": lambda today: _year(today, 0),
    r"last year": lambda today: _year(today, -1),
    r"next year": lambda today: _year(today, 1),
}
_PATTERNS = [(re.compile(rf"\b({words})\b"), span) for words, span in _WORDS.items()]


@lru_cache(maxsize=256)  # every constant of a plan is looked for in the same few texts
def named_days(text: str, clock: str) -> frozenset[str]:
    """Return the first and last day of every span that a text names, as ISO dates.

    Args:
        text: Any text.
        clock: The time it is, an ISO timestamp.
    """
    today = date.fromisoformat(clock[:10])
    low = text.lower()
    return frozenset(
        day.isoformat() for pattern, span in _PATTERNS if pattern.search(low) for day in span(today)
    )

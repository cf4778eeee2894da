"""Dates as people write them: 2026-03-02, March 2nd, 2 March 2026, 03/02/2026."""

import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ONES = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENTHS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth "
    "nineteenth twentieth"
).split()
_ORDINALS = {word: day for day, word in enumerate([*_ONES, *_TEENTHS], start=1)}
_ORDINALS |= {f"twenty-{word}": 20 + day for day, word in enumerate(_ONES, start=1)}
_ORDINALS |= {"thirtieth": 30, "thirty-first": 31}

_DAY = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?|{'|'.join(_ORDINALS).replace('-', '[ -]')})(?![^\W_])"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![^\W_])\.?"
)
_YEAR = r"(?:[12][0-9]{3}(?![^\W_]|[:.,][0-9])|'[0-9]{2}(?![^\W_]))"
_VERB = (
    r"(?![ ](?:be|have|not|also|still|take|need|only|require|contain|arrive|ship|differ|vary)\b)"
)
_NAMED = re.compile(
    rf"""
    (?<![^\W_])(?:
        (?<![^\W_][-./:,@+])
        (?:(?P<from_b>{_DAY})(?:[ ]?[-–][ ]?|[ ](?:to|through|until|and|or)[ ]))?
        (?:the[ ])?(?P<day_b>{_DAY})[ -](?:day[ ])?(?:of[ ])?(?P<month_b>{_MONTH}){_VERB}
        (?:,?[ -](?P<year_b>{_YEAR})|-(?P<short_b>[0-9]{{2}})(?![^\W_]))?
      | (?P<month_a>{_MONTH})[ ,-]{{1,2}}(?:the[ ])?(?P<day_a>{_DAY})
        (?![:./%][0-9]|,[0-9]{{3}}(?![0-9])|[ ]?(?:[ap]\.?m|%|o'clock))
        (?:(?:[-–]|[ ](?:-|–|to|through|until|and|or)[ ])(?P<to_a>{_DAY})
           (?=[ ]*(?:\Z|[;!?)\n]|[.:](?![0-9])|,?\s?{_YEAR}|,(?![0-9]))))?
        (?:,?[ ](?:of[ ])?(?P<year_a>{_YEAR})|,(?P<tight_a>{_YEAR})|-(?P<dash_a>{_YEAR}))?
    )
    """,
    re.VERBOSE,
)
_MAX_BEFORE_MONTH = 40  # characters: "twenty-seventh to twenty-ninth day of "
_MAX_AFTER_MONTH = 80
_NUMERIC_HINT = re.compile(r"[0-9][-./][0-9]")
_NUMERIC = re.compile(
    r"(?P<a>[0-9](?<![^\W_][0-9])(?<![^\W_][-./:_@+][0-9])[0-9]{0,3})(?P<sign>[-./])"
    r"(?P<b>[0-9]{1,2})(?P=sign)(?P<c>[0-9]{1,4})(?=t[0-9]{2}:|[\W_]|\Z)(?![-/_:@.][^\W_])"
)
_WITHOUT_YEAR = re.compile(
    r"(?:(?<![^\W_])(?<![^\W_][-./:_@+])(?P<a>[0-9]{2})/(?P<b>[0-9]{2})"
    r"|(?<![^\W_])(?:on|by|from|until|since|before|after|through|due|date:?) "
    r"(?P<c>[0-9]{1,2})/(?P<d>[0-9]{1,2}))(?![\w/]|[.,:-][0-9])"
)


class WrittenDate(NamedTuple):
    """A date and the part of the text that says it; `year` is None where none is said."""

    start: int
    end: int
    year: int | None
    month: int
    day: int


def dates(folded: str) -> list[WrittenDate]:
    """The dates of a folded text, in order; both readings of "03/02/2026", both ends of a range."""
    found: list[WrittenDate] = []
    for match in _month_matches(folded):
        found += _named(match)
    if _NUMERIC_HINT.search(folded):
        for match in _NUMERIC.finditer(folded):
            found += _numeric(match)
    if "/" in folded:
        for match in _WITHOUT_YEAR.finditer(folded):
            first, second = match["a"] or match["c"], match["b"] or match["d"]
            found += _either_order(match, None, int(first), int(second))
    return sorted((date for date in found if _exists(date)), key=itemgetter(0, 1))


def may_spell_date(folded: str, month: int) -> bool:
    """A cheap look ahead of `dates`: False only if no date of a text can be in this month."""
    if not 1 <= month <= 12:
        return False
    return _MONTHS[month - 1] in folded or bool(_NUMERIC_HINT.search(folded))


def month_spans(folded: str) -> list[tuple[int, int]]:
    """The parts of a folded text that are dates with the name of a month."""
    return [match.span() for match in _month_matches(folded)]


def _month_matches(folded: str) -> Iterator[re.Match[str]]:
    """What `_NAMED` finds, looked for only around the names of months."""
    named = [month for month in _MONTHS if month in folded]
    if not named:
        return
    places = sorted(chain.from_iterable(_places(folded, month) for month in named))
    end = 0
    for place in places:
        first = max(end, place - _MAX_BEFORE_MONTH)
        match = _NAMED.search(folded, first, place + _MAX_AFTER_MONTH)
        if match and match.start() <= place:
            end = match.end()
            yield match


def _places(folded: str, part: str) -> Iterator[int]:
    place = folded.find(part)
    while place >= 0:
        yield place
        place = folded.find(part, place + 1)


def _named(match: re.Match[str]) -> Iterator[WrittenDate]:
    month = _MONTHS.index((match["month_a"] or match["month_b"])[:3]) + 1
    year = match["year_a"] or match["tight_a"] or match["dash_a"]
    year = year or match["year_b"] or match["short_b"]
    for day in (match["from_b"], match["day_b"], match["day_a"], match["to_a"]):
        if day:
            number = _ORDINALS.get(day.replace(" ", "-")) or int(day.rstrip("stndrh"))
            yield WrittenDate(*match.span(), _full_year(year) if year else None, month, number)


def _numeric(match: re.Match[str]) -> Iterator[WrittenDate]:
    first, second, third = match["a"], match["b"], match["c"]
    if len(first) == 4 and len(third) <= 2:
        yield WrittenDate(*match.span(), int(first), int(second), int(third))
    elif len(first) <= 2 and len(third) in (2, 4):
        yield from _either_order(match, _full_year(third), int(first), int(second))


def _either_order(
    match: re.Match[str], year: int | None, first: int, second: int
) -> Iterator[WrittenDate]:
    yield WrittenDate(*match.span(), year, first, second)
    if first != second:
        yield WrittenDate(*match.span(), year, second, first)


def _full_year(digits: str) -> int:
    year = int(digits.lstrip("'"))
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def _exists(date: WrittenDate) -> bool:
    year = 2000 if date.year is None else date.year
    if not (year >= 1000 and 1 <= date.month <= 12):
        return False
    return 1 <= date.day <= monthrange(year, date.month)[1]

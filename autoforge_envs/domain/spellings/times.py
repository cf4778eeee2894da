"""Times of day as people write them, and which date each belongs to."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from autoforge_envs.domain.spellings.dates import WrittenDate, dates

_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()
_DAYPART = r"in[ ]the[ ](?:morning|afternoon|evening)|at[ ]night|tonight"
_MERIDIEM = r"[ap]\.m\.|[ap]\.?m(?![^\W_])"
_TIME = re.compile(
    rf"""
    (?<![^\W_])(?<![^\W_][-./:@+])(?P<name>noon|midday|midnight)(?![^\W_])
    | (?:(?<=[0-9]t)|(?<![^\W_])(?<![^\W_][-./:,@+_]))
      (?:(?P<past>half|quarter|five|ten|twenty|twenty[ -]five)[ ]past[ ]
        |(?P<quarter>quarter)[ ]to[ ]
        |(?P<minutes>five|ten|twenty|twenty[ -]five|[0-9]{{1,2}})[ ]minutes[ ](?P<side>past|to)[ ])?
      (?P<hour>[0-9]{{1,2}}|{"|".join(_HOURS)})
      (?:[:h](?P<minute>[0-9]{{2}})(?::(?P<second>[0-9]{{2}})(?:\.[0-9]{{1,9}})?)?
        |\.(?P<dotted>[0-9]{{2}})(?=\s?(?:{_MERIDIEM})))?
      (?:z(?![^\W_])|\s?(?P<clock>o'clock))?
      (?:[\s-]?(?P<meridiem>{_MERIDIEM})|[ ](?P<part>{_DAYPART})(?![^\W_]))?
      (?![^\W_]|:[0-9])
    """,
    re.VERBOSE,
)
_AT_BEFORE = re.compile(r"(?<![^\W_])(?:at|from|until|@) ?\Z")
_NO_NOUN_AFTER = re.compile(r"[ \t]*(?:\Z|[.,;!?)\n]|(?:on|tomorrow|today|and|or|to|if)(?![^\W_]))")
_PAST_BEFORE = re.compile(
    r"(?<![^\W_])(?:(?:half|quarter|five|ten|twenty) past|quarter to|minutes (?:past|to)) \Z"
)
_PAST_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20}
_PAST_MINUTES |= {"twenty five": 25, "twenty-five": 25}

_CLOCK_GROUPS = ("minute", "dotted", "past", "quarter", "minutes", "meridiem", "part", "clock")

_WEEKDAY = r"(?:mon|tues?|wednes|wed|thurs?|fri|satur|sat|sun)(?:day)?\.?,?"
_TO_TIME = re.compile(
    r"[\s,(|t:@–-]{0,4}(?:(?:at|from|around|by|between|time|starts?|starting|exactly)[\s:]{1,2}){0,3}"
)
_TO_DATE = re.compile(rf"[\s,]{{0,2}}(?:on|of)?[\s,]{{0,2}}(?:the )?(?:{_WEEKDAY})?[\s,]{{0,2}}")


class WrittenTime(NamedTuple):
    """A time of day and the part of the text that says it; `second` is None where none is said."""

    start: int
    end: int
    hour: int
    minute: int
    second: int | None


def times(folded: str) -> list[WrittenTime]:
    """The times of a folded text, in order; both readings of "at 9", "9:30" and "9 o'clock"."""
    return [time for match in _TIME.finditer(folded) for time in _readings(match)]


def is_time(folded: str, start: int, end: int) -> bool:
    """Whether a number in a folded text is said as the hour or minutes of a time of day."""
    if _PAST_BEFORE.search(folded[max(0, start - 20) : start]):
        return True
    match = _TIME.match(folded, start)
    return match is not None and match.end() > end and any(match[g] for g in _CLOCK_GROUPS)


def _readings(match: re.Match[str]) -> Iterator[WrittenTime]:
    start, end = match.span()
    if match["name"]:
        yield WrittenTime(start, end, 0 if match["name"] == "midnight" else 12, 0, None)
        return
    if not any(match[group] for group in _CLOCK_GROUPS) and not _is_at(match):
        return
    hour, minute = _clock(match)
    second = int(match["second"]) if match["second"] else None
    if hour < 24 and minute < 60 and (second or 0) < 60:
        for reading in _hours(match, hour):
            yield WrittenTime(start, end, reading, minute, second)


def _is_at(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - 8) : match.start()]
    return bool(_AT_BEFORE.search(before) and _NO_NOUN_AFTER.match(match.string, match.end()))


def _clock(match: re.Match[str]) -> tuple[int, int]:
    """The hour and minute as said, before morning and evening are told apart."""
    written = match["hour"]
    hour = int(written) if written.isdigit() else _HOURS.index(written) + 1
    if match["quarter"]:
        return (hour - 1 or 12), 45
    if said := match["past"] or match["minutes"]:
        minute = _PAST_MINUTES.get(said) or int(said)
        return (hour, minute) if match["side"] != "to" else ((hour - 1 or 12), 60 - minute)
    return hour, int(match["minute"] or match["dotted"] or 0)


def _hours(match: re.Match[str], hour: int) -> list[int]:
    meridiem, part = (match["meridiem"] or "")[:1], match["part"] or ""
    if meridiem == "a" or part.endswith("morning") or (part == "at night" and hour % 12 < 5):
        return [hour % 12] if hour <= 12 else []
    if meridiem or part:
        return [hour % 12 + 12]
    if hour in (0, 12) or hour > 12 or match["hour"].startswith("0") or match["second"]:
        return [hour]
    return [hour, hour + 12]


def timestamps(folded: str) -> list[tuple[WrittenDate, WrittenTime]]:
    """Each time of a folded text with its date, the nearest one it is joined to.

    "March 2 at 9 am" and "9 am on March 2" join; another time goes with the last date before it,
    or else with the first one after it.
    """
    written = dates(folded)
    if not written:
        return []
    by_span: dict[tuple[int, int], list[WrittenDate]] = {}
    for date in written:
        by_span.setdefault((date.start, date.end), []).append(date)
    spans = sorted(by_span)
    return [
        (date, time) for time in times(folded) for date in by_span[_span_of(folded, time, spans)]
    ]


def _span_of(folded: str, time: WrittenTime, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    position = bisect_right(spans, (time.start, 0))
    before = spans[position - 1] if position else None
    after = spans[position] if position < len(spans) else None
    if before is None or after is None:
        return before or after or spans[0]
    joins_before = _TO_TIME.fullmatch(folded, before[1], time.start)
    joins_after = _TO_DATE.fullmatch(folded, time.end, after[0])
    return after if joins_after and not joins_before else before

"""Dates in every spelling."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.mentions import mentioned_values, mentions
from tests.domain.spellings.writing import FRAMES, spellings_of_day


def test_an_ambiguous_date_gives_both_its_values() -> None:
    assert set(mentioned_values("03/02/2026", "Date")) == {"2026-03-02", "2026-02-03"}


DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))


@given(DAYS, DAYS, FRAMES)
def test_a_date_is_found_in_every_spelling(
    day: datetime.date, other: datetime.date, frame: str
) -> None:
    swapped = (other.year, other.day, other.month) == (day.year, day.month, day.day)
    for spelling in spellings_of_day(day):
        text = frame.format(spelling)
        assert mentions(text, "Date", day.isoformat()), text
        assert mentions(text, "Date", other.isoformat()) <= (other == day or swapped), text
        assert day.isoformat() in mentioned_values(text, "Date"), text
        assert mentioned_values(text, "Quantity") == [], text
    assert mentions(frame.format(f"{day:%B} {day.day}"), "Date", day.isoformat())

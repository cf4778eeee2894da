"""Date arithmetic on ISO texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain import days_between, shift
from autoforge_envs.errors import ToolError

DATES = st.dates().map(lambda day: day.isoformat())


@pytest.mark.parametrize(
    ("earlier", "later", "days"),
    [
        ("2026-03-01", "2026-03-02", 1),
        ("2026-03-02T23:59:59", "2026-03-03T00:00:00", 1),
        ("2026-03-02T00:00:00", "2026-03-02T23:59:59", 0),
        ("2024-02-28", "2024-03-01T12:00:00", 2),
        ("2026-03-02", "2026-03-01", -1),
    ],
)
def test_days_are_calendar_days(earlier: str, later: str, days: int) -> None:
    assert days_between(earlier, later) == days


@given(DATES, DATES)
def test_shifting_by_the_days_between_arrives(one: str, two: str) -> None:
    assert shift(one, days=days_between(one, two)) == two


def test_a_moment_keeps_its_form() -> None:
    assert shift("2026-02-28", days=1) == "2026-03-01"
    assert shift("2026-02-28T23:30:00", hours=1) == "2026-03-01T00:30:00"
    assert shift("2026-02-28T23:30:00", days=-59) == "2025-12-31T23:30:00"


def test_hours_need_a_time() -> None:
    with pytest.raises(ValueError, match="cannot add 3 hours to the bare date 2026-02-28"):
        shift("2026-02-28", hours=3)


@pytest.mark.parametrize("days", [10**9, -(10**9), 4_000_000])
def test_a_date_beyond_all_calendars_is_the_mistake_of_whoever_asks(days: int) -> None:
    with pytest.raises(ToolError, match="from 2026-02-28 is no date"):
        shift("2026-02-28", days=days)

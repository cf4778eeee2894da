"""Date arithmetic on the ISO texts that domains store; the clock itself is `State.now`."""

from datetime import date, datetime, timedelta


def days_between(earlier: str, later: str) -> int:
    """Count calendar days from one date or timestamp to another; negative if it lies before."""
    return (_day(later) - _day(earlier)).days


def shift(moment: str, *, days: int = 0, hours: int = 0) -> str:
    """Move a date or timestamp; the result has the form of the argument.

    Raises:
        ValueError: `moment` is no ISO date or timestamp, or hours are added to a bare date.
    """
    if len(moment) == 10:
        if hours:
            raise ValueError(f"cannot add {hours} hours to the bare date {moment}")
        return (date.fromisoformat(moment) + timedelta(days=days)).isoformat()
    moved = datetime.fromisoformat(moment) + timedelta(days=days, hours=hours)
    return moved.isoformat(timespec="seconds")


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])

"""Date arithmetic on the ISO texts that domains store; the clock itself is `State.now`."""

from datetime import date, datetime, timedelta

from autoforge_envs.errors import ToolError


def days_between(earlier: str, later: str) -> int:
    """Count calendar days from one date or timestamp to another; negative if it lies before."""
    return (_day(later) - _day(earlier)).days


def shift(moment: str, *, days: int = 0, hours: int = 0) -> str:
    """Move a date or timestamp; the result has the form of the argument.

    Raises:
        ToolError: The result lies beyond the years 1 to 9999: somebody gave a tool so large a
            number.
        ValueError: `moment` is no ISO date or timestamp, or hours are added to a bare date.
    """
    if len(moment) == 10 and hours:
        raise ValueError(f"cannot add {hours} hours to the bare date {moment}")
    try:
        if len(moment) == 10:
            return (date.fromisoformat(moment) + timedelta(days=days)).isoformat()
        moved = datetime.fromisoformat(moment) + timedelta(days=days, hours=hours)
    except OverflowError:
        raise ToolError(f"{days} days and {hours} hours from {moment} is no date") from None
    return moved.isoformat(timespec="seconds")


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])

"""What the benchmarks share: medians over interleaved rounds, memory, one table.

A busy machine disturbs every number, so things to be compared are timed in turns, and the table
gives ratios beside medians.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table


def medians(
    contestants: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    prepare: Mapping[str, Callable[[], object]] | None = None,
    repeats: int = 1,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Time functions in turns.

    Args:
        contestants: What to time, by name.
        rounds: How often each has its turn.
        prepare: What to run, untimed, before each turn of a contestant.
        repeats: Calls in one turn; the turn's time is divided by them.
        clock: Tells the seconds; `time.process_time` leaves out what other processes take.

    Returns:
        Median seconds of one call, by name.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, contestant in contestants.items():
                if prepare is not None:
                    prepare[name]()
                start = clock()
                for _ in range(repeats):
                    contestant()
                seconds[name].append((clock() - start) / repeats)
    finally:
        gc.enable()
    return {name: statistics.median(times) for name, times in seconds.items()}


def resident_bytes() -> int:
    """Return this process's resident memory, a page mapped many times counted once.

    That is Linux's proportional set size; 0 where the system does not tell it.
    """
    summary = Path("/proc/self/smaps_rollup")
    if not summary.exists():
        return 0
    line = next(line for line in summary.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


def microseconds(seconds: float) -> str:
    """Write a duration for a table."""
    return f"{seconds * 1e6:,.1f} us"


def print_table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print one table: the first column names, the others are numbers."""
    table = Table(title=title, title_justify="left")
    for position, name in enumerate(header):
        table.add_column(name, justify="left" if position == 0 else "right")
    section = ""
    for row in rows:
        if section and row[0].split(",")[0] != section:
            table.add_section()
        section = row[0].split(",")[0]
        table.add_row(*row)
    Console(width=100).print(table)

"""Reports for people (tables in the terminal) and for machines (JSON)."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from autoforge_envs.benchmark.metrics import Report

MAX_COLUMNS = 4
"""pass^1 to pass^4 fit a terminal."""


def as_table(reports: Sequence[Report]) -> Table:
    """Lay reports out, one row an agent and environment."""
    trials = max((report.num_trials for report in reports), default=0)
    shown = min(trials, MAX_COLUMNS)
    table = Table(
        title="Benchmark",
        title_justify="left",
        caption="pass^k with 95 % intervals over tasks; an episode's mean turns, steps, "
        "tool errors, broken rules and tokens; episodes that somebody else spoiled",
        caption_justify="left",
    )
    table.add_column("environment", no_wrap=True)
    table.add_column("agent", no_wrap=True)
    table.add_column("tasks", justify="right")
    table.add_column("trials", justify="right")
    for k in range(1, shown + 1):
        table.add_column(f"pass^{k} %", justify="right", no_wrap=True)
    for name in ("turns", "steps", "errors", "broken", "tokens", "spoiled"):
        table.add_column(name, justify="right")
    for report in reports:
        table.add_row(*_row(report, shown))
    return table


def _row(report: Report, shown: int) -> list[str]:
    tokens = report.prompt_tokens + report.completion_tokens
    passed = [
        f"{each.value * 100:.1f} [{each.low * 100:.0f}, {each.high * 100:.0f}]"
        for each in report.pass_hat[:shown]
    ]
    return [
        report.environment,
        report.agent,
        str(report.num_tasks),
        str(report.num_trials),
        *passed,
        *["-"] * (shown - len(passed)),
        f"{report.mean_turns:.1f}",
        f"{report.mean_steps:.1f}",
        f"{report.tool_errors:.2f}",
        f"{report.violations:.2f}",
        f"{tokens:,.0f}" if tokens else "-",
        str(report.spoiled),
    ]


def level_table(reports: Sequence[Report]) -> Table:
    """Lay success out by level of difficulty."""
    levels = sorted({level for report in reports for level in report.by_level})
    table = Table(title="Success by level", title_justify="left")
    table.add_column("environment")
    table.add_column("agent")
    for level in levels:
        table.add_column(str(level), justify="right")
    for report in reports:
        cells = [
            f"{report.by_level[level]:.0%}" if level in report.by_level else "-" for level in levels
        ]
        table.add_row(report.environment, report.agent, *cells)
    return table


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as plain data."""
    return dataclasses.asdict(report)

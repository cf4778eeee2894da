"""Reports for people (tables in the terminal) and for machines (JSON)."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from autoforge_envs.benchmark.metrics import Report

MAX_COLUMNS = 4
"""pass^1 to pass^4 fit a terminal."""


def success_table(reports: Sequence[Report]) -> Table:
    """Lay success out, one row an environment and agent."""
    shown = min(max((report.num_trials for report in reports), default=0), MAX_COLUMNS)
    table = _table("Success", "pass^k in percent, with 95 % intervals over tasks", reports)
    for name in ("tasks", "trials", *(f"pass^{k}" for k in range(1, shown + 1))):
        table.add_column(name, justify="right", no_wrap=True)
    for report in reports:
        passed = [
            f"{each.value * 100:.1f} [{each.low * 100:.0f}, {each.high * 100:.0f}]"
            for each in report.pass_hat[:shown]
        ]
        counts = (str(report.num_tasks), str(report.num_trials))
        padding = ["-"] * (shown - len(passed))
        table.add_row(*_names(report, reports), *counts, *passed, *padding)
    return table


def effort_table(reports: Sequence[Report]) -> Table:
    """Lay out what an episode took on average, one row an environment and agent."""
    caption = "an episode's means, and how many episodes somebody else spoiled"
    table = _table("Effort", caption, reports)
    for name in ("turns", "steps", "tool errors", "broken rules", "tokens", "spoiled"):
        table.add_column(name, justify="right", no_wrap=True)
    for report in reports:
        tokens = report.prompt_tokens + report.completion_tokens
        table.add_row(
            *_names(report, reports),
            f"{report.mean_turns:.1f}",
            f"{report.mean_steps:.1f}",
            f"{report.tool_errors:.2f}",
            f"{report.violations:.2f}",
            f"{tokens:,.0f}" if tokens else "-",
            str(report.spoiled),
        )
    return table


def user_table(reports: Sequence[Report]) -> Table:
    """Lay out success where the user made no error, and where it made one."""
    caption = "found by the audit; ruined episodes count as failures here, and nowhere else"
    table = _table("Success by what the user did", caption, reports)
    for name in ("clean user", "episodes with a user error", "success there", "ruined"):
        table.add_column(name, justify="right")
    for report in reports:
        table.add_row(
            *_names(report, reports),
            f"{report.clean_success:.1%}",
            str(report.num_erred),
            f"{report.erred_success:.1%}" if report.num_erred else "-",
            str(report.spoiled),
        )
    return table


def level_table(reports: Sequence[Report]) -> Table:
    """Lay success out by level of difficulty."""
    levels = sorted({level for report in reports for level in report.by_level})
    table = _table("Success by level", "", reports)
    for level in levels:
        table.add_column(str(level), justify="right")
    for report in reports:
        cells = [
            f"{report.by_level[level]:.0%}" if level in report.by_level else "-" for level in levels
        ]
        table.add_row(*_names(report, reports), *cells)
    return table


def _table(title: str, caption: str, reports: Sequence[Report]) -> Table:
    """Start a table; a single environment is named in the title and needs no column."""
    single = _is_single(reports)
    if single:
        title = f"{title}: {reports[0].environment}"
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    for name in ("agent",) if single else ("environment", "agent"):
        table.add_column(name, no_wrap=True)
    return table


def _is_single(reports: Sequence[Report]) -> bool:
    return len({report.environment for report in reports}) == 1


def _names(report: Report, reports: Sequence[Report]) -> list[str]:
    return [report.agent] if _is_single(reports) else [report.environment, report.agent]


def as_json(report: Report) -> dict[str, Any]:
    """Return a report as plain data."""
    return dataclasses.asdict(report)

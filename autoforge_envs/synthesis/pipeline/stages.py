"""What the stages of making a domain came to: how many went in, came out, why not, how long."""

import resource
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from autoforge_envs.synthesis.pipeline.attempts import Outcome

TASK_STAGES = ("compose", "grade", "compare", "certify")
"""Stages that every attempt at a task goes through."""


@dataclass(frozen=True, slots=True)
class StageReport:
    """What one stage came to, in one domain or in many.

    Attributes:
        name: The stage.
        num_in: Things that went in: a domain, or attempts at tasks.
        num_out: Those that came out.
        seconds: Time spent on a core.
        rejections: How many were rejected for each reason.
        spent: What asking a language model came to: "requests", "prompt_tokens",
            "completion_tokens", "waited_ms" on the wall, and "millionths" of the price table's
            currency; nothing elsewhere.
        kept: Parts of a model's answers that stayed broken, so that what was there before stayed
            in their places: how many of each kind.
    """

    name: str
    num_in: int
    num_out: int
    seconds: float
    rejections: Mapping[str, int] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data, for the ledger."""
        data: dict[str, Any] = {
            "name": self.name,
            "in": self.num_in,
            "out": self.num_out,
            "seconds": round(self.seconds, 4),
            "rejections": dict(self.rejections),
        }
        more = {"spent": dict(self.spent), "kept": dict(self.kept)}
        return data | {name: counts for name, counts in more.items() if counts}


def read_report(data: Mapping[str, Any]) -> StageReport:
    """Read what `StageReport.as_json` gave."""
    return StageReport(
        data["name"],
        data["in"],
        data["out"],
        data["seconds"],
        dict(data["rejections"]),
        dict(data.get("spent", {})),
        dict(data.get("kept", {})),
    )


def core_seconds() -> float:
    """Return the time that this process and its finished children have spent on a core.

    Unlike the time on the wall it says the same on a busy machine.
    """
    try:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
    except PermissionError:  # a locked worker may not ask, and has no children
        return time.process_time()
    return time.process_time() + children.ru_utime + children.ru_stime


class StopWatch:
    """Times the stages that a domain goes through once, in seconds of one core.

    What it measures goes to the ledger, never into a domain.
    """

    def __init__(self) -> None:
        """Start with nothing measured."""
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of this block to a stage."""
        start = core_seconds()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + core_seconds() - start

    def take(self) -> dict[str, float]:
        """Return what was measured and start anew."""
        taken, self._seconds = self._seconds, {}
        return taken

    def reports(self, *, failed_at: str = "", reason: str = "") -> list[StageReport]:
        """Report every stage as gone through by one domain.

        Args:
            failed_at: The stage that the domain did not come through; "" for none.
            reason: Why.
        """
        return [
            StageReport(name, 1, 0, seconds, {reason: 1})
            if name == failed_at
            else StageReport(name, 1, 1, seconds)
            for name, seconds in self._seconds.items()
        ]


def reports_on_tasks(outcomes: Sequence[Outcome]) -> list[StageReport]:
    """Report the stages that attempts at tasks went through."""
    reports, left = [], list(outcomes)
    for name in TASK_STAGES:
        rejected = Counter(each.reason for each in left if each.stage == name and each.reason)
        seconds = sum(each.seconds.get(name, 0.0) for each in left)
        num_out = len(left) - rejected.total()
        reports.append(StageReport(name, len(left), num_out, seconds, dict(rejected)))
        left = [each for each in left if each.stage != name or not each.reason]
    return reports


def add_reports(reports: Sequence[StageReport]) -> list[StageReport]:
    """Add up the reports of many domains, stage by stage, in order of appearance."""
    names = dict.fromkeys(report.name for report in reports)
    return [_sum([each for each in reports if each.name == name]) for name in names]


def _sum(reports: Sequence[StageReport]) -> StageReport:
    rejections: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for report in reports:
        rejections.update(report.rejections)
        spent.update(report.spent)
        kept.update(report.kept)
    return StageReport(
        name=reports[0].name,
        num_in=sum(report.num_in for report in reports),
        num_out=sum(report.num_out for report in reports),
        seconds=sum(report.seconds for report in reports),
        rejections=dict(rejections.most_common()),
        spent=dict(spent),
        kept=dict(kept),
    )

"""Totals over many seeds: what a run came to, stage by stage."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.pipeline.ledger import LedgerEntry
from autoforge_envs.synthesis.pipeline.stages import StageReport, add_reports


@dataclass(frozen=True, slots=True)
class Totals:
    """What seeds came to together.

    Attributes:
        num_domains: Seeds that gave a domain.
        num_rejected: Seeds whose draft was found wanting.
        num_crashed: Seeds at which something of ours failed.
        num_tasks: Tasks emitted.
        seconds: Time on one core.
        stages: The stages, in order.
        failures: How many seeds gave no domain for each reason.
    """

    num_domains: int
    num_rejected: int
    num_crashed: int
    num_tasks: int
    seconds: float
    stages: Sequence[StageReport]
    failures: Sequence[tuple[str, int]]

    @property
    def tasks_per_second(self) -> float:
        """Tasks emitted in a second of one core, everything counted."""
        return self.num_tasks / self.seconds if self.seconds else 0.0


def total(entries: Sequence[LedgerEntry]) -> Totals:
    """Add up what seeds came to."""
    statuses = Counter(entry.status for entry in entries)
    failures = Counter(entry.failure for entry in entries if entry.failure)
    return Totals(
        num_domains=statuses["emitted"],
        num_rejected=statuses["rejected"],
        num_crashed=statuses["crashed"],
        num_tasks=sum(entry.num_tasks for entry in entries),
        seconds=sum(entry.seconds for entry in entries),
        stages=add_reports([stage for entry in entries for stage in entry.stages]),
        failures=failures.most_common(),
    )

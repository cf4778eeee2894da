"""Counts of injected faults and of what the audit found, with intervals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autoforge_envs.benchmark.metrics import wilson_interval
from autoforge_envs.domain.tasks import Task
from autoforge_envs.episode.messages import Message
from autoforge_envs.episode.verdict import Verdict
from autoforge_envs.users.faults.faulty import Injected
from autoforge_envs.users.user_errors import UserError

FOUND_HEADER = ("faults", "found", "95 %", "kind", "precision")
CLEAN_HEADER = ("clean", "alarms", "share", "95 %")


@dataclass(frozen=True, slots=True)
class Played:
    """One episode: what was injected, what the audit found, and how it ended."""

    task: Task
    transcript: tuple[Message, ...]
    injected: tuple[Injected, ...]
    found: tuple[UserError, ...]
    verdict: Verdict | None


@dataclass(slots=True)
class Score:
    """Counts of faults and findings."""

    faults: int = 0
    found: int = 0
    named: int = 0
    findings: int = 0
    right_findings: int = 0
    clean: int = 0
    alarmed: int = 0

    def add(self, played: Played) -> None:
        """Count an episode.

        A fault is found if an error is reported in its turn, or one of its kind later (a forgotten
        request shows when the user leaves). A finding is right if such a fault is behind it.
        """
        for fault in played.injected:
            self.faults += 1
            self.found += any(shows(error, fault) for error in played.found)
            self.named += any(error.kind == fault.kind for error in played.found)
        self.findings += len(played.found)
        for error in played.found:
            self.right_findings += any(shows(error, fault) for fault in played.injected)
        if not played.injected:
            self.clean += 1
            self.alarmed += bool(played.found)

    def faulty_cells(self) -> list[str]:
        """Return the cells under `FOUND_HEADER`."""
        return [
            str(self.faults),
            share(self.found, self.faults),
            interval(self.found, self.faults),
            share(self.named, self.faults),
            share(self.right_findings, self.findings),
        ]

    def clean_cells(self) -> list[str]:
        """Return the cells under `CLEAN_HEADER`."""
        alarmed, clean = self.alarmed, self.clean
        return [
            str(clean), str(alarmed), share(alarmed, clean, digits=2),
            interval(alarmed, clean, digits=2),
        ]  # fmt: skip


def score(episodes: Iterable[Played]) -> Score:
    """Count episodes."""
    counts = Score()
    for played in episodes:
        counts.add(played)
    return counts


def score_kind(episodes: Sequence[Played], kind: str) -> Score:
    """Score the errors of one kind; what was found of other kinds is right if those were made."""
    counts = Score()
    for each in episodes:
        made = [fault for fault in each.injected if fault.kind == kind]
        counts.faults += len(made)
        counts.found += sum(any(shows(error, fault) for error in each.found) for fault in made)
        counts.named += sum(any(error.kind == kind for error in each.found) for _ in made)
        named = [error for error in each.found if error.kind == kind]
        counts.findings += len(named)
        counts.right_findings += sum(
            any(shows(error, fault) for fault in each.injected) for error in named
        )
    return counts


def shows(error: UserError, fault: Injected) -> bool:
    """Tell whether a finding is of a fault."""
    return error.turn == fault.turn or (error.kind == fault.kind and error.turn > fault.turn)


def slips(episodes: Iterable[Played]) -> Iterator[str]:
    """Describe the errors that were missed, and what was found where there is none."""
    for each in episodes:
        for fault in each.injected:
            if not any(shows(error, fault) for error in each.found):
                yield f"missed {each.task.id} {fault.turn} {fault.kind}"
        for error in each.found:
            if not any(shows(error, fault) for fault in each.injected):
                yield f"alarm {each.task.id} {error}"


def share(part: int, whole: int, digits: int = 1) -> str:
    """Write a share; "-" of nothing."""
    return f"{100 * part / whole:.{digits}f} %" if whole else "-"


def interval(part: int, whole: int, digits: int = 1) -> str:
    """Write the 95 % interval of a share; "-" of nothing."""
    if not whole:
        return "-"
    low, high = wilson_interval(part / whole, whole)
    return f"{100 * low:.{digits}f}-{100 * high:.{digits}f}"

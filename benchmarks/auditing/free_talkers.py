"""Prints how the audit does on users who talk freely.

Run with `python -m benchmarks.auditing.free_talkers [--show]` from the checkout. All conversations
are written by hand. In the older ones errors are put in by `FaultyUser`; in those of
`conversations_erring.txt` whoever wrote them made and marked the errors too.
"""

import argparse
from collections.abc import Iterator, Sequence

from autoforge_envs.users.auditing.audit import Auditor
from autoforge_envs.users.faults.faulty import Injected
from autoforge_envs.users.user_errors import ERROR_KINDS
from benchmarks.auditing.scores import CLEAN_HEADER, FOUND_HEADER, Played, Score, score_kind, slips
from benchmarks.auditing.stages import Stage, environments
from benchmarks.auditing.tables import SETTINGS, by_hand, setting_rows
from benchmarks.conversations import marked_errors
from benchmarks.timing import print_table

CLEAN = ("apart", "later")
ERRING = "erring"
SETTING_HEADER = (
    "reported",
    "of",
    "faults or talks",
    "found or alarms",
    "95 % or share",
    "kind",
    "right",
)


def main() -> None:
    """Print both tables, or what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print misses and false alarms")
    arguments = parser.parse_args()
    stages = [Stage(name) for name in environments()]
    if arguments.show:
        for setting, auditor in SETTINGS.items():
            for line in slips(_played(stages, auditor)):
                print(setting, line)
        return
    print_free_talkers(stages)


def print_free_talkers(stages: Sequence[Stage]) -> None:
    """Print the table of injected errors, and that of errors written by hand."""
    print_table("Users who talk freely", SETTING_HEADER, list(setting_rows(stages)))
    found, clean = ("reported", "kind", *FOUND_HEADER), ("reported", "spoken by", *CLEAN_HEADER)
    print_table("Errors made by hand", found, list(erring_rows(stages)))
    print_table("No errors, by the same hand", clean, list(apart_rows(stages)))


def erring_rows(stages: Sequence[Stage]) -> Iterator[list[str]]:
    """Score the errors that were made by hand, by kind."""
    for setting, auditor in SETTINGS.items():
        episodes = list(_erring(stages, auditor))
        for kind in ERROR_KINDS:
            yield [setting, kind, *score_kind(episodes, kind).faulty_cells()]
        total = Score()
        for each in episodes:
            total.add(each)
        yield [setting, "all", *total.faulty_cells()]


def apart_rows(stages: Sequence[Stage]) -> Iterator[list[str]]:
    """Count the alarms where nobody errs."""
    for setting, auditor in SETTINGS.items():
        for name in CLEAN:
            counts = Score()
            for each in _clean(stages, auditor, name):
                counts.add(each)
            yield [setting, f"by hand ({name})", *counts.clean_cells()]


def _erring(stages: Sequence[Stage], auditor: Auditor) -> Iterator[Played]:
    for (each, task, stage), errors in zip(
        by_hand(stages, ERRING), marked_errors(ERRING), strict=True
    ):
        found = tuple(auditor(each.transcript, task.user, stage.user_tools))
        made = tuple(Injected(turn, kind, "") for turn, kind in errors)
        yield Played(task, each.transcript, made, found, None)


def _clean(stages: Sequence[Stage], auditor: Auditor, name: str) -> Iterator[Played]:
    for each, task, stage in by_hand(stages, name):
        found = tuple(auditor(each.transcript, task.user, stage.user_tools))
        yield Played(task, each.transcript, (), found, None)


def _played(stages: Sequence[Stage], auditor: Auditor) -> Iterator[Played]:
    """Yield all conversations, those with errors first."""
    yield from _erring(stages, auditor)
    for name in CLEAN:
        yield from _clean(stages, auditor, name)


if __name__ == "__main__":
    main()

"""Prints how the audit does on a language model that played the user.

Run with `python -m benchmarks.auditing.model_users [--show]` from the checkout. Conversations and a
model judge's answers are replayed from their recordings, without a network; see `recorded.py`.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Goal, Task
from autoforge_envs.language_models import EndpointOptions, Replayer
from autoforge_envs.users.auditing.audit import Auditor, audit_certain
from autoforge_envs.users.auditing.judging import ModelJudge, Panel
from autoforge_envs.users.faults.faulty import Injected
from autoforge_envs.users.user_errors import ERROR_KINDS
from benchmarks.auditing.recorded import Recorded, read_recorded, replay, user_tools
from benchmarks.auditing.scores import (
    CLEAN_HEADER,
    FOUND_HEADER,
    Played,
    score,
    score_kind,
    slips,
)
from benchmarks.auditing.tables import SETTINGS
from benchmarks.timing import print_table

JUDGED = Path(__file__).parents[1] / "data" / "model_judge.jsonl"
BATCHES = ("first", "second", "erring", "third", "fourth", "fifth", "sixth")


def main() -> None:
    """Print the tables, or what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="print misses and false alarms")
    recorded = list(read_recorded())
    if parser.parse_args().show:
        for setting, auditor in SETTINGS.items():
            for line in slips(audited(recorded, auditor)):
                print(setting, line)
        return
    print_model_users(recorded)


def print_model_users(recorded: Sequence[Recorded]) -> None:
    """Print the tables."""
    print_table(
        "A model as the user", ("batch", "episodes", "reward 1.0"), list(_rewards(recorded))
    )
    clean, found = ("reported", "batch", *CLEAN_HEADER), ("reported", "errors", *FOUND_HEADER)
    print_table("Honest ones", clean, list(clean_rows(recorded)))
    print_table("Errors of model users", found, list(erring_rows(recorded)))
    header = ("auditor", "faults", "found", "kind", "precision", "clean", "alarms")
    print_table("A model as judge", header, list(judge_rows(recorded)))


def audited(recorded: Sequence[Recorded], auditor: Auditor) -> list[Played]:
    """Replay conversations and audit them."""
    return [_audited(each, auditor, user_tools(each.domain)) for each in recorded]


def _audited(each: Recorded, auditor: Auditor, tools: Sequence[ToolInfo]) -> Played:
    transcript = replay(each, tools)
    found = tuple(auditor(transcript, each.script, tools))
    made = tuple(Injected(turn, kind, "") for turn, kind in each.errors)
    task = Task(each.task_id, "test", 1, each.script, (), Goal((), ()))
    return Played(task, transcript, made, found, None)


def _rewards(recorded: Sequence[Recorded]) -> Iterator[list[str]]:
    for batch in BATCHES:
        rewards = [each.reward for each in recorded if each.batch == batch]
        yield [batch, str(len(rewards)), str(sum(reward == 1.0 for reward in rewards))]


def clean_rows(recorded: Sequence[Recorded]) -> Iterator[list[str]]:
    """Count the alarms where the user made no error."""
    clean = [each for each in recorded if not each.errors]
    for setting, auditor in SETTINGS.items():
        for batch in BATCHES:
            played = audited([each for each in clean if each.batch == batch], auditor)
            if played:
                yield [setting, batch, *score(played).clean_cells()]
        yield [setting, "all", *score(audited(clean, auditor)).clean_cells()]


def erring_rows(recorded: Sequence[Recorded]) -> Iterator[list[str]]:
    """Score the errors by batch, and all of them by kind."""
    erring = [each for each in recorded if each.errors]
    for setting, auditor in SETTINGS.items():
        for batch in BATCHES:
            played = audited([each for each in erring if each.batch == batch], auditor)
            if played:
                yield [setting, batch, *score(played).faulty_cells()]
        played = audited(erring, auditor)
        for kind in ERROR_KINDS:
            yield [setting, kind, *score_kind(played, kind).faulty_cells()]
        yield [setting, "all", *score(played).faulty_cells()]


def judges() -> Mapping[str, Auditor]:
    """Return the auditors that are compared with the recorded judge, and that."""
    return {
        **SETTINGS,
        "model": recorded_judge(),
        "certain + model": Panel(audit_certain, recorded_judge()),
    }


def recorded_judge() -> ModelJudge:
    """Return a judge whose answers are recorded; each can be had once."""
    return ModelJudge(Replayer(JUDGED, EndpointOptions("large-model")))


def judge_rows(recorded: Sequence[Recorded]) -> Iterator[list[str]]:
    """Score rules and model side by side on the conversations that both have seen."""
    sample = [each for each in recorded if each.judged]
    for name, auditor in judges().items():
        counts = score(audited(sample, auditor))
        faults, found, _, kind, precision = counts.faulty_cells()
        clean, alarms, *_ = counts.clean_cells()
        yield [name, faults, found, kind, precision, clean, alarms]


if __name__ == "__main__":
    main()

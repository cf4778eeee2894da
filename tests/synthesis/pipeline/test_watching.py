"""Domains in the making, seen from outside."""

from pathlib import Path

from autoforge_envs.synthesis.pipeline.attempts import Outcome
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.watching import NotesWatcher, Progress
from tests.synthesis.pipeline.stand_ins import RECIPE


def test_attempts_and_tasks_are_counted_as_they_are_noted(tmp_path: Path) -> None:
    watcher = NotesWatcher(tmp_path)
    assert watcher.look() == Progress(0, 0)
    seen: list[Progress] = []
    outcomes: list[Outcome] = []

    def look(outcome: Outcome) -> None:
        outcomes.append(outcome)
        seen.append(watcher.look())

    forge(RECIPE, 0, tmp_path, look)
    assert [each.num_attempts for each in seen] == list(range(1, len(seen) + 1))
    accepted = [each.entry is not None for each in outcomes]
    assert [each.num_tasks for each in seen] == [sum(accepted[: at + 1]) for at in range(len(seen))]


def test_a_line_that_is_being_written_counts_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    watcher = NotesWatcher(tmp_path)
    path.write_text('{"notes_on": "a domain"}\n{"split": "train", "task": {')
    assert watcher.look() == Progress(0, 0)
    with path.open("a") as file:
        file.write("}}\n")
    assert watcher.look() == Progress(1, 1)


def test_notes_of_a_finished_domain_count_no_more(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_text('{"notes_on": "a domain"}\n{"split": "train"}\n')
    watcher = NotesWatcher(tmp_path)
    assert watcher.look() == Progress(1, 0)
    path.unlink()
    assert watcher.look() == Progress(0, 0)

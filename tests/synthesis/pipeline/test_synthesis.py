"""A run of many seeds: it goes on where it stopped, and touches nothing that is not its own."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from autoforge_envs.errors import EmissionError
from autoforge_envs.synthesis.pipeline.engines import Job, Products, SerialEngine
from autoforge_envs.synthesis.pipeline.ledger import LEDGER, LedgerEntry
from autoforge_envs.synthesis.pipeline.out_folder import HIDDEN
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.synthesis import Order, Result, synthesize
from tests.full_disk import limit_files
from tests.synthesis.pipeline.stand_ins import RECIPE


@dataclass
class Hearing:
    """Notes what a run tells."""

    num_jobs: int = 0
    done: Sequence[LedgerEntry] = ()
    finished: list[LedgerEntry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def begin(self, jobs: Sequence[Job], done: Sequence[LedgerEntry]) -> None:
        self.num_jobs, self.done = len(jobs), done

    def finish(self, entry: LedgerEntry) -> None:
        self.finished.append(entry)

    def object(self, problem: str) -> None:
        self.problems.append(problem)


@dataclass(frozen=True)
class StoppingEngine:
    """Forges so many seeds and is interrupted."""

    num_seeds: int

    def run(self, jobs: Sequence[Job]) -> Products:
        yield from SerialEngine().run(jobs[: self.num_seeds])
        raise KeyboardInterrupt


def tree(out: Path) -> dict[str, bytes]:
    """The emitted files."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.glob("*_v*/*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two domains of a run that nobody disturbed; not to be changed."""
    out = tmp_path_factory.mktemp("runs") / "out"
    synthesize(Order(RECIPE, [0, 1], out), SerialEngine(), Hearing())
    return out


@pytest.fixture
def out(finished: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(finished, tmp_path / "out")
    return tmp_path / "out"


def again(out: Path, seeds: Sequence[int] = (0, 1)) -> tuple[Result, Hearing]:
    hearing = Hearing()
    return synthesize(Order(RECIPE, seeds, out), SerialEngine(), hearing), hearing


def test_a_run_leaves_domains_and_a_ledger(finished: Path) -> None:
    names = sorted(path.name for path in finished.iterdir())
    assert names == [HIDDEN, "bookshop_0_v0", "bookshop_1_v0", LEDGER]
    assert list((finished / HIDDEN / "scratch").iterdir()) == []
    lines = [json.loads(line) for line in (finished / LEDGER).read_text().splitlines()]
    assert [line.get("status") for line in lines] == [None, "emitted", "emitted"]
    assert lines[1]["num_tasks"] == 4


def test_what_is_done_is_not_done_again(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.py")}
    result, hearing = again(out)
    assert hearing.num_jobs == 0
    assert len(hearing.done) == len(result.entries) == 2
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.py")} == before


def test_more_seeds_join_those_that_are_there(out: Path) -> None:
    result, hearing = again(out, (1, 2))
    assert [entry.seed for entry in hearing.finished] == [2]
    assert [entry.folder for entry in result.entries] == ["bookshop_1_v0", "bookshop_2_v0"]


def test_an_interrupted_run_goes_on(tmp_path: Path, finished: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        synthesize(Order(RECIPE, [0, 1], tmp_path), StoppingEngine(1), Hearing())
    _, hearing = again(tmp_path)
    assert [entry.seed for entry in hearing.finished] == [1]
    assert tree(tmp_path) == tree(finished)


def test_a_kill_between_domain_and_ledger_changes_nothing(out: Path, finished: Path) -> None:
    ledger = out / LEDGER
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:2]) + lines[2][:30])
    result, hearing = again(out)
    assert [entry.seed for entry in hearing.finished] == [1]
    assert result.problems == []
    assert tree(out) == tree(finished)


def test_a_domain_that_was_deleted_is_emitted_anew(out: Path, finished: Path) -> None:
    shutil.rmtree(out / "bookshop_0_v0")
    again(out)
    assert tree(out) == tree(finished)


def test_a_domain_that_was_edited_is_told_and_left_alone(out: Path) -> None:
    path = out / "bookshop_0_v0" / "tools.py"
    path.write_text(path.read_text() + "# edited\n")
    result, hearing = again(out)
    assert "bookshop_0_v0 was edited after it was emitted" in result.problems[0]
    assert hearing.problems == result.problems
    assert path.read_text().endswith("# edited\n")


def test_an_edited_domain_that_no_ledger_knows_is_told_and_left_alone(out: Path) -> None:
    (out / LEDGER).unlink()
    path = out / "bookshop_0_v0" / "policy.md"
    path.write_text("Be nice.")
    result, hearing = again(out)
    assert "is there already and is not what this command makes" in result.problems[0]
    assert [entry.seed for entry in hearing.finished] == [1]
    assert path.read_text() == "Be nice."


def test_other_options_do_not_overwrite(out: Path) -> None:
    other = replace(RECIPE, quota=Quota(3, level_weights=(0, 1, 0, 0, 0)))
    result = synthesize(Order(other, [0], out), SerialEngine(), Hearing())
    assert "made from another seed or with other options" in result.problems[0]
    assert again(out)[0].problems == []


def test_a_rejected_seed_is_entered_with_its_reason_and_not_tried_again(tmp_path: Path) -> None:
    order = Order(replace(RECIPE, quota=Quota(9, patience=2)), [5], tmp_path)
    result = synthesize(order, SerialEngine(), Hearing())
    assert result.entries[0].status == "rejected"
    assert "patience is spent" in result.entries[0].failure
    hearing = Hearing()
    synthesize(order, SerialEngine(), hearing)
    assert hearing.num_jobs == 0


def test_a_damaged_ledger_is_told(out: Path) -> None:
    (out / LEDGER).write_text('{"ledger": 1}\nscribble\n')
    with pytest.raises(EmissionError, match=r"ledger\.jsonl, line 2 is damaged"):
        again(out)


@pytest.mark.parametrize("text", ['{"ledger": 2}\n', '{"shopping": "milk"}\n'])
def test_another_ledger_is_told(out: Path, text: str) -> None:
    (out / LEDGER).write_text(text)
    with pytest.raises(EmissionError, match="this version reads ledgers of format 1"):
        again(out)


def test_a_full_disk_loses_nothing_that_was_emitted(out: Path, finished: Path) -> None:
    with limit_files(), pytest.raises(EmissionError, match="File too large"):
        again(out, (0, 1, 2))
    assert tree(out) == tree(finished)

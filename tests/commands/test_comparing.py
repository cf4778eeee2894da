"""`autoforge compare`: the tables, and what the exit code says."""

import json
import shutil
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.domain.sealing import seal

REPOSITORY = Path(__file__).parents[2]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"
RETAIL = REPOSITORY / "generated" / "outdoor_v0"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["compare", *arguments])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_a_domain_that_is_like_nothing_known_passes(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, str(BOOKSHOP))
    assert code == 0
    assert "tau-bench retail" in text
    assert "repeat another" in text


def test_statistics_stand_beside_those_of_the_benchmarks(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    code, text = run(capsys, "autoforge/outdoor-v0", "--statistics")
    assert code == 0
    lines = {
        line.split("│")[1].strip(): line for line in text.splitlines() if line.count("│") == 10
    }
    assert {"autoforge/outdoor-v0", "level 1", "level 4", "tau2-bench telecom"} <= lines.keys()
    assert " 4.5 │" in lines["tau2-bench telecom"]


def test_similarity_of_two_domains(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, str(BOOKSHOP), str(RETAIL), "--similarity")
    assert code == 0
    assert "Similarity of 2 domains" in text
    assert "overall" in text
    assert "by parts" in text


def test_similarity_of_one_domain_is_left_out_with_the_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text = run(capsys, str(BOOKSHOP), "--similarity")
    assert code == 0
    assert "no similarity: it takes at least 2 domains; name another" in text
    assert "Similarity of" not in text


def test_a_task_that_tests_what_another_trains_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    path = folder / "tasks.jsonl"
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    copy = json.dumps({**first, "id": "planted", "split": "test"})
    path.write_text(path.read_text(encoding="utf-8") + copy + "\n", encoding="utf-8")
    seal(folder)
    code, text = run(capsys, str(folder))
    assert code == 2
    assert "tasks 'cancel_lighthouse' and 'planted' of different splits are 100% alike" in text


def test_a_folder_that_is_no_domain_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, text = run(capsys, str(tmp_path))
    assert code == 2
    assert str(tmp_path) in text


def test_an_id_whose_domains_lie_in_no_folder_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, text = run(capsys, "autoforge/forge-v0")
    assert code == 2
    assert "the domains of autoforge/forge-v0 lie in no folder" in text

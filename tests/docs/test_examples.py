"""The examples that the pages start tell in one line what is wrong with what they are given."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def make_parcel_desk(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "examples/parcel_desk/make.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_folder_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    result = make_parcel_desk(tmp_path / "desk")
    assert result.returncode == 2
    assert f"{tmp_path / 'desk'}: File exists; name a folder" in result.stderr
    assert list((tmp_path / "desk").iterdir()) == []


@pytest.mark.parametrize("option", [("--train", -1), ("--train", 100_000), ("--seed", -1)])
def test_numbers_that_make_no_desk_are_refused(option: tuple[str, int], tmp_path: Path) -> None:
    result = make_parcel_desk(tmp_path / "desk", *option)
    assert result.returncode == 2
    assert str(option[1]) in result.stderr.splitlines()[-1]
    assert not (tmp_path / "desk").exists()


def test_a_desk_has_the_tasks_asked_for(tmp_path: Path) -> None:
    result = make_parcel_desk(tmp_path / "desk", "--train", 4, "--held-out", 1)
    assert (result.returncode, result.stderr) == (0, "")
    assert len((tmp_path / "desk" / "tasks.jsonl").read_text().splitlines()) == 6

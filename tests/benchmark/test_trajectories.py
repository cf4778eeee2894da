"""A file of trajectories is lines of ASCII; older ones, which were UTF-8, are read as well."""

import dataclasses
import json
import os
from pathlib import Path

import pytest

from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.errors import OptionError
from tests.full_disk import limit_files

WORDS = "Danke sch\u00f6n.\u2028Bis\u2029bald\x85\x1c\U0001f600"
"""Words with all that somebody takes for the end of a line."""


@pytest.fixture
def trajectory() -> Trajectory:
    return Trajectory(
        environment="e", setting_hash="", agent="a", task_id="t", level=1, trial=0, seed=0,
        num_turns=1, num_steps=1, num_tool_errors=0, prompt_tokens=0, completion_tokens=0,
        ending="user_hung_up", error="", verdict={"reward": 1.0},
        messages=({"role": "user", "party": "user", "content": WORDS},),
    )  # fmt: skip


def recorded(path: Path) -> list[Trajectory]:
    file = TrajectoryFile(path)
    file.close()
    return file.trajectories


def test_every_line_is_a_trajectory_however_lines_are_told_apart(
    trajectory: Trajectory, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    file = TrajectoryFile(path)
    file.add(trajectory)
    file.add(dataclasses.replace(trajectory, trial=1))
    file.close()
    lines = path.read_text(encoding="ascii").splitlines()
    assert [json.loads(line)["trial"] for line in lines] == [0, 1]
    assert json.loads(lines[0])["messages"][0]["content"] == WORDS
    assert recorded(path) == file.trajectories


def test_a_file_in_utf_8_is_read_and_goes_on(trajectory: Trajectory, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    old = json.dumps(dataclasses.asdict(trajectory), ensure_ascii=False) + "\n"
    path.write_text(old, encoding="utf-8")
    file = TrajectoryFile(path)
    file.add(dataclasses.replace(trajectory, trial=1))
    file.close()
    assert recorded(path) == [trajectory, dataclasses.replace(trajectory, trial=1)]


def test_a_full_disk_is_told_and_keeps_what_was_recorded(
    trajectory: Trajectory, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    file = TrajectoryFile(path)
    file.add(trajectory)
    second = dataclasses.replace(trajectory, trial=1)
    told = r"t\.jsonl cannot be written: File too large; make room or choose another folder"
    with limit_files(path.stat().st_size + 100), pytest.raises(OptionError, match=told):
        file.add(second)
    assert file.trajectories == [trajectory]
    file.add(second)
    file.close()
    file.close()
    assert recorded(path) == [trajectory, second]


def test_a_file_has_one_writer_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    first = TrajectoryFile(path)
    with pytest.raises(
        OptionError, match=rf"process {os.getpid()}, writes .*t\.jsonl; wait for it"
    ):
        TrajectoryFile(path)
    TrajectoryFile(tmp_path / "other.jsonl").close()
    first.close()
    TrajectoryFile(path).close()


def test_a_file_that_is_refused_is_free_again(trajectory: Trajectory, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("[" * 100_000 + "\n")
    with pytest.raises(OptionError, match="line 1 is no trajectory"):
        TrajectoryFile(path)
    path.unlink()
    assert recorded(path) == []


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/full"])
def test_a_device_is_no_file_of_trajectories(name: str, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.symlink_to(name)
    with pytest.raises(OptionError, match="cannot be written: it is a device or pipe"):
        TrajectoryFile(path)

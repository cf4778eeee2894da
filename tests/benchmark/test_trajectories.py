"""A file of trajectories is lines of ASCII; older ones, which were UTF-8, are read as well."""

import dataclasses
import json
from pathlib import Path

import pytest

from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile

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

"""Trajectories as JSON lines in ASCII: one finished episode a line, so a killed run can go on."""

import dataclasses
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from autoforge_envs.errors import OptionError


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The record of one episode.

    Attributes:
        environment: Environment id.
        setting_hash: Hash of the domain's tasks and of how they are played.
        trial: Number of this trial of the task, from 0.
        seed: What the environment was reset with.
        verdict: The verdict as plain data.
        messages: What the agent perceived and did.
    """

    environment: str
    setting_hash: str
    agent: str
    task_id: str
    level: int
    trial: int
    seed: int
    num_turns: int
    num_steps: int
    num_tool_errors: int
    prompt_tokens: int
    completion_tokens: int
    ending: str
    error: str
    verdict: Mapping[str, Any]
    messages: tuple[Mapping[str, Any], ...]

    @property
    def spoiled(self) -> bool:
        """Whether somebody other than the agent ruined it."""
        return bool(self.verdict["spoiled"])

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What tells it apart within a file."""
        return self.environment, self.agent, self.task_id, self.trial


class TrajectoryFile:
    """A file of trajectories that grows by whole lines."""

    def __init__(self, path: Path) -> None:
        """Open a file, keeping what is there; a last line cut off by a kill is dropped.

        Raises:
            OptionError: The file holds something else, or cannot be written.
        """
        self.path = path
        self.trajectories: list[Trajectory] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._keep_whole_lines()
            self._file: IO[str] = path.open("a", encoding="ascii")
        except OSError as error:
            raise OptionError(
                f"{path} cannot be written: {error.strerror}; choose another"
            ) from None

    def _keep_whole_lines(self) -> None:
        if not self.path.exists():
            return
        data = self.path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                self.trajectories.append(_read(json.loads(line)))
            except (ValueError, TypeError, KeyError) as error:
                raise OptionError(
                    f"{self.path}, line {number} is no trajectory ({error}); choose another file"
                ) from None
        if len(whole) < len(data):
            with self.path.open("r+b") as file:
                file.truncate(len(whole))

    def add(self, trajectory: Trajectory) -> None:
        """Append a trajectory and hand it to the operating system."""
        self.trajectories.append(trajectory)
        fields = {f.name: getattr(trajectory, f.name) for f in dataclasses.fields(trajectory)}
        self._file.write(json.dumps(fields) + "\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file, its bytes on the disk."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()


def _read(data: Mapping[str, Any]) -> Trajectory:
    return Trajectory(**{**data, "messages": tuple(data["messages"])})

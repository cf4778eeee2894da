"""Trajectories as JSON lines in ASCII: one finished episode a line, so a killed run can go on."""

import dataclasses
import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoforge_envs.episode.verdict import Ending
from autoforge_envs.errors import OptionError
from autoforge_envs.files import append_whole, lock_file, open_regular


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
    def unanswered(self) -> bool:
        """Whether an endpoint gave no answer, so that playing it again may say more."""
        failed = self.ending in (Ending.AGENT_FAILED, Ending.USER_FAILED)
        return failed and self.verdict["blame"] == "infrastructure"

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What tells it apart within a file."""
        return self.environment, self.agent, self.task_id, self.trial


class TrajectoryFile:
    """A file of trajectories that grows by whole lines, locked against a second run."""

    def __init__(self, path: Path) -> None:
        """Open a file, keeping what is there; a last line cut off by a kill is dropped.

        Raises:
            OptionError: The file holds something else, another run has it, or it cannot be
                written.
        """
        self.path = path
        self.trajectories: list[Trajectory] = []
        with ExitStack() as opened:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                opened.enter_context(lock_file(path.with_name(f".{path.name}.lock")))
                self._keep_whole_lines()
                self._file = opened.enter_context(path.open("ab", buffering=0))
            except BlockingIOError as error:
                raise OptionError(
                    f"{error.strerror}, writes {path}; wait for it, stop it, or choose another "
                    "folder"
                ) from None
            except OSError as error:
                raise self._unwritable(error) from None
            self._opened = opened.pop_all()

    def _unwritable(self, error: OSError) -> OptionError:
        return OptionError(
            f"{self.path} cannot be written: {error.strerror}; make room or choose another folder, "
            "then give the same command again: it goes on where it stopped"
        )

    def _keep_whole_lines(self) -> None:
        if not self.path.exists():
            return
        with open_regular(self.path) as file:
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                self.trajectories.append(_read(json.loads(line)))
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise OptionError(
                    f"{self.path}, line {number} is no trajectory ({error}); choose another folder"
                ) from None
        if len(whole) < len(data):
            with self.path.open("r+b") as file:
                file.truncate(len(whole))

    def add(self, trajectory: Trajectory) -> None:
        """Append a trajectory and hand it to the operating system.

        Raises:
            OptionError: The disk is full; nothing was appended.
        """
        fields = {f.name: getattr(trajectory, f.name) for f in dataclasses.fields(trajectory)}
        try:
            append_whole(self._file, (json.dumps(fields) + "\n").encode("ascii"))
        except OSError as error:
            raise self._unwritable(error) from None
        self.trajectories.append(trajectory)

    def close(self) -> None:
        """Close the file, its bytes on the disk; closing twice is fine.

        Raises:
            OptionError: The disk does not take them.
        """
        with self._opened:
            try:
                if not self._file.closed:
                    os.fsync(self._file.fileno())
            except OSError as error:
                raise self._unwritable(error) from None


def _read(data: Mapping[str, Any]) -> Trajectory:
    return Trajectory(**{**data, "messages": tuple(data["messages"])})

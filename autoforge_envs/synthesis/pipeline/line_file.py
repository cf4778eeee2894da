"""Files of JSON lines that only grow, and survive a kill at any instant."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autoforge_envs.errors import EmissionError
from autoforge_envs.files import append_whole


class LineFile:
    """An append-only file of JSON objects, one a line.

    A line counts once it is whole: what a kill has cut off is dropped when the file is opened.
    """

    def __init__(self, path: Path) -> None:
        """Open a file, reading what is there.

        Raises:
            EmissionError: It holds something else, or cannot be written.
        """
        self.path = path
        self.lines: list[Mapping[str, Any]] = []
        try:
            self._keep_whole_lines()
            self._file = path.open("ab", buffering=0)
        except OSError as error:
            raise _unwritable(path, error) from None

    def _keep_whole_lines(self) -> None:
        if not self.path.exists():
            return
        data = self.path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            self.lines.append(_parse(line, self.path, number))
        if len(whole) < len(data):
            with self.path.open("r+b") as file:
                file.truncate(len(whole))
                os.fsync(file.fileno())

    def append(self, line: Mapping[str, Any]) -> None:
        """Add a line and hand it to the operating system: it survives a kill of this process.

        Raises:
            EmissionError: The disk is full, or the file cannot be written; nothing was added.
        """
        try:
            append_whole(self._file, (json.dumps(line, ensure_ascii=False) + "\n").encode())
        except OSError as error:
            raise _unwritable(self.path, error) from None
        self.lines.append(line)

    def clear(self) -> None:
        """Drop every line."""
        os.ftruncate(self._file.fileno(), 0)
        self.lines = []

    def sync(self) -> None:
        """Have the disk hold every line: they survive a power cut.

        Raises:
            EmissionError: The disk does not take them.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unwritable(self.path, error) from None

    def close(self) -> None:
        """Close the file; closing twice is fine."""
        self._file.close()

    def __enter__(self) -> "LineFile":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _parse(line: bytes, path: Path, number: int) -> Mapping[str, Any]:
    try:
        parsed = json.loads(line)
    except ValueError as error:
        raise _damaged(path, number, str(error)) from None
    if not isinstance(parsed, dict):
        raise _damaged(path, number, "it is no JSON object")
    return parsed


def _damaged(path: Path, number: int, reason: str) -> EmissionError:
    return EmissionError(
        f"{path}, line {number} is damaged ({reason}); delete the line if you know what it was, "
        "else move the file away: what it tells of is made again"
    )


def _unwritable(path: Path, error: OSError) -> EmissionError:
    return EmissionError(
        f"{path} cannot be written: {error.strerror}; make room or choose another folder, "
        "then give the same command again: it goes on where it stopped"
    )

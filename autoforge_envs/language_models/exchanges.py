"""Recorded exchanges: JSON lines of a request, its hash and the completion it got."""

import errno
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from autoforge_envs.errors import EndpointError
from autoforge_envs.files import open_regular
from autoforge_envs.language_models.chat import Completion, ToolCallRequest
from autoforge_envs.language_models.requests import canonical, request_hash

_MAX_LINE_BYTES = 2**26


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request body and the completion it got. `number` is its line in the file, from 1."""

    body: Mapping[str, object]
    completion: Completion
    number: int = 0

    @property
    def hash(self) -> str:
        """The request's hash."""
        return request_hash(self.body)

    def as_line(self) -> bytes:
        """Returns the line that records it: equal exchanges give equal bytes."""
        document = {
            "hash": self.hash,
            "request": self.body,
            "completion": asdict(self.completion),
        }
        return canonical(document).encode() + b"\n"


def read_exchanges(path: Path) -> Iterator[Exchange]:
    """Yields a recording's exchanges in the order they were written.

    Half a line at the end, which a killed run leaves, is passed over. A recording may be written
    by hand: the hash may be missing, and further keys (a note, say) are ignored.

    Raises:
        EndpointError: The file cannot be read, or a line is no exchange.
    """
    try:
        with open_regular(path) as file:
            for number, line in enumerate(_lines(file, path), start=1):
                try:
                    yield _exchange(line, number)
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    if line.endswith(b"\n"):
                        problem = f"{type(error).__name__}: {error}"
                        raise EndpointError(
                            f"{path}:{number} is no recorded exchange ({problem}): "
                            "remove the line or record again"
                        ) from error
    except OSError as error:
        raise EndpointError(
            f"cannot read the recording {path}: {error.strerror}; record one first"
        ) from error


def _lines(file: BinaryIO, path: Path) -> Iterator[bytes]:
    while line := file.readline(_MAX_LINE_BYTES + 1):
        if len(line) > _MAX_LINE_BYTES:
            raise OSError(errno.EFBIG, f"a line has more than {_MAX_LINE_BYTES:,} bytes", str(path))
        yield line


def cut_half_line(path: Path) -> None:
    """Removes what a killed run left of its last line, so that appended lines stay whole."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        end = size
        while end > 0:
            begin = max(0, end - 65_536)
            file.seek(begin)
            newline = file.read(end - begin).rfind(b"\n")
            if newline >= 0:
                end = begin + newline + 1
                break
            end = begin
        if end < size:
            file.truncate(end)


def _exchange(line: bytes, number: int) -> Exchange:
    document = json.loads(line)
    body, values = document["request"], document["completion"]
    if not isinstance(body, Mapping) or not isinstance(values, Mapping):
        raise TypeError("request and completion must be objects")
    exchange = Exchange(body, _completion(values), number)
    if document.get("hash", exchange.hash) != exchange.hash:
        raise ValueError(f"its hash {document['hash']!r} is not that of its request")
    return exchange


def _completion(values: Mapping[str, object]) -> Completion:
    calls = values.get("tool_calls", [])
    if not isinstance(calls, Sequence) or not isinstance(values["content"], str):
        raise TypeError("tool_calls must be a list and content a text")
    tool_calls = tuple(ToolCallRequest(**call) for call in calls)
    return Completion(**{**values, "tool_calls": tool_calls})  # type: ignore[arg-type]

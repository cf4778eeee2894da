"""A disk that takes no more: of any file, by the system's limit on sizes, or of one alone."""

import errno
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def limit_files(num_bytes: int = 200) -> Iterator[None]:
    """No file may grow past this size; the output of a test run may be such a file, so be brief."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (num_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From now on files of this name get half of what is written to them, and an error."""
    write = Path.write_bytes

    def write_half(path: Path, content: bytes) -> int:
        if path.name != name:
            return write(path, content)
        write(path, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", write_half)

"""Files that others name: no device is read, no half line is left, no two runs share one."""

import errno
import os
from pathlib import Path

import pytest

from autoforge_envs.files import append_whole, lock_file, open_regular, read_regular
from tests.full_disk import limit_files


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "it"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    with pytest.raises(OSError, match="it has more than 4 bytes") as caught:
        read_regular(path, 4)
    assert caught.value.errno == errno.EFBIG


def test_what_may_never_end_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (Path("/dev/zero"), tmp_path / "pipe"):
        with pytest.raises(OSError, match="it is a device or pipe"):
            open_regular(path)
    with pytest.raises(OSError, match="it is a folder"):
        open_regular(tmp_path)
    with pytest.raises(FileNotFoundError):
        open_regular(tmp_path / "absent")


def test_what_does_not_fit_is_not_appended_at_all(tmp_path: Path) -> None:
    path = tmp_path / "it"
    with path.open("ab", buffering=0) as file:
        append_whole(file, b"one\n")
        with limit_files(8), pytest.raises(OSError, match="File too large"):
            append_whole(file, b"two and more\n")
        assert path.read_bytes() == b"one\n"
        append_whole(file, b"three\n")
    assert path.read_bytes() == b"one\nthree\n"


def test_a_file_is_locked_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock_file(path):
        with pytest.raises(BlockingIOError) as caught:
            lock_file(path)
        assert caught.value.strerror == f"another run, process {os.getpid()}"
    lock_file(path).close()
    assert path.read_text() == f"{os.getpid()}\n"

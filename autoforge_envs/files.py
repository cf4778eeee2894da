"""Files that others name: read with a bound, appended to by whole lines, locked for one process."""

import errno
import fcntl
import os
import stat
from io import FileIO
from pathlib import Path
from typing import BinaryIO


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, but no device, pipe or socket: those may never end.

    Raises:
        OSError: It is not there, is none, or cannot be read.
    """
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a device or pipe"
        raise OSError(errno.EINVAL, f"it is {kind}", str(path))
    return path.open("rb")


def read_regular(path: Path, max_bytes: int) -> bytes:
    """Read a file.

    Raises:
        OSError: It is no regular file, larger, or cannot be read.
    """
    with open_regular(path) as file:
        content = file.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"it has more than {max_bytes:,} bytes", str(path))
    return content


def append_whole(file: FileIO, content: bytes) -> None:
    """Append to a file, which somebody may kill meanwhile, and hand it to the operating system.

    Args:
        file: Open for appending, without a buffer.
        content: Whole lines.

    Raises:
        OSError: The disk is full; nothing was appended.
    """
    size = os.fstat(file.fileno()).st_size
    left = memoryview(content)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError:
        os.ftruncate(file.fileno(), size)  # no half line before the next one
        raise


def lock_file(path: Path) -> FileIO:
    """Lock a file, made if need be, until it is closed, or this process ends however it ends.

    Raises:
        BlockingIOError: Another process holds it; `strerror` says which.
        OSError: It cannot be made.
    """
    file = path.open("a+b", buffering=0)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.truncate(0)
        file.write(b"%d\n" % os.getpid())
    except BlockingIOError as error:
        file.seek(0)
        owner = file.read().decode(errors="replace").strip()
        file.close()
        raise BlockingIOError(error.errno, f"another run, process {owner}", str(path)) from None
    except OSError:
        file.close()
        raise
    return file

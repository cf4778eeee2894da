"""A domain folder held in memory, for a worker that may open no file any more.

`StoredPath` answers what the loader asks of a path.
"""

import errno
import os
from collections.abc import Mapping
from pathlib import Path, PosixPath
from typing import ClassVar

from autoforge_envs.errors import DomainError
from autoforge_envs.files import read_regular

MAX_FILE_BYTES = 1 << 28
"""Largest file read; more would not fit beside its rows anyway."""


class StoredPath(PosixPath):
    """A path whose content was read beforehand, by `store_files`."""

    files: ClassVar[dict[str, bytes]] = {}

    def read_bytes(self) -> bytes:
        """Return the stored content."""
        if str(self) not in self.files:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self))
        return self.files[str(self)]

    def exists(self, **_: bool) -> bool:
        """Tell whether the file was stored."""
        return str(self) in self.files

    def is_file(self, **_: bool) -> bool:
        """Tell whether the file was stored."""
        return self.exists()

    def is_dir(self, **_: bool) -> bool:
        """Tell whether files below this path were stored."""
        return any(name.startswith(f"{self}/") for name in self.files)

    def resolve(self, strict: bool = False) -> "StoredPath":
        """Return the path itself: it was absolute when it was stored."""
        return self


def store_files(files: Mapping[str, bytes]) -> None:
    """Keep files in memory, by absolute path."""
    StoredPath.files = dict(files)


def read_file(path: Path) -> bytes:
    """Read a regular file of bounded size.

    Raises:
        DomainError: It is missing, too large, or no regular file.
    """
    try:
        return read_regular(path, MAX_FILE_BYTES)
    except OSError as error:
        raise DomainError(
            f"{path} cannot be read: {error.strerror}; a domain folder needs a smaller regular file"
        ) from None

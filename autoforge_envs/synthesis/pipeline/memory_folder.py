"""A folder in memory that can be written: where a locked process lays down a draft and seals it."""

import os
from typing import IO, Any

from typing_extensions import Buffer

from autoforge_envs.isolation.stored_files import StoredPath


class MemoryPath(StoredPath):
    """A path whose content is kept in this process; no file is ever opened."""

    def write_bytes(self, data: Buffer) -> int:
        """Keep content under this path."""
        self.files[str(self)] = bytes(data)
        return len(self.files[str(self)])

    def write_text(
        self,
        data: str,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
    ) -> int:
        """Keep text under this path; lines end as they are."""
        return self.write_bytes(data.encode(encoding or "utf-8", errors or "strict"))

    def read_text(self, encoding: str | None = None, errors: str | None = None) -> str:
        """Return the content as text."""
        return self.read_bytes().decode(encoding or "utf-8", errors or "strict")

    def replace(self, target: str | os.PathLike[str]) -> "MemoryPath":
        """Move the content to another path."""
        self.files[str(target)] = self.files.pop(str(self))
        return MemoryPath(target)

    def mkdir(self, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        """Do nothing: a folder is there once something is in it."""

    def touch(self, mode: int = 0o666, exist_ok: bool = True) -> None:
        """Keep no content under this path, unless there is some."""
        self.files.setdefault(str(self), b"")

    def open(  # type: ignore[override]
        self, *arguments: Any, **options: Any
    ) -> IO[Any]:
        """Refuse: whatever would open a file here has to read or write it whole.

        Raises:
            PermissionError: Always.
        """
        raise PermissionError(f"{self} lies in memory; read_bytes and write_bytes work")

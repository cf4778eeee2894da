"""The folder that domains are emitted into: ours alone while a run lasts, never half written.

A domain is written into a hidden folder beside the others, flushed to the disk and renamed, so a
kill leaves a whole domain or none. What is there already is never written over.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from io import FileIO
from pathlib import Path

from autoforge_envs.errors import EmissionError
from autoforge_envs.files import lock_file
from autoforge_envs.synthesis.pipeline.ledger import LEDGER

HIDDEN = ".synthesis"
"""Folder of what a run needs besides the domains: its lock, notes, domains half written."""

_IGNORED = ("__pycache__",)


class OutFolder:
    """A folder of synthesized domains, locked against a second run; close it when done."""

    def __init__(self, path: Path) -> None:
        """Open or make the folder.

        Raises:
            EmissionError: It is not ours, another run works in it, or it cannot be read or
                written.
        """
        self.path = Path(os.path.realpath(path))
        self._hidden = self.path / HIDDEN
        self._lock: FileIO | None = None
        _check_ours(self.path)
        try:
            self.scratch.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(self._hidden / "lock", self.path)
            self._tidy()
        except OSError as error:
            raise _unwritable(self.path, error) from None

    @property
    def scratch(self) -> Path:
        """Folder for notes on the domains that are being made, and for the domains themselves."""
        return self._hidden / "scratch"

    @property
    def ledger_path(self) -> Path:
        """Where the ledger lies."""
        return self.path / LEDGER

    @property
    def _half_written(self) -> Path:
        return self._hidden / "half_written"

    def _tidy(self) -> None:
        """Remove what a killed run has left, but for its notes."""
        for folder in (self._half_written, *self.scratch.glob("*/")):
            shutil.rmtree(folder, ignore_errors=True)

    def obstacle(self, name: str, files: Mapping[str, bytes]) -> str:
        """Say what keeps a domain folder from being put in its place; "" if nothing does."""
        target = self.path / name
        if not target.exists() or digest_of_folder(target) == digest_of(files):
            return ""
        return (
            f"{target} is there already and is not what this command makes: it was edited, or made "
            "from another seed or with other options; move it away or choose another --out, then "
            "give the same command again"
        )

    def emit(self, name: str, files: Mapping[str, bytes]) -> None:
        """Put a domain folder in its place in one step, unless it is there.

        Raises:
            EmissionError: The disk is full; nothing has changed.
        """
        target = self.path / name
        if target.exists():
            return
        fresh = self._half_written / name
        try:
            fresh.mkdir(parents=True)
            for file_name, content in files.items():
                _write(fresh / file_name, content)
            _flush_folder(fresh)
            fresh.rename(target)
            _flush_folder(self.path)
        except OSError as error:
            shutil.rmtree(fresh, ignore_errors=True)
            raise _unwritable(target, error) from None

    def objection(self, name: str, digest: str) -> str:
        """Say what is wrong with a domain that was emitted earlier; "" if nothing is."""
        target = self.path / name
        if digest_of_folder(target) == digest:
            return ""
        return (
            f"{target} was edited after it was emitted; move it away or delete it, then the same "
            "command emits it anew"
        )

    def close(self) -> None:
        """Let others work here; closing twice is fine."""
        if self._lock is not None:
            self._lock.close()


def digest_of(files: Mapping[str, bytes]) -> str:
    """Hash files with their names."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name} {hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()


def digest_of_folder(folder: Path) -> str:
    """Hash what a folder holds, apart from what Python leaves in it.

    Raises:
        EmissionError: It cannot be read.
    """
    try:
        paths = [path for path in folder.iterdir() if path.name not in _IGNORED]
        return digest_of({path.name: path.read_bytes() for path in paths})
    except OSError as error:
        raise EmissionError(
            f"{error.filename} cannot be read: {error.strerror}; mend its permissions, or move "
            f"{folder} away"
        ) from None


def _check_ours(path: Path) -> None:
    """Refuse a folder that holds anything but domains, or that cannot be looked into."""
    try:
        _check_content(path)
    except OSError as error:
        raise EmissionError(
            f"{error.filename} cannot be read: {error.strerror}; mend its permissions, or choose "
            "another --out"
        ) from None


def _check_content(path: Path) -> None:
    if not path.exists():
        return
    if not path.is_dir():
        raise EmissionError(f"{path} is a file; give --out a folder")
    if (path / "domain.json").exists():
        raise EmissionError(f"{path} is a domain; give --out the folder to put domains into")
    strangers = sorted(
        each.name for each in path.iterdir()
        if each.name not in (LEDGER, HIDDEN, *_IGNORED) and not (each / "domain.json").is_file()
    )  # fmt: skip
    if strangers:
        raise EmissionError(
            f"{path} holds {', '.join(strangers[:3])}{' …' if len(strangers) > 3 else ''}, which "
            "is no domain; give --out a new folder, or one that holds domains only"
        )


def _lock(path: Path, folder: Path) -> FileIO:
    """Take the lock, which the system gives back however this process ends."""
    try:
        return lock_file(path)
    except BlockingIOError as error:
        raise EmissionError(
            f"{error.strerror}, works in {folder}; wait for it, stop it, or choose another --out"
        ) from None


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> EmissionError:
    return EmissionError(
        f"{path} cannot be written: {error.strerror}; make room, or choose another --out, then "
        "give the same command again: it goes on where it stopped"
    )

"""Checkpoints: whole or not there, whatever happens while one is written.

A checkpoint is written beside its place, every byte of it put on the disk, and renamed: whoever
looks sees the old ones, or the old ones and a whole new one.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import torch

from autoforge_rl.errors import CheckpointError, ChoiceError

POLICY = "policy"
"""Folder within a checkpoint that holds model and tokenizer as Hugging Face has them."""
_STATE = "state.pt"
_ABOUT = "about.json"
_ABSENT = object()
_MOST_SHOWN = 300
"""Characters of a value that an error shows."""


@dataclass(frozen=True, slots=True)
class CheckpointChoices:
    """How often the run is saved.

    Attributes:
        every: Updates between two checkpoints; the last update has one in any case.
        keep: How many of the newest are kept.
    """

    every: int = 10
    keep: int = 2

    def __post_init__(self) -> None:
        if self.every < 1 or self.keep < 1:
            raise ChoiceError(f"every and keep must be positive, got {self.every} and {self.keep}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has got.

    Attributes:
        update: Updates made.
        goal: Updates that there were to be.
    """

    update: int
    goal: int

    @property
    def is_complete(self) -> bool:
        """Whether no update is missing."""
        return self.update >= self.goal


def save(
    folder: Path,
    progress: Progress,
    state: Mapping[str, Any],
    about: Mapping[str, Any],
    write_policy: Callable[[Path], None],
) -> Path:
    """Write the checkpoint of an update and return its folder.

    Args:
        folder: That of all checkpoints.
        progress: How many updates have been made, and of how many.
        state: Tensors and numbers that the next update depends on.
        about: What must be the same in whatever goes on from it; plain values.
        write_policy: Writes model and tokenizer into a folder.

    Raises:
        CheckpointError: The disk is full or cannot be written; earlier checkpoints are untouched.
    """
    path = folder / f"{progress.update:06d}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for stray in folder.glob(".new-*"):  # of a run that was killed
            shutil.rmtree(stray)
        scratch = Path(mkdtemp(prefix=".new-", dir=folder))
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        _fill(scratch, state, {**asdict(progress), **about}, write_policy)
        if path.exists():
            shutil.rmtree(path)
        scratch.rename(path)
        _sync(folder)
    except Exception as error:  # where a disk is full, tokenizers raises no narrower class
        raise _unwritable(path, error) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)  # it is gone if it was renamed
    return path


def newest(folder: Path) -> Path | None:
    """Return the checkpoint of the latest update, or None where there is none."""
    return max(_checkpoints(folder), default=None, key=lambda path: int(path.name))


def load(path: Path, about: Mapping[str, Any]) -> dict[str, Any]:
    """Return a checkpoint's state.

    Args:
        path: The checkpoint's folder.
        about: What it must have been written with.

    Raises:
        CheckpointError: It cannot be read, or is of another policy or another run.
    """
    found = _read_about(path)
    for name, value in about.items():
        if found.get(name) != value:
            raise CheckpointError(
                f"{path} is of another {name}: {_difference(found.get(name, _ABSENT), value)}; "
                "name another folder for this run, or go on with what it was started with"
            )
    try:
        state: dict[str, Any] = torch.load(path / _STATE, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged file can make it raise whatever there is
        raise _unreadable(path, error) from error
    return state


def progress_of(path: Path) -> Progress:
    """Return how far a stage had got; a checkpoint that names no goal counts as complete.

    Raises:
        CheckpointError: It cannot be read.
    """
    update = int(path.name)
    goal = _read_about(path).get("goal", update)
    if not isinstance(goal, int):
        raise _unreadable(path, TypeError(f"its goal is {goal!r}"))
    return Progress(update, goal)


def prune(folder: Path, keep: int) -> None:
    """Remove all checkpoints but the newest."""
    for path in sorted(_checkpoints(folder), key=lambda each: int(each.name))[:-keep]:
        shutil.rmtree(path, ignore_errors=True)


def _fill(
    folder: Path,
    state: Mapping[str, Any],
    about: Mapping[str, Any],
    write_policy: Callable[[Path], None],
) -> None:
    """Write all files of a checkpoint, and have them put on the disk."""
    (folder / POLICY).mkdir()
    write_policy(folder / POLICY)
    torch.save(dict(state), folder / _STATE)
    text = json.dumps(about, indent=2, sort_keys=True)
    (folder / _ABOUT).write_text(text + "\n", encoding="utf-8")
    _sync_all(folder)
    folder.chmod(0o755)


def _read_about(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((path / _ABOUT).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(path, error) from error


def _checkpoints(folder: Path) -> list[Path]:
    return [path for path in folder.glob("[0-9]*") if path.name.isdigit()]


def _sync_all(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: Exception) -> CheckpointError:
    return CheckpointError(
        f"{path} cannot be written: {type(error).__name__}: {error}; make room and start the run "
        "again, it goes on from the checkpoint before"
    )


def _unreadable(path: Path, error: Exception) -> CheckpointError:
    reason = f"{type(error).__name__}: {error}"
    return CheckpointError(f"{path} cannot be read: {reason}; remove it")


def _difference(found: Any, wanted: Any, name: str = "") -> str:
    """Name the first key in which two values differ, however deep, and both values."""
    theirs, ours = _parts(found), _parts(wanted)
    if theirs is not None and ours is not None:
        for key in sorted({*theirs, *ours}):
            there, here = theirs.get(key, _ABSENT), ours.get(key, _ABSENT)
            if there != here:
                return _difference(there, here, f"{name}.{key}" if name else str(key))
    there, here = _shown(found), _shown(wanted)
    return f"{name} is {there} there and {here} here" if name else f"{there}, not {here}"


def _parts(value: Any) -> Mapping[Any, Any] | None:
    """Return what a value is made of, by key; None for one that can be shown as it is."""
    if isinstance(value, list) and len(repr(value)) > _MOST_SHOWN:
        return dict(enumerate(value))
    return value if isinstance(value, Mapping) else None


def _shown(value: Any) -> str:
    if value is _ABSENT:
        return "absent"
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"

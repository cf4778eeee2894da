"""Reading a domain folder's data: manifest, policy document, tasks, rows. None of its code runs."""

import hashlib
import json
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.domain import Contents, Manifest
from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.values import check_stored
from autoforge_envs.errors import DomainError

FORMAT = 1
"""Version of the on-disk format; written to and demanded of `domain.json`."""

CODE_FILES = ("models.py", "tools.py", "rules.py")
DATA_FILES = ("records.jsonl", "tasks.jsonl", "policy.md")
BEHAVIOUR_FILES = (*CODE_FILES, "records.jsonl")

_MANIFEST_FIELDS: dict[str, type] = {
    "name": str, "version": int, "title": str, "description": str, "clock": str,
    "designer": dict, "split": str, "hashes": dict, "statistics": dict,
}  # fmt: skip
_FILLED_BY_SEALING: dict[str, Any] = {"hashes": {}, "statistics": {}, "split": "train"}


def read_manifest(folder: Path) -> Manifest:
    """Read `domain.json`.

    Raises:
        DomainError: The folder is no domain, or the file is wrong.
    """
    path = folder / "domain.json"
    if not folder.is_dir():
        raise DomainError(f"{folder} is no folder; give the path of a domain folder")
    data = _parse_json(_read(path), path, 1)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format") if isinstance(data, dict) else None
        raise DomainError(
            f"{path}: 'format' is {found!r}, this version reads {FORMAT}; "
            "seal the folder again, or install the version it was made with"
        )
    values: dict[str, Any] = {}
    for name, kind in _MANIFEST_FIELDS.items():
        value = data.get(name, _FILLED_BY_SEALING.get(name))
        if not isinstance(value, kind):
            raise DomainError(f"{path}: {name!r} is {value!r}, give it a {kind.__name__}")
        values[name] = value
    if not values["name"].isidentifier() or values["version"] < 0:
        raise DomainError(f"{path}: 'name' must be an identifier and 'version' zero or more")
    if not check_stored(SEMANTIC_TYPES["Timestamp"], values["clock"]):
        raise DomainError(
            f"{path}: 'clock' is {values['clock']!r}, must be a time such as 2026-03-02T09:00:00"
        )
    return Manifest(**values)


def read_contents(folder: Path, *, sealed: bool = True) -> Contents:
    """Read a domain folder's data.

    Args:
        folder: The domain folder.
        sealed: Demand that every file is as `autoforge seal` left it; False while authoring.

    Raises:
        DomainError: A file is missing, damaged or was edited after sealing.
    """
    manifest = read_manifest(folder)
    folder = folder.resolve()
    if sealed:
        _check_hashes(folder, manifest)
    policy = folder / "policy.md"
    return Contents(
        folder=folder,
        manifest=manifest,
        policy_document=_read(policy).decode() if sealed or policy.exists() else "",
        tasks=_read_tasks(folder / "tasks.jsonl"),
        content_hash=content_hash(folder, manifest.clock),
    )


def content_hash(folder: Path, clock: str) -> str:
    """Hash everything that decides how the domain behaves."""
    total = hashlib.sha256(clock.encode())
    for name in BEHAVIOUR_FILES:
        total.update(hashlib.sha256(_read(folder / name)).digest())
    return total.hexdigest()


def file_hash(path: Path) -> str:
    """Return the sha256 of a file."""
    return hashlib.sha256(_read(path)).hexdigest()


def _check_hashes(folder: Path, manifest: Manifest) -> None:
    command = f"`autoforge seal {shlex.quote(str(folder))}`"
    if not manifest.hashes:
        raise DomainError(f"{folder} was never sealed; run {command}")
    for name in (*CODE_FILES, *DATA_FILES):
        path = folder / name
        actual = file_hash(path)
        expected = manifest.hashes.get(name)
        if expected is None:
            raise DomainError(f"{path} was never sealed, domain.json has no hash; run {command}")
        if actual != expected:
            raise DomainError(
                f"{path}: its sha256 is {actual[:12]}…, domain.json says {str(expected)[:12]}…; "
                f"if the edit is yours, run {command}, else fetch the file anew"
            )


def _read(path: Path) -> bytes:
    if path.exists() and not path.is_file() and not path.is_dir():  # it may never end
        raise DomainError(f"{path} cannot be read: it is a device or pipe; put a file there")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise DomainError(f"{path} is missing; a domain folder needs it") from None
    except OSError as error:
        raise DomainError(f"{path} cannot be read: {error.strerror}") from None


def _parse_json(text: bytes, path: Path, line: int) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        at = line + (error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0)
        raise DomainError(f"{path}, line {at}: no valid JSON ({error}); mend the line") from None
    except RecursionError:
        raise DomainError(f"{path}, line {line}: nested too deeply; mend the line") from None


def _read_tasks(path: Path) -> tuple[Task, ...]:
    tasks: dict[str, Task] = {}
    for number, line in enumerate(_read(path).splitlines(), 1):
        if not line.strip():
            continue
        task = read_task(_parse_json(line, path, number), f"{path}, line {number}")
        if task.id in tasks:
            raise DomainError(
                f"{path}, line {number}: a second task is called {task.id!r}; rename one"
            )
        tasks[task.id] = task
    return tuple(tasks.values())


def read_rows(folder: Path) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Yield table name, values and place (file and line) of each initial row.

    Raises:
        DomainError: A line is no row.
    """
    path = folder / "records.jsonl"
    for number, line in enumerate(_read(path).splitlines(), 1):
        row = _parse_json(line, path, number)
        where = f"{path}, line {number}"
        table, values = _table_and_values(row, where)
        yield table, values, where


def count_rows(folder: Path) -> int:
    """Count the initial rows, without looking at them."""
    return len(_read(folder / "records.jsonl").splitlines())


def _table_and_values(row: Any, where: str) -> tuple[str, Mapping[str, Any]]:
    if isinstance(row, dict) and row.keys() == {"table", "values"}:
        table, values = row["table"], row["values"]
        if isinstance(table, str) and isinstance(values, dict):
            return table, values
    raise DomainError(f'{where}: a row is {{"table": "...", "values": {{...}}}}; mend the line')

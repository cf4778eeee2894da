"""The domain's side of a worker: what is loaded before and after the lock, and every operation.

Values that leave here are plain JSON. The worker gets no tasks: the domain's code has no need to
know what its episodes are scored by.
"""

import base64
import dataclasses
import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autoforge_envs.domain.contents import BEHAVIOUR_FILES, content_hash
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.policy import write_policy
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.errors import DomainError
from autoforge_envs.isolation.stored_files import StoredPath, read_file, store_files

PRELOADED_MODULES = (
    "_strptime", "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "enum",
    "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "operator", "re",
    "statistics", "string", "textwrap", "typing", "unicodedata",
)  # fmt: skip
"""What a domain's code may import besides this package; a locked worker can load nothing more."""


def preload() -> None:
    """Import what unreviewed code may need, since nothing can be imported from disk afterwards."""
    for name in PRELOADED_MODULES:
        importlib.import_module(name)


def take_folder(folder: str, expected_hash: str, clock: str) -> StoredPath:
    """Read a domain folder's files into memory, before the lock.

    Raises:
        DomainError: A file is missing, or the folder was edited since the parent read it.
    """
    names = ("domain.json", *BEHAVIOUR_FILES)
    files = {f"{folder}/{name}": read_file(Path(folder, name)) for name in names}
    store_files({**files, f"{folder}/tasks.jsonl": b""})
    path = StoredPath(folder)
    if content_hash(path, clock) != expected_hash:
        raise DomainError(f"{folder} was edited while its environments were open; make them anew")
    return path


class Service:
    """One domain and its sessions, by number."""

    def __init__(self, folder: StoredPath) -> None:
        """Load the domain: this runs its code."""
        self._domain = load_domain(folder, sealed=False)
        self._server = LocalServer(self._domain, in_memory=True)
        self._sessions: dict[int, LocalSession] = {}
        self._operations: dict[str, Callable[..., object]] = {
            "describe": self._describe,
            "open": self._open,
            "reset": lambda number: self._sessions[number].reset(),
            "call": self._call,
            "difference": self._difference,
            "violations": lambda number: self._sessions[number].violations(),
            "save": lambda number: base64.b64encode(self._sessions[number].save()).decode(),
            "restore": self._restore,
            "close": lambda number: self._sessions.pop(number).close(),
        }

    def perform(self, operation: str, arguments: list[Any]) -> object:
        """Do what the parent asks and return plain JSON."""
        return self._operations[operation](*arguments)

    def _describe(self) -> object:
        return describe(self._domain)

    def _open(self, number: int, rule_enforcement: Any) -> None:
        if number in self._sessions:
            self._sessions.pop(number).close()
        self._sessions[number] = self._server.open_session(rule_enforcement)

    def _call(self, number: int, caller: Any, name: str, arguments: Mapping[str, object]) -> object:
        result = self._sessions[number].call(caller, name, arguments)
        return [result.content, result.error, result.wrote, list(result.violations)]

    def _difference(self, number: int) -> object:
        return [change.as_json() for change in self._sessions[number].difference()]

    def _restore(self, number: int, snapshot: str) -> None:
        self._sessions[number].restore(base64.b64decode(snapshot))


def describe(domain: Domain) -> dict[str, object]:
    """Describe a loaded domain as plain JSON: tools, rules, tables, policy document."""
    return {
        "tools": [dataclasses.asdict(tool) for tool in domain.tool_infos()],
        "rules": [
            {"name": rule.name, "sentence": rule.sentence, "before": list(rule.before),
             "enforced_by": rule.enforced_by, "declinable": rule.declinable}
            for rule in domain.rules
        ],
        "tables": [
            {"name": kind.name, "model": kind.model.__name__, "key": kind.key,
             "columns": {name: semantic.name for name, semantic in kind.semantics.items()}}
            for kind in domain.record_types
        ],
        "policy_document": write_policy(domain),
    }  # fmt: skip

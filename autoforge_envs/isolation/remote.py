"""The parent's side of a locked worker: a domain server whose tools run behind the lock.

A worker serves all sessions of one domain in one parent process. When a call hangs, crashes or
floods, its session gets a `ToolCrash` that says so, and the worker is killed. The next use starts
a fresh one; every other session is brought to where it was by repeating its calls since reset,
which is exact because tools are deterministic, and checked, because hostile ones need not be.

The boundary protects the host, not the domain from itself: hostile code can lie about its own
domain's state, and so about the reward of its own episodes.
"""

import base64
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.domain import Contents, ToolInfo
from autoforge_envs.domain.rules import RuleEnforcement
from autoforge_envs.domain.session import ToolResult
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.task_reading import check_tools
from autoforge_envs.domain.tools import Caller
from autoforge_envs.errors import AutoForgeError, SnapshotError, StateError, ToolCrash
from autoforge_envs.isolation.answers import (
    read_changes,
    read_description,
    read_names,
    read_nothing,
    read_result,
    read_snapshot,
    read_tools,
)
from autoforge_envs.isolation.connection import Connection, Limits

T = TypeVar("T")


class Worker:
    """Serves one domain from a locked process; a `DomainServer`."""

    def __init__(self, contents: Contents, limits: Limits) -> None:
        """Start a worker and load the domain in it; `Worker.start` reads the folder first.

        Raises:
            DomainError: The domain's code is wrong.
            ToolCrash: Loading it hung, crashed or did something forbidden.
            IsolationError: This machine cannot lock a worker.
        """
        self.contents = contents
        self.limits = limits
        self._lock = threading.RLock()
        self._owner = os.getpid()
        self._num_sessions = 0
        self._connection: Connection | None = None
        self._description: dict[str, Any] = {}
        with self.connected():
            self.tools: tuple[ToolInfo, ...] = read_tools(self._description)
        _check_plans(contents, self.tools)

    @classmethod
    def start(cls, folder: Path, *, sealed: bool = True, limits: Limits | None = None) -> "Worker":
        """Start a worker for a domain folder.

        Args:
            folder: The domain folder.
            sealed: Demand that every file is as `autoforge seal` left it; False while authoring.
            limits: What the worker may take.

        Raises:
            DomainError: Something in the folder is wrong.
            ToolCrash: Loading the domain hung, crashed or did something forbidden.
            IsolationError: This machine cannot lock a worker.
        """
        return cls(read_contents(folder, sealed=sealed), limits or Limits())

    @property
    def process_id(self) -> int | None:
        """Number of the process that serves now, None if none does."""
        return self._connection.process_id if self._connection else None

    def describe(self) -> dict[str, Any]:
        """Return the tools, rules, tables and policy document that the domain's code declares."""
        return self._description

    def open_session(self, rule_enforcement: RuleEnforcement = "as_designed") -> "WorkerSession":
        """Open a live environment's state; close it when done."""
        self._num_sessions += 1
        return WorkerSession(self, self._num_sessions, rule_enforcement)

    def close(self) -> None:
        """End the process; sessions that are used later start another."""
        with self._hold():
            if self._connection is not None:
                self._connection.end()
            self._connection = None

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Hold the worker for a conversation, starting one where none is usable."""
        with self._hold():
            if self._connection is None or not self._connection.is_usable():
                self.close()
                self._connection = self._connect()
            yield self._connection

    @contextmanager
    def _hold(self) -> Iterator[None]:
        if self._owner != os.getpid():  # forked: the worker stays with the parent
            if self._connection is not None:
                self._connection.forget()
            self._connection, self._owner, self._lock = None, os.getpid(), threading.RLock()
        with self._lock:
            yield

    def _connect(self) -> Connection:
        manifest = self.contents.manifest
        connection = Connection(self.limits)
        arguments = [
            str(self.contents.folder),
            self.contents.content_hash,
            manifest.clock,
            self.limits.memory_bytes,
        ]
        try:
            description = connection.ask(
                f"loading {manifest.name}",
                "load",
                arguments,
                self.limits.load_seconds,
                read_description,
            )
        except AutoForgeError:
            connection.end()
            raise
        self._description = self._description or description  # a later one could only be a lie
        return connection


def _check_plans(contents: Contents, tools: tuple[ToolInfo, ...]) -> None:
    by_caller = {
        caller: {tool.name for tool in tools if tool.caller == caller}
        for caller in ("agent", "user")
    }
    where = str(contents.folder / "tasks.jsonl")
    check_tools(contents.tasks, by_caller["agent"], by_caller["user"], where)


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that changed a session's state, and the answer it got."""

    operation: str
    arguments: tuple[object, ...]
    subject: str
    answer: object


class WorkerSession:
    """A session whose tools run in a locked worker."""

    def __init__(self, worker: Worker, number: int, rule_enforcement: RuleEnforcement) -> None:
        self._worker = worker
        self._number = number
        self._rule_enforcement = rule_enforcement
        self._connection: Connection | None = None  # where this session is up to date
        self._steps: list[_Step] = []
        self._failure = ""

    def reset(self) -> None:
        """Undo everything; a session whose tool crashed is usable again."""
        self._steps, self._failure = [], ""
        if self._connection is None:
            return
        try:
            self._ask("reset", (), "reset", read_nothing)
        except (ToolCrash, StateError):
            self._leave()

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Call a tool.

        Raises:
            ToolCrash: The tool or a rule failed by its own fault, or did so earlier.
        """
        if self._failure:
            raise ToolCrash(f"the session failed earlier and must be reset: {self._failure}")
        subject = f"tool {name[:80]!r}"
        sent = (caller, name, dict(arguments))
        try:
            result = self._ask("call", sent, subject, read_result)
        except ToolCrash as error:
            self._failure = str(error)
            raise
        self._steps.append(_Step("call", sent, subject, result))
        return result

    def difference(self) -> list[Change]:
        """Return what changed since reset, in canonical form."""
        return self._ask("difference", (), "reading the difference", read_changes)

    def violations(self) -> list[str]:
        """Return the names of the rules broken since reset, sorted."""
        return self._ask("violations", (), "reading the violations", read_names)

    def save(self) -> bytes:
        """Return the net difference as bytes."""
        return self._ask("save", (), "saving", read_snapshot)

    def restore(self, snapshot: bytes) -> None:
        """Bring the state to a saved one, of this or any other session of the domain.

        Raises:
            SnapshotError: The bytes are damaged or belong to another domain; the state is reset.
        """
        self._steps, self._failure = [], ""
        sent = (base64.b64encode(snapshot).decode(),)
        try:
            self._ask("restore", sent, "restoring", read_nothing)
        except SnapshotError:
            self.reset()
            raise
        self._steps = [_Step("restore", sent, "restoring", None)]

    def close(self) -> None:
        """Give up the state."""
        if self._connection is not None and self._connection.is_usable():
            with suppress(AutoForgeError):
                self._ask("close", (), "closing", read_nothing)
        self._leave()

    def _leave(self) -> None:
        self._connection = None

    def _ask(
        self,
        operation: str,
        arguments: tuple[object, ...],
        subject: str,
        read: Callable[[object], T],
    ) -> T:
        with self._worker.connected() as connection:
            if self._connection is not connection:
                self._catch_up(connection)
            return self._ask_here(connection, operation, arguments, subject, read)

    def _catch_up(self, connection: Connection) -> None:
        """Open this session in a fresh worker and bring it to where it was."""
        self._ask_here(connection, "open", (self._rule_enforcement,), "opening", read_nothing)
        for step in self._steps:
            read = read_result if step.operation == "call" else read_nothing
            answer = self._ask_here(connection, step.operation, step.arguments, step.subject, read)
            if answer != step.answer:
                raise ToolCrash(f"{step.subject} answered otherwise when it was repeated")
        self._connection = connection

    def _ask_here(
        self,
        connection: Connection,
        operation: str,
        arguments: tuple[object, ...],
        subject: str,
        read: Callable[[object], T],
    ) -> T:
        seconds = self._worker.limits.call_seconds
        return connection.ask(subject, operation, (self._number, *arguments), seconds, read)

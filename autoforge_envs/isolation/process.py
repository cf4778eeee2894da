"""The parent's side of the nursery: start a locked worker process, learn how it ended.

A parent process has one nursery, started when first needed. A process forked from the parent gets
a nursery of its own, since two processes cannot share the conversation with one.
"""

import atexit
import collections
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from autoforge_envs.errors import IsolationError
from autoforge_envs.isolation.filter import this_architecture

MESSAGE_BYTES = 64
"""No message between parent and nursery is longer."""

READY = b"ready"
"""What the nursery says first."""

SERVING = "autoforge_envs.isolation.nursery"
"""Main of the nursery whose workers serve a domain's sessions."""

_START_SECONDS = 60.0
_ANSWER_SECONDS = 30.0
_NURSERY_ENDED = "the end of its nursery"
_KEPT_VARIABLES = ("LD_LIBRARY_PATH",)


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """A worker and the socket to it.

    Attributes:
        process_id: Its number, which only the nursery that started it may kill.
        connection: The socket to it.
        nursery: The parent's side of that nursery.
        control: The socket to that nursery; another one is another nursery's.
    """

    process_id: int
    connection: socket.socket
    nursery: "Nursery"
    control: socket.socket

    def end(self) -> str:
        """Kill it unless it has ended, and tell how it ended: "exit code 3", "SIGSEGV"."""
        self.connection.close()
        return self.nursery.bury(self)

    def abandon(self) -> None:
        """Hang up, and have it ended when the next one starts; safe inside a finalizer."""
        self.connection.close()
        self.nursery.doomed.append(self)


def start_process(nursery: str = SERVING) -> WorkerProcess:
    """Fork a worker; it waits for its first request.

    Args:
        nursery: Module that is the nursery's main: what its workers have imported and can do.

    Raises:
        IsolationError: Workers cannot be started here.
    """
    this_architecture()
    return _nursery_of(os.getpid(), nursery).start()


def start_nursery_ahead(nursery: str = SERVING) -> None:
    """Start a nursery in the background, unless there is one: no first worker need wait for it.

    If it does not start, whoever starts a worker has it tried again, and is told if that fails.
    """
    threading.Thread(target=_nursery_of(os.getpid(), nursery).get_ready, daemon=True).start()


_NURSERIES: dict[tuple[int, str], "Nursery"] = {}


def _nursery_of(parent_id: int, module: str) -> "Nursery":
    """Return the nursery of a process, whichever of its threads asks first."""
    key = (parent_id, module)
    return _NURSERIES.get(key) or _NURSERIES.setdefault(key, Nursery(parent_id, module))


class Nursery:
    """The parent's conversation with its nursery, which is started anew if it has died."""

    def __init__(self, parent_id: int, module: str) -> None:
        self.doomed: collections.deque[WorkerProcess] = collections.deque()
        self._parent_id = parent_id
        self._module = module
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    def get_ready(self) -> None:
        """Start it, unless it runs; say nothing if that fails."""
        with self._lock, contextlib.suppress(IsolationError, OSError):
            this_architecture()
            self._connect()

    def start(self) -> WorkerProcess:
        """Fork a worker."""
        while self.doomed:
            self.doomed.popleft().end()
        with self._lock:
            for _ in range(2):  # the first try may find that the nursery has died
                with contextlib.suppress(ConnectionError):
                    return self._fork(self._connect())
        raise IsolationError("the nursery of locked workers died twice while it started one")

    def bury(self, process: WorkerProcess) -> str:
        """Kill and collect a worker, and tell how it ended."""
        request = f"bury {process.process_id}".encode()
        with self._lock:
            if process.control is not self._control or os.getpid() != self._parent_id:
                return _NURSERY_ENDED
            try:
                status = self._ask(process.control, request, [], _ANSWER_SECONDS)
            except ConnectionError:
                return _NURSERY_ENDED
        return _describe(os.waitstatus_to_exitcode(status))

    def close(self) -> None:
        """End the nursery and with it every worker."""
        if self._control is None or self._process is None or os.getpid() != self._parent_id:
            return
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # heard even if a fork holds the socket too
        self._control.close()
        try:
            self._process.wait(_ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._control = self._process = None

    def _fork(self, control: socket.socket) -> WorkerProcess:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                process_id = self._ask(control, b"start", [theirs.fileno()], _START_SECONDS)
            except ConnectionError:
                ours.close()
                raise
        return WorkerProcess(process_id, ours, self, control)

    def _ask(
        self, control: socket.socket, request: bytes, descriptors: list[int], seconds: float
    ) -> int:
        try:
            control.settimeout(seconds)
            socket.send_fds(control, [request], descriptors)
            return int(control.recv(MESSAGE_BYTES))
        except (OSError, ValueError) as error:
            self.close()
            raise ConnectionError(f"the nursery of locked workers failed: {error}") from None

    def _connect(self) -> socket.socket:
        if self._control is None:
            self._control, self._process = self._launch()
            self._await_ready(self._control)
        return self._control

    def _launch(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        """Start its process, and return the socket to it as well."""
        ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs:
            try:
                return ours, _spawn(theirs, self._parent_id, self._module)
            except OSError as error:
                ours.close()
                raise IsolationError(
                    f"no process for locked workers can be started: {error}"
                ) from None

    def _await_ready(self, control: socket.socket) -> None:
        control.settimeout(_START_SECONDS)
        with contextlib.suppress(OSError):
            if control.recv(MESSAGE_BYTES) == READY:
                return
        self.close()
        raise IsolationError(
            "the nursery of locked workers did not start; "
            "what it says about that is on standard error"
        )


def _describe(exit_code: int) -> str:
    if exit_code >= 0:
        return f"exit code {exit_code}"
    known = {int(each): each.name for each in signal.Signals}
    return known.get(-exit_code, f"signal {-exit_code}")


def _spawn(control: socket.socket, parent_id: int, module: str) -> subprocess.Popen[bytes]:
    """Start an interpreter that knows nothing of this process but where its modules lie."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    fixed = {
        "PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path),
        "PYTHONSAFEPATH": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_NUM_THREADS": "1",  # a process with threads should not fork
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-m", module]
    return subprocess.Popen(
        [*command, str(control.fileno()), str(parent_id)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[control.fileno()],
        env={**kept, **fixed},
        cwd="/",
        start_new_session=True,
    )

"""Locks that a worker puts on itself before it runs any unreviewed code; Linux only.

Each lock is given up for good, and none needs a privilege:

- no new privileges, no capabilities, not dumpable (nobody may look into the process), killed
  together with the process that started it;
- every file descriptor closed but the channel (standard streams lead to /dev/null);
- resource limits: address space, no new descriptors, no process, no file growth, no core dump;
- landlock, where the kernel has it: no file, no TCP port, no abstract socket, no signal outward;
- seccomp: the allow-list of `filter`, which forbids all of that again by itself.

Seccomp is the lock that must hold: without it nothing is run. At the end the locks are tried.

Not covered: flaws in the kernel itself, what can be learnt from timing and shared caches, and use
of the processor (whoever waits for an answer must set a deadline and kill).
"""

import contextlib
import ctypes
import errno
import os
import resource
import signal
import socket
import struct
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from autoforge_envs.errors import IsolationError
from autoforge_envs.isolation.filter import Architecture, assemble, pack, this_architecture

T = TypeVar("T")

CHANNEL_DESCRIPTOR = 3
"""Where the channel to the parent lies in a worker."""

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1
_LANDLOCK_CREATE_RULESET = 444  # the same number on every architecture
_LANDLOCK_RESTRICT_SELF = 446
_LANDLOCK_CREATE_RULESET_VERSION = 1
_LANDLOCK_FILE_RIGHTS = (13, 14, 15, 15, 16)  # number of rights known to versions 1, 2, 3, 4, 5
_LANDLOCK_NET_RIGHTS = 0b11
_LANDLOCK_SCOPES = 0b11
_LANDLOCK_ABSENT = (errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM)
_STACK_BYTES = 8 * 2**20


def die_with(parent_id: int) -> None:
    """Have the kernel kill this process when the thread that started it ends.

    Raises:
        IsolationError: The parent is gone already.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_id:
        raise IsolationError(f"the parent process {parent_id} is gone; nobody is left to serve")


def lock_process(memory_bytes: int) -> None:
    """Apply every lock to this process; the one descriptor that stays is `CHANNEL_DESCRIPTOR`.

    Args:
        memory_bytes: Address space granted beyond what is mapped now.

    Raises:
        IsolationError: This kernel cannot lock the process; nothing unreviewed may run in it.
    """
    architecture = this_architecture()
    address_space = _mapped_bytes() + memory_bytes
    _close_descriptors()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)
    _drop_capabilities()
    _apply_landlock()
    _limit_resources(address_space)
    _apply_seccomp(architecture)
    _try_locks()


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _failed(what: str) -> IsolationError:
    number = ctypes.get_errno()
    return IsolationError(
        f"this kernel refuses {what} ({os.strerror(number)}), so unreviewed code cannot be locked "
        'in; run where it is allowed, or pass isolation="none" if you trust the domain\'s code'
    )


def _prctl(option: int, value: int) -> None:
    unused = (ctypes.c_ulong(0),) * 3
    if _libc().prctl(option, ctypes.c_ulong(value), *unused) != 0:
        raise _failed(f"prctl option {option}")


def _drop_capabilities() -> None:
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    if _libc().capset(header, bytes(24)) != 0:
        raise _failed("to drop capabilities")


def _close_descriptors() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    for name in _read_process_file("fd", os.listdir):
        if int(name) > CHANNEL_DESCRIPTOR:
            with contextlib.suppress(OSError):  # the listing's own descriptor is closed already
                os.close(int(name))


def _apply_landlock() -> None:
    """Forbid everything that this kernel's landlock can forbid; do nothing where it has none."""
    libc = _libc()
    version = libc.syscall(
        _LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), _LANDLOCK_CREATE_RULESET_VERSION
    )
    if version < 1:
        return
    rules = _landlock_attributes(version)
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if ruleset < 0 and ctypes.get_errno() in _LANDLOCK_ABSENT:
        return
    if ruleset < 0 or libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) != 0:
        raise _failed("landlock")
    os.close(ruleset)


def _landlock_attributes(version: int) -> bytes:
    """Lay out `struct landlock_ruleset_attr`: all rights handled, and no rule grants any."""
    count = _LANDLOCK_FILE_RIGHTS[min(version, len(_LANDLOCK_FILE_RIGHTS)) - 1]
    attributes = struct.pack("=Q", (1 << count) - 1)
    if version >= 4:
        attributes += struct.pack("=Q", _LANDLOCK_NET_RIGHTS)
    if version >= 6:
        attributes += struct.pack("=Q", _LANDLOCK_SCOPES)
    return attributes


def _limit_resources(address_space: int) -> None:
    limits = {
        resource.RLIMIT_AS: address_space,
        resource.RLIMIT_STACK: _STACK_BYTES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (bound, bound))


def _mapped_bytes() -> int:
    pages = _read_process_file("statm", lambda path: Path(path).read_text("utf-8").split()[0])
    return int(pages) * resource.getpagesize()


def _read_process_file(name: str, read: Callable[[str], T]) -> T:
    try:
        return read(f"/proc/self/{name}")
    except OSError as error:
        raise IsolationError(f"the worker cannot look at itself: {error}; mount /proc") from None


def _apply_seccomp(architecture: Architecture) -> None:
    program = pack(assemble(architecture, os.getpid()))
    instructions = ctypes.create_string_buffer(program, len(program))
    descriptor = struct.pack("@HP", len(program) // 8, ctypes.addressof(instructions))
    result = _libc().syscall(
        architecture.seccomp, _SECCOMP_SET_MODE_FILTER, _SECCOMP_FILTER_FLAG_TSYNC, descriptor
    )
    if result != 0:
        raise _failed("seccomp")


def _try_locks() -> None:
    """Try what must fail; an emulated kernel may accept locks and not hold them."""
    attempts = {
        "open a file": lambda: os.close(os.open(os.devnull, os.O_RDONLY)),
        "make a socket": lambda: socket.socket().close(),
        "start a process": _fork_once,
    }
    for name, attempt in attempts.items():
        if not _is_refused(attempt):
            raise IsolationError(
                f"this kernel accepted the locks and still lets the worker {name}; "
                'pass isolation="none" if you trust the domain\'s code'
            )


def _is_refused(attempt: Callable[[], None]) -> bool:
    """Tell whether the filter refused: a spent resource limit, say, has another error number."""
    try:
        attempt()
    except OSError as error:
        return error.errno == errno.EPERM
    return False


def _fork_once() -> None:
    if os.fork() == 0:
        os._exit(0)

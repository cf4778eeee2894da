"""The system-call filter of the locked worker: a short allow-list, assembled by hand.

Classic BPF, run by the kernel on every system call of the locked process. What is not listed here
fails with EPERM: no file can be opened, no socket made, no process started, signalled or looked
into, no code page mapped. A call through another architecture's entry (32-bit calls on x86_64)
kills the process. Numbers are from the kernel's `unistd.h` of each architecture.
"""

import errno
import os
import struct
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.errors import IsolationError

ALLOW = 0x7FFF0000
REFUSE = 0x00050000 | errno.EPERM
KILL = 0x80000000

PROT_EXEC = 4

_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

_NUMBER_OFFSET = 0  # struct seccomp_data
_ARCHITECTURE_OFFSET = 4
_FIRST_ARGUMENT_OFFSET = 16  # low word: both architectures are little-endian
_THIRD_ARGUMENT_OFFSET = 32


@dataclass(frozen=True, slots=True)
class Architecture:
    """Numbers that differ between processors.

    Attributes:
        audit: The kernel's AUDIT_ARCH constant.
        plain: System calls allowed with any arguments.
        mapping: Calls that map or protect memory; allowed unless the pages become executable.
        signal_thread: `tgkill`; allowed on the own process only, so that `abort` works.
        seccomp: Number of `seccomp` itself, for installing the filter.
    """

    audit: int
    plain: Mapping[str, int]
    mapping: Mapping[str, int]
    signal_thread: int
    seccomp: int


ARCHITECTURES: Mapping[str, Architecture] = {
    "x86_64": Architecture(
        audit=0xC000003E,
        plain={
            "read": 0,
            "write": 1,
            "munmap": 11,
            "brk": 12,
            "rt_sigprocmask": 14,
            "rt_sigreturn": 15,
            "sched_yield": 24,
            "mremap": 25,
            "madvise": 28,
            "getpid": 39,
            "exit": 60,
            "gettimeofday": 96,
            "gettid": 186,
            "time": 201,
            "futex": 202,
            "restart_syscall": 219,
            "clock_gettime": 228,
            "exit_group": 231,
            "getrandom": 318,
        },
        mapping={"mmap": 9, "mprotect": 10},
        signal_thread=234,
        seccomp=317,
    ),
    "aarch64": Architecture(
        audit=0xC00000B7,
        plain={
            "read": 63,
            "write": 64,
            "exit": 93,
            "exit_group": 94,
            "futex": 98,
            "clock_gettime": 113,
            "sched_yield": 124,
            "restart_syscall": 128,
            "rt_sigprocmask": 135,
            "rt_sigreturn": 139,
            "gettimeofday": 169,
            "getpid": 172,
            "gettid": 178,
            "brk": 214,
            "munmap": 215,
            "mremap": 216,
            "madvise": 233,
            "getrandom": 278,
        },
        mapping={"mmap": 222, "mprotect": 226},
        signal_thread=131,
        seccomp=277,
    ),
}


@dataclass(frozen=True, slots=True)
class Instruction:
    """One classic BPF instruction; the jumps count instructions to skip."""

    code: int
    value: int
    jump_true: int = 0
    jump_false: int = 0

    def pack(self) -> bytes:
        """Lay it out as `struct sock_filter`."""
        return struct.pack("=HBBI", self.code, self.jump_true, self.jump_false, self.value)


def this_architecture() -> Architecture:
    """Find this machine's numbers.

    Raises:
        IsolationError: This is no Linux, or a processor whose filter is not written.
    """
    machine = os.uname().machine if sys.platform == "linux" else "unknown"
    if machine not in ARCHITECTURES or sys.maxsize < 2**32:
        raise IsolationError(
            f"the locked worker needs 64-bit Linux on {' or '.join(ARCHITECTURES)}, this is "
            f'{sys.platform} ({machine}); pass isolation="none" if you trust the domain\'s code'
        )
    return ARCHITECTURES[machine]


def assemble(architecture: Architecture, process_id: int) -> list[Instruction]:
    """Write the filter of one process."""
    program = [
        Instruction(_LOAD_WORD, _ARCHITECTURE_OFFSET),
        Instruction(_JUMP_EQUAL, architecture.audit, jump_true=1),
        Instruction(_RETURN, KILL),
        Instruction(_LOAD_WORD, _NUMBER_OFFSET),
    ]
    for number in architecture.plain.values():
        program += _on_call(number, [Instruction(_RETURN, ALLOW)])
    for number in architecture.mapping.values():
        program += _on_call(number, _unless_executable())
    program += _on_call(architecture.signal_thread, _only_on(process_id))
    return [*program, Instruction(_RETURN, REFUSE)]


def pack(program: Sequence[Instruction]) -> bytes:
    """Lay a program out as an array of `struct sock_filter`."""
    return b"".join(instruction.pack() for instruction in program)


def _on_call(number: int, body: list[Instruction]) -> list[Instruction]:
    return [Instruction(_JUMP_EQUAL, number, jump_false=len(body)), *body]


def _unless_executable() -> list[Instruction]:
    return [
        Instruction(_LOAD_WORD, _THIRD_ARGUMENT_OFFSET),
        Instruction(_JUMP_ANY_BIT, PROT_EXEC, jump_true=1),
        Instruction(_RETURN, ALLOW),
        Instruction(_RETURN, REFUSE),
    ]


def _only_on(process_id: int) -> list[Instruction]:
    return [
        Instruction(_LOAD_WORD, _FIRST_ARGUMENT_OFFSET),
        Instruction(_JUMP_EQUAL, process_id, jump_false=1),
        Instruction(_RETURN, ALLOW),
        Instruction(_RETURN, REFUSE),
    ]

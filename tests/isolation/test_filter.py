"""The filter's program, run by an interpreter of the few instructions it uses."""

import struct
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.errors import IsolationError
from autoforge_envs.isolation.filter import (
    ALLOW,
    ARCHITECTURES,
    KILL,
    PROT_EXEC,
    REFUSE,
    Instruction,
    assemble,
    pack,
    this_architecture,
)

PROCESS = 4711
EVERY_ARCHITECTURE = pytest.mark.parametrize("name", ARCHITECTURES)
WORDS = st.integers(0, 2**64 - 1)


def decide(
    program: Sequence[Instruction], number: int, audit: int, arguments: Sequence[int] = ()
) -> int:
    """What the kernel would return for a system call."""
    padded = [*arguments, *[0] * (6 - len(arguments))]
    data = struct.pack("<IIQ6Q", number, audit, 0, *padded)
    accumulator = at = 0
    while True:
        step = program[at]
        at += 1
        if step.code == 0x20:
            accumulator = struct.unpack_from("<I", data, step.value)[0]
        elif step.code == 0x15:
            at += step.jump_true if accumulator == step.value else step.jump_false
        elif step.code == 0x45:
            at += step.jump_true if accumulator & step.value else step.jump_false
        else:
            assert step.code == 0x06
            return step.value


@EVERY_ARCHITECTURE
@given(number=st.integers(0, 2**32 - 1), arguments=st.lists(WORDS, min_size=6, max_size=6))
def test_what_is_not_listed_is_refused_whatever_its_arguments(
    name: str, number: int, arguments: list[int]
) -> None:
    architecture = ARCHITECTURES[name]
    listed = {*architecture.plain.values(), *architecture.mapping.values()}
    decision = decide(assemble(architecture, PROCESS), number, architecture.audit, arguments)
    if number not in listed | {architecture.signal_thread}:
        assert decision == REFUSE


@EVERY_ARCHITECTURE
def test_every_number_up_to_the_last_is_decided_as_listed(name: str) -> None:
    architecture = ARCHITECTURES[name]
    program = assemble(architecture, PROCESS)
    allowed = {
        number for number in range(2048) if decide(program, number, architecture.audit) == ALLOW
    }
    assert allowed == {*architecture.plain.values(), *architecture.mapping.values()}


@EVERY_ARCHITECTURE
@given(protection=WORDS)
def test_no_page_becomes_executable(name: str, protection: int) -> None:
    architecture = ARCHITECTURES[name]
    for number in architecture.mapping.values():
        arguments = (0, 4096, protection)
        decision = decide(assemble(architecture, PROCESS), number, architecture.audit, arguments)
        assert decision == (REFUSE if protection & PROT_EXEC else ALLOW)


@EVERY_ARCHITECTURE
@pytest.mark.parametrize(("target", "expected"), [(PROCESS, ALLOW), (1, REFUSE), (0, REFUSE)])
def test_a_process_may_signal_only_itself(name: str, target: int, expected: int) -> None:
    architecture = ARCHITECTURES[name]
    program = assemble(architecture, PROCESS)
    arguments = (target, target, 6)
    assert decide(program, architecture.signal_thread, architecture.audit, arguments) == expected


@EVERY_ARCHITECTURE
@given(audit=st.integers(0, 2**32 - 1), number=st.integers(0, 2**32 - 1))
def test_another_architectures_entry_kills(name: str, audit: int, number: int) -> None:
    architecture = ARCHITECTURES[name]
    if audit != architecture.audit:
        assert decide(assemble(architecture, PROCESS), number, audit) == KILL


def test_32_bit_numbers_of_x86_are_refused() -> None:
    architecture = ARCHITECTURES["x86_64"]
    program = assemble(architecture, PROCESS)
    for number in range(1024):
        assert decide(program, 0x40000000 + number, architecture.audit) == REFUSE


@EVERY_ARCHITECTURE
def test_the_program_is_laid_out_as_the_kernel_reads_it(name: str) -> None:
    program = assemble(ARCHITECTURES[name], PROCESS)
    packed = pack(program)
    assert len(packed) == 8 * len(program) < 8 * 4096
    assert struct.unpack("=HBBI", packed[:8]) == (0x20, 0, 0, 4)


def test_other_systems_are_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(IsolationError, match=r'needs 64-bit Linux.*darwin.*isolation="none"'):
        this_architecture()

"""The locks, each also without the others, in a bare process that locks itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]

# Reads a file and makes a socket, and prints how each went, to the channel's descriptor.
PROGRAM = """
import dataclasses, errno, os, socket, sys
from autoforge_envs.errors import IsolationError
from autoforge_envs.isolation import filter, locks

os.dup2(1, locks.CHANNEL_DESCRIPTOR)

def say(text):
    os.write(locks.CHANNEL_DESCRIPTOR, (text + "\\n").encode())

def attempt(name, function):
    try:
        function()
        say(f"{name}: done")
    except OSError as error:
        say(f"{name}: {errno.errorcode[error.errno]}")

def unprivileged():
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)

def nothing(*_):
    pass

def no_such_call(architecture):
    numbers = dataclasses.replace(architecture, seccomp=100_000)
    apply_seccomp(numbers)

apply_seccomp = locks._apply_seccomp

%s

try:
    locks.lock_process(64 << 20)
except IsolationError as error:
    say(f"refused: {error}")
    os._exit(0)
attempt("open", lambda: os.open("/etc/passwd", os.O_RDONLY))
attempt("socket", lambda: socket.socket())
attempt("fork", os.fork)
attempt("kill", lambda: os.kill(os.getppid(), 0))
try:
    bytearray(65 << 20)
except MemoryError:
    say("memory: refused")
os._exit(0)
"""

ALL_REFUSED = ["open: EPERM", "socket: EPERM", "fork: EPERM", "kill: EPERM", "memory: refused"]


def run(preparation: str) -> list[str]:
    command = [sys.executable, "-c", PROGRAM % preparation]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(REPOSITORY), *sys.path])}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_all_locks_together_refuse_everything() -> None:
    assert run("") == ALL_REFUSED


def test_they_hold_without_any_privilege() -> None:
    assert run("unprivileged()") == ALL_REFUSED


def test_seccomp_suffices_where_the_kernel_has_no_landlock() -> None:
    assert run("locks._apply_landlock = nothing") == ALL_REFUSED


def test_landlock_forbids_files_by_itself() -> None:
    alone = "locks._apply_seccomp = locks._try_locks = locks._limit_resources = nothing"
    result = run(alone)
    if result[0] == "open: done":
        pytest.skip("this kernel has no landlock")
    assert result[0] == "open: EACCES"


def test_without_seccomp_nothing_is_run() -> None:
    (refusal,) = run("locks._apply_seccomp = no_such_call")
    assert "this kernel refuses seccomp" in refusal
    assert 'isolation="none"' in refusal


def test_a_kernel_that_only_pretends_is_found_out() -> None:
    (refusal,) = run("locks._apply_seccomp = nothing")
    assert "accepted the locks and still lets the worker open a file" in refusal


def test_a_worker_whose_parent_is_gone_does_not_start() -> None:
    assert run(
        "try: locks.die_with(1 if os.getppid() != 1 else 2)\n"
        "except IsolationError as error: say(str(error)); os._exit(0)"
    ) == ["the parent process 1 is gone; nobody is left to serve"]

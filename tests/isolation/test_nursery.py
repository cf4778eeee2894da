"""A nursery whose parent goes while it starts or answers ends, and says nothing."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autoforge_envs.isolation.process import MESSAGE_BYTES, READY, SERVING

REPOSITORY = Path(__file__).parents[2]


def leave_at_once(control: socket.socket) -> None:
    control.close()


def leave_while_a_worker_starts(control: socket.socket) -> None:
    assert control.recv(MESSAGE_BYTES) == READY
    ours, theirs = socket.socketpair()
    with ours, theirs:
        socket.send_fds(control, [b"start"], [theirs.fileno()])
        control.close()


@pytest.mark.parametrize("leave", [leave_at_once, leave_while_a_worker_starts])
def test_a_parent_that_goes_early_is_no_crash(leave: Callable[[socket.socket], None]) -> None:
    ours, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
    with theirs:
        nursery = subprocess.Popen(
            [sys.executable, "-m", SERVING, str(theirs.fileno()), str(os.getpid())],
            pass_fds=[theirs.fileno()],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
    leave(ours)
    assert (nursery.communicate(timeout=60)[1], nursery.returncode) == ("", 0)

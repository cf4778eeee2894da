"""Main of the nursery: a process that has imported the trusted library and forks locked workers.

An interpreter with its libraries takes a third of a second and some fifty megabytes; a fork of
one takes milliseconds and shares its pages. The nursery itself runs no unreviewed code, holds no
secret (its environment is empty) and obeys two requests over its control socket:

- `start`, with a descriptor attached: fork a worker that serves it; the answer is its number;
- `bury <number>`: kill that worker and collect it; the answer is its wait status.

It ends when its parent closes the socket or dies, and the kernel kills its workers with it. A
parent that goes while the nursery gets ready or obeys is no error either, and nothing is said.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from typing import NoReturn

from autoforge_envs.isolation.locks import CHANNEL_DESCRIPTOR, die_with
from autoforge_envs.isolation.process import MESSAGE_BYTES, READY
from autoforge_envs.isolation.service import preload
from autoforge_envs.isolation.worker import serve

_PARENT_CHECK_SECONDS = 2.0


def main(control_descriptor: int, parent_id: int, serve: Callable[[], NoReturn] = serve) -> None:
    """Obey the parent until it is gone.

    Args:
        control_descriptor: The socket to the parent.
        parent_id: The parent's process.
        serve: What a worker does; it locks itself before it runs anything unreviewed.
    """
    preload()
    gc.collect()
    gc.freeze()  # keeps the collector of each worker from copying the shared pages
    with (
        socket.socket(fileno=control_descriptor) as control,
        contextlib.suppress(BrokenPipeError, ConnectionResetError),
    ):
        control.send(READY)
        while _parent_speaks(control, parent_id):
            message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 1)
            if not message:
                return
            control.send(str(_obey(control, message.decode(), descriptors, serve)).encode())


def _parent_speaks(control: socket.socket, parent_id: int) -> bool:
    """Wait for a request; False once the parent is gone, whoever else may hold its socket."""
    while not select.select([control], [], [], _PARENT_CHECK_SECONDS)[0]:
        if os.getppid() != parent_id:
            return False
    return True


def _obey(
    control: socket.socket, request: str, descriptors: list[int], serve: Callable[[], NoReturn]
) -> int:
    if request == "start":
        return _start_worker(control, descriptors[0], serve)
    process_id = int(request.removeprefix("bury "))
    os.kill(process_id, signal.SIGKILL)
    return os.waitpid(process_id, 0)[1]


def _start_worker(control: socket.socket, channel: int, serve: Callable[[], NoReturn]) -> int:
    nursery_id = os.getpid()
    process_id = os.fork()
    if process_id:
        os.close(channel)
        return process_id
    try:
        die_with(nursery_id)
        control.close()
        os.dup2(channel, CHANNEL_DESCRIPTOR)
        serve()
    finally:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

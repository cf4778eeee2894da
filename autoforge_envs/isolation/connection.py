"""One live worker: its process, the channel to it, and what becomes of failed questions."""

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from autoforge_envs.errors import AutoForgeError, ToolCrash
from autoforge_envs.isolation.answers import read_reply
from autoforge_envs.isolation.channel import Channel, ChannelClosed, ChannelError
from autoforge_envs.isolation.process import SERVING, start_process

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may take.

    Attributes:
        call_seconds: Longest wait for an answer, on the wall clock.
        load_seconds: Longest wait while the domain is loaded and its base image built.
        memory_bytes: Address space beyond what the trusted library has mapped.
        answer_bytes: Longest answer.
    """

    call_seconds: float = 5.0
    load_seconds: float = 60.0
    memory_bytes: int = 512 * 2**20
    answer_bytes: int = 8 * 2**20


class Connection:
    """A worker process that is asked one thing at a time, until it fails or is ended."""

    def __init__(self, limits: Limits, nursery: str = SERVING) -> None:
        """Start the process.

        Args:
            limits: What it may take.
            nursery: Main of the nursery it comes from.

        Raises:
            IsolationError: Workers cannot be started here.
        """
        process = start_process(nursery)
        self.process_id = process.process_id
        self._process = process
        self._channel = Channel(process.connection, limits.answer_bytes)
        self._num_asked = 0
        self._finalizer = weakref.finalize(self, process.abandon)
        self._finalizer.atexit = False

    def is_usable(self) -> bool:
        """Tell whether the worker is alive and has said nothing unasked."""
        return self._finalizer.alive and self._channel.is_quiet()

    def ask(
        self,
        subject: str,
        operation: str,
        arguments: Sequence[object],
        seconds: float,
        read: Callable[[object], T],
    ) -> T:
        """Ask the worker to do something.

        Args:
            subject: What is at fault if it fails, for the error ("tool 'pay'").
            operation: Name of the operation.
            arguments: Its arguments, plain JSON.
            seconds: How long to wait.
            read: Checks and converts the value in the answer.

        Raises:
            ToolCrash: The domain's code failed; the worker has been ended.
            AutoForgeError: The worker refused, in the package's own errors, and lives on.
        """
        self._num_asked += 1
        number = self._num_asked
        request = {"id": number, "operation": operation, "arguments": arguments}
        try:
            return read(read_reply(self._channel.ask(request, seconds), number, subject))
        except ToolCrash:
            self.end()
            raise
        except ChannelClosed as error:
            raise ToolCrash(f"{subject} {error}: its worker ended with {self.end()}") from None
        except ChannelError as error:
            self.end()
            raise ToolCrash(f"{subject} {error}, and its worker was killed") from None
        except AutoForgeError:
            raise
        except BaseException:  # interrupted: the answer may still come, and nobody waits for it
            self.end()
            raise

    def end(self) -> str:
        """Kill the worker unless that has happened, and tell how it ended."""
        return self._process.end() if self._finalizer.detach() else "an earlier failure"

    def forget(self) -> None:
        """Let go of a worker that belongs to the process this one was forked from."""
        self._finalizer.detach()
        self._channel.close()

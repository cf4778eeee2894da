"""Length-prefixed JSON between a parent and its locked worker; the parent trusts no byte of it.

A frame is four bytes of length (big-endian) and that many bytes of UTF-8 JSON. The parent reads
one frame at a time, never more than `max_bytes`, never longer than its deadline, and parses it
strictly. Each way of failing is its own error, so that an episode's report can say what happened.

The boundary protects the host. A hostile worker can write any well-formed frame, so it can lie
about its own domain's state and its own score; nothing here prevents that.
"""

import json
import math
import os
import select
import socket
import time
from typing import Any, NoReturn

from autoforge_envs.errors import AutoForgeError

MAX_DEPTH = 64
"""Deepest nesting accepted from a worker."""

_HEADER_BYTES = 4
_CHUNK_BYTES = 1 << 16


class ChannelError(AutoForgeError):
    """A worker's answer did not arrive; the worker cannot be used any longer."""


class ChannelTimeout(ChannelError):  # noqa: N818 - what happened, as the others
    """The worker did not answer in time."""


class ChannelClosed(ChannelError):  # noqa: N818
    """The worker has gone."""


class ChannelFlooded(ChannelError):  # noqa: N818
    """The worker sent more than an answer may hold, or something nobody asked for."""


class ChannelGarbage(ChannelError):  # noqa: N818
    """The worker sent bytes that are no answer."""


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:20]} is out of range")
    return number


_STRICT_DECODER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)
_STRICT_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def pack(message: object) -> bytes:
    """Make a frame.

    Raises:
        TypeError: The message holds something that JSON cannot.
        ValueError: It holds NaN or a lone surrogate, or is nested too deeply or in a circle.
    """
    return _frame(_STRICT_ENCODER.encode(message).encode())


def _frame(body: bytes) -> bytes:
    return len(body).to_bytes(_HEADER_BYTES, "big") + body


def parse(body: bytes) -> object:
    """Parse a frame's body strictly: no NaN, no infinity, no lone surrogate, bounded nesting.

    Raises:
        ChannelGarbage: It is anything else than such JSON.
    """
    try:
        message: object = _STRICT_DECODER.decode(body.decode())
        if body.count(b"[") + body.count(b"{") > MAX_DEPTH:
            _check_depth(message)
        if b"\\ud" in body or b"\\uD" in body:
            _STRICT_ENCODER.encode(message).encode()  # refuses lone surrogates
    except (ValueError, RecursionError) as error:
        raise ChannelGarbage(f"sent something that is no plain JSON ({_brief(error)})") from None
    return message


class Channel:
    """The parent's end of a socket pair; no call of it waits without a deadline."""

    def __init__(self, connection: socket.socket, max_bytes: int) -> None:
        self._socket = connection
        self._max_bytes = max_bytes
        self._readable = select.poll()
        self._readable.register(connection, select.POLLIN)
        self._writable = select.poll()
        self._writable.register(connection, select.POLLOUT)

    def is_quiet(self) -> bool:
        """Tell whether the other side is there and has said nothing unasked."""
        return not self._readable.poll(0)

    def ask(self, message: object, seconds: float) -> object:
        """Send a message and wait for the one frame that answers it.

        The message is the parent's own, so it may hold whatever JSON an agent wrote, NaN included.

        Raises:
            ChannelError: By kind: no answer in time, the worker died, too much, or no JSON.
        """
        frame = _frame(json.dumps(message).encode())
        deadline = time.monotonic() + seconds
        try:
            self._send(frame, deadline)
            return parse(self._receive(deadline))
        except TimeoutError:
            raise ChannelTimeout(f"did not answer within {seconds:g} s") from None
        except OSError as error:
            raise ChannelClosed(f"hung up ({_brief(error)})") from None

    def close(self) -> None:
        """Close this end."""
        self._socket.close()

    def _send(self, frame: bytes, deadline: float) -> None:
        rest = memoryview(frame)
        while rest:
            try:
                rest = rest[self._socket.send(rest, socket.MSG_DONTWAIT) :]
            except BlockingIOError:
                _wait(self._writable, deadline)

    def _receive(self, deadline: float) -> bytes:
        received = bytearray()
        wanted = _HEADER_BYTES
        while len(received) < wanted:
            _wait(self._readable, deadline)
            chunk = self._socket.recv(_CHUNK_BYTES, socket.MSG_DONTWAIT)
            if not chunk:
                raise ChannelClosed("hung up before it answered")
            received += chunk
            if wanted == _HEADER_BYTES <= len(received):
                wanted = self._frame_bytes(received)
        if len(received) > wanted:
            raise ChannelFlooded("sent more than one answer")
        return bytes(received[_HEADER_BYTES:])

    def _frame_bytes(self, received: bytearray) -> int:
        length = int.from_bytes(received[:_HEADER_BYTES], "big")
        if length > self._max_bytes:
            raise ChannelFlooded(f"announced {length} bytes, at most {self._max_bytes} are read")
        return _HEADER_BYTES + length


def _wait(poller: "select.poll", deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0 or not poller.poll(left * 1000):
        raise TimeoutError


def read_request(descriptor: int) -> dict[str, Any]:
    """Read the parent's next request; the worker's side, which trusts its parent.

    Raises:
        EOFError: The parent is gone.
    """
    length = int.from_bytes(_read_exactly(descriptor, _HEADER_BYTES), "big")
    request: dict[str, Any] = json.loads(_read_exactly(descriptor, length))
    return request


def write_frame(descriptor: int, frame: bytes) -> None:
    """Write a frame to the parent; the worker's side."""
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read_exactly(descriptor: int, count: int) -> bytes:
    received = bytearray()
    while len(received) < count:
        chunk = os.read(descriptor, min(count - len(received), 1 << 20))
        if not chunk:
            raise EOFError("the parent closed the channel")
        received += chunk
    return bytes(received)


def _check_depth(message: object) -> None:
    level = [message]
    for _ in range(MAX_DEPTH):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise ValueError(f"nested deeper than {MAX_DEPTH}")


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _brief(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]

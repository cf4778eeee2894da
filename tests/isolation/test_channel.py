"""Frames between parent and worker, and everything that can be wrong with them."""

import contextlib
import json
import math
import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.isolation.channel import (
    MAX_DEPTH,
    Channel,
    ChannelClosed,
    ChannelError,
    ChannelFlooded,
    ChannelGarbage,
    ChannelTimeout,
    pack,
    parse,
    read_request,
    write_frame,
)

PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | PLAIN_TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(PLAIN_TEXT, inner),
    max_leaves=20,
)


@pytest.fixture
def pair() -> Iterator[tuple[Channel, socket.socket]]:
    """A parent's channel of at most 1,000 bytes an answer, and the bare other end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours, 1_000), theirs


@given(PLAIN)
def test_what_is_packed_is_parsed_again(message: object) -> None:
    assert parse(pack(message)[4:]) == message


@given(st.binary())
def test_any_bytes_are_json_or_garbage(body: bytes) -> None:
    try:
        message = parse(body)
    except ChannelGarbage:
        return
    assert json.loads(body) == message


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"NaN",
        b"[Infinity]",
        b"-1e999",
        b'"\\ud800"',
        b'{"a": "\\uDFFF"}',
        b"\xff\xfe1\x00",
        b"1 2",
        b"[" * 10_000,
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1),
        b"1" * 10_000,
    ],
)
def test_what_is_not_plain_json_is_garbage(body: bytes) -> None:
    with pytest.raises(ChannelGarbage):
        parse(body)


def test_brackets_in_texts_are_no_depth() -> None:
    assert parse(pack(["[" * 1_000])[4:]) == ["[" * 1_000]


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


@pytest.mark.parametrize("message", [math.nan, math.inf, "\ud800", {1, 2}, b"bytes"])
def test_nothing_but_plain_json_is_packed(message: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        pack(message)


def test_a_question_is_answered(pair: tuple[Channel, socket.socket]) -> None:
    channel, theirs = pair

    def reply() -> None:
        request = read_request(theirs.fileno())
        write_frame(theirs.fileno(), pack({"heard": request}))

    thread = threading.Thread(target=reply)
    thread.start()
    assert channel.ask({"x": [1]}, 5) == {"heard": {"x": [1]}}
    thread.join()


def test_silence_is_a_timeout(pair: tuple[Channel, socket.socket]) -> None:
    started = time.monotonic()
    with pytest.raises(ChannelTimeout, match=r"did not answer within 0.1 s"):
        pair[0].ask({}, 0.1)
    assert time.monotonic() - started < 2


def test_drops_do_not_stretch_the_deadline(pair: tuple[Channel, socket.socket]) -> None:
    channel, theirs = pair
    theirs.sendall(b"\0\0\0\xff")
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.02):
            theirs.sendall(b" ")

    thread = threading.Thread(target=drip)
    thread.start()
    with pytest.raises(ChannelTimeout):
        channel.ask({}, 0.3)
    stop.set()
    thread.join()


def test_a_reader_that_does_not_read_is_a_timeout(pair: tuple[Channel, socket.socket]) -> None:
    with pytest.raises(ChannelTimeout):
        pair[0].ask("x" * 10_000_000, 0.2)


def test_a_closed_end_is_told_from_silence(pair: tuple[Channel, socket.socket]) -> None:
    channel, theirs = pair
    theirs.close()
    with pytest.raises(ChannelClosed):
        channel.ask({}, 5)


@pytest.mark.parametrize("length", [1_001, 2**31, 2**32 - 1])
def test_a_long_answer_is_not_even_read(length: int, pair: tuple[Channel, socket.socket]) -> None:
    channel, theirs = pair
    theirs.sendall(length.to_bytes(4, "big"))
    with pytest.raises(ChannelFlooded, match=f"announced {length} bytes, at most 1000"):
        channel.ask({}, 5)


def test_a_second_answer_is_a_flood(pair: tuple[Channel, socket.socket]) -> None:
    channel, theirs = pair
    theirs.sendall(pack(1) + pack(2))
    with pytest.raises(ChannelFlooded, match="more than one answer"):
        channel.ask({}, 5)


def test_only_a_silent_living_end_is_quiet(pair: tuple[Channel, socket.socket]) -> None:
    channel, theirs = pair
    assert channel.is_quiet()
    theirs.sendall(b"x")
    assert not channel.is_quiet()
    theirs.recv(0)
    theirs.close()
    assert not channel.is_quiet()


@given(st.binary(min_size=1, max_size=300))
def test_no_bytes_raise_anything_but_a_channel_error(sent: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(sent)
        theirs.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ChannelError):
            Channel(ours, 100).ask({}, 5)


def test_the_workers_end_knows_when_its_parent_is_gone() -> None:
    reading, writing = os.pipe()
    os.close(writing)
    with pytest.raises(EOFError):
        read_request(reading)
    os.close(reading)

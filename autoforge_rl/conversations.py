"""Conversations to imitate, from a JSON-lines file: one object a line.

`messages` are an assistant's view of it, in the usual dictionaries, or as environments show them in
`info`: there the assistant is the "agent", and a tool call stands in `call`. A call's arguments are
an object, or the text of one. `tools`, if there, are schemas; `environment` says what it was played
on. Other keys of a line are not looked at.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoforge_rl.chat import Message
from autoforge_rl.errors import BatchError

ROLES = ("system", "user", "assistant", "tool")


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation.

    Attributes:
        messages: From the first to the last.
        tools: Schemas of the tools the assistant could call.
        environment: The id of the environment it was played on; empty if that is not known.
    """

    messages: tuple[Message, ...]
    tools: tuple[Mapping[str, Any], ...] = ()
    environment: str = ""


def read_conversations(path: Path) -> list[Conversation]:
    """Read all conversations of a file; empty lines are skipped.

    Raises:
        BatchError: The file cannot be read, or a line is no conversation; the message names it.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BatchError(f"{path} cannot be read: {error}; name a file of JSON lines") from error
    return [
        _read_line(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def read_messages(messages: object, where: str) -> tuple[Message, ...]:
    """Read messages in either form.

    Args:
        messages: A list of dictionaries.
        where: What errors call their place.

    Raises:
        BatchError: They are no messages.
    """
    if not isinstance(messages, Sequence) or isinstance(messages, str) or not messages:
        raise BatchError(f"{where}: `messages` must be a list with at least one message")
    _check_plain(messages, f"{where}: `messages`")
    return tuple(_read_all(messages, where))


def _read_line(line: bytes, where: str) -> Conversation:
    try:
        data = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BatchError(f"{where}: this is no JSON: {error}") from error
    if not isinstance(data, dict):
        raise BatchError(f"{where}: `messages` must be a list with at least one message")
    tools, environment = data.get("tools") or [], str(data.get("environment", ""))
    if not isinstance(tools, list) or not all(isinstance(each, dict) for each in tools):
        raise BatchError(f"{where}: `tools` must be a list of functions, got {tools!r:.40}")
    _check_plain(tools, f"{where}: `tools`")
    return Conversation(read_messages(data.get("messages"), where), tuple(tools), environment)


def _check_plain(values: object, where: str) -> None:
    """Refuse what JSON cannot hold, and text that UTF-8 cannot."""
    try:
        json.dumps(values, ensure_ascii=False, default=dict).encode("utf-8")
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.end]
        raise BatchError(
            f"{where} hold half a character, {half!r}; write the whole one, or leave it out"
        ) from error
    except (TypeError, ValueError, RecursionError) as error:
        raise BatchError(f"{where} must be plain JSON values: {error}") from error


def _read_all(messages: Sequence[object], where: str) -> Iterator[Message]:
    called = "tool"
    for message in messages:
        role = message.get("role") if isinstance(message, Mapping) else None
        if not isinstance(message, Mapping) or role not in (*ROLES, "agent"):
            raise BatchError(f"{where}: a message's role must be one of {ROLES}, got {role!r}")
        if role == "agent":
            message = _assistant(message)  # noqa: PLW2901 - the same message in the other form
        calls = [_read_call(each, where) for each in _listed(message, where)]
        if calls:
            called = calls[-1]["function"]["name"]
            message = {**message, "tool_calls": calls}  # noqa: PLW2901 - the same, its calls read
        yield {"name": called, **message} if role == "tool" else message


def _listed(message: Mapping[str, Any], where: str) -> Sequence[object]:
    calls = message.get("tool_calls") or ()
    if not isinstance(calls, Sequence) or isinstance(calls, str):
        raise BatchError(f"{where}: `tool_calls` must be a list, got {calls!r:.40}")
    return calls


def _read_call(call: object, where: str) -> dict[str, Any]:
    """Return a tool call whose arguments are an object; as text they are parsed."""
    function = call.get("function") if isinstance(call, Mapping) else None
    if not isinstance(call, Mapping) or not isinstance(function, Mapping) or "name" not in function:
        raise BatchError(f"{where}: each of `tool_calls` must have a `function` with a `name`")
    name, arguments = str(function["name"]), function.get("arguments", {})
    if isinstance(arguments, str):
        try:
            arguments = json.loads(arguments)
        except (ValueError, RecursionError) as error:
            raise BatchError(f"{where}: the arguments of {name!r} are no JSON: {error}") from error
    if not isinstance(arguments, Mapping):
        raise BatchError(
            f"{where}: the arguments of {name!r} must be an object, got {arguments!r:.40}"
        )
    return {**call, "function": {**function, "name": name, "arguments": arguments}}


def _assistant(message: Mapping[str, Any]) -> Message:
    """Return an agent's message as an assistant's."""
    said = {"role": "assistant", "content": message.get("content", "")}
    if "call" not in message:
        return said
    return {**said, "tool_calls": [{"type": "function", "function": message["call"]}]}

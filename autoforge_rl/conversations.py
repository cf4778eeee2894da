"""Conversations to imitate, from a JSON-lines file: one object a line.

`messages` are an assistant's view of it, in the usual dictionaries; `tools`, if there, their
schemas.
"""

import json
from collections.abc import Mapping
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
    """

    messages: tuple[Message, ...]
    tools: tuple[Mapping[str, Any], ...] = ()


def read_conversations(path: Path) -> list[Conversation]:
    """Read all conversations of a file; empty lines are skipped.

    Raises:
        BatchError: A line is no conversation; the message names it.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        _read_line(line, f"{path}, line {number}")
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]


def _read_line(line: str, where: str) -> Conversation:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise BatchError(f"{where}: this is no JSON: {error}") from error
    messages = data.get("messages") if isinstance(data, dict) else None
    if not isinstance(messages, list) or not messages:
        raise BatchError(f"{where}: `messages` must be a list with at least one message")
    for message in messages:
        role = message.get("role") if isinstance(message, dict) else None
        if role not in ROLES:
            raise BatchError(f"{where}: a message's role must be one of {ROLES}, got {role!r}")
    return Conversation(tuple(messages), tuple(data.get("tools") or ()))

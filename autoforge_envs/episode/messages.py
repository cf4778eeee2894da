"""What the two parties do and perceive: actions and messages, as plain frozen data."""

import json
import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from autoforge_envs.domain.conversation import MAX_MESSAGE_LENGTH
from autoforge_envs.domain.values import is_storable

Party = Literal["agent", "user"]
Role = Literal["agent", "user", "tool"]

MAX_DEPTH = 20
"""Deepest nesting of a tool call: what is deeper breaks whoever copies or prints it."""


@dataclass(frozen=True, slots=True)
class Words:
    """Something said to the other party; it yields the floor."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool called; the caller keeps the floor."""

    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Malformed:
    """An action that is neither; the party reads why and keeps the floor."""

    reason: str


Action = Words | ToolCall | Malformed

_VALID_TEXT = "must hold no lone surrogates and no NUL characters; send valid text"


class Message(NamedTuple):
    """One entry of the transcript.

    Attributes:
        role: Who speaks: a party, or a tool.
        content: Words, a tool's result, or for a tool call its JSON.
        party: Whose action this is, or who called the tool.
        call: The call, where this is one.
        error: Whether a tool refused.
    """

    role: Role
    content: str
    party: Party
    call: ToolCall | None = None
    error: bool = False

    @property
    def is_words(self) -> bool:
        """Whether a party said this to the other."""
        return self.call is None and self.role != "tool"

    def is_heard_by(self, party: Party) -> bool:
        """Tell whether a party perceives this: what it does itself, and the other's words."""
        return self.party == party or (self.call is None and self.role != "tool")

    def as_json(self) -> dict[str, Any]:
        """Return plain data, for `info` and for trajectories."""
        data: dict[str, Any] = {"role": self.role, "party": self.party, "content": self.content}
        if self.call is not None:
            arguments = {name: _copy(value) for name, value in self.call.arguments.items()}
            data["call"] = {"name": self.call.name, "arguments": arguments}
        if self.error:
            data["error"] = True
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Message":
        """Read plain data back."""
        call = data.get("call")
        return cls(
            data["role"],
            data["content"],
            data["party"],
            None if call is None else ToolCall(call["name"], call["arguments"]),
            data.get("error", False),
        )


def _copy(value: object) -> object:
    return deepcopy(value) if isinstance(value, (dict, list)) else value


def parse_action(text: object) -> Action:
    """Read one action of a party that acts by text.

    A text whose first character is "{" is a tool call, a JSON object with `name` and `arguments`;
    any other text is words. Never raises.
    """
    if not isinstance(text, str):
        return Malformed(f"an action is text, got {type(text).__name__}")
    if len(text) > MAX_MESSAGE_LENGTH:
        return Malformed(f"an action has at most {MAX_MESSAGE_LENGTH} characters, got {len(text)}")
    if not is_storable(text):
        return Malformed(f"an action {_VALID_TEXT}")
    if not text.lstrip().startswith("{"):
        return Words(text)
    return _parse_call(text)


def _parse_call(text: str) -> ToolCall | Malformed:
    wanted = 'a tool call is {"name": "...", "arguments": {...}}'
    try:
        data = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return Malformed(f"{wanted}; this is no valid JSON: {str(error)[:120]}")
    if text.count("{") + text.count("[") > MAX_DEPTH and not _is_shallow(data, MAX_DEPTH):
        return Malformed(f"{wanted}; it is nested more than {MAX_DEPTH} deep")
    if "\\u" in text and not _is_valid_text(data):
        return Malformed(f"{wanted}; it {_VALID_TEXT}")
    name, arguments = data.get("name"), data.get("arguments", {})
    if not isinstance(name, str) or not isinstance(arguments, dict):
        return Malformed(f"{wanted}; `name` must be text and `arguments` an object")
    if data.keys() - {"name", "arguments"}:
        return Malformed(f"{wanted}; nothing else belongs in it")
    return ToolCall(name, arguments)


def _is_valid_text(value: object) -> bool:
    """Tell whether every text in JSON data can be stored, the names in its objects too."""
    if isinstance(value, str):
        return is_storable(value)
    if isinstance(value, dict):
        return all(map(_is_valid_text, (*value, *value.values())))
    return not isinstance(value, list) or all(map(_is_valid_text, value))


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON value")


def _parse_float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_parse_float)


def _is_shallow(value: object, levels: int) -> bool:
    """Tell whether JSON data nest at most this deep."""
    if not isinstance(value, dict | list):
        return True
    items = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(item, levels - 1) for item in items)

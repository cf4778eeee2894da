"""What an agent knows without being told: words of the tools and the policy document.

And what a text says: whether a constant of a plan is named in it, by value.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from autoforge_envs.domain.domain import Contents, ToolInfo
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.values import is_storable
from autoforge_envs.synthesis.certification.calendar_words import named_days

_LITERAL = re.compile(r"\bLiteral\[([^\]]*)\]")
_QUOTED = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_WORD = re.compile(r"[^\W_]+")
_COUNTED = {
    "1": re.compile(r"\b(single|an?)\b", re.IGNORECASE),
    "2": re.compile(r"\b(double|both|pair)\b", re.IGNORECASE),
}
_NEVER = re.compile(r"(?!)")
_STRUCTURAL = (0, 1)
"""Numbers a reasoning node may use without anybody naming them: "at least one", "none"."""


class Vocabulary:
    """The words and constants that a domain puts into every agent's hands."""

    def __init__(self, contents: Contents, tools: Sequence[ToolInfo]) -> None:
        """Collect choices from signatures and declarations, and everything that can be read."""
        self._words = {tool.name for tool in tools} | _literals(contents.folder)
        for tool in tools:
            self._words |= _choices(tool)
        descriptions = [str(tool.schema["function"]) for tool in tools if tool.caller == "agent"]
        self._texts = (contents.policy_document, *descriptions)
        self._known: dict[tuple[str, str], bool] = {}

    def has_word(self, value: Any) -> bool:
        """Tell whether a value is a choice, a tool or a rule: a word that schemas spell out."""
        return isinstance(value, bool) or value is None or value in self._words

    def names(self, value: Any) -> bool:
        """Tell whether the policy document or a tool's description names a value."""
        key = (type(value).__name__, str(value))
        if key not in self._known:
            self._known[key] = any(is_named(text, value) for text in self._texts)
        return self._known[key]


def _choices(tool: ToolInfo) -> set[str]:
    found: set[str] = set()
    for schema in tool.schema["function"]["parameters"]["properties"].values():
        found.update(schema.get("items", schema).get("enum", ()))
    return found


def _literals(folder: Path) -> set[str]:
    """Collect the choices that tables and tools declare as `Literal[...]`, running nothing."""
    found: set[str] = set()
    for name in ("models.py", "tools.py"):
        text = (folder / name).read_text(encoding="utf-8", errors="replace")
        for inside in _LITERAL.findall(text):
            found.update(double or single for double, single in _QUOTED.findall(inside))
    return found


def is_structural(value: Any) -> bool:
    """Tell whether a number needs no source: none, or one."""
    return type(value) is int and value in _STRUCTURAL


def is_named(text: str, value: Any) -> bool:
    """Tell whether a text names a value, whatever its semantic type may be."""
    if isinstance(value, list):
        return all(is_named(text, item) for item in value)
    if any(mentions(text, semantic, stored) for semantic, stored in _readings(value)):
        return True
    return isinstance(value, str) and _has_each_word(text, value)


def _has_each_word(text: str, label: str) -> bool:
    """Tell whether a text has every word of a label somewhere: "stove with one burner"."""
    words = _WORD.findall(label)
    return len(words) > 1 and all(
        mentions(text, "Quantity", int(word)) or bool(_COUNTED.get(word, _NEVER).search(text))
        if word.isdecimal()
        else mentions(text, "Label", word)
        for word in words
    )


def is_named_day(text: str, value: Any, clock: str) -> bool:
    """Tell whether a text names a day or moment by its relation to today ("this year")."""
    return isinstance(value, str) and value[:10] in named_days(text, clock)


def _readings(value: Any) -> list[tuple[str, Any]]:
    """Say as what a constant of a plan can be understood."""
    if isinstance(value, int):
        size = abs(value)
        numbers: list[tuple[str, Any]] = [
            (kind, size) for kind in ("Quantity", "Number", "Percentage")
        ]
        return [*numbers, ("Money", size * 100)]
    if not isinstance(value, str) or not is_storable(value):
        return []
    return [*_amounts(value), *_days(value), ("Label", value), ("Identifier", value)]


def _amounts(text: str) -> list[tuple[str, Any]]:
    whole, point, cents = text.lstrip("-").partition(".")
    if not (whole.isascii() and whole.isdecimal() and len(whole) < 16):
        return []
    if point and cents.isascii() and cents.isdecimal() and len(cents) == 2:
        return [("Money", int(whole + cents))]
    return [] if point else _readings(int(whole))


def _days(text: str) -> list[tuple[str, Any]]:
    try:
        day = date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return []
    return [("Date", day)] if len(text) == 10 else [("Timestamp", text), ("Date", day)]

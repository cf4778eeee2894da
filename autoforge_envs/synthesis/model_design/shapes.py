"""Shapes of answers: one declaration for the endpoint's structured output and for our own check.

The shapes keep to what endpoints offer: objects whose members are all required, lists, texts,
numbers, flags and words of a list.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any

Shape = Mapping[str, Any]

TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "integer"}
FLAG: Shape = {"type": "boolean"}

_TYPES: Mapping[str, tuple[type, str]] = {
    "string": (str, "a text"),
    "integer": (int, "a whole number"),
    "boolean": (bool, "true or false"),
    "array": (list, "a list"),
    "object": (dict, "an object"),
}
_OUTLINES = {"string": "text", "integer": "whole number", "boolean": "true | false"}
_MAX_ITEMS = 200
_MAX_TEXT = 20_000


def record(**members: Shape) -> Shape:
    """Return the shape of an object with exactly these members."""
    return {
        "type": "object",
        "properties": dict(members),
        "required": list(members),
        "additionalProperties": False,
    }


def list_of(item: Shape) -> Shape:
    """Return the shape of a list."""
    return {"type": "array", "items": item}


def one_of(words: Sequence[str]) -> Shape:
    """Return the shape of a word out of several."""
    return {"type": "string", "enum": list(words)}


def response_format(name: str, shape: Shape) -> dict[str, Any]:
    """Return what a request says to get an answer of this shape, where the endpoint can."""
    return {
        "type": "json_schema",
        "json_schema": {"name": name, "strict": True, "schema": shape},
    }


def outline_of(shape: Shape) -> str:
    """Return a shape in one line, for those to read who are given no schema."""
    if shape["type"] == "object":
        members = (f'"{name}": {outline_of(each)}' for name, each in shape["properties"].items())
        return f"{{{', '.join(members)}}}"
    if shape["type"] == "array":
        return f"[{outline_of(shape['items'])}, ...]"
    if "enum" in shape:
        return " | ".join(f'"{word}"' for word in shape["enum"])
    return _OUTLINES[str(shape["type"])]


def check_shape(value: object, shape: Shape) -> None:
    """Check that an answer has a shape.

    Raises:
        RejectedAnswer: It has not; it says where.
    """
    raise_if_any(_problems(value, shape, ""))


def _problems(value: object, shape: Shape, where: str) -> Iterator[Problem]:
    kind, words = _TYPES[shape["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield _wrong(where, f"must be {words}, is {_short(value)}")
    elif isinstance(value, dict):
        yield from _problems_of_object(value, shape, where)
    elif isinstance(value, list):
        if len(value) > _MAX_ITEMS:
            yield _wrong(where, f"has {len(value)} items, at most {_MAX_ITEMS} are read")
        for at, item in enumerate(value[:_MAX_ITEMS]):
            yield from _problems(item, shape["items"], f"{where}[{at}]")
    elif isinstance(value, str):
        if "enum" in shape and value not in shape["enum"]:
            yield _wrong(where, f"must be one of {', '.join(shape['enum'])}, is {_short(value)}")
        if len(value) > _MAX_TEXT:
            yield _wrong(where, f"has {len(value)} characters, at most {_MAX_TEXT} are read")


def _problems_of_object(value: Mapping[str, object], shape: Shape, where: str) -> Iterator[Problem]:
    members = shape["properties"]
    for name in [each for each in members if each not in value]:
        yield _wrong(where, f"has no member {name!r}; it needs {', '.join(members)}")
    for name in [each for each in value if each not in members]:
        yield _wrong(where, f"has a member {str(name)[:40]!r}; it may have {', '.join(members)}")
    for name, member in members.items():
        if name in value:
            yield from _problems(value[name], member, f"{where}.{name}".removeprefix("."))


def _wrong(where: str, reason: str) -> Problem:
    return Problem("another shape", where or "the answer", reason)


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]

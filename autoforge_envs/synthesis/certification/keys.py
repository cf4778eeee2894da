"""Generated keys: those of a rehearsed result, matched with those that came this time."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_GENERATED_KEY = re.compile(r"\S+-[0-9]{9}")


def new_keys(rehearsed: Any, content: str) -> dict[str, str]:
    """Match the generated keys of a rehearsed result with those in the same places of an answer."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):  # a hostile tool's
        return {}
    return {
        old: new
        for old, new in _pairs(rehearsed, answer)
        if old != new and _GENERATED_KEY.fullmatch(old) and _GENERATED_KEY.fullmatch(new)
    }


def _pairs(one: Any, other: Any) -> Iterator[tuple[str, str]]:
    if isinstance(one, str) and isinstance(other, str):
        yield one, other
    elif isinstance(one, dict) and isinstance(other, dict):
        for name in one.keys() & other.keys():
            yield from _pairs(one[name], other[name])
    elif isinstance(one, list) and isinstance(other, list):
        for left, right in zip(one, other, strict=False):
            yield from _pairs(left, right)


def renamed(value: Any, keys: Mapping[str, str]) -> Any:
    """Put new keys in the place of old ones, in a value or a list of values."""
    if isinstance(value, list):
        return [renamed(item, keys) for item in value]
    return keys.get(value, value) if isinstance(value, str) else value

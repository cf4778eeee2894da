"""Values at the border: what an agent writes becomes a value, a value becomes what an agent reads.

Inside, money is integer cents and times are ISO text; outside, money is a decimal text such as
"49.90". Everything refused here is the caller's mistake and says what would have been right.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import cast

from autoforge_envs.domain.columns import SEMANTIC_TYPES, SemanticType
from autoforge_envs.errors import ToolError

LARGEST_INTEGER = 2**53
"""Integers past this are refused: JSON readers in other languages would round them."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
_WHOLE = re.compile(r"(-?\d{1,16})(\.0+)?")
_SHOWN = 80
"""Longest part of a refused value that an error repeats, in characters."""


def parse_value(semantic: SemanticType, raw: object, where: str) -> object:
    """Turn what a caller wrote into a value of a semantic type.

    Args:
        semantic: The type wanted.
        raw: A JSON value.
        where: The argument's name, for the error.

    Returns:
        A `str`, `int` or `bool`; another spelling of one value gives the same value.

    Raises:
        ToolError: The value does not fit; the message tells name, value and what would fit.
    """
    if semantic.name == "Money":
        return _parse_money(raw, where)
    if semantic.python is bool:
        if isinstance(raw, bool):
            return raw
        raise _refused(where, "true or false", raw)
    if semantic.python is int:
        return _parse_integer(semantic, raw, where)
    return _parse_text(semantic, raw, where)


def _refused(where: str, wanted: str, raw: object) -> ToolError:
    return ToolError(f"{where} must be {wanted}, got {show_value(raw)}")


def show_value(raw: object) -> str:
    """Write any JSON value for an error message: short, and storable whatever it holds."""
    if isinstance(raw, list | dict):
        return f"{'a list' if isinstance(raw, list) else 'an object'} of {len(raw)}"
    if isinstance(raw, int) and not -(10**_SHOWN) < raw < 10**_SHOWN:
        return f"a number of {raw.bit_length()} bits"
    shown = repr(raw[:_SHOWN] if isinstance(raw, str) else raw)
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 3] + "..."
    return shown.encode("utf-8", "replace").decode()


def _parse_money(raw: object, where: str) -> int:
    match = _DECIMAL.fullmatch(_digits(raw))
    cents = int(Decimal(match[0]) * 100) if match else 0
    if match is None or abs(cents) > LARGEST_INTEGER:
        raise _refused(where, 'an amount with at most two decimals such as "49.90"', raw)
    return cents


def _parse_integer(semantic: SemanticType, raw: object, where: str) -> int:
    match = _WHOLE.fullmatch(_digits(raw))
    if match is None or not _is_in_range(semantic, int(match[1])):
        raise _refused(where, semantic.description, raw)
    return int(match[1])


def _digits(raw: object) -> str:
    """Write a number out; "" for what is none, and for what is too large to be one here."""
    if isinstance(raw, bool) or (isinstance(raw, int) and abs(raw) > LARGEST_INTEGER):
        return ""
    if isinstance(raw, str):
        return raw.strip() if len(raw) <= _SHOWN else ""
    return repr(raw) if isinstance(raw, int | float) else ""


def _is_in_range(semantic: SemanticType, number: int) -> bool:
    lowest = 0 if semantic.name in ("Quantity", "Percentage") else -LARGEST_INTEGER
    highest = 100 if semantic.name == "Percentage" else LARGEST_INTEGER
    return lowest <= number <= highest


def _parse_text(semantic: SemanticType, raw: object, where: str) -> str:
    if not isinstance(raw, str):
        raise _refused(where, f"{semantic.description} as text", raw)
    if not is_storable(raw):
        raise _refused(where, "text without lone surrogates and NUL characters", raw)
    text = raw.strip()
    if len(text) > semantic.max_length:
        raise ToolError(f"{where} has {len(text)} characters, at most {semantic.max_length} fit")
    if not text and semantic.compared:
        raise _refused(where, f"{semantic.description}, not empty", raw)
    if semantic.choices and text not in semantic.choices:
        raise _refused(where, f"one of {', '.join(semantic.choices)}", raw)
    if semantic.name == "Email":
        if not _EMAIL.fullmatch(text):
            raise _refused(where, "an e-mail address", raw)
        return text.lower()
    if semantic.name in ("Timestamp", "Date"):
        return _parse_time(semantic, text, where)
    return text


def _parse_time(semantic: SemanticType, text: str, where: str) -> str:
    try:
        if semantic.name == "Date":
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _refused(where, semantic.description, text) from None
    if moment.tzinfo is not None or moment.microsecond:  # dropping them would change the moment
        raise _refused(where, semantic.description, text)
    return moment.isoformat()


def is_storable(text: str) -> bool:
    """Tell whether every database can hold the text: no lone surrogate, no NUL."""
    if text.isascii():
        return "\x00" not in text
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text


def render_value(semantic: SemanticType, value: object) -> object:
    """Turn a stored value into what an agent reads: money as "49.90", everything else as it is."""
    if semantic.name == "Money" and isinstance(value, int):
        return format_money(value)
    return value


@lru_cache(maxsize=4096)
def format_money(cents: int) -> str:
    """Write integer cents as a decimal text: 4990 is "49.90"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def check_stored(semantic: SemanticType, value: object) -> bool:
    """Tell whether a value is what this semantic type stores, in its one stored form."""
    if type(value) is not semantic.python:
        return False
    if isinstance(value, str):
        if semantic.choices:
            return value in semantic.choices
        if semantic.name in ("Timestamp", "Date"):
            return _is_stored_time(semantic.name, value)
        return is_storable(value)
    return isinstance(value, bool) or _is_in_range(semantic, cast(int, value))


@lru_cache(maxsize=4096)
def _is_stored_time(name: str, text: str) -> bool:
    try:
        return _parse_time(SEMANTIC_TYPES[name], text, name) == text
    except ToolError:
        return False

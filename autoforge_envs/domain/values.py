"""Values at the border: what an agent writes becomes a value, a value becomes what an agent reads.

Inside, money is integer cents and times are ISO text; outside, money is a decimal text such as
"49.90". Everything refused here is the caller's mistake and says what would have been right.
"""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from autoforge_envs.domain.columns import SemanticType
from autoforge_envs.errors import ToolError

LARGEST_INTEGER = 2**53
"""Integers past this are refused: JSON readers in other languages would round them."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,2})?")


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
    shown = repr(raw) if len(repr(raw)) <= 80 else repr(raw)[:77] + "..."
    return ToolError(f"{where} must be {wanted}, got {shown.encode('utf-8', 'replace').decode()}")


def _parse_money(raw: object, where: str) -> int:
    wanted = 'an amount with at most two decimals such as "49.90"'
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise _refused(where, wanted, raw)
    text = raw.strip() if isinstance(raw, str) else repr(raw)
    if not _DECIMAL.fullmatch(text):
        raise _refused(where, wanted, raw)
    cents = int(Decimal(text) * 100)
    if abs(cents) > LARGEST_INTEGER:
        raise _refused(where, wanted, raw)
    return cents


def _parse_integer(semantic: SemanticType, raw: object, where: str) -> int:
    wanted = semantic.description
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        raise _refused(where, wanted, raw)
    try:
        number = Decimal(raw.strip()) if isinstance(raw, str) and len(raw) < 32 else Decimal(raw)
        value = int(number)
    except (InvalidOperation, ValueError, OverflowError):
        raise _refused(where, wanted, raw) from None
    lowest = 0 if semantic.name in ("Quantity", "Percentage") else -LARGEST_INTEGER
    highest = 100 if semantic.name == "Percentage" else LARGEST_INTEGER
    if value != number or not lowest <= value <= highest:
        raise _refused(where, wanted, raw)
    return value


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
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


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


def format_money(cents: int) -> str:
    """Write integer cents as a decimal text: 4990 is "49.90"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def check_stored(semantic: SemanticType, value: object) -> bool:
    """Tell whether a value is what this semantic type stores: the right Python type, a known choice."""
    if semantic.python is int and isinstance(value, bool):
        return False
    if not isinstance(value, semantic.python):
        return False
    return not semantic.choices or value in semantic.choices

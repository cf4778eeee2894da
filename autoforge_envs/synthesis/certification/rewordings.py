"""The same value in other spellings: in arguments, in words to the user, in a read-back.

None of them may change a verdict.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.tasks import Told
from autoforge_envs.domain.values import format_money, parse_value
from autoforge_envs.errors import ToolError
from autoforge_envs.synthesis.certification.alternatives import Slot

_NUMBERS = ("Quantity", "Number", "Percentage")
_SMALL = (
    "zero", "1", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip


def other_spellings(semantic: str, raw: Any) -> list[Any]:
    """Spell an argument otherwise: "49.90" as 49.9, 2 as "2", an e-mail address in capitals."""
    if isinstance(raw, list):
        return [spelled for item in raw[:1] for spelled in _lists(semantic, item, raw)]
    if isinstance(raw, bool) or raw is None:
        return []
    if semantic == "Money":
        cents = _cents(raw)
        return [] if cents is None else [cents / 100, f" {format_money(cents)} "]
    if semantic in _NUMBERS:
        return [str(raw), float(raw)] if isinstance(raw, int) else []
    if semantic == "Email":
        return [str(raw).upper()]
    return [f" {raw} "] if isinstance(raw, str) else []


def _lists(semantic: str, item: Any, raw: list[Any]) -> list[Any]:
    return [[spelled, *raw[1:]] for spelled in other_spellings(semantic, item)]


def _cents(raw: Any) -> int | None:
    try:
        cents = parse_value(SEMANTIC_TYPES["Money"], raw, "money")
    except ToolError:
        return None
    return cents if isinstance(cents, int) else None


def _money(value: Any) -> list[str]:
    text = format_money(value)
    whole, cents = divmod(abs(value), 100)
    sign = "minus " if value < 0 else ""
    words = f"{sign}{whole} dollars" + (f" and {cents} cents" if cents else "")
    return [f"${text}" if value >= 0 else f"-${text[1:]}", f"{text} EUR", words]


def _number(value: Any) -> list[str]:
    return [_SMALL[value]] if 0 <= value < len(_SMALL) else [f"{value:,}"]


def _date(value: Any) -> list[str]:
    day = date.fromisoformat(value)
    month = day.strftime("%B")
    return [f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}"]


def _timestamp(value: Any) -> list[str]:
    moment = datetime.fromisoformat(value)
    return [f"{day} at {moment:%H:%M:%S}" for day in _date(value[:10])]


_SPOKEN: Mapping[str, Callable[[Any], list[str]]] = {
    "Money": _money,
    "Quantity": _number,
    "Number": _number,
    "Percentage": lambda value: [f"{value}%", f"{value} percent"],
    "Date": _date,
    "Timestamp": _timestamp,
    "Flag": lambda value: ["yes, true", "yes"] if value else ["no, false", "no"],
    "Choice": lambda value: [value.replace("_", "-"), f'"{value}"'],
    "Email": lambda value: [value.upper()],
}


def spoken(semantic: str, value: Any) -> list[str]:
    """Write a stored value in other words than the plain ones.

    Args:
        semantic: Name of its semantic type.
        value: As it is stored: money in cents.
    """
    return _SPOKEN.get(semantic, lambda each: [f'"{each}"'])(value)


def other_tellings(told: Told) -> list[str]:
    """Tell a value in several other ways."""
    ways = spoken(told.type, told.value)
    return [*(f"I see here: {told.label}, {way}." for way in ways), f"{told.label}: {ways[0]}!"]


def ask_in_other_words(slots: Mapping[str, Slot], manner: int) -> "Callable[..., str]":
    """Give another way to propose a call, naming every detail in another spelling.

    Args:
        slots: The tool's arguments.
        manner: Which of the spellings to take.
    """

    def propose(name: str, arguments: Mapping[str, Any]) -> str:
        details = [
            f"the {argument.replace('_', ' ')} is {_detail(slots[argument], value, manner)}"
            for argument, value in arguments.items()
        ]
        wish = name.replace("_", " ")
        return f"Just to be sure that we mean the same ({wish}): {', and '.join(details)}. Right?"

    return propose


def _detail(slot: Slot, value: Any, manner: int) -> str:
    if isinstance(value, list):
        return " and ".join(_detail(slot, item, manner) for item in value)
    semantic = SEMANTIC_TYPES["Choice" if slot.choices else slot.semantic]
    try:
        stored = parse_value(semantic, value, slot.name)
    except ToolError:
        return str(value)
    ways = spoken(semantic.name, stored)
    return ways[manner % len(ways)]

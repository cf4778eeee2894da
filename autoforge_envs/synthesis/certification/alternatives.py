"""Other valid values of an argument: what an agent that errs would have written instead."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy

from autoforge_envs.domain.clock import shift
from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.values import LARGEST_INTEGER, format_money, parse_value
from autoforge_envs.synthesis.certification.rows import Rows

MAX_ALTERNATIVES = 3
"""Other values tried for one argument."""

_MISSPELLED = "x"

Generate = Callable[[], numpy.random.Generator]
"""Gives a generator: to make one takes longer than most of what is done here."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An argument of a tool: its semantic type, its choices, how its keys begin."""

    name: str
    semantic: str
    choices: tuple[str, ...]
    prefix: str
    is_list: bool
    required: bool


def slots_of(tool: ToolInfo) -> dict[str, Slot]:
    """Return the arguments that a tool takes, by name."""
    schema: Mapping[str, Any] = tool.schema["function"]["parameters"]
    return {
        name: _slot(tool, name, schema["properties"][name], schema["required"])
        for name in tool.parameters
    }


def _slot(tool: ToolInfo, name: str, schema: Mapping[str, Any], required: list[str]) -> Slot:
    is_list = schema["type"] == "array"
    item = schema["items"] if is_list else schema
    return Slot(
        name=name,
        semantic=tool.parameters[name],
        choices=tuple(item.get("enum", ())),
        prefix=tool.references.get(name, ""),
        is_list=is_list,
        required=name in required,
    )


def alternatives(slot: Slot, value: Any, rows: Rows, generate: Generate) -> list[Any]:
    """Return other values of the same type, the most plausible mistakes first.

    Args:
        slot: The argument.
        value: What the plan passes.
        rows: The initial rows: an entity is replaced by one near to it.
        generate: Gives what draws where there is no order among them; asked only there.
    """
    if isinstance(value, list):
        return _other_lists(slot, value, rows, generate)
    return _others(slot, value, rows, generate)[:MAX_ALTERNATIVES]


def _other_lists(slot: Slot, value: list[Any], rows: Rows, generate: Generate) -> list[Any]:
    if not value:
        return []
    others = [each for each in _others(slot, value[-1], rows, generate) if each not in value][:1]
    shorter = [value[:-1]] if len(value) > 1 else []
    return [*shorter, *([*value[:-1], other] for other in others), *([*value, o] for o in others)]


def _others(slot: Slot, value: Any, rows: Rows, generate: Generate) -> list[Any]:
    if slot.choices:
        rest = [choice for choice in slot.choices if choice != value]
        return [rest[i] for i in generate().permutation(len(rest))]
    if isinstance(value, bool):
        return [not value]
    if slot.semantic in ("Money", "Quantity", "Number", "Percentage"):
        return _other_numbers(slot.semantic, value)
    if slot.semantic in ("Date", "Timestamp"):
        return [shift(value, days=1), shift(value, days=-1)]
    return _other_texts(slot, str(value), rows)


def _other_numbers(semantic: str, value: Any) -> list[Any]:
    number = parse_value(SEMANTIC_TYPES[semantic], value, semantic)
    if not isinstance(number, int):
        return []
    lowest = -LARGEST_INTEGER if semantic == "Number" else 0
    highest = 100 if semantic == "Percentage" else LARGEST_INTEGER
    near = [number + 1, number - 1]
    if semantic == "Quantity" and number > 0 and number % 10 == 0:
        near.append(2 * number)  # a tool may take nothing but multiples of a hundred
    others = [each for each in near if lowest <= each <= highest]
    return [format_money(each) for each in others] if semantic == "Money" else [*others]


def _other_texts(slot: Slot, value: str, rows: Rows) -> list[str]:
    found = rows.others(value)
    if slot.prefix:
        found = [*found, *rows.with_prefix(slot.prefix)]
    if not found and slot.semantic not in ("Reference", "Identifier", "Email"):
        found = [value + _MISSPELLED]
    return [each for each in dict.fromkeys(found) if each != value]

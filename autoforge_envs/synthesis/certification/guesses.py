"""Arguments for a call that no plan makes: what a user who asks for it could mean."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.domain.plans import fact_value
from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.certification.alternatives import Slot
from autoforge_envs.synthesis.certification.cases import Case

MAX_CALLS = 64
"""Combinations tried for one call."""

_MAX_VALUES = 6
_COUNTABLE = ("Money", "Quantity", "Number", "Percentage", "Date", "Timestamp")
_LAST_RESORT: Mapping[str, tuple[Any, ...]] = {
    "Money": ("1.00", "100000.00"), "Quantity": (1, 1000), "Number": (1, 1000),
    "Percentage": (1, 100), "Flag": (True, False), "Date": ("2100-01-01",),
    "Timestamp": ("2100-01-01T00:00:00",), "Email": ("somebody@example.com",),
}  # fmt: skip


def guess_calls(case: Case, tool: str, subject: str) -> Iterator[dict[str, Any]]:
    """Yield arguments for a tool, the likeliest first.

    Args:
        case: Task and rehearsal: what the user knows and says, and what was looked up.
        tool: The tool.
        subject: The identifier that the call is about; "" if there is none.
    """
    slots = case.stage.slots[tool]
    target = next((s.name for s in slots.values() if _is_about(s, subject)), "")
    values = {
        slot.name: [subject] if slot.name == target else _values(case, tool, slot)
        for slot in slots.values()
    }
    for combination in islice(product(*values.values()), MAX_CALLS):
        yield dict(zip(values, combination, strict=True))


def _is_about(slot: Slot, subject: str) -> bool:
    return bool(slot.prefix and subject.startswith(f"{slot.prefix}-"))


def _values(case: Case, tool: str, slot: Slot) -> list[Any]:
    known = [fact_value(fact) for fact in case.task.user.facts if fact.type == slot.semantic]
    planned = [
        move.arguments[slot.name]
        for move in case.rehearsal.moves
        if move.name == tool and slot.name in move.arguments
    ]
    found = [*_said(case.task, slot), *known, *planned, *slot.choices, *_looked_up(case, slot)]
    unique = [*dict.fromkeys(each for each in found if not isinstance(each, list))][:_MAX_VALUES]
    if slot.is_list:
        unique = [[each] for each in unique]
    return unique or [*_last_resort(case, slot)]


def _said(task: Task, slot: Slot) -> Iterator[Any]:
    """Yield the numbers and days that the requests name, and the choices in their words."""
    if slot.semantic not in _COUNTABLE or slot.choices:
        return
    for request in task.user.requests:
        for value in mentioned_values(request.text, slot.semantic):
            if slot.semantic == "Money" and isinstance(value, int):
                yield format_money(value)
            else:
                yield value


def _looked_up(case: Case, slot: Slot) -> Iterator[Any]:
    """Yield values of results: keys of the right table, else what has the argument's name."""
    for result in case.rehearsal.results.values():
        for name, value in _leaves(result):
            is_key = bool(slot.prefix) and str(value).startswith(f"{slot.prefix}-")
            if is_key or (name == slot.name and not slot.prefix):
                yield value


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    elif value is not None:
        yield name, value


def _last_resort(case: Case, slot: Slot) -> Iterable[Any]:
    if not slot.required:
        return [None]
    if slot.prefix:
        return case.stage.rows.with_prefix(slot.prefix)[:_MAX_VALUES] or [""]
    return _LAST_RESORT.get(slot.semantic, ("somewhere else",))

"""How things are said in plain words: a call read back, a value in a sentence."""

import re
from collections.abc import Mapping

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.domain.values import format_money

_SLOT = re.compile(r"\{(\w+)\}")


def say_value(semantic: str, value: object) -> str:
    """Write a stored value as a person would: money as "49.90", choices without underscores."""
    if semantic == "Money" and isinstance(value, int):
        return format_money(value)
    if semantic == "Choice" and isinstance(value, str):
        return value.replace("_", " ")
    if semantic == "Percentage":
        return f"{value}%"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_back(tool: str, arguments: Mapping[str, object]) -> str:
    """Read a proposed call back, naming every detail: "cancel order (order id: OR-1; …)"."""
    details = "; ".join(
        f"{name.replace('_', ' ')}: {_spell(value)}" for name, value in arguments.items()
    )
    return f"{tool.replace('_', ' ')} ({details})"


def _spell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_spell(item) for item in value)
    return str(value)


def say_intent(intent: str, arguments: Mapping[str, object]) -> str:
    """Fill a tool's intent with arguments: "restart the e-reader RD-1"."""
    return " ".join(_SLOT.sub(lambda slot: _spell(arguments.get(slot[1], "")), intent).split())


def describe_script(script: UserScript) -> str:
    """Write a user's hidden instructions as text: who they are, what they want, what they know."""
    lines = [f"You are {script.name}, {script.persona}. You want:"]
    for request in script.requests:
        lines.append(f"- {request.text}")
        if request.fallback:
            lines.append(f"  If that is refused: {request.fallback}")
    if len(script.requests) > 1:
        lines.append(_REVEALS[script.reveals])
    lines.append("You know, and say only when asked:")
    lines += [f"- {fact.label}: {say_value(fact.type, fact.value)}" for fact in script.facts]
    return "\n".join(lines)


_REVEALS = {
    "one_by_one": "Name one wish at a time, the next when the last is settled.",
    "all_at_once": "Name all your wishes at the start.",
}

"""How things are said in plain words: a call read back, a value in a sentence."""

from collections.abc import Mapping

from autoforge_envs.domain.values import format_money


def say_value(semantic: str, value: object) -> str:
    """Write a stored value as a person would: money with two decimals, choices without underscores."""
    if semantic == "Money" and isinstance(value, int):
        return format_money(value)
    if semantic == "Choice" and isinstance(value, str):
        return value.replace("_", " ")
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def read_back(tool: str, arguments: Mapping[str, object]) -> str:
    """Read a proposed call back, naming every detail: "cancel order (order id: OR-1; reason: …)"."""
    details = "; ".join(
        f"{name.replace('_', ' ')}: {_spell(value)}" for name, value in arguments.items()
    )
    return f"{tool.replace('_', ' ')} ({details})"


def _spell(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_spell(item) for item in value)
    return str(value)

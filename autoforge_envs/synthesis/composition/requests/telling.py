"""Telling: what of a call's result the user wants to hear, and how they ask for it."""

from typing import Any

from autoforge_envs.domain.values import parse_value
from autoforge_envs.synthesis.composition.scene import Scene
from autoforge_envs.synthesis.composition.views import Field, View, value_at

_WORTH_TELLING = ("Money", "Date", "Timestamp", "Percentage")
_SOMETIMES = ("Quantity", "Number")
_DEFAULTS = (
    "What is the {label} then?", "Please tell me the {label}, too.",
    "And what will the {label} be?", "I'd like to know the {label} after that.",
)  # fmt: skip


def tell_result(scene: Scene, tool: str, step: str, values: dict[str, Any], before: Any) -> str:
    """Let the user ask for something in a call's result; "" if nothing in it is worth that.

    Args:
        scene: The task in the making.
        tool: What was called.
        step: The step that called it.
        values: Its arguments: who said something need not be told it.
        before: The row that the call was about, as it was shown; None if there is none.
    """
    result = scene.draft.contents.results[step]
    today = scene.atlas.domain.clock[:10]
    found = [
        (view, field)
        for view in scene.atlas.views[tool]
        if not view.is_list
        for field in view.fields
        if _is_news(field, view, result, values, before)
        and not str(value_at(view.rows(result)[0], field.path)).startswith(today)
        and has_come_about(scene, field, value_at(view.rows(result)[0], field.path))
    ]
    if not found:
        return ""
    view, field = scene.speech.pick(found)
    expression = {"result": step, "path": [*view.path, *field.path]}
    label = scene.say.label_of(field)
    scene.draft.tell(label, field.semantic.name, expression)
    return question(scene, tool, field, label)


def _is_news(field: Field, view: View, result: Any, values: dict[str, Any], before: Any) -> bool:
    if field.is_nested or field.semantic.name not in (*_WORTH_TELLING, *_SOMETIMES):
        return False
    rows = view.rows(result)
    value = value_at(rows[0], field.path) if rows else None
    if value in (None, 0, "0.00") or value in values.values():
        return False
    known = value_at(before, field.path) if before is not None else None
    return bool(value != known)


def question(scene: Scene, tool: str, field: Field, label: str) -> str:
    """Ask for a value."""
    ways = scene.speech.phrasebook.questions
    for name in (f"{tool}.{field.name}", f"{field.owner}.{field.name}", field.name):
        if ways.get(name):
            return scene.speech.pick(ways[name])
    return scene.speech.pick(_DEFAULTS).format(label=label)


def has_come_about(scene: Scene, field: Field, value: Any) -> bool:
    """Tell whether a value is of the call's making: a new cell, or something shown only then."""
    if field.owner not in scene.atlas.kinds and field.owner not in scene.atlas.read_classes:
        return True
    stored = parse_value(field.semantic, value, field.name)
    return any(
        written == repr(stored) and (column == field.name or field.name.endswith(f"_{column}"))
        for column, written in scene.walk.news
    )

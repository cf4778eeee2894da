"""Tool results as the text that the caller reads: JSON, money as decimals, secrets left out."""

import dataclasses
import json
from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

from autoforge_envs.domain.columns import Annotation, SemanticType, read_annotation
from autoforge_envs.domain.values import format_money
from autoforge_envs.errors import StateError


def render_result(result: object, annotation: Annotation) -> str:
    """Write what a tool returned as JSON.

    Args:
        result: A record, a view (frozen dataclass), a list of those, a scalar or None.
        annotation: The tool's return annotation; it tells what a scalar means.

    Raises:
        StateError: The tool returned something that is none of these.
    """
    return json.dumps(_plain(result, annotation.semantic), ensure_ascii=False)


def _plain(value: object, semantic: SemanticType | None) -> Any:
    if isinstance(value, list):
        return [_plain(item, semantic) for item in value]
    if isinstance(value, tuple) and hasattr(value, "model"):
        return {name: render(value[at]) for at, name, render in _record_plan(type(value))}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: _plain(getattr(value, name), inner)
            for name, inner in _view_plan(type(value)).items()
        }
    if semantic is not None and semantic.name == "Money" and isinstance(value, int):
        return format_money(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise StateError(
        f"a tool returned {type(value).__name__}; return a record, a view, a list or a plain value"
    )


def _same(value: object) -> object:
    return value


def _money(value: Any) -> object:
    return None if value is None else format_money(value)


@cache
def _record_plan(record: type) -> tuple[tuple[int, str, Callable[[Any], object]], ...]:
    semantics: dict[str, SemanticType] = record.model.__semantics__  # type: ignore[attr-defined]
    columns: tuple[str, ...] = record._fields  # type: ignore[attr-defined]
    return tuple(
        (at, name, _money if semantics[name].name == "Money" else _same)
        for at, name in enumerate(columns)
        if not semantics[name].hidden
    )


@cache
def _view_plan(view: type) -> dict[str, SemanticType | None]:
    hints = get_type_hints(view, include_extras=True)
    plan = {field.name: read_annotation(hints[field.name]).semantic for field in dataclasses.fields(view)}
    return {name: inner for name, inner in plan.items() if inner is None or not inner.hidden}

"""Tool results as the text that the caller reads: JSON, money as decimals, secrets left out."""

import dataclasses
import json
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
    return _ENCODER.encode(_plain(result, annotation.semantic))


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


def _plain(value: object, semantic: SemanticType | None) -> Any:
    if isinstance(value, list):
        return [_plain(item, semantic) for item in value]
    if isinstance(value, tuple) and hasattr(value, "__model__"):
        return _plain_record(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain_view(value)
    if semantic is not None and semantic.name == "Money" and isinstance(value, int):
        return format_money(value)
    if value is None or isinstance(value, str | int | bool):
        return value
    raise StateError(
        f"a tool returned {type(value).__name__}; return a record, a view, a list or a plain value"
    )


def _plain_record(record: Any) -> dict[str, Any]:
    columns, amounts, hidden = _record_plan(record.__class__)
    values = dict(zip(columns, record, strict=True))
    for name in amounts:
        if values[name] is not None:
            values[name] = format_money(values[name])
    for name in hidden:
        del values[name]
    return values


@cache
def _record_plan(record: Any) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Give a record's columns, those of money, and those that nobody is shown."""
    semantics: dict[str, SemanticType] = record.__model__.__semantics__
    columns: tuple[str, ...] = record._fields
    amounts = tuple(name for name in columns if semantics[name].name == "Money")
    return columns, amounts, tuple(name for name in columns if semantics[name].hidden)


def _plain_view(view: Any) -> dict[str, Any]:
    plain = {}
    for name, semantic in _view_plan(view.__class__):
        value = getattr(view, name)
        # most fields are texts, which are plain already
        plain[name] = value if value.__class__ is str else _plain(value, semantic)
    return plain


@cache
def _view_plan(view: Any) -> tuple[tuple[str, SemanticType | None], ...]:
    """Give a view's fields with what they mean, without those that nobody is shown."""
    hints = get_type_hints(view, include_extras=True)
    fields = (
        (field.name, read_annotation(hints[field.name]).semantic)
        for field in dataclasses.fields(view)
    )
    return tuple((name, inner) for name, inner in fields if inner is None or not inner.hidden)

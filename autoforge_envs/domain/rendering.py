"""Tool results as the text that the caller reads: JSON, money as decimals, secrets left out."""

import dataclasses
from collections.abc import Callable, MutableMapping
from typing import Any, get_type_hints
from weakref import WeakKeyDictionary

from autoforge_envs.domain.columns import Annotation, SemanticType, read_annotation
from autoforge_envs.domain.json_text import json_writer
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
    return _write_json(_plain(result, annotation.semantic))


_write_json = json_writer(ensure_ascii=False)

_Writer = Callable[[Any], dict[str, Any]]

_WRITERS: MutableMapping[Any, _Writer | None] = WeakKeyDictionary()
"""By class; they go with the classes of a domain that nobody uses any longer."""

_TEXTS = frozenset({str, type(None)})
_SCALARS = _TEXTS | {int, bool}


def _plain(value: object, semantic: SemanticType | None) -> Any:
    if isinstance(value, list):
        kinds = {*map(type, value)}
        each = _writer(kinds.pop()) if len(kinds) == 1 else None
        return [each(item) if each else _plain(item, semantic) for item in value]
    kind: Any = value.__class__
    write = _writer(kind)
    if write is not None:
        return write(value)
    if semantic is not None and semantic.name == "Money" and isinstance(value, int):
        return format_money(value)
    if value.__class__ in _SCALARS or isinstance(value, (str, int)):
        return value
    raise StateError(
        f"a tool returned {type(value).__name__}; return a record, a view, a list or a plain value"
    )


def _writer(kind: Any) -> _Writer | None:
    """Give what writes values of a class: a record or a view; None for every other class."""
    try:
        return _WRITERS[kind]
    except KeyError:
        return _WRITERS.setdefault(kind, _make_writer(kind))


def _make_writer(kind: Any) -> _Writer | None:
    if issubclass(kind, tuple) and hasattr(kind, "__model__"):
        return _record_writer(kind)
    return _view_writer(kind) if dataclasses.is_dataclass(kind) else None


def _record_writer(kind: Any) -> _Writer:
    """Give what writes a table's rows, without the columns that nobody is shown."""
    semantics: dict[str, SemanticType] = kind.__model__.__semantics__
    columns: tuple[str, ...] = kind._fields
    amounts = tuple(name for name in columns if semantics[name].name == "Money")
    hidden = tuple(name for name in columns if semantics[name].hidden)

    def write(record: Any) -> dict[str, Any]:
        values = dict(zip(columns, record, strict=True))
        for name in amounts:
            if values[name] is not None:
                values[name] = format_money(values[name])
        for name in hidden:
            del values[name]
        return values

    return write


def _view_writer(kind: Any) -> _Writer:
    """Give what writes a view, without the fields that nobody is shown."""
    hints = get_type_hints(kind, include_extras=True)
    fields = {
        field.name: read_annotation(hints[field.name]).semantic
        for field in dataclasses.fields(kind)
    }
    shown = [
        (name, each, _TEXTS if each is not None and each.name == "Money" else _SCALARS)
        for name, each in fields.items()
        if each is None or not each.hidden
    ]

    def write(view: Any) -> dict[str, Any]:
        plain = {}
        for name, semantic, kept in shown:
            value = getattr(view, name)
            plain[name] = value if value.__class__ in kept else _plain(value, semantic)
        return plain

    return write

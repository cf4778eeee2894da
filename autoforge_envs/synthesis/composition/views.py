"""Views: the places in a tool's result that hold rows, and the fields by which these are told."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from autoforge_envs.domain.columns import (
    Annotation,
    SemanticModel,
    SemanticType,
    read_annotation,
)
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tools import Tool

Path = tuple[str, ...]
Types = Mapping[type, RecordType]


@dataclass(frozen=True, eq=False)
class Field:
    """A value inside a row of a result; each is one of a kind.

    Attributes:
        path: The way from the row to it; through lists where `is_nested`.
        owner: Class of the object that holds it.
        model: For a key, the class whose key it is.
        is_nested: Whether a row can have several of it.
    """

    path: Path
    semantic: SemanticType
    owner: str
    model: str
    is_nested: bool = False

    @cached_property
    def name(self) -> str:
        """The column."""
        return self.path[-1]

    @cached_property
    def dotted(self) -> str:
        """The path as reasoning nodes write it."""
        return ".".join(self.path)


@dataclass(frozen=True, eq=False)
class View:
    """A place in a result that holds a row, or a list of rows; each is one of a kind.

    Attributes:
        path: The way from the result to it.
        shows: Class of the rows.
    """

    tool: str
    path: Path
    is_list: bool
    shows: str
    fields: tuple[Field, ...]

    def rows(self, result: Any) -> list[Any]:
        """Return the rows that a result of the tool has at this place."""
        result = value_at(result, self.path)
        if result is None:
            return []
        return list(result) if self.is_list else [result]

    @cached_property
    def own_key(self) -> Field | None:
        """The key of what its rows are about: the first one that they show."""
        return next((each for each in self.fields if each.model and not each.is_nested), None)

    @cached_property
    def statuses(self) -> tuple[Field, ...]:
        """The fields that tell how a row stands: "status", "order_status"."""
        return tuple(
            each
            for each in self.fields
            if each.semantic.name == "Choice" and not each.is_nested
            if each.name.rpartition("_")[2] == "status"
        )

    @cached_property
    def _keys(self) -> dict[str, list[Field]]:
        keys: dict[str, list[Field]] = {}
        for each in self.fields:
            if each.model and not each.is_nested:
                keys.setdefault(each.model, []).append(each)
        return keys

    def key_fields(self, model: str) -> Sequence[Field]:
        """Return the fields that hold keys of a table."""
        return self._keys.get(model, ())


def value_at(row: Any, path: Path) -> Any:
    """Return the value at a path without lists, None where it is empty; rows come as JSON."""
    for part in path:
        if type(row) is not dict:
            return None
        row = row.get(part)
    return row


def views_of(tool: Tool[..., Any], types: Types) -> tuple[View, ...]:
    """Read the places with rows off a tool's return annotation."""
    return tuple(_views(tool.name, tool.result, (), types))


def _views(tool: str, annotation: Annotation, path: Path, types: Types) -> Iterator[View]:
    if annotation.semantic is not None or not isinstance(annotation.plain, type):
        return
    fields = tuple(_fields(annotation.plain, (), types, is_nested=False))
    if fields:
        yield View(tool, path, annotation.is_list, annotation.plain.__name__, fields)
    if annotation.is_list:
        return
    for name, inner in _members(annotation.plain):
        if inner.semantic is None and inner.plain is not annotation.plain:
            yield from _views(tool, inner, (*path, name), types)


def _fields(kind: type, path: Path, types: Types, *, is_nested: bool) -> Iterator[Field]:
    if issubclass(kind, SemanticModel):
        record = types[kind]
        for name, semantic in record.semantics.items():
            model = kind.__name__ if name == record.key else semantic.references
            if not semantic.hidden:
                yield Field((*path, name), semantic, kind.__name__, model, is_nested)
        return
    for name, inner in _members(kind):
        here = (*path, name)
        nested = is_nested or inner.is_list
        if inner.semantic is not None:
            if not inner.semantic.hidden:
                model = inner.semantic.references
                yield Field(here, inner.semantic, kind.__name__, model, nested)
        elif isinstance(inner.plain, type) and inner.plain is not kind:
            yield from _fields(inner.plain, here, types, is_nested=nested)


def _members(kind: type) -> Iterator[tuple[str, Annotation]]:
    """Yield what a view is made of; rows of tables have no members but values."""
    if issubclass(kind, SemanticModel) or not dataclasses.is_dataclass(kind):
        return
    hints = get_type_hints(kind, include_extras=True)
    for each in dataclasses.fields(kind):
        yield each.name, read_annotation(hints[each.name])

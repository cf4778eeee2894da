"""The initial rows, checked: what a database would refuse is refused here, with file and line."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autoforge_envs.domain.contents import CODE_FILES, read_rows
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.values import check_stored, show_value
from autoforge_envs.errors import DomainError

Row = Mapping[str, Any]


def initial_rows(folder: Path, types: Sequence[RecordType]) -> Iterator[tuple[RecordType, Row]]:
    """Yield the rows of `records.jsonl`, parents before children.

    Raises:
        DomainError: A row does not fit its table, repeats a unique value, or refers to a row that
            no line before it has.
    """
    by_name = {kind.name: kind for kind in types}
    seen = _Seen(types)
    for table, values, where in read_rows(folder):
        if table not in by_name:
            raise DomainError(f"{where}: there is no table {table!r}; see {CODE_FILES[0]}")
        kind = by_name[table]
        row = _whole_row(kind, values, where)
        seen.add(kind, row, where)
        yield kind, row


def _whole_row(kind: RecordType, values: Row, where: str) -> Row:
    row: dict[str, Any] = dict.fromkeys(kind.columns)
    for name, value in values.items():
        if name not in row:
            raise DomainError(
                f"{where}: table {kind.name} has no column {name!r}; "
                f"it has {', '.join(kind.columns)}"
            )
        if value is not None and not check_stored(kind.semantics[name], value):
            raise DomainError(
                f"{where}: {kind.name}.{name} holds {_describe(kind, name)}, "
                f"got {show_value(value)}"
            )
        row[name] = value
    for name in (kind.key, *kind.required):
        if row[name] is None:
            raise DomainError(
                f"{where}: {kind.name}.{name} is empty and must not be; give it a value"
            )
    return row


def _describe(kind: RecordType, column: str) -> str:
    semantic = kind.semantics[column]
    if semantic.choices:
        return f"one of {', '.join(semantic.choices)}"
    if semantic.name == "Money":
        return "Money, a whole number of cents"
    return f"{semantic.name}, {semantic.description}"


class _Seen:
    """The values that later rows must not repeat, or may refer to."""

    def __init__(self, types: Sequence[RecordType]) -> None:
        self._tables = {kind.model.__name__: kind for kind in types}
        self._unique = {
            kind.name: [kind.key, *(c.name for c in kind.table.columns if c.unique)]
            for kind in types
        }
        self._values: dict[tuple[str, str], set[Any]] = {
            (table, column): set() for table, columns in self._unique.items() for column in columns
        }

    def add(self, kind: RecordType, row: Row, where: str) -> None:
        for column in self._unique[kind.name]:
            values = self._values[kind.name, column]
            if row[column] in values:
                raise DomainError(
                    f"{where}: an earlier row of {kind.name} has the {column} {row[column]!r}; "
                    "change one of them"
                )
            if row[column] is not None:
                values.add(row[column])
        for column, semantic in kind.semantics.items():
            if semantic.references and row[column] is not None:
                self._check_reference(
                    f"{where}: {kind.name}.{column}", semantic.references, row[column]
                )

    def _check_reference(self, where: str, model: str, key: str) -> None:
        parent = self._tables[model]
        if key not in self._values[parent.name, parent.key]:
            raise DomainError(
                f"{where} refers to {key!r}, which no earlier line puts into {parent.name}; "
                "add that row, or move it up"
            )

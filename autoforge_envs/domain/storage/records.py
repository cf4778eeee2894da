"""Records: the frozen rows that `State` hands out, one class a table.

A record is a named tuple of its table's columns. Tools see it typed as the declared model, so that
an editor and a type checker know `order.total`; writing to it is impossible.
"""

from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from autoforge_envs.domain.columns import SemanticType


@dataclass(frozen=True, slots=True, eq=False)
class RecordType:
    """What the state, the journal and the verdict know about one table.

    Attributes:
        model: The declared class.
        table: Its SQLAlchemy table.
        name: Name of the table.
        number: Position among the domain's tables; the journal stores it.
        columns: Column names in declaration order; `key` is one of them.
        semantics: Semantic type of each column.
        content: Columns that a new row's key derives from, the key among them: those that the
            verdict compares; all where it does not look at the table.
        judged: Columns that the verdict compares, the key apart, each with the class name of the
            model that it refers to, or "".
        required: Columns that are never empty, the key apart.
        flags: Positions of boolean columns, which SQLite stores as 0 and 1.
        record: The named tuple class of its rows.
        compared: Whether the verdict looks at its rows at all.
    """

    model: type
    table: Table
    name: str
    number: int
    key: str
    prefix: str
    columns: tuple[str, ...]
    semantics: Mapping[str, SemanticType]
    content: tuple[str, ...]
    judged: tuple[tuple[str, str], ...]
    required: tuple[str, ...]
    flags: tuple[int, ...]
    record: type[Any]
    compared: bool

    def new(self, values: Iterable[Any]) -> Any:
        """Make a record of as many values as there are columns: `_make` without its check."""
        return tuple.__new__(self.record, values)

    def changed(self, record: Any, changes: Mapping[str, Any]) -> Any:
        """Make a record with other values in some of its columns."""
        return tuple.__new__(self.record, map(changes.get, self.columns, record))

    def make(self, row: Sequence[Any]) -> Any:
        """Make a record of a row that came from the database."""
        if self.flags:
            values = list(row)
            for position in self.flags:
                if values[position] is not None:
                    values[position] = bool(values[position])
            row = values
        return self.new(row)

    def make_all(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Make records of rows that came from the database; an overlay's are records already."""
        if rows and rows[0].__class__ is self.record:
            return list(rows)
        if self.flags:
            return [self.make(row) for row in rows]
        new, record = tuple.__new__, self.record
        return [new(record, row) for row in rows]

    def as_dict(self, records: Sequence[Any]) -> dict[str, Any] | None:
        """Name the values of the first of some records; None if there is none."""
        return dict(zip(self.columns, records[0], strict=True)) if records else None


def record_type(model: type, number: int) -> RecordType:
    """Describe a declared model; `number` is its place among the domain's tables."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    semantics: dict[str, SemanticType] = model.__semantics__  # type: ignore[attr-defined]
    key = next(iter(table.primary_key)).name
    columns = tuple(column.name for column in table.columns)
    compared: bool = model.__compared__  # type: ignore[attr-defined]
    rows = namedtuple(model.__name__, columns)  # type: ignore[misc]
    return RecordType(
        model=model,
        table=table,
        name=table.name,
        number=number,
        key=key,
        prefix=model.__prefix__,  # type: ignore[attr-defined]
        columns=columns,
        semantics=semantics,
        content=tuple(name for name in columns if semantics[name].compared or not compared),
        judged=tuple(
            (name, semantics[name].references)
            for name in columns
            if semantics[name].compared and name != key
        ),
        required=tuple(c.name for c in table.columns if not c.nullable and c.name != key),
        flags=tuple(i for i, name in enumerate(columns) if semantics[name].python is bool),
        record=type(model.__name__, (rows,), {"__slots__": (), "__model__": model}),
        compared=compared,
    )

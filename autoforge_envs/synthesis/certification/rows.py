"""The initial rows as data: what a value belongs to, and what else it could have been.

Read from `records.jsonl` without running any code of the domain.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]

_MAX_GROUP = 12
"""Rows looked at for each cell that a row shares with others; the rest is not nearer."""


class Rows:
    """All rows of a domain, by table."""

    def __init__(self, rows: Iterable[tuple[str, Row]]) -> None:
        """Take the rows in the order of the file."""
        self.in_order = list(rows)
        self.tables: dict[str, list[Row]] = {}
        for table, row in self.in_order:
            self.tables.setdefault(table, []).append(row)
        self.keys = {table: _key_column(rows) for table, rows in self.tables.items()}
        self._others: dict[str, list[str]] = {}

    @cached_property
    def _places(self) -> dict[tuple[str, str, Any], list[Row]]:
        """Rows by table, column and value."""
        places: dict[tuple[str, str, Any], list[Row]] = {}
        for table, rows in self.tables.items():
            for row in rows:
                for column, value in row.items():
                    if isinstance(value, str):
                        places.setdefault((table, column, value), []).append(row)
        return places

    @cached_property
    def _columns(self) -> dict[str, list[tuple[str, str]]]:
        """Tables and columns by a value they hold, the table whose key it is first."""
        columns: dict[str, list[tuple[str, str]]] = {}
        for table, column, value in self._places:
            found = columns.setdefault(value, [])
            position = 0 if self.keys[table] == column else len(found)
            found.insert(position, (table, column))
        return columns

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """The keys of all tables."""
        return frozenset(
            row[column] for table, column in self.keys.items() for row in self.tables[table]
        )

    def others(self, value: str) -> list[str]:
        """Return other values of the first column that holds this one, those of near rows first.

        Rows are near that share many cells: orders of one customer, articles of one name.
        """
        if value not in self._others:
            self._others[value] = self._find_others(value)
        return self._others[value]

    def _find_others(self, value: str) -> list[str]:
        for table, column in self._columns.get(value, [])[:1]:
            row = self._places[table, column, value][0]
            near = [other.get(column) for other in self._near(table, row)]
            return [each for each in dict.fromkeys(near) if isinstance(each, str) and each != value]
        return []

    def with_prefix(self, prefix: str) -> list[str]:
        """Return the first keys that begin with a prefix."""
        for table, column in self.keys.items():
            keys = [row[column] for row in self.tables[table][:_MAX_GROUP]]
            if keys and keys[0].startswith(f"{prefix}-"):
                return keys
        return []

    def _near(self, table: str, row: Row) -> list[Row]:
        candidates = self.tables[table][:_MAX_GROUP]
        for column, value in row.items():
            if isinstance(value, str):
                candidates = [*candidates, *self._places[table, column, value][:_MAX_GROUP]]
        unique = {id(each): each for each in candidates if each is not row}.values()
        cells = self._weighed_cells(table, row)
        # stable: ties keep the order of the file
        return sorted(unique, key=lambda each: -_shared(cells, each))

    def _weighed_cells(self, table: str, row: Row) -> list[tuple[str, str, float]]:
        """Weigh a row's cells: the rarer the value the more, and a reference more than a word."""
        return [
            (column, value, weight / len(self._places[table, column, value]))
            for column, value in row.items()
            if isinstance(value, str)
            for weight in (4 if value in self.all_keys else 1,)
        ]


def _shared(cells: Sequence[tuple[str, str, float]], other: Row) -> float:
    """Add up the cells that a row shares."""
    shared = 0.0
    for column, value, weight in cells:
        if other.get(column) == value:
            shared += weight
    return shared


def _key_column(rows: list[Row]) -> str:
    """Find the column that is the key: it is called id, or is the first without repeats."""
    if all("id" in row for row in rows):
        return "id"
    for column in rows[0]:
        values = [row.get(column) for row in rows]
        if all(isinstance(value, str) for value in values) and len(set(values)) == len(rows):
            return column
    return next(iter(rows[0]))

"""The rows of a domain as a net: which row refers to which, and which look alike.

Arguments that fit together come from rows that hang together: an order and an item of it, a
customer and their own postal code, an article and its other colours.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autoforge_envs.domain.state import State
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.values import render_value

_MAX_STEPS_UP = 2
"""References followed from a row: item, order, customer."""


class Neighbourhood:
    """The rows of a pristine state, indexed by key, by reference and by look-up column."""

    def __init__(self, state: State, kinds: Sequence[RecordType]) -> None:
        """Read all rows.

        Args:
            state: A state that was just reset.
            kinds: The tables to read.
        """
        self._state = state
        self._kinds = {kind.model.__name__: kind for kind in kinds}
        self.rows: dict[str, list[Any]] = {
            name: list(state.find(kind.model)) for name, kind in self._kinds.items()
        }
        self.keys: dict[str, list[str]] = {
            name: [getattr(row, self._kinds[name].key) for row in rows]
            for name, rows in self.rows.items()
        }
        self._by_key: dict[str, Any] = {}
        self._children: dict[tuple[str, str, object], list[Any]] = {}
        for name, kind in self._kinds.items():
            shared = (*kind_references(kind), *_looked_up(kind))
            for row in self.rows[name]:
                self._by_key.setdefault(getattr(row, kind.key), row)
                for column in shared:
                    place = (name, column, getattr(row, column))
                    self._children.setdefault(place, []).append(row)

    def kind(self, row: Any) -> RecordType:
        """Return the table of a row."""
        return self._kinds[row.__model__.__name__]

    def key(self, row: Any) -> str:
        """Return the key of a row."""
        return str(getattr(row, self.kind(row).key))

    def row(self, key: object) -> Any:
        """Return the row with a key, one that a tool has just added included; None if none has."""
        if not isinstance(key, str):
            return None
        if key in self._by_key:
            return self._by_key[key]
        prefix = key.partition("-")[0]
        models: list[Any] = [kind.model for kind in self._kinds.values() if kind.prefix == prefix]
        found = (self._state.find_one(model, key) for model in models)
        return next((row for row in found if row is not None), None)

    def related(self, model: str, context: Sequence[Any]) -> list[list[Any]]:
        """Return groups of rows of a table that hang together with given rows, the nearest first.

        Those that the given rows are or refer to, those that refer to them (where few do, first:
        a customer's other accounts, then all accounts of a kind), and those that share a look-up
        value with the first: an article's other colours.
        """
        above = list(self._upwards(context))
        own = [row for row in above if self.kind(row).model.__name__ == model]
        kind = self._kinds[model]
        below = [
            self._children.get((model, column, self.key(row)), [])
            for row in above
            for column, parent in kind_references(kind).items()
            if parent == self.kind(row).model.__name__
        ]
        alike = [
            [r for row in own for r in self._children.get((model, c, getattr(row, c)), ())]
            for c in _looked_up(kind)
        ]
        return [own, *sorted(below, key=len), *alike]

    def values(self, semantic: str, name: str | None, rows: Sequence[Any]) -> list[object]:
        """Return what rows hold in columns of a type, by name where one is given."""
        return [
            value
            for row in rows
            for column, value in self._cells(row)
            if name in (None, column) and self.kind(row).semantics[column].name == semantic
        ]

    def models_with(self, semantic: str, name: str | None = None) -> list[tuple[str, str]]:
        """Return tables and columns of a type, by name where one is given."""
        return [
            (model, column)
            for model, kind in self._kinds.items()
            for column, each in kind.semantics.items()
            if each.name == semantic and name in (None, column) and self.rows[model]
        ]

    def upwards(self, context: Sequence[Any]) -> list[Any]:
        """Return rows with those they refer to, and those these refer to."""
        return list(self._upwards(context))

    def value(self, row: Any, column: str) -> object:
        """Return one cell as an agent writes it."""
        return render_value(self.kind(row).semantics[column], getattr(row, column))

    def _cells(self, row: Any) -> Iterator[tuple[str, object]]:
        for column in self.kind(row).columns:
            if getattr(row, column) is not None:
                yield column, self.value(row, column)

    def _upwards(self, context: Sequence[Any]) -> Iterator[Any]:
        seen: dict[str, None] = {}
        level = list(context)
        for _ in range(_MAX_STEPS_UP + 1):
            level = [row for row in level if self.key(row) not in seen]
            seen.update(dict.fromkeys(self.key(row) for row in level))
            yield from level
            parents = (
                self.row(getattr(row, column)) for row in level for column in self._references(row)
            )
            level = [row for row in parents if row is not None]

    def _references(self, row: Any) -> Mapping[str, str]:
        return kind_references(self.kind(row))


def kind_references(kind: RecordType) -> dict[str, str]:
    """Return a table's reference columns with the class each refers to."""
    return {name: each.references for name, each in kind.semantics.items() if each.references}


def _looked_up(kind: RecordType) -> list[str]:
    """Return the columns that several rows may share and tools look rows up by."""
    columns = kind.table.columns
    return [
        name
        for name, each in kind.semantics.items()
        if columns[name].index and not columns[name].unique and not each.references
    ]

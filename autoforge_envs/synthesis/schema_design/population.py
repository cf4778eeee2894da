"""First rows for tables of which only the source is known: what columns mean decides.

The rows hang together: children have parents, what belongs to one customer refers to what is
theirs, the columns of one person tell one person. Edge cases are among them: customers with
nothing, columns that are empty, two customers of one name, a price of zero.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.draft import Record
from autoforge_envs.synthesis.design.people import COUNTRIES, People, Person
from autoforge_envs.synthesis.design.population import KEY, Population, Row
from autoforge_envs.synthesis.design.source import read_tables
from autoforge_envs.synthesis.schema_design.pairing import spans
from autoforge_envs.synthesis.schema_design.tables import Column, Table, tables_of
from autoforge_envs.synthesis.schema_design.values import Days, Range, Values, Whom

NUM_PARTIES = 40
NUM_THINGS = 40
"""Rows of a table that belongs to nobody and to nothing."""

_HAVING_WEIGHTS = (1, 2, 4, 4, 3, 2)
"""How often a customer has 0, 1, 2, ... rows of a table."""
_ONLY_WEIGHTS = (1, 1, 2, 3, 4, 4, 3, 2)
"""Likewise where they have things of one or two kinds only: there must be some to choose from."""
_FEW_KINDS = 2
_SHARED_WEIGHTS = (1, 2, 3, 3, 2)
"""Likewise of a table whose rows everybody chooses from, so that lists stay short."""
_PART_WEIGHTS = (2, 4, 3, 1)
"""How often what a customer has has 0, 1, 2, ... parts."""
_EMPTY_PERCENT = 20
_PERSON_TYPES = ("PersonName", "Email", "PhoneNumber")


def populate(
    models: str,
    clock: str,
    generator: np.random.Generator,
    *,
    party: str = "",
    shared: Collection[str] = (),
    vocabularies: Mapping[str, Sequence[str]] | None = None,
    ranges: Mapping[str, Range | Days] | None = None,
) -> tuple[Record, ...]:
    """Make the first rows of a business.

    Args:
        models: Source of its `models.py`; it is read, never run.
        clock: The time it is there, an ISO timestamp.
        generator: Where everything is drawn from.
        party: Class of those whom the agent serves; "" for the first table that has a person's
            name or e-mail address.
        shared: Classes whose rows belong to somebody, and to which rows of others may refer: the
            articles of sellers. Rows of other classes refer to rows of the same customer only.
        vocabularies: "Model.column" -> texts that it may hold; without, they are made up.
        ranges: "Model.column" -> least and greatest number, of money in cents, or from which day
            to which; without, names tell.

    Returns:
        Table and values of each row, parents before children.

    Raises:
        DesignError: The source is no Python, or a vocabulary or range is of no column.
    """
    tables = tables_of(models)
    chance = Chance(generator)
    sources = read_tables(models)
    population = Population(chance, clock, sources, {})
    people = People(population, tuple(chance.some(sorted(COUNTRIES), chance.between(1, 3))))
    values = Values(population, people, vocabularies or {}, ranges or {})
    _check_places(tables, [*values.vocabularies, *values.ranges])
    work = _Work(values, tables, party or _party_of(tables), shared)
    for table in tables:
        work.fill(table)
    return tuple(
        (sources[table.model].name, dict(row))
        for table in tables
        for row in population.rows(table.model)
    )


@dataclass(frozen=True, slots=True)
class _DayColumns:
    """Columns of a table whose days depend on other rows or on one another.

    Attributes:
        counted: Those of a calendar, a day for each row.
        waiting: Those that are drawn once another is there.
        spans: From which to which something goes on.
    """

    counted: tuple[str, ...]
    waiting: tuple[Column, ...]
    spans: tuple[tuple[str, str], ...]


class _Work:
    """Rows in the making, and whose each of them is."""

    def __init__(
        self, values: Values, tables: Sequence[Table], party: str, shared: Collection[str]
    ) -> None:
        self._values = values
        self._population = values.population
        self._chance = values.population.chance
        self._party = party
        self._shared = frozenset(shared)
        self._owners: dict[str, str] = {}
        self._by_owner: dict[tuple[str, str], list[Row]] = {}
        self._owned = _owned(tables, party)
        self._days = {table.model: _days_of(table, values) for table in tables}

    def fill(self, table: Table) -> None:
        """Make the rows of a table."""
        if table.model == self._party:
            for _ in range(NUM_PARTIES):
                self._add(table, "", {})
        elif table.model in self._owned:
            column, parent = self._nearest_owner(table)
            weights = self._weights(table, parent)
            for row in [*self._population.rows(parent)]:
                for _ in range(self._chance.pick(range(len(weights)), weights)):
                    owner = row[KEY] if parent == self._party else self._owners[row[KEY]]
                    self._add(table, owner, {column: row[KEY]})
        else:
            for _ in range(NUM_THINGS):
                self._add(table, "", {})

    def _weights(self, table: Table, parent: str) -> tuple[int, ...]:
        """Return how often a parent has 0, 1, 2, ... rows of a table."""
        if table.model in self._shared:
            return _SHARED_WEIGHTS
        if parent != self._party:
            return _PART_WEIGHTS
        return _ONLY_WEIGHTS if len(self._owned) <= _FEW_KINDS else _HAVING_WEIGHTS

    def _nearest_owner(self, table: Table) -> tuple[str, str]:
        """Return the column and class that rows are counted by: the most special one."""
        found = {c: p for c, p in table.parents().items() if p in self._owned or p == self._party}
        private = {c: p for c, p in found.items() if p not in self._shared}
        best = private or found
        special = next((c for c, p in best.items() if p != self._party), next(iter(best)))
        return special, best[special]

    def _add(self, table: Table, owner: str, given: Row) -> None:
        number = len(self._population.rows(table.model))
        person = _once(self._values.people.person)
        row: Row = {}
        for column in table.columns:
            if column.name in given:
                row[column.name] = given[column.name]
            elif column.references:
                row[column.name] = self._parent(column, owner)
            elif column.nullable and self._chance.happens(_EMPTY_PERCENT):
                row[column.name] = None
            else:
                row[column.name] = self._values.draw(table.model, column, number, person)
        days = self._days[table.model]
        for name in days.counted:  # each row of a calendar has a day of its own
            row[name] = self._population.day(number - 3)
        for column in days.waiting:
            row[column.name] = self._values.draw_after(table.model, column, row)
        _order_days(days.spans, row)
        added = self._population.add(table.model, **row)
        self._owners[added[KEY]] = owner
        self._by_owner.setdefault((table.model, owner), []).append(added)

    def _parent(self, column: Column, owner: str) -> str | None:
        """Choose what a row refers to: of the same customer, unless it may be another's."""
        if column.references == self._party and owner:
            return owner
        rows = self._population.rows(column.references)
        if column.references in self._shared:
            rows = rows[::2]  # nobody refers to the others, so that these can be removed
        elif column.references in self._owned and owner:
            rows = self._by_owner.get((column.references, owner), [])
        if column.nullable and (not rows or self._chance.happens(_EMPTY_PERCENT)):
            return None
        if not rows:
            rows = self._population.rows(column.references)
        return str(self._chance.pick(rows)[KEY])


def _owned(tables: Sequence[Table], party: str) -> frozenset[str]:
    """Return the classes whose rows belong to one of the party, directly or through others."""
    owned: set[str] = set()
    for table in tables:
        if table.model != party and {*table.parents().values()} & {*owned, party}:
            owned.add(table.model)
    return frozenset(owned)


def _party_of(tables: Sequence[Table]) -> str:
    for table in tables:
        if any(column.type in _PERSON_TYPES for column in table.columns):
            return table.model
    raise DesignError("no table has a person's name or e-mail address; add one for the customers")


def _check_places(tables: Sequence[Table], places: Sequence[str]) -> None:
    known = {f"{table.model}.{column.name}" for table in tables for column in table.columns}
    unknown = next((place for place in places if place not in known), None)
    if unknown:
        raise DesignError(f"there is no column {unknown!r} to fill; write Model.column")


def _days_of(table: Table, values: Values) -> _DayColumns:
    columns = table.columns
    return _DayColumns(
        counted=tuple(each.name for each in columns if each.unique and each.type == "Date"),
        waiting=tuple(each for each in columns if values.waits(table.model, each)),
        spans=tuple(spans([(each.name, each.type) for each in columns])),
    )


def _order_days(spans: Sequence[tuple[str, str]], row: Row) -> None:
    """Let what ends end no sooner than it starts."""
    for start, end in spans:
        first, last = row[start], row[end]
        if first is not None and last is not None and len(first) == len(last) and last < first:
            row[start], row[end] = last, first


def _once(make: Whom) -> Whom:
    """Return what makes somebody when first asked, and gives the same one ever after."""
    made: list[Person] = []

    def whom() -> Person:
        if not made:
            made.append(make())
        return made[0]

    return whom

"""Describing: by which few properties one row of a list is meant, and no other."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy

from autoforge_envs.domain.reasoning import comparable, reach
from autoforge_envs.synthesis.composition.views import Field, View, value_at
from autoforge_envs.synthesis.composition.walking.standing import is_dead

NAMES = ("Label", "PersonName", "City")
"""Types whose values are what people call a thing by."""

_SAID = ("Choice", "Label", "City", "Country", "Flag", "Date", "Timestamp", "Money", "PersonName")
ORDERED = ("Money", "Quantity", "Number", "Percentage", "Date", "Timestamp")
FILTERS = ("Choice", "Label", "Flag", "City", "Country")
_MAX_TRIPLES = 60


@dataclass(frozen=True, slots=True)
class Atom:
    """A property that a row has: a field's value, or one of its values."""

    field: Field
    value: Any


@dataclass(frozen=True, slots=True)
class Description:
    """What a row is meant by.

    Attributes:
        operation: "only", "max" or "min".
        atoms: Properties that it has; none of them is idle.
        by: What it has most or least of.
    """

    operation: str
    atoms: tuple[Atom, ...] = ()
    by: Field | None = None

    @property
    def kind(self) -> str:
        """What kind of description it is, for signatures."""
        types = sorted({atom.field.semantic.name.lower() for atom in self.atoms})
        if self.by is None:
            return "+".join(types) or "single"
        extreme = f"{self.operation} {self.by.semantic.name.lower()}"
        return " of ".join([extreme, *(["+".join(types)] if types else [])])

    def operands(self) -> dict[str, Any]:
        """Return the operands of the reasoning node, the list apart."""
        where = {atom.field.dotted: {"value": atom.value} for atom in self.atoms}
        return {
            **({"by": self.by.dotted} if self.by is not None else {}),
            **({"where": where} if where else {}),
        }


class _Table:
    """The rows that could be meant, and the one that is."""

    def __init__(self, rows: Sequence[Any], index: int, view: View) -> None:
        self.rows = rows
        self.index = index
        self.view = view
        self._loose: dict[Field, list[list[Any]]] = {}
        self._values: dict[Field, list[Any]] = {}

    def holders(self, atom: Atom) -> frozenset[int]:
        """Return the rows that have a property."""
        field = atom.field
        if field not in self._loose:
            self._loose[field] = [
                [_loose(field, value) for value in reach(row, field.dotted)] for row in self.rows
            ]
        wanted = _loose(field, atom.value)
        return frozenset(i for i, values in enumerate(self._loose[field]) if wanted in values)

    def value(self, field: Field, index: int) -> Any:
        """Return what a row has, in a form that compares; None where it has nothing."""
        if field not in self._values:
            found = [value_at(row, field.path) for row in self.rows]
            self._values[field] = [None if each is None else comparable(each) for each in found]
        return self._values[field][index]

    def is_outlived(self, atoms: Sequence[Atom], among: Collection[int]) -> bool:
        """Tell whether the row is dead, and one of some others that have the properties is not."""
        named = [atom.field for atom in atoms]
        if not is_dead(self.rows[self.index], self.view, named):
            return False
        return not all(is_dead(self.rows[i], self.view, named) for i in among)


def _loose(field: Field, value: Any) -> Any:
    """Make values alike that people do not tell apart: moments of one day, capitals."""
    if field.semantic.name == "Timestamp" and isinstance(value, str):
        return value[:10]
    return value.casefold() if isinstance(value, str) else comparable(value)


Weighted = tuple[float, Description]
"""A description with how likely it is to be chosen."""


def describe(
    rows: Sequence[Any],
    index: int,
    view: View,
    generator: numpy.random.Generator,
    avoid: Sequence[str] = (),
) -> Description | None:
    """Choose one of the smallest descriptions that fit one row and no other.

    Args:
        rows: All rows of the list.
        index: The one that is meant.
        view: Their fields.
        generator: Draws among several.
        avoid: Fields that may not be named.
    """
    return choose(descriptions(rows, index, view, avoid), generator)


def descriptions(
    rows: Sequence[Any], index: int, view: View, avoid: Sequence[str] = ()
) -> list[Weighted]:
    """Return the smallest descriptions that fit one row and no other."""
    if len(rows) == 1:
        return [(1.0, Description("only"))]
    return [*_descriptions(_Table(rows, index, view), frozenset(avoid))]


def choose(
    found: Sequence[Weighted],
    generator: numpy.random.Generator,
    prefers: Callable[[str], bool] = lambda kind: True,
) -> Description | None:
    """Draw a description, of a kind that is preferred where there is one."""
    fitting = [each for each in found if prefers(each[1].kind)] or found
    if not fitting:
        return None
    weights = numpy.cumsum([weight for weight, _ in fitting])
    return fitting[int(numpy.searchsorted(weights, generator.random() * weights[-1]))][1]


def _descriptions(table: _Table, avoid: frozenset[str]) -> Iterator[Weighted]:
    atoms = {atom: table.holders(atom) for atom in _atoms(table, avoid)}
    unique = [atom for atom, holders in atoms.items() if len(holders) == 1]
    shared = {a: h for a, h in atoms.items() if 1 < len(h) < len(table.rows)}
    groups: list[list[Description]] = [
        [Description("only", (a,)) for a in unique if a.field.semantic.name in FILTERS],
        [Description("only", (a,)) for a in unique if a.field.semantic.name not in FILTERS],
        [*_extremes(table, (), frozenset(range(len(table.rows))), avoid)],
        [*_filtered_extremes(table, shared, avoid)],
        [*_several(shared, 2)],
    ]
    if not any(groups):
        groups.append([*_several(shared, 3)])
    for weight, group in zip(_WEIGHTS, groups, strict=False):
        yield from ((weight / len(group), each) for each in group)


_WEIGHTS = (3.0, 0.7, 1.2, 4.0, 3.0, 1.0)
"""How likely a kind of description is: properties, exact amounts and days, extremes, extremes
among some, two properties, three."""


def _atoms(table: _Table, avoid: frozenset[str]) -> Iterator[Atom]:
    for field in table.view.fields:
        if field.model or field.semantic.name not in _SAID or field.name in avoid:
            continue
        if field.is_nested and field.semantic.name not in NAMES:
            continue
        values = dict.fromkeys(reach(table.rows[table.index], field.dotted))
        for value in values:
            if value is not None and (len(values) == 1 or field.is_nested):
                yield Atom(field, value)


def _extremes(
    table: _Table, atoms: tuple[Atom, ...], among: frozenset[int], avoid: frozenset[str]
) -> Iterator[Description]:
    """Yield what the row has most or least of among some rows, without ties.

    Nothing of a dead row while another one is not: who says "my latest booking" passes over those
    that are cancelled.
    """
    if table.is_outlived(atoms, among):
        return
    for field in table.view.fields:
        if field.is_nested or field.semantic.name not in ORDERED or field.name in avoid:
            continue
        own = table.value(field, table.index)
        others = [table.value(field, i) for i in sorted(among) if i != table.index]
        if own is None or None in others or not others:
            continue
        if own > max(others):
            yield Description("max", atoms, field)
        elif own < min(others):
            yield Description("min", atoms, field)


def _filtered_extremes(
    table: _Table, shared: dict[Atom, frozenset[int]], avoid: frozenset[str]
) -> Iterator[Description]:
    everything = frozenset(range(len(table.rows)))
    overall = {(d.operation, d.by) for d in _extremes(table, (), everything, avoid)}
    for atom, holders in shared.items():
        if atom.field.semantic.name in FILTERS:
            for each in _extremes(table, (atom,), holders, avoid):
                if (each.operation, each.by) not in overall:
                    yield each


def _several(shared: dict[Atom, frozenset[int]], count: int) -> Iterator[Description]:
    """Yield properties that only together mean one row."""
    filters = [atom for atom in shared if atom.field.semantic.name in FILTERS]
    for position, chosen in enumerate(combinations(filters, count)):
        if position == _MAX_TRIPLES:
            return
        if len({atom.field for atom in chosen}) < count:
            continue
        if len(frozenset.intersection(*(shared[atom] for atom in chosen))) > 1:
            continue
        rest = [
            frozenset.intersection(*(shared[other] for other in chosen if other is not atom))
            for atom in chosen
        ]
        if all(len(each) > 1 for each in rest):
            yield Description("only", chosen)

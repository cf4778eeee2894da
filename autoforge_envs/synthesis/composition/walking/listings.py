"""Listings: lists of the customer's own rows, and the groups in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.composition.views import Field, View, value_at
from autoforge_envs.synthesis.composition.walking.describing import FILTERS, Atom
from autoforge_envs.synthesis.composition.walking.sources import Look, Shown, Total
from autoforge_envs.synthesis.composition.walking.standing import is_dead

_SUMMED = range(2, 9)
"""How many rows are added up."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the customer's own rows."""

    look: Look
    view: View

    @property
    def rows(self) -> list[Any]:
        """The rows."""
        return self.view.rows(self.look.result)

    def row(self, index: int) -> Shown:
        """Return one of the rows, by its key where it has one."""
        field = self.view.own_key or self.view.fields[0]
        return Shown(self.look, self.view, index, field, self.rows[index])

    def over(self, step: str) -> dict[str, Any]:
        """Return the expression for the rows."""
        return {"result": step, "path": list(self.view.path)}

    @property
    def is_of_own_rows(self) -> bool:
        """Whether it lists something, each by a key."""
        return self.view.is_list and self.view.own_key is not None and bool(self.rows)

    def has_dead(self, indices: Iterable[int], atoms: Sequence[Atom] = ()) -> bool:
        """Tell whether some rows are not all that people would reckon in: one of them is dead.

        Args:
            indices: Their places in the list.
            atoms: What the words say of them; a status among it is meant.
        """
        rows, named = self.rows, [atom.field for atom in atoms]
        return any(is_dead(rows[index], self.view, named) for index in indices)


def groups(listing: Listing, sizes: range) -> Iterator[tuple[Atom, list[int]]]:
    """Yield properties that several rows share, with the rows."""
    rows = listing.rows
    for field in listing.view.fields:
        if field.is_nested or field.model or field.semantic.name not in FILTERS:
            continue
        values = dict.fromkeys(value_at(row, field.path) for row in rows)
        for value in values:
            holders = [i for i, row in enumerate(rows) if value_at(row, field.path) == value]
            if value is not None and len(holders) in sizes and len(holders) < len(rows):
                yield Atom(field, value), holders


def living_groups(listing: Listing, sizes: range) -> Iterator[tuple[Atom, list[int]]]:
    """Yield groups without dead rows, and those whose words name the status of dead ones."""
    for atom, holders in groups(listing, sizes):
        if not listing.has_dead(holders, [atom]):
            yield atom, holders


def totals(listing: Listing) -> Iterator[Total]:
    """Yield what rows of a list come to together: all of them, and those of a kind; none dead."""
    everybody = range(len(listing.rows))
    wholes: list[tuple[tuple[Atom, ...], Sequence[int]]] = []
    if len(everybody) in _SUMMED and not listing.has_dead(everybody):
        wholes.append(((), everybody))
    wholes += [((atom,), holders) for atom, holders in living_groups(listing, _SUMMED)]
    for atoms, holders in wholes:
        for field in listing.view.fields:
            if field.semantic.name == "Money" and not field.is_nested:
                cents = _sum_of(listing, field, holders)
                if cents:
                    yield Total(listing.look, listing.view, field, atoms, format_money(cents))


def _sum_of(listing: Listing, field: Field, holders: Sequence[int]) -> int:
    """Add up a column in cents; 0 where a row has nothing there."""
    amounts = [value_at(listing.rows[i], field.path) for i in holders]
    return 0 if None in amounts else int(sum(Decimal(amount) for amount in amounts) * 100)

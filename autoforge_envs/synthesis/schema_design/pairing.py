"""Choices that say whether something is referred to: a ticket of type event is one for an event."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.design.draft import Record


@dataclass(frozen=True, slots=True)
class Pair:
    """A choice and a reference of one table that go together.

    Attributes:
        table: Its name in the database.
        choice: Column of the choice.
        word: The word with which a row refers to something.
        other: A word with which it does not.
        reference: Column of the reference.
    """

    table: str
    choice: str
    word: str
    other: str
    reference: str


def pair_up(rows: Sequence[Record], pairs: Sequence[Pair]) -> Iterator[Record]:
    """Empty references that a row's choice says it has not, and set the choice where it has."""
    for table, values in rows:
        row = dict(values)
        for pair in pairs:
            if pair.table != table:
                continue
            if row[pair.choice] != pair.word:
                row[pair.reference] = None
            elif row[pair.reference] is None:
                row[pair.choice] = pair.other
        yield table, row

"""Columns that go together.

A choice may say whether something is referred to: a ticket of type event is one for an event. Of
two days one may be that on which something starts, the other that on which it ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.design.draft import Record

_STARTS = frozenset("from start starts begin begins open opens arrival in".split())
_ENDS = frozenset("until to end ends due close closes departure out expires".split())


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


def spans(columns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the columns from which to which something goes on.

    Args:
        columns: Name and semantic type of each.
    """
    starts = [name for name, kind in columns if _is_called(name, kind, _STARTS)]
    ends = [name for name, kind in columns if _is_called(name, kind, _ENDS)]
    return list(zip(starts, ends, strict=False))


def _is_called(name: str, kind: str, words: frozenset[str]) -> bool:
    """Tell whether a column holds a day or an hour, and has one of some words in its name."""
    parts = frozenset(name.split("_"))
    is_time = kind in ("Date", "Timestamp") or bool(parts & {"time", "hour"})
    return is_time and bool(parts & words)

"""Two states of one task, compared row by row, and whether the verdict would see it."""

from collections import Counter
from dataclasses import dataclass

from autoforge_envs.domain.storage.difference import Row
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.synthesis.certification.layers import Rows

_NEW = "new"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that two states do not share; None where it does not exist."""

    table: RecordType
    key: str
    is_new: bool  # in no image
    here: Row | None
    there: Row | None

    @property
    def rows(self) -> list[Row]:
        """The row in both states."""
        return [row for row in (self.here, self.there) if row is not None]


class Comparison:
    """Two states of one task, compared row by row."""

    def __init__(self, here: Rows, there: Rows) -> None:
        self._here = here
        self._there = there
        self.differences = [
            Difference(pair.table, pair.key, pair.before is None, one, other)
            for place in {**here, **there}
            for pair in (here.get(place) or there[place],)
            for one in (pair.after if place in here else pair.before,)
            for other in (there[place].after if place in there else pair.before,)
            if one != other
        ]

    def is_seen(self) -> bool:
        """Tell whether the verdict sees for certain that the states differ.

        It sees the judged columns of rows, however many there are of each kind, with the keys of
        new rows replaced by their content; what that leaves open counts as no difference.
        """
        new = {
            pair.key
            for rows in (self._here, self._there)
            for pair in rows.values()
            if pair.before is None
        }
        compared = [each for each in self.differences if each.table.compared]
        here = Counter(_judged(each, each.here, new) for each in compared)
        return here != Counter(_judged(each, each.there, new) for each in compared)


def _judged(each: Difference, row: Row | None, new: set[str]) -> tuple[object, ...]:
    if row is None:
        return (each.table.name, "" if each.is_new else each.key)
    values = [(row[name], model) for name, model in each.table.judged]
    seen = [_NEW if model and value in new else value for value, model in values]
    return (each.table.name, "" if each.is_new else each.key, *seen)

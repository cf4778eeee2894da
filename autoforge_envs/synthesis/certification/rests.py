"""The rest of a plan: what it asks for, names and writes, and so what it would notice."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import UniqueConstraint

from autoforge_envs.domain.conversation import Confirmation
from autoforge_envs.domain.storage.difference import Row
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.synthesis.certification.differences import Difference
from autoforge_envs.synthesis.certification.rehearsal import Move
from autoforge_envs.synthesis.certification.tracing import Query

_CONFIRMATIONS = Confirmation.__tablename__


class Rest:
    """The end of a route: what it asks for, names and writes."""

    def __init__(
        self,
        moves: Sequence[Move],
        queries: Sequence[Sequence[Query]],
        written: Sequence[Difference],
    ) -> None:
        """Take moves, what each asks for, and the rows that they write.

        What the user said yes to is asked for by rules; each move that is proposed has a yes of its
        own, and no yes takes another one back. So these moves need no look at it.
        """
        self._queries: dict[str, set[Query]] = {}
        for move, asked in zip(moves, queries, strict=True):
            for query in asked:
                if query.table != _CONFIRMATIONS or move.proposal is None:
                    self._queries.setdefault(query.table, set()).add(query)
        rows = [each.there for each in written if each.there is not None]
        self._names = {*_texts([move.arguments for move in moves]), *_texts(rows)}
        self._tables = {each.table.name for each in written}
        self._deleted = {each.key for each in written if each.there is None}
        self._contents = {
            (each.table.name, _content(each.table, each.there))
            for each in written
            if each.is_new and each.there is not None
        }

    def asks_for(self, table: str) -> bool:
        """Tell whether it asks for rows of a table."""
        return table in self._queries or "" in self._queries

    def names_any(self, keys: Iterable[str]) -> bool:
        """Tell whether a call or a row that it writes names one of these keys."""
        return not self._names.isdisjoint(keys)

    def notices(self, differences: Sequence[Difference]) -> bool:
        """Tell whether it may go otherwise where these rows are others."""
        return any(self._asks_for_one(each) or self._meets(each) for each in differences)

    def _asks_for_one(self, each: Difference) -> bool:
        """Tell whether it asks for a row, as it is in either state."""
        table = each.table.name
        queries = [*self._queries.get(table, ()), *self._queries.get("", ())]
        return any(query.concerns(table, row) for query in queries for row in each.rows)

    def _meets(self, each: Difference) -> bool:
        """Tell whether what it writes refers to a row, removes what that refers to, or is alike."""
        table = each.table
        if table.name in self._tables and _is_bound(table):
            return True
        if each.there is None and each.key in self._names:
            return True
        if self._deleted and not self._deleted.isdisjoint(_texts(each.rows)):
            return True
        return each.is_new and any(
            (table.name, _content(table, row)) in self._contents for row in each.rows
        )


def _content(table: RecordType, row: Row) -> tuple[Any, ...]:
    """Return what a new row's key derives from."""
    return tuple(row[name] for name in table.content if name != table.key)


@lru_cache(maxsize=64)
def _is_bound(table: RecordType) -> bool:
    """Tell whether rows of a table stand in each other's way: a column holds no value twice."""
    return any(isinstance(each, UniqueConstraint) for each in table.table.constraints) or any(
        index.unique for index in table.table.indexes
    )


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in arguments or rows."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)

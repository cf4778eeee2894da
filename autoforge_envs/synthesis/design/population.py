"""The first rows of a business, in the making: written by role, handed over under real names."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.source import TableSource

Row = dict[str, Any]
KEY = "id"


class Population:
    """Rows by table, as far as they are made.

    Tables and columns are called by their roles: `add("deal", party_id=…)` makes a row of the
    class that plays the deal, with the column that refers to the party.
    """

    def __init__(
        self,
        chance: Chance,
        clock: str,
        tables: Mapping[str, TableSource],
        names: Mapping[str, Any],
    ) -> None:
        """Begin with no rows.

        Args:
            chance: What everything is drawn from.
            clock: The time it is in the domain, an ISO timestamp.
            tables: The tables by class, as the source declares them.
            names: What the templates' names stand for.
        """
        self.chance = chance
        self.now = datetime.fromisoformat(clock)
        self._tables = tables
        self._names = names
        self._rows: dict[str, list[Row]] = {name: [] for name in tables}
        self._keys: set[str] = set()

    @property
    def today(self) -> date:
        """The day of the clock."""
        return self.now.date()

    def day(self, offset: int) -> str:
        """Return the day so many days after the clock's, before it if negative."""
        return (self.today + timedelta(days=offset)).isoformat()

    def days_until(self, moment: str) -> int:
        """Return how many days after the clock's a day or time is; below zero if before."""
        return (date.fromisoformat(moment[:10]) - self.today).days

    def day_between(self, first: int, last: int) -> str:
        """Draw a day; both ends are counted in days after the clock's and included."""
        return self.day(self.chance.between(first, last))

    def moment(self, offset: int) -> str:
        """Draw a time by day, on full five minutes, so many days after the clock's day."""
        minutes = 8 * 60 + 5 * self.chance.between(0, 143)
        return f"{self.day(offset)}T{minutes // 60:02d}:{minutes % 60:02d}:00"

    def moment_between(self, first: int, last: int) -> str:
        """Draw a time on a day between two days, by day."""
        return self.moment(self.chance.between(first, last))

    def rows(self, role: str) -> list[Row]:
        """Return the rows of a table so far; changing one changes it for good."""
        return self._rows[self._class(role)]

    def find(self, role: str, **values: Any) -> list[Row]:
        """Return the rows that have these values."""
        return [row for row in self.rows(role) if all(row[k] == v for k, v in values.items())]

    def get(self, role: str, key: str) -> Row:
        """Return the row of a table that has this key."""
        return next(row for row in self.rows(role) if row[KEY] == key)

    def grouped(self, role: str, column: str) -> dict[str, list[Row]]:
        """Return the rows of a table by what stands in a column."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows(role):
            groups.setdefault(row[column], []).append(row)
        return groups

    def add(self, role: str, **values: Any) -> Row:
        """Make a row with a new key.

        Args:
            role: The role or the class of the table.
            values: The other columns, by role; those left out are empty.

        Raises:
            DesignError: The table has no such column.
        """
        name = self._class(role)
        table = self._tables[name]
        for column in values:
            if self._column(column) not in table.columns:
                raise DesignError(
                    f"populating {name}: it has no column {self._column(column)!r}; "
                    f"it has {', '.join(table.columns)}"
                )
        row = {KEY: self._new_key(table.prefix), **values}
        self._rows[name].append(row)
        return row

    def records(self) -> Iterator[tuple[str, Row]]:
        """Yield table and values of each row, tables in the order of their declaration."""
        for name, table in self._tables.items():
            for row in self._rows[name]:
                yield table.name, {self._column(key): value for key, value in row.items()}

    def _new_key(self, prefix: str) -> str:
        while True:
            key = f"{prefix}-{self.chance.digits(9)}"
            if key not in self._keys:
                self._keys.add(key)
                return key

    def _class(self, role: str) -> str:
        name = role if role in self._tables else self._names.get(role.capitalize(), role)
        if name not in self._tables:
            raise DesignError(f"populating: there is no table {role!r} ({name})")
        return str(name)

    def _column(self, name: str) -> str:
        """Give a column named after a role its real name: `party_id` is `member_id`."""
        role, _, last = name.rpartition("_")
        if last == KEY and role in self._names:
            return f"{self._names[role]}_{KEY}"
        return name

"""Values for single columns, by what they mean and what they are called."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import People, Person
from autoforge_envs.synthesis.design.population import Population
from autoforge_envs.synthesis.schema_design.tables import Column

_PAST = frozenset(
    "created joined since opened placed ordered registered issued paid lent sent signed booked "
    "filed received returned closed made last charged changed updated purchased bought happened "
    "occurred reported".split()
)
_BIRTH = frozenset("birth birthday born".split())
_COUNTS = {"capacity": (5, 60), "stock": (0, 60), "seats": (2, 60), "inventory": (0, 60)}
_ADJECTIVES = (
    "Amber", "Blue", "Bright", "Copper", "Crimson", "Early", "Golden", "Grand", "Green", "Hidden",
    "Little", "Lucky", "Northern", "Old", "Open", "Quiet", "Royal", "Silver", "Southern", "Sunny",
    "Swift", "White", "Wild", "Winter",
)  # fmt: skip
_NOUNS = (
    "Anchor", "Badger", "Bridge", "Canyon", "Cedar", "Comet", "Falcon", "Fountain", "Garden",
    "Harbour", "Island", "Lantern", "Maple", "Meadow", "Mill", "Orchard", "Otter", "Pearl", "River",
    "Robin", "Sparrow", "Summit", "Thistle", "Willow",
)  # fmt: skip
_PLACES = (
    "East Wing", "Garden Room", "Ground Floor", "Harbour Hall", "Main Hall", "North Wing",
    "Riverside", "Roof Terrace", "South Wing", "Studio One", "Studio Two", "West Gate",
)  # fmt: skip
_KINDS = ("Basic", "Classic", "Compact", "Deluxe", "Family", "Premium", "Standard", "Superior")
_NOTES = (
    "As agreed on the phone.", "Please handle with care.", "Nothing special.", "See the letter.",
    "The customer asked for it.",
)  # fmt: skip
_SECRET_WORDS = ("amber", "canyon", "ember", "falcon", "juniper", "lagoon", "orchid", "quartz")
_HOURS = ("08:00", "09:00", "10:00", "11:00", "14:00", "16:00", "17:00", "18:00", "19:00", "20:00")
_STATUS_WEIGHTS = (4, 3, 2, 2, 2, 2)


@dataclass(frozen=True, slots=True)
class Days:
    """From which day to which a column's days are.

    Attributes:
        earliest: How many days after today, or after another day; negative before it.
        latest: Likewise.
        after: The column of the other day; "" to count from today.
    """

    earliest: int
    latest: int
    after: str = ""


Range = tuple[int, int]
Whom = Callable[[], Person]
"""Makes somebody when first asked: most rows are about nobody."""


def tells_past(name: str) -> bool:
    """Tell whether a column of this name tells when something happened, not when it will."""
    return bool({*name.split("_")} & (_PAST | _BIRTH))


@dataclass(frozen=True, slots=True)
class Values:
    """Draws values.

    Attributes:
        vocabularies: "Model.column" -> texts it may hold.
        ranges: "Model.column" -> least and greatest value, of money in cents; or which days.
    """

    population: Population
    people: People
    vocabularies: Mapping[str, Sequence[str]]
    ranges: Mapping[str, Range | Days]

    def draw(self, model: str, column: Column, number: int, person: Whom) -> Any:
        """Draw a value; what is unique has the row's number in it where nothing else tells it.

        Args:
            model: Class of the table.
            column: No reference and no key.
            number: Of the row within its table, from 0.
            person: Makes whom the row is about, the same every time.
        """
        place = f"{model}.{column.name}"
        words = self.vocabularies.get(place)
        if words:
            return self._said(words, column, number)
        if column.type == "Choice":
            weights = [_STATUS_WEIGHTS[min(at, 5)] for at in range(len(column.choices))]
            return self._chance.pick(column.choices, weights)
        limits = self.ranges.get(place)
        if isinstance(limits, tuple):
            return self._within(column, *limits)
        if limits is not None and not limits.after:
            return self._day_of(column, limits)
        if column.type in _PERSONAL:
            return _PERSONAL[column.type](person())
        return self._plain(column, number, person)

    @property
    def _chance(self) -> Chance:
        return self.population.chance

    def _said(self, words: Sequence[str], column: Column, number: int) -> str:
        if not column.unique:
            return self._chance.pick(words)
        round_, at = divmod(number, len(words))
        return words[at] if round_ == 0 else f"{words[at]} {round_ + 1}"

    def _within(self, column: Column, least: int, most: int) -> int:
        if column.type == "Money" and most - least >= 100:
            return self._chance.amount(least, most, 50)
        return self._chance.between(least, most)

    def _plain(self, column: Column, number: int, person: Whom) -> Any:
        parts = frozenset(column.name.split("_"))
        if column.type in ("Date", "Timestamp"):
            return self._day(column, parts, person)
        if column.type == "Secret":
            return self._secret(parts)
        if column.type == "FreeText":
            return self._chance.pick(_NOTES)
        if column.type in _AMOUNTS:
            return _AMOUNTS[column.type](self._chance, parts)
        return self._label(column, parts, number, person)

    def _day(self, column: Column, parts: frozenset[str], person: Whom) -> str:
        if parts & _BIRTH:
            return person().born_on
        first, last = (-900, -2) if tells_past(column.name) else (-25, 60)
        if column.type == "Date":
            return self.population.day_between(first, last)
        return self.population.moment_between(first, last)

    def _day_of(self, column: Column, days: Days) -> str:
        if column.type == "Date":
            return self.population.day_between(days.earliest, days.latest)
        return self.population.moment_between(days.earliest, days.latest)

    def waits(self, model: str, column: Column) -> bool:
        """Tell whether a day is drawn once another of its row is there; see `draw_after`."""
        days = self.ranges.get(f"{model}.{column.name}")
        return isinstance(days, Days) and bool(days.after)

    def draw_after(self, model: str, column: Column, row: Mapping[str, Any]) -> Any:
        """Draw a day that depends on another of its row; what is there already stays otherwise.

        What tells when something happened lies in the past all the same.
        """
        days = self.ranges.get(f"{model}.{column.name}")
        base = row.get(days.after) if isinstance(days, Days) else None
        if not isinstance(days, Days) or base is None or row[column.name] is None:
            return row[column.name]
        count = self._chance.between(days.earliest, days.latest)
        day = str(np.datetime64(str(base)[:10]) + count)
        if tells_past(column.name):
            day = min(day, self.population.day(-1))
        return day if column.type == "Date" else f"{day}{row[column.name][10:]}"

    def _secret(self, parts: frozenset[str]) -> str:
        if parts & {"word", "passphrase", "password", "phrase"}:
            return f"{self._chance.pick(_SECRET_WORDS)} {self._chance.pick(_SECRET_WORDS)}"
        return self._chance.digits(4 if "pin" in parts else 6)

    def _label(self, column: Column, parts: frozenset[str], number: int, person: Whom) -> str:
        chance, mark = self._chance, str(number) if column.unique else ""
        if parts & {"username", "login", "handle"} or parts >= {"user", "name"}:
            return f"{person().email.partition('@')[0]}{mark}"
        if "name" in parts and parts & {"first", "given", "last", "family"}:
            return person().name.partition(" ")[0 if parts & {"first", "given"} else 2]
        if parts & {"code", "number", "reference", "sku", "serial", "confirmation"}:
            return f"{column.name[0].upper()}{100_000 + 7 * number + chance.between(0, 6)}"
        if "digits" in parts:
            return chance.digits(4)
        words = next((words for names, words in _WORDS if parts & names), ())
        if words:
            return f"{chance.pick(words)} {mark}".strip()
        return f"{chance.pick(_ADJECTIVES)} {chance.pick(_NOUNS)} {mark}".strip()


def _quantity(chance: Chance, parts: frozenset[str]) -> int:
    counts = [_COUNTS[part] for part in sorted(parts & _COUNTS.keys())]
    return chance.between(*(counts or [(1, 6)])[0])


_AMOUNTS: Mapping[str, Callable[[Chance, frozenset[str]], int | bool]] = {
    "Flag": lambda chance, _: chance.happens(50),
    "Money": lambda chance, _: 0 if chance.happens(3) else chance.amount(500, 15_000, 50),
    "Percentage": lambda chance, _: 5 * chance.between(0, 20),
    "Quantity": _quantity,
    "Number": lambda chance, _: chance.between(0, 100),
}
_WORDS = (
    (frozenset({"time", "hour", "hours", "open", "close"}), _HOURS),
    (frozenset({"location", "place", "room", "venue", "site", "area"}), _PLACES),
    (frozenset({"kind", "type", "category", "class", "tag", "model", "size"}), _KINDS),
)
"""Labels by words in the column's name."""

_PERSONAL: Mapping[str, Callable[[Person], str]] = {
    "PersonName": lambda person: person.name,
    "Email": lambda person: person.email,
    "PhoneNumber": lambda person: person.phone,
    "StreetAddress": lambda person: person.place.street,
    "City": lambda person: person.place.city,
    "PostalCode": lambda person: person.place.postal_code,
    "Country": lambda person: person.place.country,
}

"""What the agent knows: every value it heard from the user or read in a tool result, with evidence.

Nothing else gets in here: no task, no plan, no goal, no state, nothing the user has not said.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.domain.values import format_money
from autoforge_envs.environments.symbolic.answers import find_answers
from autoforge_envs.environments.symbolic.conditions import holds
from autoforge_envs.environments.symbolic.prose import find_values
from autoforge_envs.environments.symbolic.references import Row, Scalar, fits
from autoforge_envs.environments.symbolic.tools import ParameterCard
from autoforge_envs.environments.symbolic.wishes import Wish, find_wishes
from autoforge_envs.environments.symbolic.words import stems

UNKNOWN_FIT = 0.3
"""How well a record fits a wish when it was not read in a list."""

KEYS_IN_FRONT = 3
"""Texts of a record among which the keys stand that it is about."""

_KEY = re.compile(r"\b[A-Z]{1,4}-\w+\b")
_PHONE = re.compile(r"\+?\d[\d ()/-]{5,}\d")
_NUMBERS = ("Money", "Quantity", "Number", "Percentage")
_COUNTABLE = ("Email", "PhoneNumber", "Date", "Timestamp", *_NUMBERS)


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a tool result.

    Attributes:
        number: Place among all records read, which tells how old it is.
        kind: What it is: the tool that gave it, or the field of the result that it stood in.
        words: Stems of its texts, and of the names of its flags that are true.
    """

    number: int
    kind: str
    fields: Row
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value comes from.

    Attributes:
        heard: Whether the user said it.
        answered: Whether the user said it when asked.
        at: When it was last heard or read, in messages.
        words: Stems of all records that hold it, and of what the user called it.
        records: Their numbers.
        wishes: Numbers of the wishes that it was said for.
    """

    heard: bool = False
    answered: bool = False
    at: int = 0
    words: frozenset[str] = frozenset()
    records: frozenset[int] = frozenset()
    wishes: frozenset[int] = frozenset()


class Knowledge:
    """Everything heard and read in one episode.

    Attributes:
        at: Messages so far.
        num_heard: Values that the user said.
        wishes: What the user wants, in the order in which it was said.
        records: Everything read.
        listings: Every list that was read, as numbers of records.
    """

    def __init__(self) -> None:
        """Know nothing."""
        self.at = 0
        self.num_heard = 0
        self.wishes: list[Wish] = []
        self.said_words: frozenset[str] = frozenset()
        self.records: list[Record] = []
        self.listings: list[tuple[int, ...]] = []
        self._lists_with: dict[int, list[int]] = {}
        self._pools: dict[str, dict[Any, Evidence]] = {}
        self._by_content: dict[tuple[object, ...], Record] = {}
        self._notes: Counter[str] = Counter()
        self._met: dict[tuple[int, int], float] = {}
        self._about: dict[str, Record] = {}
        self._fits: dict[tuple[int, int], dict[int, float]] = {}

    # --- what is heard

    def hear(
        self,
        words: str,
        asked: Sequence[ParameterCard],
        *,
        is_request: bool,
        about: Wish | None = None,
    ) -> None:
        """Take in what the user says.

        Args:
            words: What they say.
            asked: What they were asked for.
            is_request: Whether it says what they want.
            about: What it was asked for.
        """
        self.at += 1
        self.said_words |= stems(words)
        if is_request:
            found = find_wishes(words, len(self.wishes))
            known = {wish.text for wish in self.wishes}
            self.wishes += [wish for wish in found if wish.text not in known]
            for wish in found:
                self._hear_values(wish.text, (), wish)
                for kind, value, label in find_values(wish.text):
                    evidence = self._said(stems(label), wish)
                    self._note(f"prose {kind}", value, evidence)
        self._hear_values(words, asked, about)
        if asked and not words.rstrip().endswith("?"):  # a question is no answer
            for parameter, value, label in find_answers(words, asked):
                evidence = self._said(stems(label), about, answered=True)
                self._note(f"answer {parameter.name}", value, evidence)

    def _said(
        self, words: frozenset[str], wish: Wish | None, *, answered: bool = False
    ) -> Evidence:
        wishes = frozenset() if wish is None else frozenset((wish.number,))
        return Evidence(heard=True, answered=answered, at=self.at, words=words, wishes=wishes)

    def _hear_values(self, words: str, asked: Sequence[ParameterCard], wish: Wish | None) -> None:
        """Note keys and amounts of every kind; what was asked for tells numbers apart."""
        for key in _KEY.findall(words):
            self._note("keys", key, self._said(frozenset(), wish))
        wanted = {parameter.type for parameter in asked}
        for kind in _COUNTABLE:
            if asked and kind in _NUMBERS and kind not in wanted:
                continue  # "It's 75013." answers a question for a postal code, not for a quantity
            spoken = _PHONE.findall(words) if kind == "PhoneNumber" else None
            for value in mentioned_values(words, kind) if spoken is None else spoken:
                shown = format_money(value) if kind == "Money" and isinstance(value, int) else value
                evidence = self._said(frozenset(), wish, answered=kind in wanted)
                self._note(f"type {kind}", shown, evidence)

    # --- what is read

    def read(self, tool: str, content: str) -> list[Record]:
        """Take in a tool's result and return its records; one that was read before is the same."""
        self.at += 1
        found: list[Record] = []
        for kind, rows, is_list in _groups(json.loads(content), tool):
            records = [self._record(kind, fields) for fields in rows]
            found += records
            if is_list:
                self._list([record.number for record in records])
        for record in found:
            keys = [value for value in record.fields.values() if isinstance(value, str)]
            self._about.update(dict.fromkeys(keys[:1], record))
            for key in keys[1:KEYS_IN_FRONT]:
                self._about.setdefault(key, record)
            for name, value in record.fields.items():
                evidence = Evidence(
                    at=self.at, words=record.words, records=frozenset((record.number,))
                )
                self._note(f"column {name}", value, evidence)
                if isinstance(value, str):
                    is_key = _KEY.fullmatch(value) is not None
                    self._note("keys" if is_key else "texts", value, evidence)
        return found

    def _list(self, numbers: Sequence[int]) -> None:
        listing = tuple(dict.fromkeys(numbers))
        if listing not in self.listings:
            for number in listing:
                self._lists_with.setdefault(number, []).append(len(self.listings))
            self.listings.append(listing)

    def _record(self, kind: str, fields: Row) -> Record:
        content = (*fields.items(),)
        if content not in self._by_content:
            record = Record(len(self.records), kind, fields, _words_of(fields))
            self.records.append(record)
            self._by_content[content] = record
        return self._by_content[content]

    def _note(self, pool: str, value: Scalar | object, found: Evidence) -> None:
        if value is None or value == "":
            return
        self._notes[pool] += 1
        values = self._pools.setdefault(pool, {})
        known = values.get(value, Evidence())
        self.num_heard += found.heard and not known.heard
        values[value] = Evidence(
            known.heard or found.heard,
            known.answered or found.answered,
            found.at,
            known.words | found.words,
            known.records | found.records,
            known.wishes | found.wishes,
        )

    # --- what it comes to

    @property
    def all_words(self) -> frozenset[str]:
        """Stems of everything that the user said and that was read."""
        return self.said_words.union(*(record.words for record in self.records))

    def fit(self, record: Record, wish: Wish) -> float:
        """Say how well a record fits what a wish is about: 1.0 if it is meant."""
        listings = self._lists_with.get(record.number, ())
        return max(
            (self._fits_in(listing, wish)[record.number] for listing in listings),
            default=UNKNOWN_FIT,
        )

    def _fits_in(self, listing: int, wish: Wish) -> dict[int, float]:
        key = listing, wish.number
        if key not in self._fits:
            numbers = self.listings[listing]
            rows = [self.records[number].fields for number in numbers]
            self._fits[key] = dict(zip(numbers, fits(wish.pointing, rows), strict=True))
        return self._fits[key]

    def about(self, key: object) -> Record | None:
        """Return what was read last about a key."""
        return self._about.get(key) if isinstance(key, str) else None

    def meets(self, wish: Wish) -> float:
        """Say whether the condition of a wish holds: 1.0 yes, 0.0 no, 0.5 not known yet."""
        if not wish.test:
            return 1.0
        key = wish.number, len(self.listings)
        if key not in self._met:
            self._met[key] = self._find_out(wish)
        return self._met[key]

    def _find_out(self, wish: Wish) -> float:
        for listing in reversed(self.listings):
            found = holds(wish.test, [self.records[number].fields for number in listing])
            if found is not None:
                return float(found == wish.expected)
        return 0.5

    def stamp(self, parameter: ParameterCard) -> tuple[int, ...]:
        """Return numbers that change whenever there may be something new for a parameter."""
        notes = self._notes
        noted = sum([notes[pool] for pool in parameter.pools])
        return noted, len(self.wishes), len(self.listings)

    def values_for(self, parameter: ParameterCard, wish: Wish) -> dict[Any, Evidence]:
        """Return every value known that could be an argument for a parameter."""
        if parameter.choices:
            texts = self._pools.get("texts", {})
            return {choice: texts.get(choice, Evidence()) for choice in parameter.choices}
        if parameter.type == "Flag":
            return {True: Evidence(), False: Evidence()}
        if parameter.type == "FreeText":
            return {wish.text: Evidence(heard=True)}
        start = f"{parameter.prefix}-" if parameter.prefix else ""
        return {
            value: evidence
            for pool in parameter.pools
            for value, evidence in self._pools.get(pool, {}).items()
            if not start or value.startswith(start)
        }

    def answers_to(self, parameter: ParameterCard) -> Mapping[str, Evidence]:
        """Return what the user said when asked for a parameter."""
        return self._pools.get(f"answer {parameter.name}", {})


def _groups(value: Any, name: str) -> Iterator[tuple[str, list[dict[str, Scalar]], bool]]:
    """Yield name and objects of every list in a result, and every object that stands alone."""
    is_list = isinstance(value, list)
    rows = value if is_list else [value]
    found = [row for row in (_plain(row, name) for row in rows) if row]
    if found:
        yield name, found, is_list
    for row in rows:
        if isinstance(row, dict):
            for key, inner in row.items():
                if isinstance(inner, dict | list):
                    yield from _groups(inner, key)


def _plain(row: Any, name: str) -> dict[str, Scalar]:
    if not isinstance(row, dict):
        return {} if row is None or isinstance(row, list) else {name: row}
    return {
        key: f"{len(inner)} entries" if isinstance(inner, list) else inner
        for key, inner in row.items()
        if not isinstance(inner, dict)
    }


def _words_of(fields: Row) -> frozenset[str]:
    parts = (
        value if isinstance(value, str) else name.replace("_", " ")
        for name, value in fields.items()
        if isinstance(value, str) or value is True
    )
    return stems(" ".join(parts))

"""What the agent knows: every value it heard from the user or read in a tool result, with evidence.

Nothing else gets in here: no task, no plan, no goal, no state, nothing the user has not said.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.domain.values import format_money
from autoforge_envs.environments.symbolic.tools import ParameterCard, stems

Scalar = str | int | bool | None

_KEY = re.compile(r"\b[A-Z]{1,4}-\w+\b")
_MONEY = re.compile(r"-?\d+\.\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
_STATED = re.compile(
    r"(?:\b(?:my|the) (?P<label>[^.,:?]{1,60}?) is|\b(?:it's|that's)"
    r"|(?:^|[.!,] )(?P<name>[^.,:?]{1,60}?):) (?P<value>.+?)(?:[.!](?=\s|$)|$)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<label>)(?P<name>)(?P<value>[^?]+?)[.!]?\s*")
"""An answer that is nothing but the value."""

_FORMS = {
    **dict.fromkeys(("Label", "Secret", "StreetAddress"), re.compile(r".+")),
    **dict.fromkeys(("PersonName", "City", "Country"), re.compile(r"\D+")),
    "PostalCode": re.compile(r".*\d.*"),
}
"""What answers look like whose values cannot be found among other words."""

_NUMBERS = ("Money", "Quantity", "Number", "Percentage")
_COUNTABLE = ("Email", "PhoneNumber", "Date", "Timestamp", *_NUMBERS)
_SUPERLATIVES = {
    "latest": re.compile(r"\b(last|latest|newest|most recent|just)\b"),
    "earliest": re.compile(r"\b(first|oldest|earliest)\b"),
    "dearest": re.compile(r"\b(dearest|most expensive|highest|largest|biggest)\b"),
    "cheapest": re.compile(r"\b(cheapest|least expensive|lowest|smallest)\b"),
}


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a tool result.

    Attributes:
        number: Place among all records read, which tells how old it is.
        kind: What it is: the tool that gave it, or the field of the result that it stood in.
        words: Stems of its texts, and of the names of its flags that are true.
        extremes: What it is among its neighbours in a list: "latest", "earliest", "dearest",
            "cheapest".
    """

    number: int
    kind: str
    fields: Mapping[str, Scalar]
    words: frozenset[str]
    extremes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value comes from.

    Attributes:
        heard: Whether the user said it.
        at: When it was last heard or read, in messages.
        words: Stems of all records that hold it.
        extremes: What it is among its neighbours.
        records: Their numbers.
    """

    heard: bool = False
    at: int = 0
    words: frozenset[str] = frozenset()
    extremes: frozenset[str] = frozenset()
    records: frozenset[int] = frozenset()


class Knowledge:
    """Everything heard and read in one episode."""

    def __init__(self) -> None:
        """Know nothing."""
        self.at = 0
        self.num_heard = 0
        self.request = ""
        self.request_words: frozenset[str] = frozenset()
        self.wish_words: frozenset[str] = frozenset()
        self.said_words: frozenset[str] = frozenset()
        self.superlatives: frozenset[str] = frozenset()
        self.records: list[Record] = []
        self._pools: dict[str, dict[Any, Evidence]] = {}
        self._by_content: dict[tuple[object, ...], Record] = {}
        self._notes: Counter[str] = Counter()
        self._num_wishes = 0
        self._num_records_with: Counter[str] = Counter()
        self._fits: dict[tuple[int, ...], float] = {}

    def hear(self, words: str, asked: Sequence[ParameterCard], *, is_request: bool) -> None:
        """Take in what the user says.

        Args:
            words: What they say.
            asked: What they were asked for.
            is_request: Whether it says what they want.
        """
        self.at += 1
        said = stems(words)
        self.said_words |= said
        if is_request:
            self._num_wishes += 1
            self.request = words
            self.request_words = said
            self.wish_words |= self.request_words
            low = words.lower()
            self.superlatives = frozenset(n for n, p in _SUPERLATIVES.items() if p.search(low))
        for key in _KEY.findall(words):
            self._note("keys", key, Evidence(heard=True, at=self.at))
        wanted = {parameter.type for parameter in asked}
        for kind in _COUNTABLE:
            if asked and kind in _NUMBERS and kind not in wanted:
                continue  # "It's 75013." answers a question for a postal code, not for a quantity
            for value in mentioned_values(words, kind):
                shown = format_money(value) if kind == "Money" and isinstance(value, int) else value
                self._note(f"type {kind}", shown, Evidence(heard=True, at=self.at))
        if asked and not words.rstrip().endswith("?"):  # a question is no answer
            stated = list(_STATED.finditer(words))
            bare = _BARE.fullmatch(words)
            self._hear_answers(stated or ([bare] if bare else []), asked)

    def _hear_answers(
        self, answers: Sequence[re.Match[str]], asked: Sequence[ParameterCard]
    ) -> None:
        """Note answers: as many as questions in their order, else by label and form."""
        in_order = len(answers) == len(asked)
        for place, answer in enumerate(answers):
            label = stems(answer["label"] or answer["name"] or "")
            for parameter in asked[place : place + 1] if in_order else asked:
                form = _FORMS.get(parameter.type)
                if form is None or not form.fullmatch(answer["value"]):
                    continue
                if in_order or not label or label & parameter.words:
                    evidence = Evidence(heard=True, at=self.at, words=label)
                    self._note(f"answer {parameter.name}", answer["value"], evidence)

    def read(self, tool: str, content: str) -> list[Record]:
        """Take in a tool's result and return its records; one that was read before is the same."""
        self.at += 1
        found = [
            self._record(kind, fields, extremes)
            for kind, fields, extremes in _objects(json.loads(content), tool)
        ]
        for record in found:
            for name, value in record.fields.items():
                evidence = Evidence(
                    False, self.at, record.words, record.extremes, frozenset((record.number,))
                )
                self._note(f"column {name}", value, evidence)
                if isinstance(value, str):
                    is_key = _KEY.fullmatch(value) is not None
                    self._note("keys" if is_key else "texts", value, evidence)
        return found

    def _record(self, kind: str, fields: Mapping[str, Scalar], extremes: frozenset[str]) -> Record:
        content = *fields.items(), *sorted(extremes)
        if content not in self._by_content:
            words = _words_of(fields)
            self._num_records_with.update(words)
            record = Record(len(self.records), kind, fields, words, extremes)
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
            found.at,
            known.words | found.words,
            known.extremes | found.extremes,
            known.records | found.records,
        )

    @property
    def all_words(self) -> frozenset[str]:
        """Stems of everything that the user said and that was read."""
        return self.said_words | self._num_records_with.keys()

    def fit(self, words: frozenset[str]) -> float:
        """Say how well a record's words fit what the user wants; rare words say more.

        Words of the present request count four times as much as those of earlier ones.
        """
        now, common = self.request_words, self._num_records_with
        return sum(
            (1.0 if word in now else 0.25) / math.sqrt(1.0 + common[word])
            for word in sorted(words & self.wish_words)
        )

    def record_fit(self, record: Record) -> float:
        """Say how well a record fits what the user wants; the wanted extreme fits much better."""
        moment = record.number, self._num_wishes, len(self.records)
        if moment not in self._fits:
            wanted = bool(record.extremes & self.superlatives)
            self._fits[moment] = self.fit(record.words) + wanted
        return self._fits[moment]

    def best_record_fit(self) -> float:
        """Say how well the record fits that fits best."""
        return max((self.record_fit(record) for record in self.records), default=0.0)

    def stamp(self, parameter: ParameterCard) -> tuple[int, ...]:
        """Return numbers that change whenever there may be something new for a parameter."""
        if parameter.choices:
            return self._notes["texts"], len(self.said_words)
        notes = self._notes
        noted = sum([notes[pool] for pool in parameter.pools])
        return noted, self._num_wishes, len(self.records)

    def values_for(self, parameter: ParameterCard) -> dict[Any, Evidence]:
        """Return every value known that could be an argument for a parameter."""
        if parameter.choices:
            texts = self._pools.get("texts", {})
            return {choice: texts.get(choice, Evidence()) for choice in parameter.choices}
        if parameter.type == "Flag":
            return {True: Evidence(), False: Evidence()}
        if parameter.type == "FreeText":
            return {self.request: Evidence(heard=True)}
        start = f"{parameter.prefix}-" if parameter.prefix else ""
        return {
            value: evidence
            for pool in parameter.pools
            for value, evidence in self._pools.get(pool, {}).items()
            if not start or value.startswith(start)
        }


def _objects(
    value: Any, name: str, extremes: frozenset[str] = frozenset()
) -> Iterator[tuple[str, dict[str, Scalar], frozenset[str]]]:
    """Yield name and fields of every object in a result, and what it is among its neighbours."""
    if isinstance(value, list):
        places = _extremes([item for item in value if isinstance(item, dict)])
        for place, item in enumerate(value):
            yield from _objects(item, name, places.get(place, frozenset()))
    elif isinstance(value, dict):
        fields = {
            key: f"{len(inner)} entries" if isinstance(inner, list) else inner
            for key, inner in value.items()
            if not isinstance(inner, dict)
        }
        if fields:
            yield name, fields, extremes
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _objects(inner, key)
    elif value is not None:
        yield name, {name: value}, extremes


def _extremes(items: list[dict[str, Any]]) -> dict[int, frozenset[str]]:
    """Say which objects of a list are latest, earliest, dearest and cheapest."""
    if len(items) < 2:
        return {}
    days = [_pick(item, _DATE, last=False) for item in items]
    prices = [None if p is None else float(p) for p in (_pick(i, _MONEY, last=True) for i in items)]
    found: dict[int, set[str]] = {place: set() for place in range(len(items))}
    _mark(found, days, "latest", "earliest")
    _mark(found, prices, "dearest", "cheapest")
    return {place: frozenset(names) for place, names in found.items()}


def _pick(item: Mapping[str, Any], form: re.Pattern[str], *, last: bool) -> str | None:
    values = [v for v in item.values() if isinstance(v, str) and form.fullmatch(v)]
    return values[-1 if last else 0] if values else None


def _mark(found: dict[int, set[str]], values: list[Any], highest: str, lowest: str) -> None:
    known = [value for value in values if value is not None]
    for place, value in enumerate(values):
        if value is not None and value == max(known):
            found[place].add(highest)
        if value is not None and value == min(known):
            found[place].add(lowest)


def _words_of(fields: Mapping[str, Scalar]) -> frozenset[str]:
    parts: Iterable[str] = (
        value if isinstance(value, str) else name.replace("_", " ")
        for name, value in fields.items()
        if isinstance(value, str) or value is True
    )
    return stems(" ".join(parts))

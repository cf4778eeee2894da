"""Speech: rows, properties and values in the words of a business."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeVar

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.tasks import Meaning
from autoforge_envs.domain.wording import say_value
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook, Ways
from autoforge_envs.synthesis.composition.views import Field
from autoforge_envs.synthesis.composition.walking.describing import Atom, Description
from autoforge_envs.synthesis.composition.wording.agreement import VERBS, of_several
from autoforge_envs.synthesis.composition.wording.names import (
    LIMITS,
    article,
    class_words,
    column_words,
    participle,
    plural,
)

T = TypeVar("T")
Position = Literal["before", "noun", "name", "after"]
"""Before the noun, in its place, as the name behind it, or after both."""

_AFTER = frozenset(
    "a about an at between by called for from in of on that to under until when where which who "
    "whose with without".split()
)
"""Words with which a phrase begins that follows its noun."""
_SUBJECTS = frozenset(
    "i i'd i'll i'm i've it it's my nobody nothing somebody that's the there they this we we're "
    "you".split()
)
_LAST_WORDS = frozenset(
    "ago best biggest broadest busiest cheapest cleanest closest coldest dearest deepest earliest "
    "easiest emptiest farthest fastest fewest finest first freshest fullest furthest greatest "
    "hardest heaviest highest hottest largest last latest least lightest longest loudest lowest "
    "most narrowest nearest newest oldest quickest recently safest shortest simplest slowest "
    "smallest soonest steepest strongest tallest thickest thinnest warmest weakest widest worst "
    "youngest".split()
)
"""Words behind which no noun can stand, if others stand before them: "valid longest"."""
STATES = ("status", "state", "mode", "condition", "stage", "phase")
_CLASSES = ("category", "kind", "type", "class", "use", "purpose")
_NAMES = ("name", "title", "model", "label", "product", "article", "plan", "course", "service")
_PRICES = ("price", "rate", "fare", "rent")
_TOTALS = ("total", "cost", "amount", "sum")
_LINKS = {"City": "in", "Country": "in", "PersonName": "for"}
_PREPOSITIONS = frozenset("at by for in of off on out over under up with".split())
_PARTICLES = _PREPOSITIONS | {"away", "back"}
"""Words that end a property which can stand before a noun: "given-away vouchers"."""
_GERUNDS = {
    "start": "starting", "starts": "starting", "end": "ending", "ends": "ending",
    "expires": "expiring", "expiry": "expiring", "departs": "departing", "arrives": "arriving",
    "begins": "beginning", "takes place": "taking place",
}  # fmt: skip
_ADVERBS = frozenset(("always", "indoors", "nowadays", "outdoors", "overseas", "sometimes"))
_LIMIT = re.compile(r"^(highest|lowest) \w+$")
_WEEKDAY = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b")
_NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Trait:
    """A property in words, and where it stands."""

    text: str
    position: Position


class Speech:
    """Says things as the people of one business do.

    Attributes:
        meanings: What was said in other words than its own, and what it stands for.
        phrases: Words that stand for rows, properties and values, as they were said.
    """

    def __init__(self, phrasebook: Phrasebook, generator: numpy.random.Generator) -> None:
        """Take the words.

        Args:
            phrasebook: The domain's.
            generator: Draws among several ways to say something.
        """
        self.phrasebook = phrasebook
        self.meanings: list[Meaning] = []
        self.phrases: list[str] = []
        self._generator = generator

    def pick(self, ways: Sequence[T]) -> T:
        """Return one of several ways."""
        return draw(ways, self._generator)

    def chance(self, probability: float) -> bool:
        """Decide by chance."""
        return bool(self._generator.random() < probability)

    def _written(self, ways: Ways, *names: str) -> str | None:
        """Return what the phrasebook has under the first of some names."""
        for name in names:
            if ways.get(name):
                return self.pick(ways[name])
        return None

    def note(self, name: str, value: str | bool, words: str) -> None:
        """Remember what words stand for."""
        self.meanings.append(Meaning(words, name, value))

    def _said(self, words: str) -> str:
        """Remember words that stand for something."""
        self.phrases.append(words)
        return words

    def _note_atom(self, atom: Atom, words: str) -> None:
        if atom.field.semantic.name in ("Choice", "Flag"):
            self.note(atom.field.name, atom.value, words)

    # --- nouns

    def noun(self, shown: str, tool: str = "") -> str:
        """Name a row of a view."""
        written = self._written(self.phrasebook.rows, f"{tool}.{shown}", shown)
        return class_words(shown) if written is None else written

    def property(self, field: Field) -> str:
        """Name a column."""
        written = [
            way
            for name in (f"{field.owner}.{field.name}", field.name)
            for way in self.phrasebook.columns.get(name, ())
            if "{value}" not in way
        ]
        words = self.pick(written) if written else column_words(field.name, field.semantic.name)
        return self._said(words)

    def amount(self, field: Field) -> str:
        """Name a column as something that can be had more or less of: "number of guests"."""
        words = self.property(field)
        counts = field.semantic.name in ("Quantity", "Number") and words.endswith("s")
        return self._said(f"number of {words}") if counts and "number" not in words else words

    def value(self, semantic: str, value: object) -> str:
        """Say a value as an agent would write it: a day as "3 March 2026", a choice in words."""
        return self._said(self._value(semantic, value))

    def _value(self, semantic: str, value: object) -> str:
        if semantic in ("Date", "Timestamp"):
            day = date.fromisoformat(str(value)[:10])
            words = f"{day.day} {day:%B %Y}"
            return words if semantic == "Date" else f"{words} at {str(value)[11:16]}"
        if semantic in ("Quantity", "Number") and isinstance(value, int):
            small = 0 <= value < len(_NUMERALS) and self.chance(0.7)
            return _NUMERALS[value] if small else str(value)
        return say_value(semantic, value)

    # --- rows

    def row(self, noun: str, description: Description, *, own: bool, within: str = "") -> str:
        """Describe a row: "my most expensive pending order".

        Args:
            noun: What it is.
            description: What it is meant by, arguments of its look included.
            own: Whether it belongs to the user.
            within: What follows: "from my last order".
        """
        return self._said(self._row(noun, description, own=own, within=within))

    def _row(self, noun: str, description: Description, *, own: bool, within: str) -> str:
        traits = [self.trait(atom) for atom in description.atoms]
        whose = "my" if own and not noun.endswith(" me") else "the"
        if description.by is None:
            return _phrase(whose, noun, traits, within)
        extreme = self._extreme(description.by, description.operation)
        if traits and extreme.position == "before" and self.chance(0.5):
            group = " ".join([self.rows(noun, description.atoms, whose=whose), within]).strip()
            return f"the {extreme.text} of {group}"
        return _phrase(whose, noun, [*traits, extreme], within)

    def rows(self, noun: str, atoms: Sequence[Atom], *, whose: str) -> str:
        """Describe several rows: "my pending orders"."""
        traits = [self._trait_of_several(atom) for atom in atoms]
        for atom, each in zip(atoms, traits, strict=True):
            self._note_atom(atom, each.text)
        whose = "the" if whose == "my" and noun.endswith(" me") else whose
        nouns = [trait.text for trait in traits if trait.position == "noun"]
        others = [
            Trait(f"called {trait.text}", "after") if trait.position == "name" else trait
            for trait in traits
            if trait.position != "noun"
        ]
        return self._said(_phrase(whose, plural(nouns[0] if nouns else noun), others, ""))

    def trait(self, atom: Atom) -> Trait:
        """Say one property."""
        found = self._trait(atom.field, atom.value)
        self._note_atom(atom, found.text)
        return found

    def _trait_of_several(self, atom: Atom) -> Trait:
        """Say of several rows what is said of one."""
        found = self.trait(atom)
        return Trait(of_several(found.text), "after") if found.position == "after" else found

    def _trait(self, field: Field, value: Any) -> Trait:
        key = f"{field.name}={str(value).lower() if isinstance(value, bool) else value}"
        called = self._written(self.phrasebook.rows, f"{field.owner}.{key}")
        if called is not None:
            return Trait(called, "noun")
        written = self._written(self.phrasebook.choices, f"{field.owner}.{key}", key)
        if written is not None and not _is_sentence(written):
            return _placed(written)
        pattern = self._pattern(f"{field.owner}.{field.name}", field.name)
        if pattern is not None:
            return _placed(pattern.replace("{value}", self.value(field.semantic.name, value)))
        if isinstance(value, bool):
            return Trait(self._flag(field, value=value), "after")
        return self._default_trait(field, value)

    def link(self, shows: str, name: str, default: str) -> str:
        """Say how a row belongs to another one: "from {value}", "about {value}".

        Args:
            shows: Class of the row.
            name: The argument by which rows of the other one are looked up.
            default: Where the phrasebook has nothing.
        """
        return self._pattern(f"{shows}.{name}", name) or default

    def alike(self, shows: str, field: Field) -> str:
        """Say that a row has what another one has: "of the same kind"."""
        written = self._written(self.phrasebook.choices, f"{shows}.{field.name}=same")
        link = "in" if field.semantic.name == "City" else "of"
        return written or f"{link} the same {self.property(field)}"

    def _pattern(self, *names: str) -> str | None:
        for name in names:
            ways = [way for way in self.phrasebook.columns.get(name, ()) if "{value}" in way]
            if ways:
                return self.pick(ways)
        return None

    def flag(self, field: Field, *, value: bool) -> str:
        """Say whether something is so: "has lockers", "is not bulky", "does not work abroad"."""
        words = self._plain_flag(field, value=value)
        self.note(field.name, value, words)
        return self._said(words)

    def _plain_flag(self, field: Field, *, value: bool) -> str:
        words = _WEEKDAY.sub(lambda day: day[0].capitalize(), field.name.replace("_", " "))
        first, _, rest = words.partition(" ")
        if first in ("has", "have", "with"):
            return f"has {rest}" if value else f"has no {rest}"
        if first in ("is", "was") and rest:
            return f"{first} {rest}" if value else f"{first} not {rest}"
        if _names_things(first, rest):
            return f"has {words}" if value else f"has no {words}"
        if rest and _is_verb(first):
            return words if value else f"does not {first[:-1]} {rest}"
        return f"is {words}" if value else f"is not {words}"

    def _flag(self, field: Field, *, value: bool) -> str:
        """Say it of a row: "with lockers", "that is not bulky"."""
        words = self._plain_flag(field, value=value)
        if words.startswith("has no "):
            return f"without {words.removeprefix('has no ')}"
        if words.startswith("has "):
            return f"with {words.removeprefix('has ')}"
        return f"that {words}"

    def _default_trait(self, field: Field, value: object) -> Trait:
        semantic, words = field.semantic.name, self.property(field)
        said = self.value(semantic, value)
        last = field.name.rpartition("_")[2]
        if semantic == "Choice" and last in (*STATES, *_CLASSES):
            return _class_trait(last, said)
        if semantic == "Label" or field.name == "name":
            return _label(last, words, said)
        if semantic in ("Date", "Timestamp"):
            return self._day(field, str(value))
        is_price = last in _PRICES or field.name == "fee"  # "change_fee" is another amount
        if semantic == "Money" and (is_price or last in _TOTALS):
            return Trait(f"{'at' if is_price else 'for'} {said}", "after")
        if semantic in _LINKS:
            return Trait(f"{_LINKS[semantic]} {said}", "after")
        return Trait(f"with {article(words)} of {said}", "after")

    def _day(self, field: Field, value: str) -> Trait:
        said = self.value("Date", value)
        first, _, last = field.name.rpartition("_")
        if last in ("day", "date"):
            return Trait(f"on {said}", "after")
        if last in LIMITS and first:
            return Trait(f"{first.replace('_', ' ')} {last} {said}", "after")
        verb = participle(field.name) or _GERUNDS.get(first.replace("_", " "), "")
        if verb:
            return Trait(f"{verb} on {said}", "after")
        return Trait(f"with the {self.property(field)} {said}", "after")

    def _extreme(self, field: Field, operation: str) -> Trait:
        """Say that a row has most or least of something."""
        highest = operation == "max"
        ways = self.phrasebook.highest if highest else self.phrasebook.lowest
        written = self._written(ways, f"{field.owner}.{field.name}", field.name)
        if written is not None:
            return _placed(written)
        words = self.property(field)
        if field.semantic.name in ("Date", "Timestamp"):
            verb = participle(field.name)
            if verb:
                ends = ("last", "most recently") if highest else ("first", "longest ago")
                return Trait(f"{verb} {self.pick(ends)}", "after")
            return Trait(f"with the {'latest' if highest else 'earliest'} {words}", "after")
        if field.name in ("price", "total", "cost") and self.chance(0.5):
            return Trait("most expensive" if highest else "cheapest", "before")
        words = _LIMIT.sub("limit", words.removeprefix("number of "))
        is_counted = field.semantic.name != "Money" and words.endswith("s") and " in " not in words
        ends = ("most", "fewest") if is_counted else ("highest", "lowest")
        return Trait(f"with the {ends[0] if highest else ends[1]} {words}", "after")

    # --- arguments

    def clause(self, tool: str, name: str, value: str | bool) -> str | None:
        """Return the clause that the phrasebook has for a choice."""
        key = f"{name}={str(value).lower() if isinstance(value, bool) else value}"
        words = self._written(self.phrasebook.choices, f"{tool}.{key}", key)
        if words is not None:
            self.note(name, value, self._said(words))
        return words

    def label(self, name: str, semantic: str) -> str:
        """Name a fact: "e-mail address", "new postal code"."""
        written = [w for w in self.phrasebook.columns.get(name, ()) if "{value}" not in w]
        return self._said(self.pick(written) if written else column_words(name, semantic))


def _names_things(first: str, rest: str) -> bool:
    """Tell whether a flag says what is done to things that a row has: "pets allowed"."""
    is_noun = first.endswith("s") and first not in _ADVERBS and first not in VERBS
    return is_noun and rest.endswith("ed")


def _is_verb(first: str) -> bool:
    """Tell whether a flag of several words, which names no things, begins with what a row does."""
    ends = first.endswith("s") and not first.endswith(("is", "ss", "us"))
    return ends and len(first) > 3 and first not in _ADVERBS


def _class_trait(name: str, said: str) -> Trait:
    """Say what kind of thing it is, or how it stands: "home address", "pending order"."""
    if name in STATES and said.split(maxsplit=1)[0] in _PREPOSITIONS:
        return Trait(f"that is {said}", "after")
    has_particle = not _PARTICLES.isdisjoint(said.split())
    return Trait(said.replace(" ", "-") if has_particle else said, "before")


def _label(name: str, words: str, said: str) -> Trait:
    if name in _NAMES:
        return Trait(said, "name")
    if said.islower() and said.isalpha():
        return Trait(said, "before")
    return Trait(f"with {words} {said}", "after")


def _is_sentence(text: str) -> bool:
    """Tell whether a clause gives a reason rather than a property of a row."""
    return text.split(maxsplit=1)[0].lower().replace("’", "'") in _SUBJECTS


def _placed(text: str) -> Trait:
    """Put a phrase where its words want it: "pending" before the noun, "due last" after it."""
    words = text.split()
    follows = (
        words[0] in _AFTER
        or not _AFTER.isdisjoint(words[1:])
        or (len(words) > 1 and words[-1] in _LAST_WORDS)
    )
    return Trait(text, "after" if follows else "before")


def _phrase(whose: str, noun: str, traits: Sequence[Trait], within: str) -> str:
    before = [trait.text for trait in reversed(traits) if trait.position == "before"]
    after = [trait.text for trait in traits if trait.position == "after"]
    head = _head(noun, traits)
    kinds = [text for text in before if _says_noun(text, head)]
    if kinds:  # "the cheapest family room", not "family room room"
        before.remove(kinds[0])
        head = plural(kinds[0]) if plural(kinds[0]).endswith(f" {head}") else kinds[0]
    return " ".join(part for part in [whose, *before, head, *after, within] if part)


def _says_noun(text: str, noun: str) -> bool:
    """Tell whether a property ends with what the thing is called, one of them or several."""
    return any(each.endswith(f" {noun}") for each in (text, plural(text)))


def _head(noun: str, traits: Sequence[Trait]) -> str:
    """Call a thing by what it is, and by its name: "tent", "Fjord tent", "order Salt and Stars"."""
    noun = next((trait.text for trait in traits if trait.position == "noun"), noun)
    names = [trait.text for trait in traits if trait.position == "name"]
    if names and f" {noun} ".lower() in f" {names[0]} ".lower():
        return " ".join(names)
    return " ".join([noun, *names])

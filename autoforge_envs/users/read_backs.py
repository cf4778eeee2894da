"""What a message of the agent reads back, and whether it is wrong."""

import re
from collections.abc import Sequence
from functools import lru_cache

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.understanding import Heard
from autoforge_envs.users.vocabulary import is_common, plain_words

_COUNTED = ("Email", "PhoneNumber")
"""Types whose values are recognised wherever they stand."""

_REPEATED = ("PostalCode", "StreetAddress", "Identifier", "Label", "Secret", "PersonName", "City")
"""Types whose values are recognised behind "your" and their label."""

KEYS = ("Identifier", "Reference")
"""Types whose values are keys of rows."""

_LISTED = ("PostalCode", "Secret", "PersonName")
"""Types whose values are recognised behind their label alone, in lists of "label: value"."""

_MARKS = re.compile(r"\*+|__|`+|[\"“”|]|^[#> ]+", re.MULTILINE)
"""What only lays text out."""

_DIGITS = re.compile(r"\d(?:[ -]?\d)*")
_LONG_NUMBER = 6
"""Digits from which a number that differs in one of them is the same one written wrongly."""

_REST = re.compile(r" (?:and|correct|right)\b.*|[(—–].*")
"""What may follow a value in a clause."""

_DATE_LENGTH = 40
"""Characters behind a label in which its date stands."""


def misquoted_fact(heard: Heard, facts: Sequence[Fact]) -> Fact | None:
    """Return a fact that a message repeats wrongly, if there is one.

    Only what cannot be meant otherwise counts: an e-mail address or phone number that is none of
    the user's, a long number with one slip in it, or "your LABEL" followed by something else; in
    lists also the label alone, of facts by which the user is known. Amounts, numbers of things and
    days but that of birth may well be the agent's offer.
    """
    text = _MARKS.sub("", heard.text)
    return next((fact for fact in facts if _is_misquoted(fact, text, facts)), None)


def is_confused(fact: Fact, heard: Heard) -> bool:
    """Tell whether a message names another thing of the kind that a key is of, and not this one."""
    prefix = str(fact.value).partition("-")[0].lower()
    if fact.type not in KEYS or mentions(heard.text, fact.type, fact.value):
        return False
    named = mentioned_values(heard.text, fact.type)
    return any(str(each).lower().startswith(f"{prefix}-") for each in named)


def _is_misquoted(fact: Fact, text: str, facts: Sequence[Fact]) -> bool:
    if fact.type in _COUNTED and mentioned_values(text, fact.type):
        return not _mentions_any(text, fact.type, facts)
    if _is_birth(fact):
        return _is_misdated(fact, text)
    if fact.type not in _REPEATED:
        return False
    if _has_slip(fact, text):
        return not _mentions_any(text, fact.type, facts)
    quoted = _quoted(fact, text)
    if quoted is None or not _looks_like(fact, quoted):
        return False
    return not _mentions_any(quoted, fact.type, facts)


def _mentions_any(text: str, semantic: str, facts: Sequence[Fact]) -> bool:
    own = (fact for fact in facts if fact.type == semantic)
    return any(mentions(text, semantic, fact.value) for fact in own)


def _is_birth(fact: Fact) -> bool:
    return fact.type == "Date" and "birth" in fact.label


def _is_misdated(fact: Fact, text: str) -> bool:
    """Tell whether the date behind a label is another one."""
    quoted = _quotation(fact.label, True, True).search(text)
    if quoted is None or not _has_digits(_REST.sub("", quoted[1])):
        return False
    dated = text[quoted.start(1) : quoted.start(1) + _DATE_LENGTH].partition("\n")[0]
    return not mentions(dated, "Date", fact.value)


def _quoted(fact: Fact, text: str) -> str | None:
    """Return what a message says a fact is, up to the end of the clause."""
    listed = fact.type in _LISTED or fact.label.endswith(" number")
    match = _quotation(fact.label, _has_digits(str(fact.value)), listed).search(text)
    return _REST.sub("", match[1]).strip() if match else None


@lru_cache(maxsize=4096)
def _quotation(label: str, has_digits: bool, listed: bool) -> re.Pattern[str]:
    """Match "your postal code is 04109", "you said the postal code was 04109".

    Of values with digits also "your postal code 04109", in lists also "- Postal code: 04109".
    """
    label = re.escape(label.lower())
    start = rf"\b(?:your|you (?:said|told me|gave me)(?: that)? the) {label}"
    between = rf"(?: is| was| as| ?[:=]){'*' if has_digits else '+'}"
    lines = rf"|^[^\w\n]*(?:your )?{label} ?:" if listed else ""
    return re.compile(rf"(?:{start}{between}{lines}) +([^,;.?!\n]+)", re.MULTILINE)


def _looks_like(fact: Fact, quoted: str) -> bool:
    """Tell whether what follows a label is a value: with digits if the fact has any."""
    value = str(fact.value)
    if _has_digits(value):
        return _has_digits(quoted)
    words = plain_words(quoted)
    if len(words) != len(plain_words(value)):
        return False
    return not any(is_common(word) or word.endswith("ed") for word in words)


def _has_digits(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _has_slip(fact: Fact, text: str) -> bool:
    """Tell whether a long number of the user's stands in a text with one slip in it."""
    own = "".join(filter(str.isdigit, str(fact.value)))
    if len(own) < _LONG_NUMBER:
        return False
    said = ("".join(filter(str.isdigit, number[0])) for number in _DIGITS.finditer(text))
    return any(_is_slip(number, own) for number in said)


def _is_slip(said: str, own: str) -> bool:
    """Tell whether numbers differ in one digit left out, added, changed or swapped."""
    if said == own or abs(len(said) - len(own)) > 1:
        return False
    differs = (one != other for one, other in zip(said, own, strict=False))
    start = next(
        (at for at, differing in enumerate(differs) if differing), min(len(said), len(own))
    )
    said, own = said[start:], own[start:]
    if said[1:] == own[1:] or said[1:] == own or said == own[1:]:
        return True
    return said[:2] == own[1::-1] and said[2:] == own[2:]

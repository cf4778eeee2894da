"""Whether a prose text mentions a value: by value, whatever its spelling, never by substring.

This decides rewards, so a mention that is missed is as bad as one that is invented. What the
spelling leaves open is decided once, here and in the modules of `spellings`:

- A number counts only where it is a number: not in "OR-10", "10.5", "v10", a date, a time of day,
  a phone number, a street address or the numbering of a list.
- Money without a currency needs two decimals ("49.90") or a sentence about money and no noun to
  count: "you get 50 back", not "50 items". Which currency is said does not matter.
- A percentage needs its sign or word, or a sentence about a percentage or discount.
- A date may leave its year out; "03/02/2026" is both 3 February and 2 March. A timestamp needs a
  date and a time that belong together; "9:30" is morning or evening, "09:30" and "9:30 am" not.
- "Once", "twice", "both" and "a pair" mention a quantity, but are not listed as one.
- A flag is mentioned only by a word for yes or no, never by the name of what it switches.
- An empty text is mentioned by every text, for there is nothing to say.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from autoforge_envs.domain.spellings.amounts import Amount
from autoforge_envs.domain.spellings.claims import is_claimed
from autoforge_envs.domain.spellings.counts import (
    is_counted_in_words,
    numbers,
    percentages,
    quantities,
)
from autoforge_envs.domain.spellings.dates import dates, may_spell_date
from autoforge_envs.domain.spellings.folding import fold, plain
from autoforge_envs.domain.spellings.numerals import Numeral, may_spell, may_spell_cents, numerals
from autoforge_envs.domain.spellings.phrases import has_choice, has_country, has_flag, has_phrase
from autoforge_envs.domain.spellings.prices import near, prices, spaced
from autoforge_envs.domain.spellings.times import timestamps
from autoforge_envs.domain.spellings.tokens import (
    emails,
    has_phone,
    has_postal_code,
    has_token,
    identifiers,
    phone_digits,
    phones,
)

_AMOUNTS: dict[str, Callable[[str, Sequence[Numeral]], list[Amount]]] = {
    "Money": prices,
    "Quantity": quantities,
    "Number": numbers,
    "Percentage": percentages,
}
_WORDS: dict[str, Callable[[str, str], bool]] = {
    "Identifier": lambda text, value: has_token(fold(text), fold(value.strip())),
    "Reference": lambda text, value: has_token(fold(text), fold(value.strip())),
    "Secret": lambda text, value: has_token(fold(text), fold(value.strip())),
    "Email": lambda text, value: has_token(fold(text), fold(value.strip())),
    "PhoneNumber": lambda text, value: has_phone(fold(text), fold(value.strip())),
    "PostalCode": lambda text, value: has_postal_code(fold(text), fold(value.strip())),
    "PersonName": has_phrase,
    "City": has_phrase,
    "FreeText": has_phrase,
    "Country": has_country,
    "StreetAddress": lambda text, value: has_phrase(text, value, "address"),
    "Label": lambda text, value: has_phrase(text, value, "label"),
    "Choice": has_choice,
    "Date": lambda text, value: _has_date(fold(text), value),
    "Timestamp": lambda text, value: _has_timestamp(fold(text), value),
}
_SHORT = 4_000
"""Longest text, in characters, of which every amount is looked at to find one, and remembered."""

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIMESTAMP = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})")


def mentions(text: str, semantic: str, value: object) -> bool:
    """Whether a text mentions a value. Takes time in proportion to the text's length.

    Args:
        text: Any text at all; none makes this raise.
        semantic: Name of the value's semantic type, "Choice" for a literal.
        value: The value as a domain holds it: money in whole cents, dates in ISO form.

    Raises:
        ValueError: No semantic type has this name.
        TypeError: The value is not of the Python type that its semantic type has.
    """
    if semantic in _AMOUNTS:
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wrong_type(semantic, value, "an int")
        folded = fold(text)
        in_words = semantic == "Quantity" and is_counted_in_words(folded, value)
        return in_words or _has_amount(folded, semantic, value)
    if semantic == "Flag":
        if not isinstance(value, bool):
            raise _wrong_type(semantic, value, "a bool")
        return has_flag(text, value)
    if semantic not in _WORDS:
        known = ", ".join(sorted({*_AMOUNTS, *_WORDS, "Flag"}))
        raise ValueError(f"no semantic type is named {semantic!r}; there are {known}")
    if not isinstance(value, str):
        raise _wrong_type(semantic, value, "a str")
    return (_has_words if len(text) <= _SHORT else _look_for_words)(text, semantic, value)


def mentioned_values(text: str, semantic: str) -> list[object]:
    """Every value of a countable kind that a text mentions, in order, each as often as mentioned.

    Dates without a year are left out; what can be read two ways ("03/02/2026") gives both values.
    E-mail addresses come in lower case, phone numbers as digits, identifiers as they are written.

    Args:
        text: Any text at all.
        semantic: Money, Quantity, Number, Percentage, Date, Timestamp, Email, PhoneNumber,
            Identifier or Reference.

    Raises:
        ValueError: The values of this semantic type cannot be told from other words.
    """
    if semantic in _AMOUNTS:
        folded = fold(text)
        found = _amounts(folded, semantic) if len(folded) <= _SHORT else _find(folded, semantic)
        return [amount.value for amount in found]
    if semantic not in _FOUND:
        countable = ", ".join([*_AMOUNTS, *_FOUND])
        raise ValueError(
            f"values of type {semantic!r} cannot be found in a text, only asked for with "
            f"mentions(); those that can are {countable}"
        )
    return list(_FOUND[semantic](text))


def amount_spans(folded: str, semantic: str) -> list[Amount]:
    """Every amount of a folded text with its place, in order, where several may share one.

    Args:
        folded: A text as `fold` leaves it.
        semantic: Money, Quantity, Number or Percentage; of any other type there are none.
    """
    if semantic not in _AMOUNTS:
        return []
    return list(_amounts(folded, semantic) if len(folded) <= _SHORT else _find(folded, semantic))


def _look_for_words(text: str, semantic: str, value: str) -> bool:
    return _WORDS[semantic](text, value)


_has_words = lru_cache(maxsize=4096)(_look_for_words)  # as with amounts below


def _has_amount(folded: str, semantic: str, value: int) -> bool:
    if not (may_spell_cents if semantic == "Money" else may_spell)(folded, value):
        return False
    if len(folded) <= _SHORT:
        return any(amount.value == value for amount in _amounts(folded, semantic))
    if semantic == "Money":
        text = spaced(folded)
        found = near(text, numerals(text), value)
    else:
        text = folded
        size = abs(value) * 100
        found = [numeral for numeral in numerals(text) if numeral.hundredths == size]
    return any(
        amount.value == value and not is_claimed(text, amount)
        for amount in _AMOUNTS[semantic](text, found)
    )


def _find(folded: str, semantic: str) -> tuple[Amount, ...]:
    text = spaced(folded) if semantic == "Money" else folded
    found = _AMOUNTS[semantic](text, numerals(text))
    return tuple(sorted(amount for amount in found if not is_claimed(text, amount)))


_amounts = lru_cache(maxsize=1024)(_find)  # rules, verdict and audit ask about the same messages


def _has_date(folded: str, value: str) -> bool:
    wanted = _DATE.fullmatch(value)
    if wanted is None:
        return False
    year, month, day = map(int, wanted.groups())
    if not may_spell_date(folded, month):
        return False
    return any(
        date.year in (None, year) and (date.month, date.day) == (month, day)
        for date in dates(folded)
    )


def _has_timestamp(folded: str, value: str) -> bool:
    wanted = _TIMESTAMP.fullmatch(value)
    if wanted is None or not _has_date(folded, value[:10]):
        return False
    year, month, day, hour, minute, second = map(int, wanted.groups())
    return any(
        date.year in (None, year)
        and (date.month, date.day) == (month, day)
        and (time.hour, time.minute) == (hour, minute)
        and time.second in (None, second)
        for date, time in timestamps(folded)
    )


def _found_dates(text: str) -> Iterator[str]:
    for date in dates(fold(text)):
        if date.year is not None:
            yield f"{date.year:04}-{date.month:02}-{date.day:02}"


def _found_timestamps(text: str) -> Iterator[str]:
    for date, time in timestamps(fold(text)):
        if date.year is not None:
            day = f"{date.year:04}-{date.month:02}-{date.day:02}"
            yield f"{day}T{time.hour:02}:{time.minute:02}:{time.second or 0:02}"


_FOUND: dict[str, Callable[[str], Iterator[str]]] = {
    "Date": _found_dates,
    "Timestamp": _found_timestamps,
    "Email": lambda text: (match[0] for match in emails(fold(text))),
    "PhoneNumber": lambda text: (phone_digits(match[0]) for match in phones(fold(text))),
    "Identifier": lambda text: (match[0] for match in identifiers(plain(text))),
    "Reference": lambda text: (match[0] for match in identifiers(plain(text))),
}


def _wrong_type(semantic: str, value: object, wanted: str) -> TypeError:
    return TypeError(
        f"a value of type {semantic} is {wanted}, got {type(value).__name__} {value!r:.80}"
    )

"""What stands around a number in a text, and so what it is an amount of."""

import re
from typing import NamedTuple

from autoforge_envs.domain.spellings.numerals import Numeral

_MAX_BEFORE = 80  # characters of the sentence before a number that are looked at
_MAX_AFTER = 40
_MAX_ALONE = 40  # length of a message that may be nothing but a number

CURRENCY_SIGNS = "$€£¥₹₽₩₪₺₫₴฿"
_CODES = (
    "usd|eur|gbp|jpy|chf|cad|aud|nzd|sek|nok|dkk|pln|czk|huf|inr|cny|brl|mxn|sgd|hkd|zar|krw|aed"
)
_CURRENCIES = (*CURRENCY_SIGNS, *_CODES.split("|"))
_BETWEEN = "* -"  # what may stand between a currency and its number
_COUNTRIES = r"u\.?s\.?|us|american|canadian|australian|new zealand|singapore|british|swiss|mexican"
_NAMES = (
    "dollars?|euros?|bucks?|quid|yen|yuan|rupees?|francs?|pesos?|kron(?:a|or|er)|zlotys?|shekels?"
)
_BEFORE = re.compile(
    rf"(?:(?<![0-9])[{CURRENCY_SIGNS}]|(?<![^\W_])(?:{_CODES}))\*{{0,2}}[ ]?-?[ ]?\Z"
)
_AFTER = re.compile(
    rf"\*{{0,2}}(?: ?[{CURRENCY_SIGNS}](?! ?[0-9])"
    rf"|[ -]?(?:{_CODES}|(?:(?:{_COUNTRIES}) )?(?:{_NAMES}))(?![^\W_]))"
)
_PERCENT_AFTER = re.compile(
    r"\*{0,2}[ -]?(?:%|(?:percent|per cent|pct|percentage points?)(?![^\W_]))"
)
_CENTS_AFTER = re.compile(r"\*{0,2}[ -]?(?:¢|(?:cents?|pence|pennies|c|p)(?![^\W_]))")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_PUNCTUATION = " \t\r\n.,!?;:*`\"'()"
# What may follow a number that counts no noun: "you get 50 back", but not "50 items".
_NO_NOUN_AFTER = re.compile(
    r"""[ \t]*(?:\Z|[-\n.,;:!?)\]"'*|`–]|(?:back|in|to|on|for|as|will|has|was|is|are|would|can|and
    |or|but|each|per|total|off|at|from|by|with|after|before|credit\w*|refund\w*|charge\w*|paid|today
    |now|if|when|which|that|should|due|extra|more|less)(?![^\W_]))""",
    re.VERBOSE,
)


class Amount(NamedTuple):
    """A value and the part of the text that says it."""

    start: int
    end: int
    value: int


def currency_before(text: str, numeral: Numeral) -> int | None:
    """Where the currency before a number starts ("$50", "USD 50"); None if there is none."""
    first = max(0, numeral.start - 12)
    before = text[first : numeral.start]
    if not before.rstrip(_BETWEEN).endswith(_CURRENCIES):
        return None
    found = _BEFORE.search(before)
    return first + found.start() if found else None


def currency_after(text: str, numeral: Numeral) -> int | None:
    """Where the currency after a number ends ("50 euros"); None if there is none."""
    found = _AFTER.match(text, numeral.end)
    return found.end() if found else None


def cents_after(text: str, numeral: Numeral) -> int | None:
    """Where the word cents after a number ends; None if there is none."""
    found = _CENTS_AFTER.match(text, numeral.end)
    return found.end() if found else None


def is_percent(text: str, numeral: Numeral) -> bool:
    """Whether a number has a percent sign or word."""
    return bool(_PERCENT_AFTER.match(text, numeral.end))


def signs(text: str, start: int) -> tuple[int, ...]:
    """1, -1 for a minus sign, or both where a hyphen at the start of a line may be a bullet."""
    before = text[max(0, start - 12) : start]
    if before.endswith("-"):
        line = before[:-1].rstrip(" \t")
        if line.endswith("\n") or (not line and start <= 12):
            return 1, -1
        return (1,) if before[-2:-1].isalnum() else (-1,)
    return (-1,) if before.endswith(("minus ", "negative ")) else (1,)


def is_spoken_of(text: str, numeral: Numeral, cue: re.Pattern[str]) -> bool:
    """Whether a number without unit or noun is in a sentence with a cue, or is all of the text."""
    if not _NO_NOUN_AFTER.match(text, numeral.end):
        return False
    before = text[max(0, numeral.start - _MAX_BEFORE) : numeral.start]
    after = text[numeral.end : numeral.end + _MAX_AFTER]
    if cue.search(_SENTENCE_END.split(before)[-1]) or cue.search(_SENTENCE_END.split(after)[0]):
        return True
    return len(text) <= _MAX_ALONE and text.strip(_PUNCTUATION) == text[numeral.start : numeral.end]

"""Values that are words: labels, names, addresses, choices, countries, yes and no."""

import re
from functools import lru_cache
from typing import Literal

from autoforge_envs.domain.spellings.folding import fold, plain, words
from autoforge_envs.domain.spellings.tokens import has_token

Kind = Literal["words", "label", "address"]

_VARIANTS: dict[Kind, dict[str, str]] = {
    "words": {},
    "label": {
        "canceled": "cancelled",
        "canceling": "cancelling",
        "cancelation": "cancellation",
        "color": "colour",
        "colors": "colours",
        "gray": "grey",
        "neighbor": "neighbour",
        "traveled": "travelled",
    },
    "address": {
        "st": "street",
        "str": "street",
        "rd": "road",
        "ave": "avenue",
        "av": "avenue",
        "ln": "lane",
        "dr": "drive",
        "blvd": "boulevard",
        "sq": "square",
        "ct": "court",
        "pl": "place",
        "hwy": "highway",
        "apt": "apartment",
        "ste": "suite",
        "fl": "floor",
    },
}
# Words of English that are also codes ("OR", "IN", "US"): as values they count in capitals only.
_COMMON = frozenset(
    "a i all am an and are as at be by can do for go had has he her hi his how if in is it its "
    "may me my new no not now of off ok on one or our out she so the to two up us was we who "
    "you".split()
)
_COUNTRIES = (
    ("US", "USA", "U.S.", "U.S.A.", "United States", "United States of America"),
    ("GB", "UK", "U.K.", "United Kingdom", "Great Britain"),
    ("AE", "UAE", "United Arab Emirates"),
)
_MAX_CODE = 3  # letters of a country code
_MIN_PLURAL = 3  # letters of a word that may take an s

# "e-mail" and "email" are one word; no other word is a lone "e" or "wi".
_SPLIT_WORD = re.compile(
    r"(?<![^\W_])(e|wi)[-_ ](?=(?:mail|book|ticket|bike|fi)s?(?![^\W_]))", re.IGNORECASE
)

_FILLER = re.compile(
    r"(?<=\w)[ \t]+(?:the|an?|my|your|our|their|it|them|that)(?=[ \t]+\w)", re.IGNORECASE
)
_NOT = re.compile(r"(?<=[a-z])n['’]t(?![^\W_])", re.IGNORECASE)

_RHYTHMS = {"weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}

_YES = re.compile(r"(?<![^\W_])(?:yes|yeah|yep|true|enabled)(?![^\W_])")
_NO = re.compile(
    r"(?<![^\W_])(?:no(?! (?:problem|worries|longer|one|need|doubt|later|more)(?![^\W_]))"
    r"(?!\. ?[0-9])|nope|not|cannot|without|false|disabled)(?![^\W_])|n't(?![^\W_])"
)


def has_phrase(text: str, phrase: str, kind: Kind = "words") -> bool:
    """Whether the words of a phrase follow each other in a text, whatever signs separate them.

    Args:
        text: Any text.
        phrase: The words; "no_longer_needed" is three. A phrase of signs alone must stand between
            spaces; an empty one is in every text.
        kind: What the words are. A "label" may be in the plural and in American or British
            spelling, one of digits must stand alone; the words of an "address" may be abbreviated.
    """
    folded, phrase = _joined(fold(text)), _joined(phrase)
    needle, fixed = _needle(phrase, kind)
    if not all(map(folded.__contains__, fixed)):
        return False
    if _is_capital(phrase):
        return has_token(plain(text), phrase.strip())
    joined = needle.strip()
    if kind == "label" and joined.isdecimal():
        return has_token(folded, joined)
    if not joined or _is_verbatim(folded, joined) or _is_verbatim(folded, phrase):
        return True
    return _has_sequence(folded, phrase, kind)


def has_choice(text: str, choice: str) -> bool:
    """Whether a text names a choice, with articles or "it" between its words, "n't" for "not".

    So "ring the neighbour", "ordered it by mistake", "it doesn't fit" and "every week" name one.
    """
    if has_phrase(text, choice, "label"):
        return True
    if "_" not in choice:
        return choice in _RHYTHMS and has_phrase(text, f"every {_RHYTHMS[choice]}")
    return has_phrase(_FILLER.sub("", _NOT.sub(" not", text)), choice, "label")


def _joined(text: str) -> str:
    """Write "e-mail" and "e mail" as "email"."""
    return _SPLIT_WORD.sub(r"\1", text)


def _has_sequence(folded: str, phrase: str, kind: Kind) -> bool:
    needle, _ = _needle(phrase, kind)
    variants = _VARIANTS[kind]
    found = words(folded) if _has_words(phrase) else folded.split()
    spaced = f" {' '.join([variants.get(word, word) for word in found] if variants else found)} "
    if needle in spaced:
        return True
    return kind == "label" and _takes_plural(needle) and _has_plural(spaced, needle)


def _is_verbatim(folded: str, joined: str) -> bool:
    """Whether some words, where they first occur as they are, are touched by no word or number."""
    start = folded.find(joined)
    if start < 0 or not joined.isascii():
        return False
    end = start + len(joined)
    around = folded[start - 1 : start] + folded[end : end + 1]
    safe = ' \n"()*;:!?' if joined[0].isdecimal() or joined[-1].isdecimal() else ' \n"()*;:!?.,'
    return all(sign in safe for sign in around)


def has_country(text: str, country: str) -> bool:
    """Whether a text names a country, a code in capitals only; knows the usual short names."""
    names = next((names for names in _COUNTRIES if country.strip() in names), (country.strip(),))
    return any(
        has_token(plain(text), name)
        if name and len(name.replace(".", "")) <= _MAX_CODE and name.isupper()
        else has_phrase(text, name)
        for name in names
    )


def has_flag(text: str, flag: bool) -> bool:
    """Whether a text says yes (or true, enabled), or no (or not, n't, without, false, disabled)."""
    return bool((_YES if flag else _NO).search(fold(text)))


@lru_cache(maxsize=4096)
def _needle(phrase: str, kind: Kind) -> tuple[str, tuple[str, ...]]:
    """The words to look for, and those that every text with them contains as they are."""
    variants = _VARIANTS[kind]
    found = words(fold(phrase)) or fold(phrase).split()
    fixed = tuple(word for word in found if word != "and" and not _varies(word, variants))
    if kind == "label" and found and found[-1].endswith(("y", "f", "fe")):
        fixed = tuple(word for word in fixed if word != found[-1])  # batteries, knives
    joined = " ".join(variants.get(word, word) for word in found)
    return (f" {joined} " if joined else ""), fixed


def _varies(word: str, variants: dict[str, str]) -> bool:
    return word in variants or word in variants.values()


def _has_words(phrase: str) -> bool:
    return any(character.isalnum() or character == "&" for character in phrase)


def _is_capital(phrase: str) -> bool:
    """Whether a phrase is a word that counts in capitals only: "OR", the size "S", a grade "A+"."""
    if not phrase.isupper():
        return False
    letters = "".join(words(fold(phrase)))
    return len(letters) == 1 or letters in _COMMON


def _takes_plural(needle: str) -> bool:
    last = needle.rsplit(maxsplit=1)[-1] if needle else ""
    return last.isalpha() and len(last) >= _MIN_PLURAL


def _has_plural(spaced: str, needle: str) -> bool:
    stem = needle.rstrip(" ")
    plurals = [f"{stem}s ", f"{stem}es "]
    if stem.endswith("y"):
        plurals.append(f"{stem[:-1]}ies ")
    if stem.endswith(("f", "fe")):
        plurals.append(f"{stem.removesuffix('e').removesuffix('f')}ves ")
    return any(plural in spaced for plural in plurals)

"""Exact tokens of a text: identifiers, e-mail addresses, phone numbers, postal codes, links."""

import re
from collections.abc import Iterator
from functools import lru_cache

_MIN_PHONE_DIGITS = 5  # of a value; a shorter one is an extension or service number
_MIN_WRITTEN_DIGITS = 7  # of what looks like a phone number in a text
_CURRENCIES = frozenset("$€£¥₹")

_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}+@[a-z0-9-]{1,63}+(?:\.[a-z0-9-]{1,63}+){1,8}+", re.IGNORECASE
)
_IDENTIFIER = re.compile(
    r"(?<![^\W_])(?<![^\W_][-_.@+])(?=[a-z]|[a-z0-9_-]{12})(?=[a-z0-9_-]{0,63}[0-9])"
    r"[a-z0-9]{1,64}+(?:[-_][a-z0-9]{1,64}+){0,8}+(?![^\W_]|[-_.@][^\W_])",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"""
    (?<![^\W_])(?<![^\W_][-./@:,_])(?:
        \+[0-9](?:[ ().\-–/]{0,3}[0-9]){5,16}
      | \([0-9]{2,5}\)[ .\-–/]{0,3}[0-9]{2,5}(?:[ .\-–/]{1,3}[0-9]{2,5}){0,3}
      | [0-9]{3}[ .\-–][0-9]{3}[ .\-–][0-9]{4}
      | [0-9]{3}[.\-–][0-9]{4}
      | 0[0-9]{1,4}(?:[ ]?[/\-–][ ]?|[ ])[0-9]{2,8}(?:[ ./\-–][0-9]{2,8}){0,4}
      | [0-9]{10,15}
    )(?![^\W_]|[-.@:/,][0-9])
    """,
    re.VERBOSE,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]{1,2048}", re.IGNORECASE)
_POSTAL_COUNTRIES = "a|at|b|be|ch|cz|d|de|dk|f|fr|i|it|l|lu|nl|pl|se|sk"  # "D-04109 Leipzig"
_DIGITS = re.compile(r"[0-9]+")
_JOINED_BEFORE_PHONE = re.compile(r"(?:\+[0-9]{1,3}[ (.\-/–]{0,3}|[0-9][-.,/–]\(?|[^\W_]\(?)\Z")
_JOINED_AFTER_PHONE = re.compile(r"[^\W_]|[-.,/–@:][0-9]|@")


def emails(text: str) -> Iterator[re.Match[str]]:
    """The e-mail addresses of a text."""
    return _EMAIL.finditer(text) if "@" in text else iter(())


def identifiers(text: str) -> Iterator[re.Match[str]]:
    """Tokens that look like identifiers: "OR-10", "sku_7", a UUID; no mere numbers."""
    return _IDENTIFIER.finditer(text)


def phones(text: str) -> Iterator[re.Match[str]]:
    """Digits grouped as in phone numbers, or ten to fifteen without a break."""
    return (
        match
        for match in _PHONE.finditer(text)
        if len(phone_digits(match[0])) >= _MIN_WRITTEN_DIGITS
    )


def links(text: str) -> Iterator[re.Match[str]]:
    """Addresses of web pages."""
    return _LINK.finditer(text) if "://" in text or "www." in text else iter(())


def phone_digits(text: str) -> str:
    """The digits of a phone number, without a leading international "00"."""
    return "".join(_DIGITS.findall(text)).removeprefix("00")


def has_token(folded: str, token: str) -> bool:
    """Whether a token stands alone in a text: "or-10" does not in "or-100", "xor-10", "or-10-b"."""
    if not token:
        return True
    start = folded.find(token)
    while start >= 0:
        if _stands_alone(folded, start, start + len(token)):
            return True
        start = folded.find(token, start + 1)
    return False


def has_phone(folded: str, number: str) -> bool:
    """Whether a phone number is in a text, its digits grouped in any way."""
    digits = phone_digits(number)
    if len(digits) < _MIN_PHONE_DIGITS:
        return has_token(folded, number)
    if digits not in "".join(_DIGITS.findall(folded.replace("(0)", ""))):
        return False
    return any(
        not _JOINED_BEFORE_PHONE.search(folded[max(0, match.start() - 8) : match.start()])
        and not _JOINED_AFTER_PHONE.match(folded, match.end())
        for match in _phone_pattern(digits).finditer(folded)
    )


def has_postal_code(folded: str, code: str) -> bool:
    """Whether a postal code stands alone in a text, "SW1A 1AA" also as "SW1A1AA"."""
    ending = code if code.isdecimal() else code[-2:]  # what no spelling takes apart
    if ending not in folded:
        return False
    return not code or any(
        _stands_alone(folded, match.start(), match.end())
        for match in _postal_pattern(code).finditer(folded)
    )


@lru_cache(maxsize=1024)
def _phone_pattern(digits: str) -> re.Pattern[str]:
    separator = r"(?:[ ().\-–/]{0,4}| ?\(0\) ?| ?(?:x|ext\.?) ?)"
    return re.compile(r"(?:\+|(?<![0-9])00)?" + separator.join(digits))


@lru_cache(maxsize=1024)
def _postal_pattern(code: str) -> re.Pattern[str]:
    characters = re.sub(r"[\s-]", "", code) or code
    if characters.isdecimal():
        return re.compile(rf"(?:(?:{_POSTAL_COUNTRIES})-)?" + re.sub(r"[\s-]+", "[ -]?", code))
    return re.compile("[ -]?".join(re.escape(character) for character in characters))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing around a part of a text belongs to one token with it."""
    near, far = text[start - 1 : start] if start else "", text[start - 2 : start - 1]
    after, beyond = text[end : end + 1], text[end + 1 : end + 2]
    if near.isalnum() or after.isalnum():
        return False
    if (near and near in "-_.@" and far.isalnum()) or (
        after and after in "-_.@" and beyond.isalnum()
    ):
        return False
    token = text[start:end]
    if "@" in token:
        return not (near and near in "+%" and far.isalnum())
    return not token.isdecimal() or _is_no_amount(near, far, after, beyond)


def _is_no_amount(near: str, far: str, after: str, beyond: str) -> bool:
    """For a token of digits: it is no part of a sum of money, a percentage, a time or a list."""
    if near in _CURRENCIES or (near == " " and far in _CURRENCIES) or after == "%":
        return False
    return not (
        (near and near in ",:/" and far.isdecimal())
        or (after and after in ",:/" and beyond.isdecimal())
    )

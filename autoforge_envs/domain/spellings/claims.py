"""Digits that are no amounts, for they belong to a date, a time of day, a phone number ..."""

import re
from collections.abc import Iterator
from itertools import chain

from autoforge_envs.domain.spellings.amounts import CURRENCY_SIGNS, Amount
from autoforge_envs.domain.spellings.dates import month_spans
from autoforge_envs.domain.spellings.times import is_time
from autoforge_envs.domain.spellings.tokens import emails, phones

_NEAR = 32  # characters around an amount in which a date or phone number with it must lie
_MAX_LINK = 200
_MAX_LIST_ITEM = 1000  # how far back the number before "2." is looked for

_PHONE_SIGN = re.compile(r"[0-9+]")
_LINE_START = re.compile(r"(?:\A|\n)[ \t>*_-]{0,8}\Z")
_LIST_POINT = re.compile(r"[.)]\**[ \t]+\S")
_LIST_NUMBER = re.compile(r"^[ \t>*_-]{0,8}([0-9]{1,3})[.)]\**[ \t]+\S", re.MULTILINE)


def is_claimed(text: str, amount: Amount) -> bool:
    """Whether the digits of an amount in a folded text say something else.

    Something else is a date, a time, a phone number, an e-mail address, a link, or the number of
    a list's item: "1." at the start of a line that goes on, or "2." if there was such a "1.".
    """
    start, end = amount.start, amount.end
    if text[start] in CURRENCY_SIGNS:
        return False
    if is_time(text, start, end) or _is_in_link(text, start) or _numbers_a_list(text, start, end):
        return True
    first = max(0, start - _NEAR)
    window, place, last = text[first : end + _NEAR], start - first, end - first - 1
    return any(
        left <= place < right or left <= last < right
        for left, right in _spans(window, has_digits_near=_has_digits_near(text, start, end))
    )


def _spans(window: str, *, has_digits_near: bool) -> Iterator[tuple[int, int]]:
    for match in chain(emails(window), phones(window) if has_digits_near else ()):
        if not match[0].isdecimal():
            yield match.span()
    yield from month_spans(window)  # digits of a date in figures are no numerals anyway


def _has_digits_near(text: str, start: int, end: int) -> bool:
    """Whether other digits, or a plus sign, are so near that they may all be a phone number."""
    before, after = text[max(0, start - 5) : start], text[end : end + 5]
    return bool(_PHONE_SIGN.search(before) or _PHONE_SIGN.search(after))


def _is_in_link(text: str, start: int) -> bool:
    before = text[max(0, start - _MAX_LINK) : start]
    return ("://" in before or "www." in before) and any(
        sign in before.rsplit(maxsplit=1)[-1] for sign in ("://", "www.") if before[-1:].strip()
    )


def _numbers_a_list(text: str, start: int, end: int) -> bool:
    if not _LIST_POINT.match(text, end) or not text[start:end].isdecimal():
        return False
    if not _LINE_START.search(text[max(0, start - 10) : start]):
        return False
    number = int(text[start:end])
    earlier = _LIST_NUMBER.finditer(text, max(0, start - _MAX_LIST_ITEM), start)
    return number == 1 or any(int(match[1]) == number - 1 for match in earlier)

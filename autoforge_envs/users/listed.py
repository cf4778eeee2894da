"""What is wanted with the items of a list: one yes or no, or what is to be told."""

import re
from collections.abc import Sequence

from autoforge_envs.users import grammar

_YES = re.compile(
    r"(?:yes|yep|yeah|sure|ok|okay|go ahead|proceed|confirm|approve|accept|agree|do it"
    r"|i (?:confirm|approve|accept|agree))\b"
)
_NO = re.compile(
    r"(?:no|nope|don't|do not|decline|reject|abort|stop|never ?mind|not (?:now|yet)|leave|keep"
    r"|cancel)\b"
)
_REMARK = re.compile(r"\s*\([^)]*\)?|\s[–—-]\s.*|,? (?:as|on) (?:\w+ ){0,3}\w+$|[.,;!]+\s*$")
_BLANK = re.compile(
    r":[\s_.…?-]*(?:(?:as )?(?:on|in) (?:file|record|your|the)\b.*|(?:as )?registered\b.*"
    r"|(?:please )?(?:required|provide|fill in|enter)\b.*)?$"
)
"""What stands behind a label for which nothing is said."""

_LABEL = re.compile(r"(?:your |the )?(?:[a-z'/-]+ ){0,5}[a-z'/-]+")
_SURE = re.compile(
    r"^your\b|\b(?:name|number|id|code|date|birth|birthday|address|password|passphrase|pin|e-?mail"
    r"|phone|mobile|zip|street|city|country|word)$"
)
"""Begins or ends what is something to be told, and nothing that is to be done."""

_DONE = re.compile(r"\w{3,}(?:ed|ing)$")


def yes_of(items: Sequence[str]) -> int | None:
    """Return the place of the one item that says yes, where another says no."""
    agreeing = [at for at, item in enumerate(items) if _YES.match(item)]
    if len(agreeing) != 1 or not any(map(_NO.match, items)):
        return None
    return agreeing[0]


def are_labels(items: Sequence[str]) -> bool:
    """Tell whether items are nothing but labels of what is to be told: "your PIN", "name:"."""
    return all(map(_is_label, items)) and any(map(_is_sure, items))


def are_values(items: Sequence[str]) -> bool:
    """Tell whether all items say what something is: "date: 3 May"."""
    return all(": " in item and "?" not in item and not _is_empty(item) for item in items)


def _is_empty(item: str) -> bool:
    return _BLANK.search(_REMARK.sub("", item)) is not None


def _is_label(item: str) -> bool:
    label = _label(item)
    if _DONE.search(label) or grammar.FINITE.search(label):
        return False
    return _LABEL.fullmatch(label) is not None


def _is_sure(item: str) -> bool:
    return _is_empty(item) or _SURE.search(_label(item)) is not None


def _label(item: str) -> str:
    return _BLANK.sub("", _REMARK.sub("", item)).strip()

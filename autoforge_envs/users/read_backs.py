"""What a message of the agent reads back, and whether it is wrong."""

import re
from collections.abc import Sequence
from functools import lru_cache

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.understanding import Heard

_COUNTED = ("Email", "PhoneNumber")
"""Types whose values are recognised wherever they stand."""

_REPEATED = ("PostalCode", "StreetAddress", "Identifier", "Label")
"""Types whose values are recognised behind "your" and their label."""


def misquoted_fact(heard: Heard, facts: Sequence[Fact]) -> Fact | None:
    """Return a fact that a message repeats wrongly, if there is one.

    Only what cannot be meant otherwise counts: an e-mail address or phone number that is none of
    the user's, or "your LABEL" followed by something else. Amounts, numbers of things and days may
    well be the agent's offer.
    """
    return next((fact for fact in facts if _is_misquoted(fact, heard, facts)), None)


def _is_misquoted(fact: Fact, heard: Heard, facts: Sequence[Fact]) -> bool:
    if fact.type in _COUNTED and mentioned_values(heard.text, fact.type):
        return not _mentions_any(heard.text, fact.type, facts)
    if fact.type not in _REPEATED or "your" not in heard.words:
        return False
    quoted = _quotation(fact.label).search(heard.text)
    if quoted is None or not _looks_like(fact, quoted[1]):
        return False
    return not _mentions_any(quoted[1], fact.type, facts)


def _mentions_any(text: str, semantic: str, facts: Sequence[Fact]) -> bool:
    own = (fact for fact in facts if fact.type == semantic)
    return any(mentions(text, semantic, fact.value) for fact in own)


@lru_cache(maxsize=4096)
def _quotation(label: str) -> re.Pattern[str]:
    """Match "your postal code is 04109", "your postal code: 04109", "your postal code 04109"."""
    return re.compile(rf"\byour {re.escape(label.lower())}(?: is| as|:| =)? ([^,;.?!\n]+)")


def _looks_like(fact: Fact, quoted: str) -> bool:
    """Tell whether what follows a label is a value: with digits if the fact has any."""
    has_digits = any(character.isdigit() for character in str(fact.value))
    return not has_digits or any(character.isdigit() for character in quoted)

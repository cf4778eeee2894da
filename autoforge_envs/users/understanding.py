"""What the scripted user makes of an agent's words: a compact grammar of cues.

It sorts a message into what it does (asks for a fact, asks for a yes, refuses, reports, closes)
by words that each of these needs. First version; measured and widened later.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from autoforge_envs.domain.tasks import Fact

_QUESTION = re.compile(
    r"\?|\b(please|could you|can you|may i|i need|i'll need|i will need|tell me|give me|provide|"
    r"share|what is|what's|which)\b"
)
_CONFIRMATION = re.compile(
    r"\b(confirm|is that (right|correct|ok|okay)|is this (right|correct)|shall i|should i|"
    r"do you want me to|would you like me to|may i (go ahead|proceed)|(go ahead|proceed)\?|"
    r"yes or no|do you agree|are you sure)\b"
)
_REFUSAL = re.compile(
    r"\b(can't|cannot|can not|unable|not able|not allowed|not possible|isn't possible|declined?|"
    r"against (our|the) (policy|rules)|(policy|rules?) (forbids?|does not allow|doesn't allow)|"
    r"i'm afraid|unfortunately|not permitted|won't be able)\b"
)
_CLOSING = re.compile(
    r"\b(anything else|something else|what else|any other|help you with today|all set|"
    r"is (that|there) (all|everything)|have a (nice|good|great|lovely) day|goodbye)\b"
)
_IDENTITY = re.compile(
    r"\b(identity|verify you|who you are|your (account )?details|authenticate)\b"
)

_SYNONYMS: Mapping[str, re.Pattern[str]] = {
    "Email": re.compile(r"\be-?mails?\b"),
    "PhoneNumber": re.compile(r"\b(tele)?phone( number)?\b|\bmobile\b"),
    "PersonName": re.compile(r"\b(your|full|first|last)( and last)? name\b"),
    "PostalCode": re.compile(r"\bpost(al)? ?code\b|\bzip\b"),
    "StreetAddress": re.compile(r"\b(street|(?<!mail )(?<!e-mail )(?<!email )address)\b"),
    "City": re.compile(r"\b(city|town)\b"),
    "Country": re.compile(r"\bcountry\b"),
}
_IDENTIFYING = ("Email", "PhoneNumber", "PersonName", "PostalCode", "Secret")
_STOP_WORDS = frozenset(
    "a an and at for from i in is it most my number of on or the to want with you your".split()
)
_SLOT = re.compile(r"\{\w+\}")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message of the agent does."""

    asks: bool
    asks_confirmation: bool
    refuses: bool
    closes: bool
    asks_identity: bool
    text: str
    words: frozenset[str]


def understand(text: str) -> Heard:
    """Sort an agent's words."""
    low = text.lower().replace("’", "'")
    return Heard(
        asks=bool(_QUESTION.search(low)),
        asks_confirmation=bool(_CONFIRMATION.search(low)),
        refuses=bool(_REFUSAL.search(low)),
        closes=bool(_CLOSING.search(low)),
        asks_identity=bool(_IDENTITY.search(low)),
        text=low,
        words=frozenset(_WORD.findall(low)),
    )


def asked_facts(heard: Heard, facts: tuple[Fact, ...]) -> list[Fact]:
    """Return the facts that a message asks for, by label or by what they are."""
    if not heard.asks and not heard.asks_identity:
        return []
    named = [fact for fact in facts if _is_named(_content_words(fact.label), heard)]
    if named:
        return [fact for fact in named if not _is_part_of_another(fact, named)]
    by_type = [
        fact for fact in facts if fact.type in _SYNONYMS and _SYNONYMS[fact.type].search(heard.text)
    ]
    if by_type or not heard.asks_identity:
        return by_type
    return [fact for fact in facts if fact.type in _IDENTIFYING]


def _is_part_of_another(fact: Fact, others: list[Fact]) -> bool:
    """Tell whether a longer label among those asked for holds this one: only that one is meant."""
    words = _content_words(fact.label)
    return any(words < _content_words(other.label) for other in others)


def is_asked_to(name: str, intent: str, heard: Heard) -> bool:
    """Tell whether a message asks the user to use a tool of theirs, by its name or its intent."""
    return _is_named(_content_words(intent), heard) or _is_named(_content_words(name), heard)


def _is_named(words: frozenset[str], heard: Heard) -> bool:
    return bool(words) and words <= heard.words


@lru_cache(maxsize=4096)
def _content_words(text: str) -> frozenset[str]:
    plain = _SLOT.sub("", text.lower())
    return frozenset(_WORD.findall(plain)) - _STOP_WORDS

"""What the scripted user makes of an agent's words: a compact grammar of cues.

It sorts a message into what it does (asks for a fact, asks for a yes, refuses, reports, closes)
by words that each of these needs. First version; measured and widened later.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from autoforge_envs.domain.tasks import Fact


class _Cue:
    """Phrases that show what a message does, and the words without which none of them stands."""

    def __init__(self, needs_one_of: str, phrases: str) -> None:
        self._needed = frozenset(needs_one_of.split())
        self._phrases = re.compile(phrases)

    def is_in(self, low: str, words: frozenset[str]) -> bool:
        """Look for the phrases, at the price of a look at the words where none can stand."""
        if self._needed.isdisjoint(words) and not ("?" in self._needed and "?" in low):
            return False
        return self._phrases.search(low) is not None


_QUESTION = _Cue(
    "? please could can may need tell give provide share what which",
    r"\?|\b(please|could you|can you|may i|i need|i'll need|i will need|tell me|give me|provide|"
    r"share|what is|what's|which)\b",
)
_CONFIRMATION = _Cue(
    "confirm right correct ok okay shall should want like go proceed yes agree sure",
    r"\b(confirm|is that (right|correct|ok|okay)|is this (right|correct)|shall i|should i|"
    r"do you want me to|would you like me to|may i (go ahead|proceed)|(go ahead|proceed)\?|"
    r"yes or no|do you agree|are you sure)\b",
)
_REFUSAL = _Cue(
    "can cannot unable able allowed possible decline declined against policy rule rules afraid "
    "unfortunately permitted won",
    r"\b(can't|cannot|can not|unable|not able|not allowed|not possible|isn't possible|declined?|"
    r"against (our|the) (policy|rules)|(policy|rules?) (forbids?|does not allow|doesn't allow)|"
    r"i'm afraid|unfortunately|not permitted|won't be able)\b",
)
_CLOSING = _Cue(
    "else other help set all everything day goodbye",
    r"\b(anything else|something else|what else|any other|help you with today|all set|"
    r"is (that|there) (all|everything)|have a (nice|good|great|lovely) day|goodbye)\b",
)
_IDENTITY = _Cue(
    "identity verify who details authenticate",
    r"\b(identity|verify you|who you are|your (account )?details|authenticate)\b",
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
    words = frozenset(_WORD.findall(low))
    return Heard(
        asks=_QUESTION.is_in(low, words),
        asks_confirmation=_CONFIRMATION.is_in(low, words),
        refuses=_REFUSAL.is_in(low, words),
        closes=_CLOSING.is_in(low, words),
        asks_identity=_IDENTITY.is_in(low, words),
        text=low,
        words=words,
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

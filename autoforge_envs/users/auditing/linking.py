"""Whether a value is told as that of a label: "my password is ...", "use ... as my password".

Only here are values without digits or capitals taken for values; everywhere else a lower-case word
says nothing.
"""

import re
from functools import lru_cache

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.auditing.labels import Label
from autoforge_envs.users.auditing.naming import WITH_DIGITS
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.vocabulary import words_of

_WORDS_OF_A_VALUE = 4
"""Words beside a label in which its value is looked for."""

_BE = (
    r"(?:(?:is|was|are|should|would|will|must|ought to|can|has|have|might)(?: always)?"
    r"(?: (?:been|be))?\b|'s)"
)
_AFTER = re.compile(
    rf"^(?:\s*\([^)]*\))?(?:,[^,:.]{{0,50}}(?:,|(?=:)))?\s*"
    rf"(?:(?:,? (?:which|that|it) )?{_BE}|(?:has |have )?changed to\b|=|[\w' ]{{0,20}}:|"
    r"(?:[\w' ]{0,30}\s)?(?:reads?|says?)\b|goes like this|\()"
    r"\s*:?\s*(?:(?:now|actually|still|just|simply|called)\b )?(?P<value>[^,.;)]+)"
)
_STATED = re.compile(r"^\s*[:=]\s*[^\s¤]")
"""What follows a fact's label if anything but a known value is stated: "topic: second hand"."""

_PUT = re.compile(
    r"^\s*(?:you )?(?:can |should |may |could |must )?(?:please )?"
    r"(?:put|use|take|note|write|enter|have|set|make it)(?: down)?\s+(?P<value>[^,.;)]+)"
)
_AS = re.compile(r"\b(?:as|for|under)(?: (?:my|the|an?))?\s*$")
_BEFORE = re.compile(
    rf"(?P<value>[^,.;:(]+?)\s*(?:,? (?:that's|that is|this is|it's)|{_BE}|\s(?:as|for)|\()"
    r"(?: (?:written |noted |put |down |here ){0,3}as)?\s*(?:my|the|an?)?\s*$"
)
_UNDER = re.compile(r"\b(?:under|by|with)(?: (?:my|the))?\s*$")
_CLAUSE_START = re.compile(r"(?:^|[:–—-])\s*(?:\w+ )?$")
_REST_OF_CLAUSE = re.compile(r"^\s+(?P<value>[^\s,.;:?]+(?: [^\s,.;:?]+){0,2})\s*[.!]*$")
_APPOSITION = re.compile(r"^,\s*(?P<value>[^\s,.;:?]+(?: [^\s,.;:?]+){0,3})\s*(?:,|[.!]*$)")
_ANAPHORA = re.compile(r"\bit(?:'s| is| was)\s+(?P<value>[^,.;:?]+)")
_STATE = re.compile(r"(?:ed|ing|ly)$")


def is_linked(label: Label | Fact, sentence: Sentence) -> bool:
    """Tell whether a new value is told as that of a label or of a fact.

    Args:
        label: A label found in the sentence's `rest`, or a fact whose label is looked for there.
        sentence: What was said.
    """
    rest = sentence.rest.lower().replace("’", "'")
    if isinstance(label, Fact):
        match = _pattern(label.label.lower()).search(rest)
        if match is None:
            return False
        start, end = match.span()
        return _is_told(rest[:start], rest[end:], sentence, label)
    return _is_told(rest[: label.start], rest[label.end :], sentence, None)


@lru_cache(maxsize=4096)
def _pattern(label: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")


def _is_beside(before: str, after: str, sentence: Sentence) -> bool:
    """Tell whether a new value stands right behind a label that stands alone, or in apposition."""
    alone = _REST_OF_CLAUSE.match(after) if _CLAUSE_START.search(before) else None
    value = alone or _APPOSITION.match(after) or _ANAPHORA.search(after)
    return value is not None and _is_value(value["value"].split()[:1], sentence, None)


def _is_told(before: str, after: str, sentence: Sentence, fact: Fact | None) -> bool:
    if fact is not None and _STATED.match(after):
        return True
    match = _AFTER.match(after)
    if match is None and _AS.search(before):
        match = _PUT.match(after)
    if match is not None and _is_value(match["value"].split()[:_WORDS_OF_A_VALUE], sentence, fact):
        return True
    ahead = _BEFORE.search(before)
    if ahead is not None and fact is None:
        return _is_value(ahead["value"].split()[-1:], sentence, fact)
    if ahead is not None:
        return _is_value(ahead["value"].split()[-_WORDS_OF_A_VALUE:], sentence, fact)
    if fact is not None:
        return False
    under = _UNDER.search(before) is not None and _is_value(after.split()[:1], sentence, None)
    return under or _is_beside(before, after, sentence)


def _is_value(words: list[str], sentence: Sentence, fact: Fact | None) -> bool:
    """Tell whether words may be a new value: new ones, with digits or an @ where it takes them."""
    if not words:
        return False
    if fact is None:
        return _is_new(words[0], sentence)
    if BLANK.strip() in words:
        return True
    if fact.type == "Email":
        return any("@" in word for word in words)
    if fact.type in WITH_DIGITS:
        return any(character.isdigit() for word in words for character in word)
    return any(word in sentence.novel for text in words for word in words_of(text))


def _is_new(text: str, sentence: Sentence) -> bool:
    """Tell whether a word is a new number, or new and no state."""
    plain = words_of(text) or [""]
    if any(character.isdigit() for character in text):
        return any(word in sentence.novel for word in plain)
    return plain[0] in sentence.novel and not _STATE.search(plain[0])

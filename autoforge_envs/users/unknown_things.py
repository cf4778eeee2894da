"""What a message asks for that the user does not know, in the words of the message."""

import re
from collections.abc import Sequence

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users import fact_words
from autoforge_envs.users.understanding import Heard
from autoforge_envs.users.vocabulary import label_words, word_set


def asked_unknown(heard: Heard, asked: Sequence[Fact], known: Sequence[Fact]) -> list[str]:
    """Return what a message asks for, in its own words, that the user does not know.

    Args:
        heard: The message.
        asked: The facts that it asks for.
        known: All that the user knows; what bears the whole label of one of them is not unknown.
    """
    if not heard.asking:
        return []
    return [
        phrase
        for phrase in _named_things(heard.asking)
        if not _names_any(phrase, asked) and not _has_label_of_any(phrase, known)
    ]


def _named_things(asking: str) -> list[str]:
    """Return what sentences name that may be asked for: "your name, phone number and PIN"."""
    found: dict[str, None] = {}
    for first in fact_words.NAMED_THING.finditer(asking):
        thing: re.Match[str] | None = first
        while thing is not None:
            found.setdefault(thing[thing.lastindex or 0])
            thing = fact_words.FURTHER_THING.match(asking, thing.end())
    return list(found)


def _names_any(phrase: str, facts: Sequence[Fact]) -> bool:
    words = word_set(phrase)
    if any(label_words(fact.label) & words for fact in facts):
        return True
    types = {fact.type for fact in facts}
    return any(
        pattern.search(phrase) for name, pattern in fact_words.FACTS.items() if name in types
    )


def _has_label_of_any(phrase: str, facts: Sequence[Fact]) -> bool:
    words = word_set(phrase)
    return any(label_words(fact.label) and label_words(fact.label) <= words for fact in facts)

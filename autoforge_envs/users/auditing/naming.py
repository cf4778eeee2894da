"""Which facts a user's words name and say, and what a claim is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.auditing.certainty import Rule
from autoforge_envs.users.auditing.labels import FILLERS, Label, labels_in
from autoforge_envs.users.fact_words import FACTS
from autoforge_envs.users.vocabulary import label_words, words_of

_LENGTH_TO_BE_SURE = 5
"""Characters of a spoken value that cannot well be a part of another one."""

WITH_DIGITS = frozenset(
    """
    PhoneNumber Money Quantity Number Percentage Date Timestamp PostalCode Identifier Reference
    """.split()
)

_IN_LETTERS = ("PersonName", "City", "Country")

NO_CLAIM = re.compile(
    r"\?\s*$|\b(don't|do not|didn't|doesn't|can't|cannot|not sure|no idea|forgot|forgotten|unsure|"
    r"never|wonder|which|what|whether|if)\b"
)
"""What makes a sentence say no value, unless one stands there that can be nothing else."""

GREETING = re.compile(r"^\W*(?:hi|hello|hey|dear|thanks?|cheers|good (?:morning|evening|day))\b")
"""How sentences begin in which a name is the agent's."""

_ANOTHER = frozenset(
    """
    other another second work private last previous old former alternative business office home
    mother's maiden middle
    """.split()
)
"""Words before a label that make it the label of something else."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value said that is not so.

    Attributes:
        fact: Which fact it stands for; None if none.
        sentence: The sentence.
        rule: How it was seen.
        told: Whether it is told as what it is, and not only found in a sentence about other things.
    """

    fact: Fact | None
    sentence: str
    rule: Rule
    told: bool = True


def is_said(fact: Fact, words: str) -> bool:
    """Tell whether words mention a fact's value; as it is usually spoken, that is seen quickly."""
    spoken = say_value(fact.type, fact.value)
    if len(spoken) >= _LENGTH_TO_BE_SURE and spoken in words:
        return True
    if fact.type == "PersonName" and frozenset(words_of(spoken)) <= frozenset(words_of(words)):
        return True  # "My surname is Ruiz, and my first name Ana."
    return mentions(words, fact.type, fact.value)


def facts_spelled_out(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts whose label stands in a text as it is and in no longer one."""
    low = text.lower()
    named = [fact for fact in facts if fact.label.lower() in low]
    labels = [fact.label.lower() for fact in named]
    return [
        fact
        for fact in named
        if not any(fact.label.lower() in label and fact.label.lower() != label for label in labels)
    ]


def facts_named(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts whose label a sentence names, the longest labels only."""
    words = frozenset(words_of(text.replace("-", " ")))
    labels = labels_in(text)
    named = [
        fact
        for fact in facts
        if _names(fact, words, text) or any(label.is_of(fact) for label in labels)
    ]
    if not named:
        return []
    sure = [fact for fact in named if _names_exactly(fact, text, labels)]
    longest = [
        fact
        for fact in named
        if not any(label_words(fact.label) < label_words(other.label) for other in sure)
    ]
    own = [fact for fact in longest if not _is_of_another(fact, text)]
    return sorted(own, key=lambda fact: len(fact.label))


def _names_exactly(fact: Fact, text: str, labels: Sequence[Label]) -> bool:
    """Tell whether a label stands in a text as it is, or with its words in another order."""
    if fact.label.lower() in text.lower():
        return True
    return any(label.words >= label_words(fact.label) for label in labels)


def is_named_for_sure(fact: Fact, text: str) -> bool:
    """Tell whether a text has a word of a label that is more than "number" or "code"."""
    telling = label_words(fact.label) - FILLERS
    words = frozenset(words_of(text.replace("-", " ")))
    return not telling or bool(telling & words) or fact.label.lower() in text.lower()


def _names_wholly(fact: Fact, words: frozenset[str]) -> bool:
    label = label_words(fact.label)
    return bool(label) and label <= words


def _names(fact: Fact, words: frozenset[str], text: str) -> bool:
    if _names_wholly(fact, words):
        return True
    return fact.type == "Email" and FACTS["Email"].search(text.lower()) is not None


def _is_of_another(fact: Fact, text: str) -> bool:
    """Tell whether the label is that of something else: "my other e-mail address"."""
    words, label = words_of(text), label_words(fact.label)
    first = next((at for at, word in enumerate(words) if word in label), 0)
    return first > 0 and words[first - 1] in _ANOTHER and words[first - 1] not in label


def fits(token: str, semantic: str) -> bool:
    """Tell whether a token may be a value of a type: with an @, or digits, where those belong."""
    if semantic == "Email":
        return "@" in token
    return semantic not in WITH_DIGITS or any(character.isdigit() for character in token)


def is_typed(token: str, semantic: str) -> bool:
    """Tell whether a token has the digits, or the @, of a value of a type; no name has."""
    return semantic not in _IN_LETTERS and fits(token, semantic) and not is_name_like(token)


def is_name_like(token: str) -> bool:
    """Tell whether a token has neither digits nor an @."""
    return not any(character.isdigit() for character in token) and "@" not in token

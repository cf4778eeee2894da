"""Values put in the place of others: "50.00, not 5.00", "then make it 25.00"."""

import re
from collections.abc import Iterator

from autoforge_envs.domain.mentions import mentioned_values
from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.naming import Claim, is_said
from autoforge_envs.users.auditing.sentences import Sentence

_COUNTED = frozenset(
    """
    Money Quantity Number Percentage Date Timestamp Email PhoneNumber Identifier Reference
    """.split()
)
"""Types whose values can be found in a text."""

_DENIED = re.compile(
    r"\b(?:and not|not|instead of|rather than)\s+(?P<value>(?:(?!but\b)[^\s,;!?]+ ?){1,5})",
    re.IGNORECASE,
)

_MADE = re.compile(
    r"\b(?:make|change) (?:it|that|this)(?: to| into)?\s+(?P<value>\S+(?: \S+){0,3})",
    re.IGNORECASE,
)


def denied(sentence: Sentence, script: UserScript) -> Claim | None:
    """A fact's value denied, and another value of its type told in its place."""
    for before, value, behind in _denials(sentence.text):
        for fact in script.facts:
            if fact.type not in _COUNTED or not is_said(fact, value):
                continue
            told = f"{before} {behind}"
            if not is_said(fact, told) and any(mentioned_values(told, fact.type)):
                return Claim(fact, sentence.text, "labelled_value")
    return None


def remade(sentence: Sentence, script: UserScript) -> Claim | None:
    """A new value asked for in the place of the only fact that it can be."""
    match = _MADE.search(sentence.text)
    if match is None or not any(word in match["value"].lower() for word in sentence.novel):
        return None
    meant = [fact for fact in script.facts if _may_be(fact, match["value"])]
    if len(meant) != 1 or is_said(meant[0], sentence.text):
        return None
    return Claim(meant[0], sentence.text, "labelled_value")


def _may_be(fact: Fact, value: str) -> bool:
    return fact.type in _COUNTED and any(mentioned_values(value, fact.type))


def _denials(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is denied in a text, with what stands before and behind it."""
    for match in _DENIED.finditer(text):
        yield text[: match.start()], match["value"], text[match.end() :]

"""Values much like one of the user's own: a letter or two are others, or two have changed places.

Nobody has given such a value, and it is too much like a fact to be anything else. Only what is long
enough is compared: codes, numbers that name something, addresses, names and secrets, but no days
and no amounts, of which people mention many.
"""

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.auditing.naming import Claim, is_said
from autoforge_envs.users.auditing.sentences import Sentence
from autoforge_envs.users.vocabulary import words_of

_COMPARED = frozenset(
    """
    Email Identifier Label PersonName PhoneNumber PostalCode Reference Secret StreetAddress
    """.split()
)
_SHORTEST = 4
"""Characters, spaces and signs left out, of a value that is compared."""

_MOST_CHANGES = 2
"""Characters that may be others, at most; a short value has one."""

_SHORT = 7


def resembling(sentence: Sentence, script: UserScript) -> Claim | None:
    """A new value that is nearly a fact's."""
    if not sentence.novel and not sentence.tokens:
        return None
    candidates = dict.fromkeys([*sentence.tokens, *sentence.novel])
    for fact in script.facts:
        if fact.type not in _COMPARED or is_said(fact, sentence.text):
            continue
        value = say_value(fact.type, fact.value)
        if any(_is_nearly(each, part) for each in candidates for part in _parts(fact, value)):
            return Claim(fact, sentence.text, "nearly_the_value")
    return None


def _parts(fact: Fact, value: str) -> list[str]:
    """Return a value, and its words where people may get one of several wrong."""
    return [value, *words_of(value)] if fact.type in ("PersonName", "Secret") else [value]


def _is_nearly(said: str, value: str) -> bool:
    one, other = _plain(said), _plain(value)
    if one == other or min(len(one), len(other)) < _SHORTEST:
        return False
    most = 1 if len(other) < _SHORT else _MOST_CHANGES
    return abs(len(one) - len(other)) <= 1 and _changes(one, other) <= most


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _changes(one: str, other: str) -> int:
    """Count the characters that differ between what two texts begin and end with alike."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    shortest = min(len(one), len(other)) - start
    while end < shortest and one[-1 - end] == other[-1 - end]:
        end += 1
    return max(len(one), len(other)) - start - end

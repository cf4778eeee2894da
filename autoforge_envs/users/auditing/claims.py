"""What a user's words claim: values it has not got, values that are wrong, and for which fact.

A truthful user says values that its instructions hold or that the agent has named. Any other value
is found by its look (digits, an @, a capital inside a sentence) or by its place: behind a fact's
label, or as the bare answer to a question for a fact.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from autoforge_envs.domain.mentions import mentioned_values, mentions
from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.domain.wording import say_value
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.grammar import FACTS
from autoforge_envs.users.understanding import asked_facts, label_words, understand
from autoforge_envs.users.vocabulary import (
    COMMON_WORDS,
    content_stems,
    words_of,
)

_COUNTABLE = ("Email", "PhoneNumber", "Identifier", "Date", "Timestamp", "Money")
_LENGTH_TO_BE_SURE = 5
"""Characters of a spoken value that cannot well be a part of another one."""

_WORDS_OF_A_VALUE = 4
"""Words behind a label in which its value is looked for."""

_WITH_DIGITS = frozenset(
    """
    PhoneNumber Money Quantity Number Percentage Date Timestamp PostalCode Identifier Reference
    """.split()
)
_LINKS = r"(?:is|was|are|=|:|should be|would be|will be|must be|ought to be)"
_NO_CLAIM = re.compile(
    r"\?\s*$|\b(don't|do not|didn't|doesn't|can't|cannot|not sure|no idea|forgot|forgotten|unsure|"
    r"never|wonder|which|what|whether|if)\b"
)
_BARE_ANSWER = re.compile(
    r"^(?:(?:sure|yes|ok|okay|of course|certainly)[,.!]?\s*)?"
    r"(?:it's|it is|that's|that is|that'd be|that would be|here it is|here you go)\b"
)
_ANOTHER = frozenset(
    """
    other another second work private last previous old former alternative business office home
    mother's maiden middle
    """.split()
)
"""Words before a label that make it the label of something else."""

_OWN_LABEL = re.compile(rf"\b(?:my|the) (?:[\w'-]+ ){{1,4}}?{_LINKS}(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]*")
_OF_WORDS = ("StreetAddress", "PersonName", "Label", "City")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value said that is not so: which fact it stands for (None if none), and the sentence."""

    fact: Fact | None
    sentence: str


def false_claims(
    sentences: Sequence[Sentence], words: str, prompt: str, script: UserScript
) -> list[Claim]:
    """Find the values in a user's words that are not so.

    Args:
        sentences: Its words, cut up.
        words: All of them.
        prompt: What the agent had asked.
        script: What the user knows.
    """
    claims = []
    open_questions: list[Fact] | None = None
    for sentence in sentences:
        if not sentence.novel and not sentence.tokens and BLANK not in sentence.rest:
            continue
        named = facts_named(sentence.text, script.facts)
        claim = _labelled(sentence, named)
        if claim is None and (sentence.novel or sentence.tokens):
            if open_questions is None:
                open_questions = _unanswered(prompt, words, script)
            claim = _unlabelled(sentence, named, open_questions, script)
        if claim is not None:
            claims.append(_assigned(claim, sentence, open_questions or ()))
    return claims


def _assigned(claim: Claim, sentence: Sentence, asked: Sequence[Fact]) -> Claim:
    """Take a value that nobody has given for the answer to what was asked, where it may be one."""
    if claim.fact is not None or _has_foreign_label(sentence):
        return claim
    fitting = (f for f in asked if any(_fits(token, f.type) for token in sentence.tokens))
    return Claim(next(fitting, None), claim.sentence)


def _unanswered(prompt: str, words: str, script: UserScript) -> list[Fact]:
    """Return the facts that the agent has asked for and not got."""
    asked = asked_facts(understand(prompt), script.facts) if prompt else []
    return [fact for fact in asked if not is_said(fact, words)]


def _unlabelled(
    sentence: Sentence, named: Sequence[Fact], asked: Sequence[Fact], script: UserScript
) -> Claim | None:
    return (
        _countable(sentence, named, asked, script)
        or _spoiled(sentence, script)
        or _replaced(sentence, script)
        or _answered(sentence, named, asked)
    )


def is_said(fact: Fact, words: str) -> bool:
    """Tell whether words mention a fact's value; as it is usually spoken, that is seen quickly."""
    spoken = say_value(fact.type, fact.value)
    if len(spoken) >= _LENGTH_TO_BE_SURE and spoken in words:
        return True
    return mentions(words, fact.type, fact.value)


def facts_named(text: str, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts whose label a sentence names, the longest labels only."""
    words = frozenset(words_of(text.replace("-", " ")))
    named = [fact for fact in facts if _names(fact, words, text)]
    if not named:
        return []
    longest = [
        fact
        for fact in named
        if not any(label_words(fact.label) < label_words(other.label) for other in named)
    ]
    return [fact for fact in longest if not _is_of_another(fact, text)]


def _names(fact: Fact, words: frozenset[str], text: str) -> bool:
    label = label_words(fact.label)
    if label and label <= words:
        return True
    return fact.type == "Email" and FACTS["Email"].search(text.lower()) is not None


def _is_of_another(fact: Fact, text: str) -> bool:
    """Tell whether the label is that of something else: "my other e-mail address"."""
    words, label = words_of(text), label_words(fact.label)
    first = next((at for at, word in enumerate(words) if word in label), 0)
    return first > 0 and words[first - 1] in _ANOTHER and words[first - 1] not in label


def _labelled(sentence: Sentence, named: Sequence[Fact]) -> Claim | None:
    """A label with a value that is not its fact's."""
    low = sentence.text.lower()
    if not named or _NO_CLAIM.search(low):
        return None
    for fact in named:
        if is_said(fact, sentence.text):
            continue
        if any(_fits(token, fact.type) for token in sentence.tokens):
            return Claim(fact, sentence.text)
        if _is_linked(fact, sentence):
            return Claim(fact, sentence.text)
    return None


def _is_linked(fact: Fact, sentence: Sentence) -> bool:
    """Tell whether "label is X" stands there, or "X is my label", with a new value."""
    label = re.escape(fact.label.lower())
    rest = sentence.rest.lower()
    behind = re.search(rf"{label}\s*{_LINKS}\s+([^,.;]+)", rest)
    before = re.search(rf"([^,.;]+?)\s+{_LINKS}\s+(?:my|the) {label}", rest)
    return any(
        match is not None and _is_value(match[1], fact, sentence) for match in (behind, before)
    )


def _is_value(said: str, fact: Fact, sentence: Sentence) -> bool:
    words = said.split()[:_WORDS_OF_A_VALUE]
    if BLANK.strip() in words:
        return True
    if fact.type == "Email":
        return any("@" in word for word in words)
    if fact.type in _WITH_DIGITS:
        return any(character.isdigit() for word in words for character in word)
    return any(word in sentence.novel for text in words for word in words_of(text))


def _fits(token: str, semantic: str) -> bool:
    if semantic == "Email":
        return "@" in token
    return semantic not in _WITH_DIGITS or any(character.isdigit() for character in token)


def _countable(
    sentence: Sentence, named: Sequence[Fact], asked: Sequence[Fact], script: UserScript
) -> Claim | None:
    """An e-mail address, number or day that nobody has given."""
    if not sentence.tokens and not any(word[0].isdigit() for word in sentence.novel):
        return None
    foreign = not named and _has_foreign_label(sentence)
    for semantic in _COUNTABLE:
        for value in _novel_values(sentence, semantic):
            likely = [fact for fact in [*named, *asked, *script.facts] if fact.type == semantic]
            meant = next((fact for fact in likely if _is_alike(fact, value)), None)
            return Claim(None if foreign else meant, sentence.text)
    return None


def _novel_values(sentence: Sentence, semantic: str) -> Iterator[object]:
    """Yield the values of a kind that stand on new words."""
    for value in mentioned_values(sentence.rest, semantic):
        new = any(mentions(token, semantic, value) for token in sentence.tokens)
        if new or (semantic == "PhoneNumber" and sentence.novel):
            yield value


def _has_foreign_label(sentence: Sentence) -> bool:
    """Tell whether something is said of "my ..." that is no fact of the script."""
    return _OWN_LABEL.search(sentence.text.lower().replace("’", "'")) is not None


def _is_alike(fact: Fact, value: object) -> bool:
    """Tell whether a wrong value may stand for a fact: identifiers of one kind begin alike."""
    if fact.type != "Identifier":
        return True
    return _LETTERS.match(str(value))[0] == _LETTERS.match(str(fact.value))[0]  # type: ignore[index]


def _spoiled(sentence: Sentence, script: UserScript) -> Claim | None:
    """A value of several words of which some are said and others are new: "Elm Street 9"."""
    words = words_of(sentence.rest)
    for fact in script.facts:
        if fact.type not in _OF_WORDS or mentions(sentence.text, fact.type, fact.value):
            continue
        own = {w for w in words_of(str(fact.value)) if w not in COMMON_WORDS}
        pairs = pairwise(words)
        if any(_is_torn(one, other, own, sentence.novel) for one, other in pairs):
            return Claim(fact, sentence.text)
    return None


def _is_torn(one: str, other: str, own: set[str], novel: Sequence[str]) -> bool:
    return (one in own and other in novel) or (one in novel and other in own)


def _replaced(sentence: Sentence, script: UserScript) -> Claim | None:
    """A wish in the words of the script, with a name in it that is not the script's."""
    if not sentence.tokens:
        return None
    said = content_stems(sentence.rest)
    for fact in script.facts:
        if fact.type not in _OF_WORDS or mentions(sentence.text, fact.type, fact.value):
            continue
        if fact.type == "StreetAddress" and BLANK.strip() in sentence.rest:
            return Claim(fact, sentence.text)  # the town is right, the street is not
        if any(_is_reworded(said, fact, request.text) for request in script.requests):
            return Claim(fact, sentence.text)
    return None


def _is_reworded(said: frozenset[str], fact: Fact, text: str) -> bool:
    """Tell whether a request that names a fact is said, and the fact is not."""
    own, whole = content_stems(str(fact.value)), content_stems(text)
    return bool(own & whole) and 2 * len(said & (whole - own)) >= len(whole - own)


def _answered(sentence: Sentence, named: Sequence[Fact], asked: Sequence[Fact]) -> Claim | None:
    """A bare answer that is not the value asked for, or a value out of nowhere."""
    low = sentence.text.lower().replace("’", "'")
    if not sentence.novel or _NO_CLAIM.search(low):
        return None
    fitting = [fact for fact in asked if fact not in named]
    if fitting and (_BARE_ANSWER.search(low) or _is_bare(sentence)):
        return Claim(fitting[0], sentence.text)
    values = [token for token in sentence.tokens if not _is_name_like(token)]
    if values or (sentence.tokens and re.search(rf"\bmy [\w\s'-]+? {_LINKS}", low)):
        exact = [fact for fact in fitting if any(_fits(t, fact.type) for t in sentence.tokens)]
        return Claim(exact[0] if exact else None, sentence.text)
    return None


def _is_bare(sentence: Sentence) -> bool:
    """Tell whether a sentence is nothing but a value."""
    words = words_of(sentence.text)
    return len(words) <= 3 and all(word in sentence.novel for word in words)


def _is_name_like(token: str) -> bool:
    return not any(character.isdigit() for character in token) and "@" not in token

"""Values told of things that the user does not have: under other labels, or as an offer of help."""

import re

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.asking import (
    is_order,
    is_telling,
    is_wish,
    may_be_wish,
    wishes_for,
)
from autoforge_envs.users.auditing.labels import Label, attributes_in, foreign_labels, labels_in
from autoforge_envs.users.auditing.linking import is_linked
from autoforge_envs.users.auditing.naming import GREETING, NO_CLAIM, Claim, facts_named
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.auditing.telling import tells
from autoforge_envs.users.vocabulary import words_of

_VOLUNTEERS = re.compile(
    r"\b(?:fyi|for your (?:records?|information|files?)|(?:just )?so (?:that )?you know|"
    r"in case (?:you (?:need|want|ask|wonder)|(?:it|that) helps)|if (?:that|it) helps|"
    r"you (?:might|may)(?: also)? (?:want|need|like)(?: to (?:know|have))?|"
    r"you should know|let me (?:give|tell) you|"
    r"(?:i can|i could|to) (?:give|offer|tell) you|(?:find|reach) me (?:under|by|at|with)|"
    r"registered (?:as|with|under)|in your (?:system|records?|books|files?)|"
    r"on (?:my|your|the) (?:accounts?|files?|records?)|i should mention|i (?:also )?go by)\b"
)
"""How people tell something about themselves that nobody has asked for."""

_MY_NUMBER = re.compile(
    r"\b(?:my|our) (?:[\w'-]+ ){0,2}?[\w'-]+\s*(?:=|:|,|is|was|has been)\s*"
    r"(?P<value>(?:\w+ )?\d[^,.]*)"
)

_ASKS = re.compile(r"(?<!remember)(?<!right)(?<!you know)\?\s*$")
"""A question, and no reminder: "..., remember?"."""

_OF_PLACE = re.compile(
    r"(?<!born )(?<!live )(?<!lives )(?<!living )"
    r"\b(?:in|to|from|at|near|of|than|like|around|via|to the)\s+$"
)
_ABBREVIATION = re.compile(r"[A-Z]{2,4}")

OWN_LABEL = re.compile(
    r"\b(?:my|the) (?:[\w'-]+ ){1,4}?(?:is|was|are|=|:|should be|would be|will be|must be)(?!\w)"
)


def has_foreign_label(sentence: Sentence, script: UserScript) -> bool:
    """Tell whether something is said of "my ..." that is no fact of the script."""
    if foreign_labels(labels_in(sentence.rest), script.facts):
        return True
    return OWN_LABEL.search(sentence.text.lower().replace("’", "'")) is not None


def foreign(sentence: Sentence, script: UserScript) -> Claim | None:
    """A value beside the label of something that the user does not have."""
    if sentence.text.rstrip().endswith("?"):
        return None
    others = foreign_labels(labels_in(sentence.rest), script.facts)
    if not others:
        return _measured(sentence, script)
    in_labels = {part for label in others for part in label.words}
    tokens = [
        token
        for token in sentence.tokens
        if not in_labels.issuperset(words_of(token)) and not _is_circumstance(token, sentence.text)
    ]
    weak = NO_CLAIM.search(sentence.text.lower()) is not None
    linked = not weak and any(is_linked(label, sentence) for label in others)
    if not tokens and not linked:
        return None
    telling = is_telling(sentence) or _VOLUNTEERS.search(sentence.text.lower()) is not None
    told = telling or not is_wish(sentence) or (linked and not is_order(sentence))
    return Claim(None, sentence.text, "invention", told)


def told(sentence: Sentence, script: UserScript) -> Claim | None:
    """A value told of anything that the user does not have, by its place."""
    if not sentence.novel or _ASKS.search(sentence.text):
        return None
    if may_be_wish(sentence) and not is_telling(sentence):
        return None
    return Claim(None, sentence.text, "invention") if tells_foreign(sentence, script) else None


def tells_foreign(sentence: Sentence, script: UserScript) -> bool:
    """Tell whether the place of a new value is that of something which the user does not have."""
    return any(tells(label, sentence) for label in foreign_attributes(sentence, script))


def foreign_attributes(sentence: Sentence, script: UserScript) -> list[Label]:
    """Return the labels in a sentence that are of nothing that the user has."""
    return foreign_labels(attributes_in(sentence.rest), script.facts)


def _measured(sentence: Sentence, script: UserScript) -> Claim | None:
    """A new number told of anything of the user's: "my height is 183 cm"."""
    match = _MY_NUMBER.search(sentence.rest.lower().replace("’", "'"))
    if match is None or is_wish(sentence) or facts_named(sentence.text, script.facts):
        return None
    new = any(word in sentence.novel for word in words_of(match["value"]) if word[0].isdigit())
    return Claim(None, sentence.text, "invention") if new else None


def volunteers(sentence: Sentence) -> bool:
    """Tell whether a sentence offers something as help that nobody has asked for."""
    return _VOLUNTEERS.search(sentence.text.lower().replace("’", "'")) is not None


def volunteered(sentence: Sentence) -> Claim | None:
    """Something new that is told as help: "for your records, ..."; known values are no news."""
    low = sentence.rest.lower().replace("’", "'")
    cue = _VOLUNTEERS.search(low)
    if cue is None or BLANK in sentence.rest or low.rstrip().endswith("?") or is_order(sentence):
        return None
    besides = f"{low[: cue.start()]} {low[cue.end() :]}"
    if wishes_for(besides) or not any(word in sentence.novel for word in words_of(besides)):
        return None
    return Claim(None, sentence.text, "invention")


def unknown_name(sentence: Sentence) -> Claim | None:
    """A name that nobody has given, in a sentence that asks for nothing."""
    if is_wish(sentence) or sentence.text.rstrip().endswith("?"):
        return None
    if GREETING.search(sentence.text.lower()):
        return None
    names = [
        token
        for token in sentence.tokens
        if not _ABBREVIATION.fullmatch(token) and not _is_circumstance(token, sentence.text)
    ]
    return Claim(None, sentence.text, "invention", told=False) if names else None


def _is_circumstance(name: str, text: str) -> bool:
    """Tell whether a name only says where something was, or whom it was like."""
    before = text.partition(name)[0]
    return (
        not any(character.isdigit() for character in name) and _OF_PLACE.search(before) is not None
    )

"""Which values of what a user does not have are certain: those that it puts on record.

People mention much of their lives. They put something on record if they say it under the name of a
piece of information ("my fax number is ...", "star sign: Leo"), as help for whoever looks them up
("it is under 4471"), or as the answer to a question for it. A value on record has digits, an @ or a
capital, or stands alone behind a colon.
"""

import re

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.certainty import Rule
from autoforge_envs.users.auditing.inventions import foreign_attributes, volunteers
from autoforge_envs.users.auditing.labels import Label, foreign_labels, labels_in
from autoforge_envs.users.auditing.linking import is_linked
from autoforge_envs.users.auditing.naming import NO_CLAIM, is_name_like
from autoforge_envs.users.auditing.sentences import Sentence
from autoforge_envs.users.auditing.telling import tells
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.vocabulary import is_common, words_of

_OF_LIFE = frozenset("age anniversary birthday born day month year home".split())
"""Labels of what people mention when they chat."""

_HELPS = re.compile(
    r"\b(?:any (?:help|use)|(?:might|may|can|could|will|would) (?:also )?help|helpful|useful|"
    r"in ?case (?:\w+ ){0,3}(?:need|want|asks?|look|use|matters|counts)|identify|verif\w*|"
    r"should (?:you|that|it|they)|look me up|search\w*|quicker|faster|speed|on file|"
    r"(?:for|on|in) (?:the|my|your|our)? ?"
    r"(?:records?|files?|system|profile|account|books|card|letter|reference)|"
    r"(?:put|take|note|write|wrote|got|have|had|has|get)(?: \w+){0,3} down|"
    r"written|registered|listed)\b"
)
"""What is said of values that are to be written down, or are to help in finding somebody."""

_MOST_BESIDES = 1
"""Words of an answer that are neither common ones nor its value: "reach me at"."""

_NAMED_AS = re.compile(r"\b(?:as|for|under|by|with)(?: (?:my|our|the|an?))?\s*$")
_OF_OTHERS = re.compile(r"\b(?:[Mm]y|[Oo]ur) (?:\w+ )?\w+['’]s (?:\w+ )?\w+")
"""Something of somebody else's: "my dog's name"."""

_REACHED = re.compile(
    r"\b(?:reach|call|ring|contact|phone|text|e-?mail|write to|get hold of) (?:me|us)(?: back)? "
    r"(?:on|at|under|via)\b"
)
"""What stands for the label of a number or an address: "you can reach me on ..."."""

_STATED = re.compile(r"^\s*[:=]\s*\S")


def invention_rule(sentence: Sentence, prompt: str, script: UserScript) -> Rule:
    """Tell how a value of nothing that the user has was seen.

    Args:
        sentence: Where it stands.
        prompt: What the agent had asked.
        script: What the user has.
    """
    if _is_firm(sentence, script):
        return "put_on_record"
    if _answers_foreign(sentence, prompt, script):
        return "foreign_answer"
    return "put_on_record" if _is_to_reach(sentence) else "invention"


def _is_to_reach(sentence: Sentence) -> bool:
    """Tell whether a new number or address is told under which somebody can be reached."""
    low = sentence.text.lower().replace("’", "'")
    return _REACHED.search(low) is not None and any(not is_name_like(t) for t in sentence.tokens)


def _is_firm(sentence: Sentence, script: UserScript) -> bool:
    """Tell whether a value is put on record under a label of nothing that the user has."""
    labels = foreign_attributes(sentence, script)
    low = sentence.text.lower().replace("’", "'")
    helps = bool(labels) and (volunteers(sentence) or _HELPS.search(low) is not None)
    return any(_is_recorded(label, sentence, helps) for label in labels)


def _is_recorded(label: Label, sentence: Sentence, helps: bool) -> bool:
    if label.words & _OF_LIFE or label.words == {"name"}:
        return False
    before, behind = sentence.rest[: label.start], sentence.rest[label.end :]
    if _STATED.match(behind):
        return True
    if not is_linked(label, sentence) and not tells(label, sentence):
        return False
    hard = has_hard_value(sentence, label.words) and not _OF_OTHERS.search(sentence.text)
    named = helps or _NAMED_AS.search(before.lower()) is not None
    if named:
        return label.is_sure or any(c.isdigit() for word in sentence.novel for c in word)
    return hard and label.is_sure


def has_hard_value(sentence: Sentence, besides: frozenset[str] = frozenset()) -> bool:
    """Tell whether there is a new code, address or name in a sentence, some words left out."""
    return any(not besides.issuperset(words_of(each)) for each in sentence.tokens)


def _answers_foreign(sentence: Sentence, prompt: str, script: UserScript) -> bool:
    """Tell whether a new number or address answers a question for what the user does not have."""
    heard = understand(prompt) if prompt else None
    if heard is None or not heard.asking or NO_CLAIM.search(sentence.text.lower()):
        return False
    typed = {word for each in sentence.tokens if not is_name_like(each) for word in words_of(each)}
    besides = [w for w in words_of(sentence.rest) if not is_common(w) and w not in typed]
    if not typed or len(besides) > _MOST_BESIDES:
        return False
    return bool(foreign_labels(labels_in(heard.asking), script.facts))

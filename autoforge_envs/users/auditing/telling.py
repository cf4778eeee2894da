"""Whether a sentence tells a value of something, by where the value stands.

A value stands behind a label and a linking word ("my weight happens to be 71 kilos", "the keyword I
gave you was paprika"), before one ("midwife is my profession", "you have teal as my colour"), right
behind the label at the end of its clause ("under the gate 14"), or in the clause beside it ("my
religion, quaker", "my gate? it's 14"). Values are new words; those that look like states ("it is
smudged") are none.
"""

import re

from autoforge_envs.users.auditing.labels import Label
from autoforge_envs.users.auditing.naming import NO_CLAIM
from autoforge_envs.users.auditing.sentences import Sentence
from autoforge_envs.users.vocabulary import words_of

_MOST_WORDS = 4
"""Words of the longest value that is looked for."""

_LONGEST = 400
"""Characters of the longest sentence that is read this closely."""

_HEDGE = re.compile(
    r"\b(?:(?:i'm |i am )?(?:not sure|don't know|do not know|dunno|no idea) )?(?:if|whether) "
    r"(?:it|that|this|you)(?:'s|'d)?(?: \w+){0,2}? (?:helps?|matters?|use|good|useful|relevant|"
    r"easier|need|like|want|ask|counts?|makes?|important|that|it)\b(?: at all\b| things easier\b)?|"
    r"\b(?:don't|do not|let me not) forget\b|\bin ?case (?:\w+ ){0,3}\w+|"
    r"\b(?:obviously|lately|by the way|btw|by the by|as it happens)\b"
)
"""How people play down what they tell."""

_CLAUSE_END = re.compile(
    r"[,;:!?()]+(?:\s+|$)|\s--?\s|\.+\s|\s(?:but|so|because|since|when|while)\s|"
    r"\s(?=(?:you|i|we|it|they)(?:'ll|'d|'re|'ve| will| can| could| would| should| might)\b)"
)
_LINK = (
    r"(?:\s+(?:is|was|are|were|be|been|being|equals?|says?|reads?|shows?|called|named|goes|as|"
    r"it's|its|it is|changed to|(?:come|comes|came) (?:up|out) as)\b|(?:\s+\w+)?'s\b|\s*=)"
)
_ADVERB = r"(?:\s+(?:now|actually|still|just|simply|always|in fact|basically|currently|an?|the)\b)*"
_LINKED = re.compile(rf"{_LINK}{_ADVERB}\s*[:=]?\s*")
_FARTHEST = 60
"""Characters between a label and the word that links it to its value."""

_CHANGED = re.compile(r"\bchanged?\b.*$")
_CHANGED_TO = re.compile(r"^\s+to\s+(?P<value>\S+(?:\s\S+)*)$")
_OF = re.compile(r"^\s+of\s+(?P<value>\S+(?:\s\S+)*)$")
_BEFORE = re.compile(
    r"(?:^|.*\b(?:have|has|had|got|get|put|down|use|take|took|note|show|shows|say|says|give|gave|"
    r"given|under|list|listed|write|wrote|find|with|now|is|was|that|and|be)\s)"
    r"(?P<value>(?:\S+\s+){0,3}\S+?)(?:\s+(?:down|listed|noted|written|registered|saved))?"
    r"\s*(?:is|was|'s|being|would be|should be|as|for|under|=)"
    r"(?:\s+(?:always|still|down|listed|written|noted|what \w+ have as|what it says under))*"
    r"(?:\s+(?:my|our|the|an?|for my|for the|as my))?\s*$"
)
_BESIDE = re.compile(
    r"^(?:and |well |oh |so )*(?:(?:it|that|this|which|they)(?:'s| is| was| would be|'d be| should "
    r"be| says| reads| are)|namely|make it|being|i think)?\s*(?P<value>\S+(?:\s\S+)*)$"
)
_POINTS = re.compile(r"^(?:it|that|this|which)(?:'s| is| was| would be|'d be)\b")
_STATE = re.compile(r"(?:ed|ing|ly|ful|ous|able|ible|less|n't)$")
_MARKS = " ,;:!?()-."
_ARTICLES = ("a", "an", "the")
_OWN = re.compile(r"\b(?:my|our)\s*$")
_YOURS = re.compile(r"\byour\s*$")
_DIGIT = re.compile(r"\d")


def tells(label: Label, sentence: Sentence) -> bool:
    """Tell whether a new value is told of a label found in a sentence's `rest`."""
    if len(sentence.rest) > _LONGEST:
        return False
    rest = _without_hedges(sentence.rest.lower().replace("’", "'")).rstrip(" .!?")
    start, end = _clause_around(rest, label)
    before, after = rest[start : label.start], rest[label.end : end].rstrip()
    if NO_CLAIM.search(rest[start:end]) or _YOURS.search(before):
        return False
    if not label.is_sure and not _OWN.search(before) and not _DIGIT.search(rest[start:]):
        return False
    if _is_behind(after, before, sentence) or _is_in_front(before, sentence):
        return True
    return _is_next(after, rest[end:], sentence) or _is_before(before, rest[:start], sentence)


def tells_of_it(clause: str, sentence: Sentence) -> bool:
    """Tell whether a few words are a value of what was named before: "that would be hazel"."""
    match = _BESIDE.match(clause.lower().replace("’", "'").strip(" .!?"))
    return match is not None and _is_value(match["value"], sentence)


def _without_hedges(rest: str) -> str:
    """Blank what plays down, so that places stay where they are."""
    return _HEDGE.sub(lambda match: "," + " " * (len(match[0]) - 1), rest)


def _clause_around(rest: str, label: Label) -> tuple[int, int]:
    ends = [match.end() for match in _CLAUSE_END.finditer(rest, 0, label.start)]
    behind = _CLAUSE_END.search(rest, label.end)
    return (ends[-1] if ends else 0), (behind.start() if behind is not None else len(rest))


def _is_behind(after: str, before: str, sentence: Sentence) -> bool:
    """Tell whether a value stands behind the label in its clause."""
    starts = [each.end() for each in _LINKED.finditer(after) if each.start() <= _FARTHEST]
    if any(_is_value(after[start:], sentence) for start in starts):
        return True
    patterns = [_OF, *([_CHANGED_TO] if _CHANGED.search(before) else [])]
    for match in (pattern.search(after) for pattern in patterns):
        if match is not None and _is_value(match["value"], sentence):
            return True
    first = next((word for word in words_of(after) if word not in _ARTICLES), "")
    return first in sentence.novel and _is_value(after, sentence)


def _is_in_front(before: str, sentence: Sentence) -> bool:
    """Tell whether a value stands before the label in its clause."""
    match = _BEFORE.search(before)
    return match is not None and _is_value(match["value"], sentence)


def _is_next(after: str, behind: str, sentence: Sentence) -> bool:
    """Tell whether a value stands in the clause behind a label that (nearly) ends its own."""
    if len(after.split()) > _MOST_WORDS:
        return False
    clauses = _CLAUSE_END.split(behind.lstrip(_MARKS))[:2]
    return any(tells_of_it(clause, sentence) for clause in clauses)


def _is_before(before: str, ahead: str, sentence: Sentence) -> bool:
    """Tell whether a value stands in the clause before "that's my ..."."""
    if not _POINTS.match(before.strip() + " "):
        return False
    return _is_value(_CLAUSE_END.split(ahead.rstrip(_MARKS))[-1], sentence)


def _is_value(text: str, sentence: Sentence) -> bool:
    """Tell whether a few words may be a value: new ones, and no state."""
    words = text.split()
    if not words or len(words) > _MOST_WORDS:
        return False
    new = [word for part in words for word in words_of(part) if word in sentence.novel]
    if any(_DIGIT.search(word) for word in new) or any("@" in part for part in words):
        return True
    firm = [word for word in new if not _STATE.search(word)]
    return bool(firm) and (firm[0] == new[0] or f"{new[0]} {firm[0]}" in text)

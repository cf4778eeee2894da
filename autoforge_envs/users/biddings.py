"""Which sentences of an agent ask or tell the user to do something, and by which of their words.

A sentence does so that asks a question, puts a request ("please", "could you", "you need to"),
says what a thing needs ("must be switched on"), or has a clause that begins with a verb to obey.
"Roaming is switched on" and "you have restarted it" only say how things are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from autoforge_envs.users.understanding import Sentence
from autoforge_envs.users.vocabulary import plain_words

_PARTICIPLE = r"(?:\w{2,}ed|reset|set|put|shut|taken|done|made|gone|left|read|seen)"
_BE = r"(?:am|is|are|was|were|be|been|being|get|gets|got)"
_HAVE = r"(?:have|has|had)"
_ADVERBS = r"(?:(?:not|now|again|already|just|also|all|both|back|still|never|\w+ly) )*+"
_WAIT = "confirm|wait|hold|note|bear|be aware|be patient|remember|allow|give me|let me|while|until"

NEEDED = re.compile(rf"\b(?:(?:needs|has|have|ought) to|should|must) {_ADVERBS}be\b")
"""How statements tell what the user is to do to a thing: "it needs to be switched off"."""

TO_USER = re.compile(
    rf"\bplease\b(?!,? (?:{_WAIT})\b)|\b(?:can|could|would|will) you\b"
    r"|\byou (?:need to|have to|ought to|(?:should|must|can)(?!'t| not\b| never\b| (?:now )?see))\b"
    r"|\b(?:need|like|want|ask) you to\b|\b(?:don't|do not) forget to\b|\bif you (?:could|would)\b"
)
"""How a request to do something is put."""

_CLAUSE_END = re.compile(
    r"[,:;–—]\s+|\s[–-]\s|[.!?]\s+|\s(?:and|but|so|then|because|since|as)\s+(?=\w)"
)
_OPENERS = (
    r"(?:so|and|then|now|next|first|second|finally|lastly|also|just|kindly|please|ok|okay|great|good|"
    r"perfect|thanks|alright|simply|instead|afterwards|do)\b[,!]? "
)
_SUBJECTS = (
    "i|we|you|he|she|they|it|its|this|that|these|those|there|here|the|a|an|my|our|your|their|no|"
    "any|some|every|both|all|one|to|for|in|at|on|by|with|from|of|if|when|once|while|since|because|"
    "unless|until|before|after|as|on|off|out|back|up|down|unfortunately|sorry|well|thank"
)
"""Words with which no verb to obey begins."""

_SEEING = frozenset("make check see verify ensure look find tell try be leave let".split())
"""Verbs that tell people to do something about how things are: "make sure that it is on"."""

_FINITE = re.compile(
    rf"\b(?:{_BE}|{_HAVE}|does|do|did|will|would|can|cannot|could|may|might|shall|should|must)\b"
    r"|\w(?:n't|'s|'re|'ve|'ll)\b"
)
_OBEYED = re.compile(
    rf"^\W*(?:{_OPENERS})*+(?!(?:{_SUBJECTS}|\w+(?:ing|ed))\b)"
    r"(?P<verb>[a-z]+(?:-[a-z]+)*)(?![\w-])(?=.*\w)"
)
_STATED = re.compile(rf"^\W*(?:{_BE}|{_HAVE}|does|will|would|can|cannot|could|may|might|must)\b")
"""Begins a clause whose subject stands before it: "the switch, an old one, is off"."""

_NEGATED = re.compile(
    r"(?<!why )\b(?:(?:do not|don't)(?! forget| hesitate)|never"
    r"|(?:can|could|will|would|should|must|need) ?(?:you )?(?:not|n't)"
    r"|without|rather than|instead of)\b(?:(?! but | and (?:then )?(?:please )?)[^,;:.!?–—])*"
)
"""What the user is asked not to do."""

_ASKS_PAST = re.compile(r"\b(?:did|have|had) you\b[^,;:.!?–—]*")
"""Asks what the user has done."""

_NOT_YET = re.compile(
    r"\b(?:before|unless|until|if) you\b(?! (?:can|could|would|please)\b)[^,;:.!?–—]*"
)
"""What is not to be done now."""

_REPORTED = re.compile(
    rf"(?<!to )\b{_BE} {_ADVERBS}(?:being )?{_PARTICIPLE}\b"
    rf"|(?:\b{_HAVE}|'ve|'s) (?!to\b){_ADVERBS}(?:been )?{_ADVERBS}{_PARTICIPLE}\b"
    rf"|\byou {_ADVERBS}{_PARTICIPLE}\b|\w{{2,}}ed (?:back )?(?:on|off)\b"
    r"|\b(?:i|we)(?:'ll|'d|'ve|'m| will| would| can| could| shall| should| may| have| am)?+ "
    rf"{_ADVERBS}\w+\b"
)
"""What is said to be so, or to be done by the agent."""

_PRONOUN = re.compile(r"\b(?:it|them)\b")


@dataclass(frozen=True, slots=True)
class Bidding:
    """A sentence that asks or tells the user to do something.

    Attributes:
        text: Its words in lower case, without what they only say to be so.
        about: All its words, and those of the sentence before where it refers to that.
    """

    text: str
    about: str


def biddings(sentences: Sequence[Sentence]) -> list[Bidding]:
    """Return what of a message asks or tells the user to do something.

    Beside a proposal that is only what is put to the user as a request: in "switch roaming on. OK?"
    the agent tells what it would do itself. "Switch it on?" may mean either; whoever has a tool for
    it is asked to use that.
    """
    proposes = any(each.confirms and not each.is_bare for each in sentences)
    texts = [_without_the_rest(each.text) for each in sentences]
    return [
        _bidding(text, told)
        for each, text, told in zip(sentences, texts, ["", *texts], strict=False)
        if (TO_USER.search(text) if proposes else each.questions or _bids(text))
    ]


def _bids(text: str) -> bool:
    if TO_USER.search(text) or NEEDED.search(text):
        return True
    clauses = [*_CLAUSE_END.split(text), ""]
    return any(
        _is_obeyed(clause) and not _STATED.match(behind) for clause, behind in pairwise(clauses)
    )


def _bidding(text: str, before: str) -> Bidding:
    needed = NEEDED.search(text) is not None
    about = f"{before} \n {text}" if _PRONOUN.search(text) else text
    return Bidding(text if needed else _REPORTED.sub(" ", text), about)


def _without_the_rest(text: str) -> str:
    """Leave out what the user is asked not to do, or not yet, or whether they have done it."""
    for pattern in (_ASKS_PAST, _NOT_YET, _NEGATED):
        text = pattern.sub(" ", text)
    return text


def _is_obeyed(clause: str) -> bool:
    """Tell whether a clause begins with a verb to obey: in others a subject has the verb."""
    begun = _OBEYED.match(clause)
    if begun is None or len(plain_words(clause)) <= 1:
        return False
    return begun["verb"] in _SEEING or _FINITE.search(clause) is None

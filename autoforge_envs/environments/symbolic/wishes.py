"""Wishes: what a user wants, cut out of what the user says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autoforge_envs.environments.symbolic.words import stems

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_OPENER = re.compile(
    r"(?:^|: )((?:please|could you|can you|would you|will you|i need|i'd like|i want|how|what|"
    r"which|when|where|who|if|of my|on which|under which|is|are|do|does)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_FOLLOW_UP = re.compile(
    r"(and )?what\b.*\b(then|be)\?|.*\b(too|after that)\.|what is the [\w -]+ altogether\?",
    re.IGNORECASE | re.DOTALL,
)
_DETAIL = re.compile(
    r"(?:^|, )([A-Z]?[a-z][\w' -]{1,40}): ([^,]+?)(?=, [a-z][\w' -]{1,40}: |[.!?]?$)"
)
_QUESTION = re.compile(
    r"how\b|what\b|which\b|on which|of my|under which|is\b|are\b|do\b|does\b|"
    r"(can|could|would) you tell me (?!when\b)|if you add up",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"if (?P<test>.+?), please (?P<then>.+?); otherwise please (?P<otherwise>.+)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that the user wants.

    Attributes:
        number: Its place among all wishes.
        text: Everything said about it.
        pointing: The words that say which rows it is about.
        details: What is said by itself: "Reason: too slow." is {"reason": "too slow"}.
        question: What it asks for besides.
        words: Stems of the words that say what is to be done.
        is_question: Whether it asks for information only.
        test: The condition under which it is wanted; "" if it is wanted anyhow.
        expected: Whether the condition must hold, or must not.
    """

    number: int
    text: str
    pointing: str
    details: Mapping[str, str]
    question: str
    words: frozenset[str]
    is_question: bool
    test: str = ""
    expected: bool = True


def find_wishes(said: str, number: int) -> list[Wish]:
    """Cut what a user says into wishes; what asks for nothing by itself belongs to the last one.

    "If ..., please ...; otherwise please ..." is two wishes, each under its condition.

    Args:
        said: What the user says.
        number: Of the first wish.
    """
    groups: list[list[str]] = []
    for sentence in _SENTENCE_END.split(said):
        is_follow_up = bool(groups) and _FOLLOW_UP.fullmatch(sentence) is not None
        opener = None if is_follow_up else _OPENER.search(sentence)
        if opener is not None:
            groups.append([opener[1]])
        elif groups:
            groups[-1].append(sentence)
    wishes: list[Wish] = []
    for group in groups or [[said]]:
        wishes += _read(group, number + len(wishes))
    return wishes


def _read(sentences: Sequence[str], number: int) -> list[Wish]:
    head, rest = sentences[0], sentences[1:]
    wish = Wish(
        number=number,
        text=" ".join(sentences),
        pointing=head,
        details={label.lower(): value for each in rest for label, value in _details(each)},
        question=" ".join(each for each in rest if not any(_details(each))),
        words=stems(head),
        is_question=_QUESTION.match(head) is not None,
    )
    condition = _CONDITION.match(head)
    if condition is None:
        return [wish]
    test, tail = condition["test"], head[condition.start("otherwise") :]
    wish = replace(wish, pointing=test.partition(" is ")[0], test=test, is_question=False)
    return [
        replace(wish, text=condition["then"], words=stems(condition["then"])),
        replace(wish, number=number + 1, text=tail, words=stems(tail), expected=False),
    ]


def _details(sentence: str) -> Iterator[tuple[str, str]]:
    for found in _DETAIL.finditer(sentence.rstrip(".!")):
        yield found[1], found[2]

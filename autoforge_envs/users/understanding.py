"""What the scripted user makes of an agent's words.

A message is made plain by `layout` and cut into sentences, typing slips are mended, and each
sentence is sorted by the patterns of `grammar`: it asks for facts, asks for a yes, refuses, closes,
or asks who the user is. Lists are heard together with what leads to them (`listed`).
What it asks for then is found by `asked_facts` and `asked_tools`, what it repeats by `read_backs`.
How often that is right is measured: `python -m benchmarks.understanding`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from autoforge_envs.users import endings, grammar, listed
from autoforge_envs.users.layout import BULLET, lay_out
from autoforge_envs.users.plain_proposals import PLAIN_PROPOSAL
from autoforge_envs.users.spelling import mend
from autoforge_envs.users.vocabulary import plain_words

_REMEMBERED_LENGTH = 4096
"""Longest message that is remembered, so that nobody has to sort it twice."""

_LISTENED_TO = 8192
"""Characters of a message that are listened to."""

_MAX_SENTENCES = 200
"""Sentences of a message that are listened to."""

_SHORT_LEAD = 8
"""Words of a sentence that does no more than lead to a choice."""

_MAX_DENIALS = 8
"""How often a sentence says "cannot" at most for its exceptions to be looked at."""

_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\bmr\.)(?<!\bms\.)(?<!\bdr\.)(?<!\bmrs\.)(?<!\bprof\.)(?<!\bst\.)(?<!\bno\.)\s+"
    r"|\n+|(?<=:)\s+(?=[-*•]|\(?\d{1,2}[.)](?!\d))|;\s(?=(?:[^\s;.!?]+\s+){3})"
    r"|,? and (?=(?:please )?(?:let me know|tell me)\b)"
)
_PARENTHESIS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one sentence does.

    Attributes:
        text: The words in lower case, slips mended.
        asks: Whether it asks for facts.
        confirms: Whether it wants a yes.
        is_bare: Whether nothing but being a question shows that it wants a yes: "Book them?".
        refuses: Whether it declines something.
        closes: Whether it asks for further wishes, or takes leave.
        identifies: Whether it asks who the user is.
        questions: Whether it is put as a question.
        chooses: Whether it wants one of several proposals chosen.
        offers: Whether it offers a choice.
        asks_more: Whether it asks for anything more about the wish at hand.
        asks_again: Whether it asks to hear the last words again.
        is_item: Whether it is an item of a list.
    """

    text: str
    asks: bool
    confirms: bool
    is_bare: bool
    refuses: bool
    closes: bool
    identifies: bool
    questions: bool
    chooses: bool
    offers: bool
    asks_more: bool
    asks_again: bool
    is_item: bool


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What a message of the agent does.

    Attributes:
        asks: Whether it asks the user anything.
        asks_confirmation: Whether it wants a yes to what it says.
        refuses: Whether it declines something.
        closes: Whether it asks for further wishes, or takes leave.
        asks_more: Whether it asks for anything more about the wish at hand.
        asks_identity: Whether it asks who the user is.
        text: The words in lower case, slips mended.
        words: The single words.
        asking: The sentences that ask, joined.
        sentences: Its sentences in their order.
        offers: The questions that offer a choice.
        asks_again: Whether it asks to hear the last words again.
        asks_else: Whether it asks for further wishes; who says good-bye only closes.
    """

    asks: bool
    asks_confirmation: bool
    refuses: bool
    closes: bool
    asks_identity: bool
    text: str
    words: frozenset[str]
    asking: str = ""
    sentences: tuple[Sentence, ...] = ()
    offers: tuple[str, ...] = ()
    asks_more: bool = False
    asks_again: bool = False
    asks_else: bool = False

    @property
    def awaits(self) -> bool:
        """Whether the agent waits for something that only the user can give, but for wishes."""
        return (self.asks or self.asks_confirmation) and not (self.closes or self.refuses)


def understand(text: str) -> Heard:
    """Sort an agent's words."""
    return _remembered(text) if len(text) <= _REMEMBERED_LENGTH else _sort(text)


def _sort(text: str) -> Heard:
    if len(text) > _LISTENED_TO:  # what an agent wants stands at the beginning or at the end
        text = f"{text[: _LISTENED_TO // 2]}\n{text[-_LISTENED_TO // 2 :]}"
    low = text.lower().replace("’", "'")
    if grammar.INJECTION.search(low) and not grammar.CONFIRMATION.pattern.search(low):
        return Heard(False, False, False, False, False, low, frozenset(plain_words(low)))
    parts = _SENTENCE_END.split(lay_out(low))[:_MAX_SENTENCES]
    sorted_out = [_sort_sentence(mend(part.strip())) for part in parts if part.strip()]
    sentences = _hear_lists(_without_courtesies(sorted_out))
    asking = " \n ".join(_asking(sentences))
    return Heard(
        asks=any(each.asks or each.identifies for each in sentences),
        asks_confirmation=any(each.confirms for each in sentences),
        refuses=any(each.refuses for each in sentences),
        closes=_closes(sentences),
        asks_identity=any(each.identifies for each in sentences),
        text=low,
        words=frozenset(plain_words(low)),
        asking=asking,
        sentences=tuple(sentences),
        offers=tuple(each.text for each in sentences if each.offers),
        asks_more=any(each.asks_more for each in sentences),
        asks_again=any(each.asks_again for each in sentences),
        asks_else=any(map(_asks_else, sentences)),
    )


_remembered = lru_cache(maxsize=1024)(_sort)


def _sort_sentence(text: str) -> Sentence:
    words = frozenset(plain_words(text))
    if endings.NEEDLESS.is_in(text, words):
        text = endings.NEEDLESS.pattern.sub("", text)
        words = frozenset(plain_words(text))
    asked = "?" in text
    question = bool(words) and grammar.QUESTION.search(text) is not None
    cued = grammar.CONFIRMATION.is_in(text, words)
    confirms = _asks_yes(text, cued=cued)
    more = endings.CLOSING.is_in(text, words) and endings.NO_CLOSING.search(text) is not None
    closes = not more and endings.CLOSING.is_in(text, words)
    offers = "or" in words and _offers_choice(text)
    refuses = _refuses(text, words)
    pauses = not asked and grammar.PAUSE.is_in(text, words)
    again = grammar.AGAIN.is_in(text, words)
    requests = again or (not pauses and grammar.REQUEST.is_in(text, words))
    asks = question or requests or ("confirm" in words and _confirms_fact(text))
    asks = asks or ("your" in words and _is_list_of_labels(text))
    return Sentence(
        text=text,
        asks=asks and not (confirms or closes) and (asked or requests or not refuses),
        confirms=confirms,
        is_bare=confirms and not cued,
        refuses=refuses and not (asked and confirms),
        closes=closes and not (confirms and "or" in words),
        identifies=not refuses and _asks_identity(text, words),
        questions=question,
        chooses=offers and cued,
        offers=offers,
        asks_more=more,
        asks_again=again,
        is_item=BULLET.match(text) is not None,
    )


def _without_courtesies(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Take what belongs to a refusal, or to a question for wishes, for no question for a yes."""
    before = [None, *sentences]
    return [
        replace(each, confirms=False)
        if each.confirms and last is not None and _is_courtesy(each, last)
        else each
        for last, each in zip(before, sentences, strict=False)
    ]


def _is_courtesy(sentence: Sentence, last: Sentence) -> bool:
    """Tell whether a question for a yes belongs to a refusal, or to a question for wishes."""
    if last.refuses:
        return grammar.COURTESY.match(sentence.text) is not None
    return bool(last.closes and last.questions and grammar.BARE_YES_OR_NO.match(sentence.text))


def _hear_lists(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Hear each list together with the sentences before it."""
    heard: list[Sentence] = []
    for is_list, group in groupby(sentences, key=lambda each: each.is_item):
        run = list(group)
        heard = _hear_list(heard, run) if is_list else [*heard, *run]
    return heard


def _hear_list(before: Sequence[Sentence], items: Sequence[Sentence]) -> list[Sentence]:
    """Hear what a list makes of the sentence that leads to it, and that sentence of the list.

    One that has confirmed asks for facts if the items are only named, and wants a yes if they are
    read out. A list of a yes and a no wants a yes wherever nothing else is asked.
    """
    texts = [BULLET.sub("", each.text) for each in items]
    agreeing = listed.yes_of(texts)
    if agreeing is not None and not any(map(_asks_something_else, before[-2:])):
        return [*_without_choosing(before), *_as_answers(items, agreeing)]
    if not before or grammar.CONFIRMING.search(before[-1].text) is None:
        return [*before, *items]
    lead = before[-1]
    if lead.confirms and listed.are_labels(texts):
        lead = replace(lead, confirms=False, is_bare=False, asks=True)
    elif lead.asks and listed.are_values(texts):
        lead = replace(lead, confirms=True, asks=False)
    return [*before[:-1], lead, *items]


def _asks_something_else(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for neither a yes nor a choice: "Have you restarted it?"."""
    if sentence.closes or sentence.asks_more or sentence.identifies:
        return True
    if not sentence.questions or sentence.confirms or sentence.offers:
        return False
    return grammar.CHOOSING.search(sentence.text) is None


def _without_choosing(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Take a sentence that leads to a choice for none that asks, or leave it out: "choose:"."""
    if not sentences or sentences[-1].confirms:
        return list(sentences)
    *others, lead = sentences
    if grammar.CHOOSING.search(lead.text) is None:
        return list(sentences)
    if len(plain_words(lead.text)) <= _SHORT_LEAD:
        return others
    return [*others, replace(lead, asks=False, offers=False, chooses=False)]


def _as_answers(items: Sequence[Sentence], agreeing: int) -> list[Sentence]:
    """Take the item that says yes for a question for one, and what all others say for nothing."""
    return [
        replace(
            each,
            asks=False,
            confirms=at == agreeing,
            refuses=False,
            closes=False,
            identifies=False,
            offers=False,
            asks_more=False,
        )
        for at, each in enumerate(items)
    ]


def _closes(sentences: Sequence[Sentence]) -> bool:
    """Tell whether one closes: "you're all set" does not where something is asked behind it."""
    asked = False
    for each in reversed(sentences):
        if each.closes and (each.questions or not asked):
            return True
        asked = asked or each.questions or each.confirms
    return False


def _asks_else(sentence: Sentence) -> bool:
    if not sentence.closes:
        return False
    return sentence.questions or grammar.ELSE.search(sentence.text) is not None


def _refuses(text: str, words: frozenset[str]) -> bool:
    if not endings.REFUSAL.is_in(text, words):
        return False
    if len(endings.CANNOT.findall(text)) > _MAX_DENIALS:
        return True
    return endings.REFUSAL.pattern.search(endings.NO_REFUSAL.sub("", text)) is not None


def _confirms_fact(text: str) -> bool:
    return grammar.CONFIRM_FACT.search(text) is not None


def _asks_yes(text: str, *, cued: bool) -> bool:
    pattern = grammar.CONFIRMATION.pattern if cued else PLAIN_PROPOSAL
    if not (cued or "?" in text) or not pattern.search(grammar.ANOTHER_WISH.sub("", text)):
        return False
    if _confirms_fact(text) and not grammar.YES_OR_NO.search(text):
        return False
    if grammar.SELF_CHECK.search(text) or ("your" in text and _is_list_of_labels(text)):
        return False
    return not _offers_choice(text) and not grammar.OPEN_QUESTION.search(text)


def _asks_identity(text: str, words: frozenset[str]) -> bool:
    if not grammar.IDENTITY.is_in(text, words) or not grammar.NEEDED.search(text):
        return False
    return not grammar.IDENTIFIED.search(text)


def _offers_choice(text: str) -> bool:
    text = _PARENTHESIS.sub("", text)
    asks = "?" in text or ("whether " in text and grammar.REQUEST.pattern.search(text) is not None)
    choice = asks and grammar.CHOICE.search(text) is not None
    return choice and not grammar.YES_OR_NO.search(text)


def _is_list_of_labels(text: str) -> bool:
    return grammar.WANTED_LIST.match(text) is not None and not grammar.FINITE.search(text)


def _is_afterthought(text: str) -> bool:
    return grammar.AFTERTHOUGHT.match(text) is not None and not grammar.FINITE.search(text)


def _asking(sentences: Sequence[Sentence]) -> list[str]:
    """Return the sentences that ask, the items of their lists, and what they refer back to."""
    if not any(each.asks or each.identifies for each in sentences):
        return []
    texts = []
    for at, each in enumerate(sentences):
        if (each.asks or each.identifies) and not each.chooses:
            before = sentences[at - 1] if at else None
            if before is not None and not before.asks and grammar.BACKWARD.search(each.text):
                texts.append(before.text)
            texts.append(each.text)
        elif each.is_item or (texts and _is_afterthought(each.text)):
            texts.append(each.text)
    return texts

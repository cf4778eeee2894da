"""Which requests a user has named, and what it asked for beyond them."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.vocabulary import content_stems, is_common, words_of

NAMED_SHARE = 0.4
"""Share of a request's content words that somebody who puts it otherwise must say."""

NOVEL_SHARE = 0.5
"""Share of new content words from which a wish is another one."""

MIN_NOVEL = 2
"""New content words that another wish has at least."""

WORDS_IN_COMMON = 2
"""Content words that a wish and a request share if the one may stand for the other."""

_PART_END = re.compile(r"(?<=[.!?;:])\s+")

_WISH = re.compile(
    r"\b(would you|will you|please|i'd (?:also )?(?:like|love|want)|i would like|"
    r"i (?:also |still |really |just )?(?:want|need|wish|expect|must|have to)|have somebody|"
    r"one more|another thing|(?:can|could) (?:i|you|the|my|it|this|that|both)|may i|sign me up|"
    r"(?:give|send|get) me|let me have)\b"
)
_INQUIRY = re.compile(
    r"\b(?:how (?:many|much|long|old|far)|what(?:'s| is| are| was| were| do| does| did)|which|when|"
    r"where)\b.*\?\s*$"
)
_ORDERS = frozenset(
    """
    add apply arrange block book bring buy cancel change charge close create credit deliver disable
    enable exchange extend fix give grant have hold increase install issue make move open order pay
    print put redeem reduce refund register remove rename renew repair replace reserve reset return
    schedule send ship sign stop swap switch take transfer unlock update upgrade use waive wrap
    """.split()
)
_REFERRING = re.compile(r"\b(?:(?<!at )it|its|them|this|that|these|those|one|ones|same|both)\b")
_CLAUSE_END = re.compile(r"[,;:]\s+")
_OPENERS = frozenset("and also oh then so just now please well ok okay next".split())


class Wishes:
    """What a user has asked for so far; it is worked out only when it is in doubt."""

    def __init__(self, script: UserScript) -> None:
        """Nothing yet."""
        self._script = script
        self._said = ""
        self._unread: list[Sequence[Sentence]] = []
        self._stems: set[str] = set()
        self._loose = 0

    def add(self, words: str, sentences: Sequence[Sentence]) -> None:
        """Hear a turn."""
        self._said += f"\n{words}"
        self._unread.append(sentences)

    def has_said(self, text: str) -> bool:
        """Tell whether the user has said this, as it stands."""
        return text in self._said

    def _read(self) -> None:
        """Take in what the turns since were about, and count wishes that match no request.

        What a user says in its own words may be a request put otherwise, so such a loose wish
        stands for one.
        """
        for sentences in self._unread:
            free = [sentence for sentence in sentences if not self._is_answer(sentence)]
            about = frozenset[str]().union(*(content_stems(each.text) for each in free))
            self._stems.update(about)
            matches = any(_covers(about, request) for request in self._script.requests)
            if about and not matches and any(map(is_wish, free)):
                self._loose += 1
        self._unread.clear()

    def excuse(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """Leave out the sentences that may be a request in other words that was not named before.

        At the opening one word in common with a request is enough, and if no sentence has one, all
        of them are excused: a user has to ask for something. Later it takes two words of the turn.
        """
        left = [content_stems(request.text) for request in self.unnamed()]
        if not left:
            return list(sentences)
        if self._said:
            about = frozenset[str]().union(*(content_stems(each.text) for each in sentences))
            meant = any(len(about & stems) >= WORDS_IN_COMMON for stems in left)
            return [] if meant else list(sentences)
        others: list[Sentence] = []
        excused = False
        for each in sentences:
            shares = any(content_stems(each.text) & stems for stems in left)
            excused = shares or (excused and _REFERRING.search(each.text.lower()) is not None)
            others += [] if excused else [each]
        return [] if len(others) == len(sentences) else others

    def _is_answer(self, sentence: Sentence) -> bool:
        """Tell whether a sentence gives a fact: its value, and its label or nothing else."""
        if BLANK.strip() not in sentence.rest:
            return False
        labelled = any(fact.label in sentence.text for fact in self._script.facts)
        return labelled or not content_stems(sentence.rest)

    def may_mean(self, sentences: Sequence[Sentence]) -> bool:
        """Tell whether a wish may be a request in other words that was not named before.

        At the opening a user has to ask for something; later two words in common are enough.
        """
        left = self.unnamed()
        about = frozenset[str]().union(*(content_stems(each.text) for each in sentences))
        return bool(left) and (
            not self._said
            or any(len(about & content_stems(r.text)) >= WORDS_IN_COMMON for r in left)
        )

    def unnamed(self) -> list[Request]:
        """Return the requests that were not named."""
        unsaid = [each for each in self._script.requests if each.text not in self._said]
        if not unsaid:
            return []
        self._read()
        return [each for each in unsaid if not _covers(self._stems, each)][self._loose :]


def _covers(stems: Set[str], request: Request) -> bool:
    """Tell whether words are about a request: a good share of one of its sentences' content."""
    return any(len(part & stems) >= NAMED_SHARE * len(part) for part in _parts(request.text))


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[frozenset[str], ...]:
    parts = [content_stems(part) for part in _PART_END.split(text)]
    return tuple(part for part in parts if len(part) > 1) or tuple(filter(None, parts))


def extra_wish(sentences: Sequence[Sentence]) -> str | None:
    """Return what a user asks for beyond its script in one turn, if it does.

    Sentences that belong together are weighed together: "My tent is torn. Could I have a new one?"
    An order to do something weighs alone: there, one new word may be enough.
    """
    novel = [sentence for sentence in sentences if sentence.novel]
    if not novel or not any(map(is_wish, sentences)):
        return None
    for sentence in novel:
        if is_order(sentence) and _is_mostly_new([sentence]):
            return sentence.text
    num_novel = sum(len(sentence.novel) for sentence in novel)
    if num_novel < MIN_NOVEL or not _is_mostly_new(sentences):
        return None
    return " ".join(sentence.text for sentence in novel)


def _is_mostly_new(sentences: Sequence[Sentence]) -> bool:
    content = sum(_is_content(word) for each in sentences for word in words_of(each.rest))
    return sum(len(each.novel) for each in sentences) >= NOVEL_SHARE * content


def _is_content(word: str) -> bool:
    return word != BLANK.strip() and not is_common(word)


def is_wish(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for something: a wish, an order, a question."""
    low = sentence.text.lower().replace("’", "'")
    return _WISH.search(low) is not None or _INQUIRY.search(low) is not None or is_order(sentence)


def is_order(sentence: Sentence) -> bool:
    """Tell whether a clause of a sentence begins with what is to be done: "..., cancel it"."""
    clauses = _CLAUSE_END.split(sentence.rest)
    return any(_first_word(clause) in _ORDERS for clause in clauses)


def _first_word(clause: str) -> str:
    return next((word for word in words_of(clause) if word not in _OPENERS), "")

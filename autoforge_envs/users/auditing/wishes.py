"""Which requests a user has named, and what it asked for beyond them.

Two kinds of users are told apart by what they do. Who has read out a request word by word reads
out the others too, so that any other wish of theirs is one of their own. Who puts things in words
of their own is given the benefit of the doubt: a wish is another one only if it is made of words
that neither the instructions nor the agent has given.
"""

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.users.auditing.sentences import BLANK, Sentence
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.vocabulary import content_stems, is_common, words_of

NAMED_SHARE = 0.4
"""Share of a request's content words that somebody who puts it otherwise must say."""

NOVEL_SHARE = 0.5
"""Share of new content words from which a wish is another one."""

MIN_NOVEL = 2
"""New content words that another wish has at least."""

MOST_BY_THE_WAY = 3
"""New content words that a question has at least if it is a wish."""

REPEATED_SHARE = 0.7
"""Share of a wish's content words in a text that was read out, from which it repeats that."""

DOUBTFUL_SHARE = 0.5
"""Share of a wish's content words in a text not yet read out, from which it may stand for it."""

EXCUSED_SHARE = 0.34
"""Share of an opening sentence's content words in a request, from which it may be that request."""

WORDS_IN_COMMON = 2
"""Content words that a wish and a request share if the one may stand for the other."""

_PART_END = re.compile(r"(?<=[.!?;:])\s+")

_WISH = re.compile(
    r"\b(?:(?:would|will|could|can) (?:you|somebody|someone|anybody)|please|"
    r"i(?:'d| would)(?: also| really| still)? (?:like|love|want|need|appreciate|prefer|rather)|"
    r"kindly|do me a favou?r|i was wondering|(?:can|could|may|might|should) (?:he|she|they)|"
    r"i (?:also |still |really |just )?(?:want|need|wish|expect|must|have to|hope for)|"
    r"have somebody|one more|another thing|may i|sign me up|let's|let us|make sure|see to it|"
    r"(?:can|could|may|might) (?:i|we|the|my|it|its|this|that|both|all)|should (?:i|we)|"
    r"(?:give|send|get|bring|find) (?:me|us)|let me have|i(?:'m| am) after|"
    r"you (?:can|may|could|should|must|might)|i(?:'m| am) looking for)\b"
)
_SOUNDING = re.compile(
    r"\b(?:(?:is it|would it be|is that|would that be) (?:possible|ok|okay|fine|alright|all right)|"
    r"any chance|what would it take|is there (?:a|any) (?:way|chance)|"
    r"(?:how|what) about)\b"
)
_INQUIRY = re.compile(
    r"\b(?:how (?:many|much|long|old|far)|what(?:'s| is| are| was| were| do| does| did| will|"
    r" would)|which|when|where)\b.*\?\s*$"
)
_TELLING = frozenset("use take put note write enter try".split())
"""Verbs of orders that tell a value: "put 12 May as my birthday"."""

_ORDERS = frozenset(
    """
    add apply arrange block book bring buy call cancel change charge check close compare connect
    create credit cut deactivate delete deliver disable drop email enable end exchange extend file
    fill find fix forward freeze get give grant have help hold increase inform insert install issue
    leave lend list lock lower mail make mark measure merge move open order pack pause pay pick
    postpone print provide pull push put quote raise recall record redeem reduce refund register
    release remind remove rename renew repair replace report reschedule reserve reset resend
    restore return ring schedule send set ship show sign split start stop store submit subscribe
    suspend swap switch take tell throw transfer translate turn unlock
    update upgrade use waive withdraw wrap
    """.split()
)
_REFERRING = re.compile(
    r"\b(?:(?<!at )(?<!is )(?<!would )it|its|them|this|that|these|those|same|both|"
    r"ones?(?! (?:more|last|other|further|thing)))\b"
)
_OBJECT = "(?:me|us|him|her|them|it|my|our|your|the|an?|some|all|both|another|two|three|four|five)"
_CLAUSE_END = re.compile(r"[,;:]\s+")
_OPENERS = frozenset("and also but first kindly next now oh ok okay please so then well".split())


class Wishes:
    """What a user has asked for so far; it is worked out only when it is in doubt."""

    def __init__(self, script: UserScript) -> None:
        """Nothing yet."""
        self._script = script
        self.said = ""
        self._unread: list[Sequence[Sentence]] = []
        self._stems: set[str] = set()
        self._loose = 0
        self._doubtful: list[tuple[int, str, str]] = []

    def unsaid(self, words: str = "") -> list[str]:
        """Return the texts of the script that have not been said as they stand, nor are now."""
        texts = [text for each in self._script.requests for text in (each.text, each.fallback)]
        return [text for text in texts if text and text not in self.said and text not in words]

    def add(self, turn: UserTurn, sentences: Sequence[Sentence]) -> list[tuple[int, str]]:
        """Hear a turn.

        Returns:
            Turn and words of earlier wishes that were taken for a request in other words, and were
            none: it has now been read out.
        """
        self.said += f"\n{turn.words}"
        self._unread.append([] if turn.hung_up else sentences)  # a farewell names nothing
        shown = [(at, wish) for at, wish, text in self._doubtful if text in turn.words]
        self._doubtful = [each for each in self._doubtful if each[2] not in turn.words]
        return shown

    def extra(self, turn: UserTurn, sentences: Sequence[Sentence]) -> str | None:
        """Return what a user asks for beyond its script in a turn, if it does.

        Args:
            turn: The turn, not yet heard.
            sentences: What it says there beside the texts of its script and its facts.
        """
        if not any(content_stems(each.text) and is_wish(each) for each in sentences):
            return None
        requests = [each.text for each in self._script.requests]
        if any(text in turn.words or text in self.said for text in requests):
            return self._not_read_out(turn, sentences) or extra_wish(sentences)
        if not any(each.novel for each in sentences):
            return None
        return extra_wish(self.excuse(sentences))

    def _not_read_out(self, turn: UserTurn, sentences: Sequence[Sentence]) -> str | None:
        """Return a wish of somebody who reads wishes out, that is no text of the script."""
        free = [each for each in sentences if not self._is_answer(each)]
        about = frozenset[str]().union(*(content_stems(each.text) for each in free))
        own = about - content_stems(turn.prompt)
        inquiry = not any(map(_is_demand, free))
        if len(own) < (MOST_BY_THE_WAY if inquiry else MIN_NOVEL) or 2 * len(own) < len(about):
            return None
        wish = " ".join(each.text for each in free if content_stems(each.text))
        unsaid = self.unsaid(turn.words)
        heard_before = [text for text in _texts(self._script) if text not in unsaid]
        fresh = any(each.tokens for each in free)
        if not fresh and any(_share(about, text) >= REPEATED_SHARE for text in heard_before):
            return None
        meant = next((text for text in unsaid if _share(about, text) >= DOUBTFUL_SHARE), None)
        if meant is None or fresh:
            return wish
        self._doubtful.append((turn.number, wish, meant))
        return None

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

        It takes a third of what a sentence is about, and what refers back to such a sentence goes
        with it. At the opening all are excused if none has so much, for a user has to ask for
        something; later it takes two words of the turn besides.
        """
        left = [content_stems(request.text) for request in self.unnamed()]
        about = frozenset[str]().union(*(content_stems(each.text) for each in sentences))
        needed = WORDS_IN_COMMON if self.said else 0
        left = [stems for stems in left if len(about & stems) >= needed]
        if not left:
            return list(sentences)
        others: list[Sentence] = []
        excused = False
        for each in sentences:
            about = content_stems(each.text)
            shares = any(len(about & stems) >= EXCUSED_SHARE * len(about) for stems in left)
            excused = (bool(about) and shares) or (excused and _refers_back(each))
            others += [] if excused else [each]
        return [] if len(others) == len(sentences) else others

    def _is_answer(self, sentence: Sentence) -> bool:
        """Tell whether a sentence gives a fact: its value, and its label or nothing else."""
        if BLANK.strip() not in sentence.rest:
            return False
        labelled = any(fact.label in sentence.text for fact in self._script.facts)
        return labelled or not content_stems(sentence.rest)

    def unnamed(self) -> list[Request]:
        """Return the requests that were not named."""
        unsaid = [each for each in self._script.requests if each.text not in self.said]
        if not unsaid:
            return []
        self._read()
        return [each for each in unsaid if not _covers(self._stems, each)][self._loose :]


def _covers(stems: Set[str], request: Request) -> bool:
    """Tell whether words are about a request: a good share of one of its sentences' content."""
    return any(len(part & stems) >= NAMED_SHARE * len(part) for part in _parts(request.text))


def _texts(script: UserScript) -> list[str]:
    return [text for each in script.requests for text in (each.text, each.fallback) if text]


def _share(about: Set[str], text: str) -> float:
    """Return how much of what a wish is about stands in a text."""
    return len(about & content_stems(text)) / len(about)


def _refers_back(sentence: Sentence) -> bool:
    return _REFERRING.search(_plain(sentence)) is not None


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[frozenset[str], ...]:
    parts = [content_stems(part) for part in _PART_END.split(text)]
    return tuple(part for part in parts if len(part) > 1) or tuple(filter(None, parts))


def extra_wish(sentences: Sequence[Sentence]) -> str | None:
    """Return what a user asks for beyond its script in one turn, if it does.

    Sentences that belong together are weighed together: "My tent is torn. Could I have a new one?"
    An order to do something weighs alone: there, one new word may be enough.
    """
    wishing = _wishing(sentences)
    for sentence in wishing:
        if sentence.novel and is_order(sentence) and _is_mostly_new([sentence]):
            return sentence.text
    num_novel = sum(len(sentence.novel) for sentence in wishing)
    if num_novel < MIN_NOVEL or not _is_mostly_new(wishing):
        return None
    return " ".join(sentence.text for sentence in wishing if sentence.novel)


def _wishing(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that ask for something, and those to which the next of these refers."""
    asks = [is_wish(each) for each in sentences]
    refers = [asks[at] and _refers_back(each) for at, each in enumerate(sentences)]
    return [each for at, each in enumerate(sentences) if asks[at] or any(refers[at + 1 : at + 2])]


def _is_mostly_new(sentences: Sequence[Sentence]) -> bool:
    content = sum(_is_content(word) for each in sentences for word in words_of(each.rest))
    return sum(len(each.novel) for each in sentences) >= NOVEL_SHARE * content


def _is_content(word: str) -> bool:
    return word != BLANK.strip() and not is_common(word)


def is_wish(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for something: a wish, an order, a question."""
    plain = _plain(sentence)
    if _is_demand(sentence) or _INQUIRY.search(plain) is not None:
        return True
    return _SOUNDING.search(plain) is not None and len(sentence.novel) >= MOST_BY_THE_WAY


def is_telling(sentence: Sentence) -> bool:
    """Tell whether a sentence is an order to take a value down."""
    clauses = _CLAUSE_END.split(sentence.rest)
    return any(_first_word(clause) in _TELLING for clause in clauses)


def wishes_for(low: str) -> bool:
    """Tell whether words in lower case say in so many words that something is wanted."""
    return _WISH.search(low) is not None


def _is_demand(sentence: Sentence) -> bool:
    return wishes_for(_plain(sentence)) or is_order(sentence)


def _plain(sentence: Sentence) -> str:
    return sentence.text.lower().replace("’", "'")


def is_order(sentence: Sentence) -> bool:
    """Tell whether a clause of a sentence begins with what is to be done: "..., cancel it".

    A new word may be a verb too, before what it is to be done to: "compensate me".
    """
    for clause in _CLAUSE_END.split(sentence.rest):
        first = _first_word(clause)
        if first in _ORDERS or (first in sentence.novel and _begins_with_verb(clause, first)):
            return True
    return False


def _begins_with_verb(clause: str, word: str) -> bool:
    if word.endswith(("ed", "ing", "ly", "s")):
        return False
    return re.search(rf"\b{re.escape(word)} {_OBJECT}\b", clause.lower()) is not None


def _first_word(clause: str) -> str:
    return next((word for word in words_of(clause) if word not in _OPENERS), "")

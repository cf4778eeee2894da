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
from autoforge_envs.users.auditing.asking import (
    CLAUSE_END,
    MOST_BY_THE_WAY,
    demanded,
    is_demand,
    is_inquiry,
    is_order,
    is_wish,
    may_be_wish,
    part_wished,
    plainly,
    sounds_like_wish,
)
from autoforge_envs.users.auditing.sentences import BLANK, Sentence, says_nothing
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.vocabulary import content_stems, words_of

NAMED_SHARE = 0.4
"""Share of a request's content words that somebody who puts it otherwise must say."""

NOVEL_SHARE = 0.5
"""Share of new content words from which a wish is another one."""

MIN_NOVEL = 2
"""New content words that another wish has at least."""

REPEATED_SHARE = 0.7
"""Share of a wish's content words in a text that was read out, from which it repeats that."""

TOUCHED_SHARE = 0.2
"""Share of a request's content words from which it is not certain that it was left out."""

DOUBTFUL_SHARE = 0.5
"""Share of a wish's content words in a text not yet read out, from which it may stand for it."""

EXCUSED_SHARE = 0.34
"""Share of an opening sentence's content words in a request, from which it may be that request."""

WORDS_IN_COMMON = 2
"""Content words that a wish and a request share if the one may stand for the other."""

ADDRESS = content_stems("address")
"""What the street, the postal code and the town are called together."""

_PART_END = re.compile(r"(?<=[.!?;:])\s+")

_REFERRING = re.compile(
    r"\b(?:(?<!at )(?<!is )(?<!would )it(?!(?:'d| would) be\b)|its|them|this|these|those|same|both|"
    r"that(?! (?:the|their|my|our|i|we|they|you|he|she|it)\b)|"
    r"ones?(?! (?:more|last|other|further|thing)))\b"
)


class Wishes:
    """What a user has asked for so far; it is worked out only when it is in doubt."""

    def __init__(self, script: UserScript) -> None:
        """Nothing yet."""
        self._script = script
        self.said = ""
        self._confirmed: list[UserTurn] = []
        self._unread: list[tuple[Sequence[Sentence], bool]] = []
        self._stems: set[str] = set()
        self._loose = 0
        self._doubtful: list[tuple[int, str, str]] = []
        self._likely: list[tuple[int, Sentence]] = []

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
        if turn.confirmed:
            self._confirmed.append(turn)
        named = [] if turn.hung_up else sentences  # a farewell names nothing
        self._unread.append((named, turn.confirmed))
        shown = [(at, wish) for at, wish, text in self._doubtful if text in turn.words]
        self._doubtful = [each for each in self._doubtful if each[2] not in turn.words]
        return shown

    def extra(self, turn: UserTurn, sentences: Sequence[Sentence]) -> str | None:
        """Return what a user asks for beyond its script in a turn, if it does.

        Args:
            turn: The turn, not yet heard.
            sentences: What it says there beside the texts of its script and its facts.
        """
        if not any(content_stems(each.text) and sounds_like_wish(each) for each in sentences):
            return None
        requests = [each.text for each in self._script.requests]
        reads = any(text in turn.words or text in self.said for text in requests)
        if not reads and not any(each.novel for each in sentences):
            return None
        free = sentences if reads else self.excuse(sentences)
        wish = (self._not_read_out(turn, free) if reads else None) or extra_wish(free)
        likely = likely_wish(free) if wish is None else None
        if likely is not None:
            self._likely.append((turn.number, likely))
        return wish

    def left_over(self) -> list[tuple[int, str]]:
        """Return turn and words of likely wishes that no request is left for.

        To be asked at the end: a request that was never named may be meant by what shares a word
        with it.
        """
        stems = [content_stems(request.text) for request in self._uncovered()]
        return [
            (turn, wish.text)
            for turn, wish in self._likely
            if not any(content_stems(wish.text) & each for each in stems)
        ]

    def _not_read_out(self, turn: UserTurn, sentences: Sequence[Sentence]) -> str | None:
        """Return a wish of somebody who reads wishes out, that is no text of the script."""
        free = [each for each in sentences if not self._is_answer(each)]
        about = frozenset[str]().union(*(content_stems(each.text) for each in free))
        own = about - content_stems(turn.prompt)
        inquiry = not any(map(is_demand, free))
        if inquiry:  # "Do you mean the leaving date or the next date?"
            own -= content_stems(" ".join(fact.label for fact in self._script.facts))
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
        for sentences, confirmed in self._unread:
            free = [each for each in sentences if not self._is_answer(each) or is_demand(each)]
            about = frozenset[str]().union(*(content_stems(each.text) for each in free))
            self._stems.update(about)
            matches = any(_covers(about, request) for request in self._script.requests)
            fresh = free[1:] if confirmed else free  # "yes please, let's save some money"
            wished = (each for each in fresh if is_wish(each) or may_be_wish(each))
            if not matches and any(_num_content([each]) for each in wished):
                self._loose += 1
        self._unread.clear()

    def excuse(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """Leave out the sentences that may be a request in other words that was not named before.

        It takes a third of what a sentence is about, and what refers back to such a sentence goes
        with it. At the opening, if none has so much, as many demands are excused as the requests
        have sentences, for a user has to ask for something; later it takes two words of the turn
        besides.
        """
        unnamed = self.unnamed()
        left = [content_stems(request.text) for request in unnamed]
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
        if len(others) < len(sentences):
            return others
        demands = [each for each in sentences if is_demand(each) and not _refers_back(each)]
        return demands[sum(len(_parts(request.text)) for request in unnamed) :]

    def _is_answer(self, sentence: Sentence) -> bool:
        """Tell whether a sentence gives a fact: its value, and its label or nothing else.

        So does one that repeats the question ("My service code?"), and who says its own name.
        """
        labels = content_stems(" ".join(fact.label for fact in self._script.facts))
        if BLANK.strip() not in sentence.rest:
            known = labels if "?" in sentence.text else content_stems(self._script.name)
            return content_stems(sentence.text) <= known and not sentence.novel
        labelled = any(fact.label in sentence.text for fact in self._script.facts)
        return labelled or content_stems(sentence.rest) <= labels | ADDRESS

    def unnamed(self) -> list[Request]:
        """Return the requests that were not named, less those for which a loose wish stands."""
        return self._uncovered()[self._loose :]

    def touches(self, request: Request) -> bool:
        """Tell whether some words of a request were said, or yes when the agent came to it."""
        granted = any(turn.grants(request) for turn in self._confirmed)
        return granted or touches(content_stems(self.said), request)

    def _uncovered(self) -> list[Request]:
        """Return the requests that were named in no words."""
        unsaid = [each for each in self._script.requests if each.text not in self.said]
        if not unsaid:
            return []
        self._read()
        return [each for each in unsaid if not _covers(self._stems, each)]


def touches(stems: Set[str], request: Request) -> bool:
    """Tell whether some words of a request are among some stems."""
    about = content_stems(request.text)
    return len(about & stems) >= TOUCHED_SHARE * len(about)


def _covers(stems: Set[str], request: Request) -> bool:
    """Tell whether words are about a request: a good share of one of its sentences' content."""
    return any(len(part & stems) >= NAMED_SHARE * len(part) for part in _parts(request.text))


def _texts(script: UserScript) -> list[str]:
    return [text for each in script.requests for text in (each.text, each.fallback) if text]


def _share(about: Set[str], text: str) -> float:
    """Return how much of what a wish is about stands in a text."""
    return len(about & content_stems(text)) / len(about)


def _refers_back(sentence: Sentence) -> bool:
    """Tell whether a sentence points to something that no earlier clause of it has named."""
    plain = plainly(sentence)
    match = _REFERRING.search(plain)
    if match is None:
        return False
    *earlier, _ = CLAUSE_END.split(plain[: match.start()])
    return not any(word in sentence.novel for clause in earlier for word in words_of(clause))


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[frozenset[str], ...]:
    parts = [content_stems(part) for part in _PART_END.split(text)]
    return tuple(part for part in parts if len(part) > 1) or tuple(filter(None, parts))


def extra_wish(sentences: Sequence[Sentence]) -> str | None:
    """Return what a user surely asks for beyond its script in one turn, if it does.

    A demand weighs alone. Else sentences that belong together are weighed together: "My tent is
    torn. Is there a chance of a new one?" An order is sure with one new word.
    """
    wishing = _wishing(sentences)
    for sentence in wishing:
        new = demanded(sentence)
        if new and is_order(sentence) and _is_mostly_new([sentence], len(new)):
            return sentence.text
        if len(new) >= MIN_NOVEL and 2 * len(new) > _num_wished(sentence):
            return sentence.text
    news = [word for each in wishing for word in demanded(each)]
    if len(news) < MIN_NOVEL or not _is_mostly_new(wishing, len(news)):
        return None
    return " ".join(sentence.text for sentence in wishing if sentence.novel)


def likely_wish(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return a wish, however mild, in which there is something new, if only one word."""
    for sentence in sentences:
        new = demanded(sentence) if may_be_wish(sentence) and not is_inquiry(sentence) else []
        if new and 2 * len(new) >= _num_wished(sentence):
            return sentence
    return None


def _wishing(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that ask for something, and those to which the next of these refers."""
    asks = [is_wish(each) for each in sentences]
    refers = [asks[at] and _refers_back(each) for at, each in enumerate(sentences)]
    return [each for at, each in enumerate(sentences) if asks[at] or any(refers[at + 1 : at + 2])]


def _is_mostly_new(sentences: Sequence[Sentence], num_new: int) -> bool:
    """Tell whether so many new words are a good share of what sentences are about."""
    return num_new >= NOVEL_SHARE * _num_content(sentences)


def _num_content(sentences: Sequence[Sentence]) -> int:
    return sum(_is_content(word) for each in sentences for word in words_of(each.rest))


def _num_wished(sentence: Sentence) -> int:
    """Count the words that a wish is about, those of the user's facts left out."""
    rest = frozenset(words_of(sentence.rest))
    return sum(_is_content(word) and word in rest for word in part_wished(sentence))


def _is_content(word: str) -> bool:
    return word != BLANK.strip() and not says_nothing(word)

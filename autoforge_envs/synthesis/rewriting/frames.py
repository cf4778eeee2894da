"""Frames: a request cut into the words that have to stay and those that may be others.

What stands for a row, a property, a value or a number has to stay, and so has every small word on
which the meaning turns. A sentence with two branches stays whole.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from autoforge_envs.synthesis.model_design.stems import WORD

TURNING = frozenset(
    "not no nor never none nothing nobody cannot can't don't doesn't didn't won't wouldn't isn't "
    "aren't wasn't weren't haven't hasn't without except besides but only unless if whether "
    "otherwise else instead rather than either neither both all each every any some half twice "
    "once most least more less fewer highest lowest earliest latest newest oldest cheapest longest "
    "biggest largest smallest shortest first last second third next previous before after until "
    "till since between difference total altogether together sum count many much or zero one two "
    "three four five six seven eight nine ten eleven twelve twenty hundred thousand dozen couple "
    "few several another other others same new now already again still today tomorrow yesterday "
    "tonight day days week weeks month months year years it its them they their that this these "
    "those avoid stop refrain forget prevent refuse reject deny hardly barely hate keep leave undo "
    "reverse reconsider withdraw revoke ignore disregard skip".split()
)
"""Words on which the meaning of a request turns, whatever the business."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_BRANCHING = re.compile(r"\botherwise\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[ ,]*")


@dataclass(frozen=True)
class Frame:
    """A text in pieces, each with whether it has to stay."""

    pieces: tuple[tuple[str, bool], ...]

    @cached_property
    def text(self) -> str:
        """The text as it is."""
        return "".join(piece for piece, _ in self.pieces)

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """The pieces that have to stay, in order."""
        return tuple(piece for piece, stays in self.pieces if stays)

    @cached_property
    def free(self) -> str:
        """The other pieces."""
        return " ".join(piece for piece, stays in self.pieces if not stays)

    @property
    def marked(self) -> str:
        """The text, with brackets around what has to stay."""
        return "".join(f"[{piece}]" if stays else piece for piece, stays in self.pieces)

    @property
    def is_open(self) -> bool:
        """Whether there is a word that could be another."""
        return WORD.search(self.free) is not None


def frame_of(text: str, phrases: Collection[str], nouns: Collection[str]) -> Frame:
    """Cut a request.

    Args:
        text: What the user says.
        phrases: What stands for rows, properties and values, as it is said.
        nouns: Words, in small letters, that say what a thing is.
    """
    stays = [False] * len(text)
    for start, end in (*_branches(text), *_phrases(text, phrases), *_words(text, nouns)):
        stays[start:end] = [True] * (end - start)
    _close_gaps(text, stays)
    return Frame(tuple(_pieces(text, stays)))


def _branches(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that say what to do otherwise."""
    start = 0
    for end in [*(found.end() for found in _SENTENCE_END.finditer(text)), len(text)]:
        sentence = text[start:end].rstrip()
        if _BRANCHING.search(sentence):
            yield start, start + len(sentence)
        start = end


def _phrases(text: str, phrases: Collection[str]) -> Iterator[tuple[int, int]]:
    for phrase in sorted({each for each in phrases if each.strip()}):
        yield from (found.span() for found in whole(phrase).finditer(text))


def whole(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase that is not part of a longer word, in any case."""
    before = r"(?<![^\W_])" if phrase[:1].isalnum() else ""
    after = r"(?![^\W_])" if phrase[-1:].isalnum() else ""
    return re.compile(f"{before}{re.escape(phrase)}{after}", re.IGNORECASE)


def _words(text: str, nouns: Collection[str]) -> Iterator[tuple[int, int]]:
    for found in WORD.finditer(text):
        if is_bound(found[0], nouns) or (is_name(found[0]) and not begins_sentence(text, found)):
            yield found.span()


def is_bound(word: str, nouns: Collection[str]) -> bool:
    """Tell whether a word may neither come nor go."""
    plain = word.casefold().replace("’", "'")
    is_value = "@" in plain or any(each.isdigit() for each in plain)
    return is_value or plain in TURNING or plain in nouns


def is_name(word: str) -> bool:
    """Tell whether a word is written as names are."""
    return word[:1].isupper() and word.partition("'")[0].partition("’")[0] != "I"


def begins_sentence(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word of a text is the first of a sentence."""
    before = text[: word.start()].rstrip()
    return not before or before[-1] in ".!?"


def _close_gaps(text: str, stays: list[bool]) -> None:
    """Keep blanks and commas between two pieces that stay."""
    for found in _BETWEEN.finditer(text):
        start, end = found.span()
        if start < end and start > 0 and end < len(text) and stays[start - 1] and stays[end]:
            stays[start:end] = [True] * (end - start)


def _pieces(text: str, stays: list[bool]) -> Iterator[tuple[str, bool]]:
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or stays[end] != stays[start]:
            yield text[start:end], stays[start]
            start = end

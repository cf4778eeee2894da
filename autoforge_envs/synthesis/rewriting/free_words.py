"""Checking the words around what has to stay: they say how something is asked for, never what."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.stems import WORD, stems
from autoforge_envs.synthesis.rewriting.frames import (
    Frame,
    begins_sentence,
    is_bound,
    is_name,
    whole,
)

_MORE = 200
"""Characters that may be added to a text."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Within which the words of one text may move.

    Attributes:
        nouns: What things of the business are called; none may be added.
        own: Stems of the words by which what is asked for is known.
        others: Stems of the words by which something else would be asked for.
    """

    nouns: tuple[str, ...]
    own: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def problems_of_words(words: str, frame: Frame, bounds: Bounds, where: str) -> Iterator[Problem]:
    """Yield what is wrong with a text that is to take the place of another.

    Args:
        words: The new text.
        frame: The text that it is for.
        bounds: What its free words may say.
        where: Names it in the problems.
    """
    if not words.strip() or not words.isprintable() or len(words) > len(frame.text) + _MORE:
        reason = f"must be one line of at most {len(frame.text) + _MORE} characters"
        yield Problem("a text", where, reason, words)
        return
    if wrong := strangeness(words):
        yield Problem("a text", where, wrong, words)
        return
    free = _free_words(words, frame)
    if isinstance(free, str):
        reason = f"has to keep [{free}], letter by letter, and everything in brackets in its order"
        yield Problem("something left out", where, reason, words)
        return
    yield from _additions(words, free, frame, bounds, where)
    if not is_english([words]):
        yield Problem("another language", where, "is not English; write English", words)


def _free_words(words: str, frame: Frame) -> list[re.Match[str]] | str:
    """Return the words between what has to stay; or what of it is missing."""
    free, at = [], 0
    for phrase in frame.kept:
        found = whole(phrase).search(words, at)
        if found is None:
            return phrase
        free += [*WORD.finditer(words, at, found.start())]
        at = found.end()
    return [*free, *WORD.finditer(words, at)]


def _additions(
    words: str, free: list[re.Match[str]], frame: Frame, bounds: Bounds, where: str
) -> Iterator[Problem]:
    for found in free:
        if is_bound(found[0], bounds.nouns):
            reason = f"adds {found[0]!r}, which stands in brackets or nowhere; leave it out"
            yield Problem("something added", where, reason, words)
        elif is_name(found[0]) and not begins_sentence(words, found):
            reason = f"adds {found[0]!r}; no names and no values may be added"
            yield Problem("something added", where, reason, words)
    said = stems(" ".join(found[0] for found in free))
    strange = sorted((said & {*bounds.others}) - stems(frame.text))
    if strange:
        reason = f"asks for something else with {strange[0]!r}; ask for the same"
        yield Problem("another request", where, reason, words)
    known: Collection[str] = stems(frame.free) & {*bounds.own}
    if known and not said & {*bounds.own}:
        told = ", ".join(f"{each}…" for each in _sayable(frame, bounds)[:12])
        reason = f"no longer says what to do; use a word that begins with one of {told}"
        yield Problem("another request", where, reason, words)


def _sayable(frame: Frame, bounds: Bounds) -> list[str]:
    """Return the stems by which a request may be known that may stand outside the brackets."""
    kept = stems(" ".join(frame.kept))
    return [
        each
        for each in sorted({*bounds.own} - kept)
        if not any(is_bound(f"{each}{ending}", bounds.nouns) for ending in ("", "e", "s"))
    ]

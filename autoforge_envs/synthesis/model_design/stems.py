"""Stems: what the words of a text say, whatever their endings."""

import re

WORD = re.compile(r"[^\W_]+(?:['’.@:/+-]+[^\W_]+)*")
"""A word, with what holds it together: "don't", "49.90", "LUNA-78A9", "ana@example.com"."""

EMPTY = frozenset(
    "the of and a an to is for was on with as are be by at have from had what were when we there "
    "can which their will about how up out them then so would into has has could my than been who "
    "me you your he his i i'm i'd i've i'll us our please like need want get let make do does did "
    "give take put set tell know see need needs thing things just also too on off in".split()
)
"""Words that say nothing by themselves, in small letters."""

_ENDINGS = ("ations", "ation", "ings", "ing", "ed", "es", "s", "e")
_SHORTEST_STEM = 3


def stems(text: str) -> set[str]:
    """Return the words of a text that say something, without their endings."""
    words = {word.casefold().replace("’", "'") for word in WORD.findall(text)}
    return {stem(word) for word in words - EMPTY}


def stem(word: str) -> str:
    """Cut the ending off a word: "cancelling" and "cancels" are the same."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            cut = word.removesuffix(ending)
            return cut[:-1] if len(cut) > _SHORTEST_STEM and cut[-1] == cut[-2] else cut
    return word

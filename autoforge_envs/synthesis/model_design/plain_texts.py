"""Plain texts: without characters that nobody sees, and without letters that only look right."""

import re
import unicodedata

_LINE_ENDS = "\n\t"
_HIDDEN = ("C", "Zl", "Zp")
_LETTERS = re.compile(r"[^\W\d_]+")
_ALPHABETS = frozenset(
    "ARMENIAN CHEROKEE COPTIC CYRILLIC FULLWIDTH GREEK LATIN MATHEMATICAL".split()
)
"""Alphabets, as Unicode calls them, of which some letters look alike."""


def strangeness(text: str) -> str:
    """Say what in a text is not what it looks like; "" if nothing is."""
    for character in text:
        if character not in _LINE_ENDS and unicodedata.category(character).startswith(_HIDDEN):
            return f"holds {character!a}, which nobody sees; leave it out"
    for word in () if text.isascii() else _LETTERS.findall(text):
        alphabets = sorted({_alphabet(letter) for letter in word} & _ALPHABETS)
        if len(alphabets) > 1:
            told = " and ".join(each.capitalize() for each in alphabets)
            return f"has {word[:40]!r} in {told} letters; write it in Latin ones"
    return ""


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]

"""One spelling for many: what a text says, without its case, accents and typography."""

import re
import unicodedata

_MAX_REMEMBERED = 4096
_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2212", "-")  # typographic hyphens, minus
_DASHES = dict.fromkeys("\u2014\u2015", " - ")  # a dash between clauses joins nothing
_QUOTES = dict.fromkeys("\u2018\u2019\u201b\u02bc", "'") | dict.fromkeys("\u201c\u201d", '"')
_LETTERS = dict(zip("øØłŁđĐıðÐ", "oOlLdDidD", strict=True)) | {"æ": "ae", "Æ": "AE"}
_LETTERS |= {"œ": "oe", "Œ": "OE", "þ": "th", "Þ": "TH"}
_KEPT_TAGS = ("<super>", "<sub>", "<fraction>", "<circle>")  # 10 squared is not 102

_FOREIGN = re.compile(r"[^\x00-\x7f]+")
# A word; a decimal number stays one word, so that "Mug 10" is not found in "Mug 10.5".
_WORD = re.compile(r"[^\W_]+(?:(?<=[0-9])[.,](?=[0-9])[^\W_]+)*|&")
_SUFFIX = re.compile(r"(?<=[^\W_])'(?:s|m|t|d|re|ll|ve)(?![^\W_])")  # "Ana's" says no "s"


class _Typography(dict[int, str]):
    """A `str.translate` table that works a character out when it first meets it."""

    def __missing__(self, codepoint: int) -> str:
        plain = _plain(chr(codepoint))
        if len(self) < _MAX_REMEMBERED:
            self[codepoint] = plain
        return plain


def _plain(character: str) -> str:
    if unicodedata.category(character) == "Cf" or unicodedata.combining(character):
        return ""
    tag = unicodedata.decomposition(character)
    is_symbol = unicodedata.category(character)[0] == "S"
    if tag.startswith(_KEPT_TAGS) or (is_symbol and not tag.startswith(("<wide>", "<small>"))):
        return character
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if not unicodedata.combining(part))


_TYPOGRAPHY = _Typography(str.maketrans(_HYPHENS | _DASHES | _QUOTES | _LETTERS))


def plain(text: str) -> str:
    """The text without accents, invisible characters, typographic dashes, quotes and spaces.

    An en dash stays what it is, for it joins ("10–20"); a longer one becomes " - ". Never raises.
    """
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda run: run[0].translate(_TYPOGRAPHY), text)


def fold(text: str) -> str:
    """`plain`, without case. Takes time in proportion to the text's length and never raises."""
    return plain(text).casefold()


def words(folded: str) -> list[str]:
    """The words of a folded text, "&" read as "and"; every other sign only separates them."""
    found = _WORD.findall(_SUFFIX.sub("", folded) if "'" in folded else folded)
    return ["and" if word == "&" else word for word in found] if "&" in folded else found

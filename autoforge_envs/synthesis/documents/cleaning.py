"""Making what a document says harmless: names become identifiers, prose becomes short plain text.

Documents are written by strangers. A model that designs reads their prose, and so do agents if it
gets into a policy; hence no control or invisible characters, no markup, no sentence that gives a
reader orders. The last is a filter for known patterns, and no proof.
"""

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

MAX_NAME = 48
MAX_TEXT = 1_000
MAX_TITLE = 60

_READ_AT_MOST = 20 * MAX_TEXT
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_NAME = re.compile(r"[^0-9A-Za-z]+")
_MARKUP = re.compile(r"<[^<>]{0,200}>|```[a-zA-Z]*|[`*_#|]{2,}|\[([^\][]{0,200})\]\([^()]{0,400}\)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_ORDERS = re.compile(
    r"\b(ignore|disregard|forget|override|bypass)\b.{0,60}"
    r"\b(instruction|prompt|rule|polic|previous|above|prior|earlier|everything)"
    r"|\b(system|developer|hidden)\s+(prompt|message|instruction)"
    r"|\byou\s+(are\s+now|must\s+now|will\s+now)\b|\bact\s+as\s+(an?|the|if)\b"
    r"|\bnew\s+instructions?\b|\bdo\s+not\s+(tell|reveal|mention)\b|\bjailbreak"
    r"|\bas\s+an?\s+(ai|assistant|language\s+model)\b|<\||\|>|\[/?INST\]"
    r"|^\s*(system|assistant|user|human)\s*:|\b(exfiltrate|api[ _]?keys?\s+to)\b"
    r"|\b(os\.system|subprocess|__import__|eval|exec)\s*\(",
    re.IGNORECASE | re.DOTALL,
)


def clean_name(text: object, otherwise: str = "unnamed") -> str:
    """Make an identifier in snake case of whatever a document calls something.

    Args:
        text: "getPetById", "../../etc/passwd", "__import__", "class".
        otherwise: What it is if nothing is left.
    """
    words = _NO_NAME.split(_CAMEL.sub(" ", _ascii(str(text)[: 4 * MAX_NAME])))
    name = "_".join(word.lower() for word in words if word)[:MAX_NAME].strip("_")
    if not name:
        return otherwise
    if name[0].isdigit():
        name = f"{otherwise}_{name}"
    return f"{name}_" if keyword.iskeyword(name) or keyword.issoftkeyword(name) else name


def unique_names(names: Iterable[str]) -> list[str]:
    """Number names that come again: `get`, `get_2`."""
    taken: set[str] = set()
    found = []
    for name in names:
        free, number = name, 2
        while free in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free)
        found.append(free)
    return found


def clean_text(text: object, limit: int = MAX_TEXT) -> str:
    """Return prose as short plain text on one line, without sentences that give orders."""
    if not isinstance(text, str):
        return ""
    shown = "".join(_visible(character) for character in text[:_READ_AT_MOST])
    sentences = _SENTENCE_END.split(shown)
    kept = " ".join(each for each in sentences if not _ORDERS.search(each))
    plain = " ".join(_MARKUP.sub(lambda found: found[1] or " ", kept).split())
    return plain if len(plain) <= limit else f"{plain[: limit - 1].rstrip()}…"


def clean_title(text: object, otherwise: str) -> str:
    """Return what a business is called: letters, digits and a few marks on one line."""
    words = re.sub(r"[^\w&',.() -]+", " ", clean_text(text, 4 * MAX_TITLE))
    title = " ".join(words.split())[:MAX_TITLE].strip(" .,-")
    return title or otherwise


def texts(values: Mapping[str, Any], *names: str) -> str:
    """Return the first of some entries that is text, cleaned."""
    return next((clean for name in names if (clean := clean_text(values.get(name)))), "")


def _visible(character: str) -> str:
    """Drop what nobody sees: control, format and private characters; keep line ends."""
    if character in "\n\t":
        return character
    return "" if unicodedata.category(character)[0] == "C" else character


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(c for c in plain if not unicodedata.combining(c))

"""Words: what is left of a text when only its content words count."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

MAX_KEPT = 16_384
"""Words, and sentences, whose reading is kept: several domains' worth, however long one plays."""

_BOUNDS: Mapping[str, str] = {"at_most": "highest amount", "at_least": "lowest amount"}
"""Names that nobody would understand in a question."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_IRREGULAR: Mapping[str, str] = {
    "bought": "buy", "gone": "go", "sent": "send", "withdrawn": "withdraw", "written": "write",
}  # fmt: skip
_STOP_WORDS = frozenset(
    "an and any are as at be been but by can do does for from had has have if in is it its just "
    "ll me my not of on one or our please re so than that the their them then there they this to "
    "up us was we were what when which who will with would you your".split()
)


@lru_cache(MAX_KEPT)
def _stem(word: str) -> str:
    """Cut a word to what its forms share: "cancelled", "cancels" and "cancel" become "cancel"."""
    word = _IRREGULAR.get(word, word)
    for ending in ("ies", "ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("ey") if len(word) > 3 else word


def stems(text: str) -> frozenset[str]:
    """Return the stems of a text's content words, whatever their order."""
    words = _WORD.findall(text.lower())
    return frozenset(_stem(word) for word in words if word not in _STOP_WORDS)


def plain_name(name: str) -> str:
    """Say the name of a column or parameter in words."""
    return _BOUNDS.get(name, name.replace("_", " "))


@lru_cache(MAX_KEPT)
def name_stems(name: str) -> frozenset[str]:
    """Return the stems of the words of a name."""
    return stems(plain_name(name))


def squash(amount: float) -> float:
    """Bring an amount without bound between 0.0 and 1.0."""
    return amount / (1.0 + amount)


def rarity_of(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Say for each stem one over the number of texts that hold it."""
    counts = Counter(word for text in texts for word in text)
    return {word: 1.0 / count for word, count in counts.items()}


def overlap(rarity: Mapping[str, float], first: frozenset[str], second: frozenset[str]) -> float:
    """Sum the rarity of the words that two texts share."""
    return sum(rarity.get(word, 1.0) for word in sorted(first & second))

"""Texts as sets of hashed word sequences, by which copies are found and nothing can be read back.

How much of a text stands in another is the share of its shingles found there, and how alike two
texts are the Jaccard index of their shingles (Broder, On the resemblance and containment of
documents, 1997).
"""

import base64
import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable

SHINGLE_WORDS = 5
"""Words in a row that make one shingle."""

HASH_BYTES = 5
"""Bytes kept of a shingle's hash: a million of them meet by chance once in a million look-ups."""

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


def words_of(text: str) -> list[str]:
    """Split a text into plain words: small letters, no accents, every digit a zero."""
    plain = text.casefold()
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _WORD.findall(_DIGIT.sub("0", plain))


def shingles_of(text: str, num_words: int = SHINGLE_WORDS) -> frozenset[int]:
    """Return the hashes of all runs of words; of the whole text where it is shorter than a run."""
    words = words_of(text)
    last = max(len(words) - num_words, 0)
    runs = {" ".join(words[at : at + num_words]) for at in range(last + 1) if words}
    return frozenset(_hash(run) for run in runs)


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode(), digest_size=HASH_BYTES).digest(), "big")


def containment(part: Collection[int], whole: Collection[int]) -> float:
    """Return the share of a text's shingles that another one has; 0 for an empty text."""
    return sum(each in whole for each in part) / len(part) if part else 0.0


def pack(shingles: Iterable[int]) -> str:
    """Write hashes as text, sorted: the same set gives the same text."""
    joined = b"".join(each.to_bytes(HASH_BYTES, "big") for each in sorted(set(shingles)))
    return base64.b64encode(joined).decode()


def unpack(packed: str) -> frozenset[int]:
    """Read what `pack` wrote.

    Raises:
        ValueError: It is damaged.
    """
    data = base64.b64decode(packed, validate=True)
    if len(data) % HASH_BYTES:
        raise ValueError(f"{len(data)} bytes are no whole number of hashes of {HASH_BYTES} bytes")
    starts = range(0, len(data), HASH_BYTES)
    return frozenset(int.from_bytes(data[at : at + HASH_BYTES], "big") for at in starts)

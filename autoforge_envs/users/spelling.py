"""Reading what was mistyped: a word one slip away from a word of the grammar is that word.

So are two words that are written as one: "pass phrase", "any thing".
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from autoforge_envs.users.vocabulary import COMMON_WORDS, LONGEST_WORD

SHORTEST = 4
"""Letters of the shortest word that may be mistyped; shorter ones are taken as they are."""

SHORTHAND = {
    "u": "you", "ur": "your", "yr": "your", "pls": "please", "plz": "please", "n": "and",
    "wat": "what", "wats": "what is", "whats": "what is", "thx": "thanks", "im": "i'm",
    "cant": "can't", "wont": "won't", "dont": "don't", "its": "it's", "id": "id", "r": "are",
    "y": "why", "ok": "ok", "cuz": "because", "tel": "phone", "addr": "address", "k": "ok",
    "dob": "date of birth", "birthday": "date of birth",
}  # fmt: skip

KNOWN = frozenset(
    """
    address adresse afraid ahead airplane allowed amount anything assist authenticate back cancel
    cannot city code colour compensation confirm correct country date decline departure details
    else email everything exchange forbid full gift give goodbye help identity light lights like
    list mail mobile mode name number office order permitted phone piece pieces place please
    policy possible postal postcode power price proceed provide quantity question questions reboot
    refund refuse restart return right router service shall should something street switch tell
    town unable unfortunately verify voucher warranty what which with would your
    """.split()
)
LABELS = frozenset(
    """
    access account advance arrival article birth blocks cubic customer deductible delivery device
    hotspot instruction internet member metres network overdraft passphrase point reason receipt
    relation resale roaming screen security standard subscriber toggle topic until urgency vehicle
    word
    """.split()
)
"""Words of labels and of users' tools, of which only slips that keep their length are mended.

"Deliver" is no slip of "delivery".
"""

LOOK_ALIKES = frozenset(
    """
    bake bank bark berth black cite cold cone cope core counter county dame dare data declined ease
    exchanged fall fell fill foul fuel hall head heap held identify interest lace lake lease life
    lift liked link lint live lost maid main male mall meal mild mile milk mill model mole mood
    mount move officer older paint palace peace pierce pint placed plane plate police prices pride
    prince print prize provided rebook refuge refused reused rice route shawl shell small stitch
    subscribed tall toll tone tonic torn toxic usable ward wood world worn
    """.split()
)
"""Words one letter away from a known one that are meant as they are: "lease" is no "please"."""

_WORD = re.compile(r"[a-z']+")
_PARTED = re.compile(
    r"\b(?:(pass)[ -](phrase|word)|(post)[ -](code)|(hot)[ -](spot)|(any|some|every)[ -](thing))\b"
)
"""Words of the grammar and of labels that are written as two."""


def _slips(word: str) -> Iterable[str]:
    """Yield a word with one letter left out, which any single slip has in common with it."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def _index(words: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST:
            for slip in (word, *_slips(word)):
                found.setdefault(slip, word)
    return found


_INDEX = _index(KNOWN | LABELS)


def mend(text: str) -> str:
    """Put the words of the grammar where something like them was typed.

    Args:
        text: Words in lower case.
    """
    return _PARTED.sub(_joined, _WORD.sub(_mended, text))


def _joined(match: re.Match[str]) -> str:
    return "".join(filter(None, match.groups()))


def _mended(match: re.Match[str]) -> str:
    return match[0] if len(match[0]) > LONGEST_WORD else _mend_word(match[0])


@lru_cache(maxsize=8192)
def _mend_word(word: str) -> str:
    if word in KNOWN or word in LABELS or word in COMMON_WORDS or word in LOOK_ALIKES:
        return SHORTHAND.get(word, word) if len(word) < SHORTEST else word
    if word in SHORTHAND:
        return SHORTHAND[word]
    if len(word) < SHORTEST:
        return word
    if word in _INDEX and _INDEX[word] in KNOWN:
        return _INDEX[word]
    near = (_INDEX.get(slip) for slip in _slips(word))
    return next((found for found in near if found and _is_slip(word, found)), word)


def _is_slip(word: str, known: str) -> bool:
    """Tell whether two words of much the same length begin alike: not "place" for "lace"."""
    if known in LABELS and len(word) != len(known):
        return False
    is_plural = word[-1] == "s" and known[-1] != "s"
    return abs(len(word) - len(known)) <= 1 and word[0] == known[0] and not is_plural

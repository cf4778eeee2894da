"""What a tool's name says about its effect."""

from collections.abc import Sequence

from autoforge_envs.synthesis.documents.neutral_form import Effect

READING = frozenset(
    "get list search find lookup look check show fetch read count describe retrieve query view "
    "browse calculate estimate compare inspect display export download is has".split()
)
WRITING = frozenset(
    "create add post put patch update set edit change modify delete remove cancel book buy order "
    "place pay send submit register open close start stop assign move transfer refund return renew "
    "upload insert replace save store write schedule reschedule approve reject confirm make issue "
    "enable disable activate deactivate reserve report request upgrade downgrade merge publish "
    "lock unlock redeem apply claim extend deliver finish subscribe unsubscribe revoke "
    "restore file raise hire rent".split()
)
_PHRASAL = {
    "call": ("off",), "check": ("in", "out"), "drop": ("off",), "give": ("back", "up"),
    "hand": ("back", "in", "over"), "pick": ("up",), "sign": ("up",), "take": ("back",),
}  # fmt: skip
"""Verbs that mean something else with a word after them: a guest who is checked in."""


def effect_of(name: str) -> Effect:
    """Tell the effect of a tool by the first words of its name that are a known verb."""
    words = name.split("_")
    for at, word in enumerate(words):
        if is_phrasal(words[at:]):
            return "write"
        if word in READING:
            return "read"
        if word in WRITING:
            return "write"
    return "unknown"


def is_phrasal(words: Sequence[str]) -> bool:
    """Tell whether words begin with a verb of two words: "check out"."""
    return len(words) > 1 and words[1] in _PHRASAL.get(words[0], ())


def verb_length(words: Sequence[str]) -> int:
    """Return how many words at the beginning are a known verb: 0, 1 or 2."""
    if is_phrasal(words):
        return 2
    return 1 if words and words[0] in READING | WRITING else 0

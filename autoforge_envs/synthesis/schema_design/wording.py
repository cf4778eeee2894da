"""Words and names: singulars, what tools are called in sentences, names that are taken."""

import builtins
import re

from autoforge_envs import domain
from autoforge_envs.domain.conversation import CONFIRM, DECLINE, HAND_OVER, HANG_UP
from autoforge_envs.synthesis.composition.wording.names import plural
from autoforge_envs.synthesis.design.nouns import Noun

TAKEN = frozenset(
    {
        *domain.__all__, *dir(builtins), "Model", "DeclarativeBase", "Mapped", "Literal",
        "Callable", "dataclass", "OWNERS", "CHANGES", "PERSONAL_VIEWS", "owner_of",
        "verify_identity", "identity_is_checked_first", "changes_are_confirmed", "metadata",
        "registry", "state", "call", "changed", "self", "role", "model", "record", CONFIRM, DECLINE,
        HAND_OVER, HANG_UP,
    }
)  # fmt: skip
"""Names that emitted code uses for something else."""

_SAME = ("news", "series", "species", "status", "address", "bus", "class", "gas", "process")
_IRREGULAR = {"people": "person", "children": "child", "movies": "movie", "statuses": "status"}
_IRREGULAR_PARTICIPLES = {
    "buy": "bought", "make": "made", "sell": "sold", "send": "sent", "pay": "paid", "put": "put",
    "take": "taken", "set": "set", "write": "written", "withdraw": "withdrawn", "lend": "lent",
    "cancel": "cancelled", "submit": "submitted", "stop": "stopped", "ship": "shipped",
    "begin": "begun", "hold": "held", "give": "given", "freeze": "frozen",
    "lose": "lost", "find": "found", "win": "won", "break": "broken", "draw": "drawn",
}  # fmt: skip
_DOUBLING = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]")
"""Short verbs whose last letter is doubled: "dropped"."""
_NOUN_ENDINGS = ("", "e", "ing", "ation", "ment", "al", "ion", "ition")
"""With which nouns are made of verbs, whose last e goes."""


def singular(word: str) -> str:
    """Return the singular of a noun, whose last word alone has a plural: "museum hours"."""
    head, cut, last = word.rpartition("_" if "_" in word else " ")
    return f"{head}{cut}{_singular(last)}"


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if (
        word in _SAME
        or not word.endswith("s")
        or word.endswith(("ss", "us", "is"))
        or len(word) < 4
    ):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1]


def noun_of(name: str) -> Noun:
    """Return what an identifier in snake case names: "special_events" is a special event."""
    words = singular(name).replace("_", " ")
    return Noun(words, plural(words))


def safe_name(name: str, about: str) -> str:
    """Return a name for a column that nothing else has in emitted code.

    Args:
        name: What it is called in a document: "type".
        about: What has it, in words, which sets it apart: "pet_type".
    """
    return f"{about.replace(' ', '_')}_{name}" if name in TAKEN else name


def safe_class(noun: Noun) -> str:
    """Return the name of the class of a table."""
    return f"{noun.camel}Record" if noun.camel in TAKEN else noun.camel


def participle(verb: str) -> str:
    """Return what has happened to something: "cancelled", "bought", "checked out"."""
    first, cut, rest = verb.partition(" ")
    return f"{_participle(first)}{cut}{rest}"


def _participle(verb: str) -> str:
    stem = verb.removeprefix("un")
    if stem in _IRREGULAR_PARTICIPLES:
        return f"{verb.removesuffix(stem)}{_IRREGULAR_PARTICIPLES[stem]}"
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if _DOUBLING.fullmatch(verb) else f"{verb}ed"

"""What a tool's name says: what is done, and to which kind of thing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.schemas import Schema
from autoforge_envs.synthesis.documents.verbs import READING, WRITING, verb_length
from autoforge_envs.synthesis.schema_design.tool_shapes import record_of, taken_by
from autoforge_envs.synthesis.schema_design.wording import singular

PARTIES = (
    "customer", "user", "client", "member", "guest", "patient", "passenger", "student", "patron",
    "subscriber", "visitor", "tenant", "resident", "account holder", "policyholder", "person",
    "traveller",
)  # fmt: skip
"""Nouns for those whom an agent serves, the likelier ones first."""

_TAILS = frozenset("by for from with of in to on".split())
_DETAILS = frozenset("details detail info information status list data record history id".split())
_ALL = frozenset("all my own new current available existing the a an".split())


@dataclass(frozen=True, slots=True)
class Called:
    """A tool's name, taken apart.

    Attributes:
        verb: In words, "check out"; "" if nothing in it is known to be one.
        noun: The singular of what it is about, in words; "" if it names nothing.
    """

    verb: str
    noun: str


@dataclass(frozen=True, slots=True)
class Things:
    """The kinds of things that a document names somewhere, by their singulars in words.

    Attributes:
        keyed: Those whose key some tool takes or shows.
        named: These, and those that stand behind known verbs, or behind two verbs.
    """

    keyed: frozenset[str]
    named: frozenset[str]


def find_things(tools: Sequence[ToolDocument]) -> Things:
    """Find the things that names of tools and of keys speak of."""
    keyed = frozenset(
        thing
        for tool in tools
        for properties in (taken_by(tool), record_of(tool.returns).get("properties") or {})
        for thing in keys_among(properties)
    )
    names = [tool.name.split("_") for tool in tools if not tool.path]
    led = {noun_behind(words[length:]) for words in names if (length := verb_length(words))}
    rests = [noun_behind(words[1:]) for words in names if not verb_length(words)]
    repeated = {rest for rest in rests if rests.count(rest) > 1}
    return Things(keyed, (keyed | led | repeated) - {""})


def keys_among(properties: Mapping[str, Schema]) -> dict[str, str]:
    """Return the things whose keys are among properties, and the properties that are these."""
    found = {}
    for name in properties:
        ending = next((each for each in ("_id", "_uuid") if name.endswith(each)), "")
        if ending and len(name) > len(ending):
            found[name.removesuffix(ending).replace("_", " ")] = name
    return found


def read_name(name: str, takes: Sequence[str], things: Things) -> Called:
    """Take a name apart: "cancel_order", "orders_cancel", "borrow_toy".

    Args:
        name: In snake case.
        takes: Things whose keys the tool takes.
        things: Those of the whole document.
    """
    words = [word for word in name.split("_") if word]
    first = _noun_first(words, takes, things)
    if first is not None:
        return first
    length = verb_length(words)
    if length:
        return Called(" ".join(words[:length]), _without_party(noun_behind(words[length:]), things))
    rest = noun_behind(words[1:])
    if rest in things.named:
        return Called(words[0], _without_party(rest, things))
    return Called("", noun_behind(words))


def noun_behind(words: Sequence[str]) -> str:
    """Return the noun that words after a verb end in: "all order details" speaks of an order."""
    left = list(words)
    while len(left) > 1 and left[0] in READING | WRITING | _ALL and left[1] not in _DETAILS:
        if left[1] in _TAILS:
            break
        left = left[1:]
    tail = next((at for at, word in enumerate(left) if at and word in _TAILS), len(left))
    left = left[:tail]
    while len(left) > 1 and left[-1] in _DETAILS:
        left = left[:-1]
    return "" if not left or left[-1] in _DETAILS | _TAILS else singular(" ".join(left))


def _noun_first(words: Sequence[str], takes: Sequence[str], things: Things) -> Called | None:
    """Read a name whose verb comes after its noun, if it does."""
    for at in range(1, len(words)):
        noun, rest = singular(" ".join(words[:at])), words[at:]
        length = verb_length(rest)
        if singular(" ".join(rest)) in things.keyed:
            continue
        is_known = noun in (takes if verb_length(words) else things.keyed)
        if length and (is_known or not verb_length(words)):
            return Called(" ".join(rest[:length]), noun)
        is_last = len(rest) == 1 and rest[0] not in _DETAILS and singular(rest[0]) == rest[0]
        if is_known and is_last and not verb_length(words):
            return Called(rest[0], noun)
    return None


def _without_party(noun: str, things: Things) -> str:
    """Return what is a party's by what it is: "member booking" where there are bookings."""
    whose, _, what = noun.partition(" ")
    return what if whose in PARTIES and what in things.keyed else noun

"""Telling words: that a request asks for the tool it stands for, and for no other.

A tool is known by the words of its name, of what it does and of the details that it takes.
Customers may use others, but none by which only another tool is known: what is asked is what is
rewarded.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.composition.wording.names import class_words, plural
from autoforge_envs.synthesis.model_design.stems import EMPTY, WORD, stem, stems

_SLOT = re.compile(r"\{(\w*)\}")
_NEGATED = re.compile(
    r"\b(can't|cannot|couldn't|don't|won't|wouldn't|shouldn't|not|never|no longer)\s+\w+",
    re.IGNORECASE,
)
"""What is not to be done: "I can't pay that"."""
_TOLD = re.compile(
    r"\b(i|we|they|he|she|it|i've|we've|have|has|had|was|were|is|are|got|just|already|my|our|the"
    r"|a|an|this|that)\s+\w+ed\b",
    re.IGNORECASE,
)
"""What was done before: "the course that I booked", "my cancelled order"."""
_ACTING = re.compile(r"(^|[.!?,;:])\s*$|\b(and|i|just|now|please|to|we|you)\s+$", re.IGNORECASE)
"""What stands before a word that is a verb, also where it could be a noun: "to order"."""
_VAGUE = frozenset(
    map(
        stem,
        "add adjust amend change choose correct create edit file fix go have make modify move open "
        "place put remove replace request save send start submit switch take update use".split(),
    )
)
"""Stems of verbs that say little without what they are about."""
_SENSES = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "abandon abort cancel clear close delete discontinue drop end erase leave quit remove "
        "revoke stop terminate unsubscribe void withdraw",
        "extend lengthen prolong renew",
        "book buy enrol enroll hire join order register rent reserve schedule sign subscribe",
        "pay settle",
        "move postpone rearrange rebook reschedule shift",
        "exchange replace swap trade",
    )
)
"""Stems of verbs that mean the same, about different things."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A tool that customers ask for.

    Attributes:
        name: Of the tool.
        intent: What it does, as its decorator says.
        parameters: What it takes, with the types as written.
        choices: Words of its parameters that are choices.
    """

    name: str
    intent: str
    parameters: Mapping[str, str]
    choices: tuple[str, ...] = ()

    @property
    def details(self) -> list[str]:
        """Its parameters that are no keys."""
        return [name for name, kind in self.parameters.items() if not kind.startswith("Reference[")]


@dataclass(frozen=True, slots=True)
class _Known:
    """By which words a tool is known.

    Attributes:
        verb: Stem of what it does, by its name.
        telling: That and the stems of the other words of its name.
        words: Stems of all its words.
        nouns: What its name calls things of the business.
    """

    asked: Asked
    verb: str
    telling: frozenset[str]
    words: frozenset[str]
    nouns: frozenset[str]


def nouns_of(classes: Collection[str], written: Collection[str]) -> frozenset[str]:
    """Return what the things of a business are called, in small letters.

    Args:
        classes: Of tables and of what is shown of them.
        written: Other words for them.
    """
    nouns = [*(class_words(name) for name in classes), *written]
    forms = [form for noun in nouns for form in (noun, plural(noun))]
    return frozenset(word.casefold() for form in forms for word in WORD.findall(form))


def astray(
    requests: Mapping[str, Sequence[str]], tools: Sequence[Asked], nouns: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the requests that do not tell for which tool they are: tool, reason, request.

    Args:
        requests: Ways to ask for tools.
        tools: Those that change something.
        nouns: What the things of the business are called.
    """
    known = {tool.name: _known(tool, nouns) for tool in tools}
    for own in known.values():
        others = [each for each in known.values() if each is not own]
        for way in requests.get(own.asked.name, ()):
            reason = _says_nothing(way) or next(
                (reason for other in others if (reason := _asks_for(other, own, way, nouns))), ""
            )
            if reason:
                yield own.asked.name, reason, way


def alike(
    requests: Mapping[str, Sequence[str]], parameters: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Yield requests that could be for another tool just as well: tool, reason, request.

    Two requests are alike if they say the same, and have slots for the same kinds of things.

    Args:
        requests: Ways to ask for tools.
        parameters: What every tool takes.
    """
    first: dict[str, str] = {}
    for tool, ways in requests.items():
        for way in ways:
            other = first.setdefault(_without_names(way, parameters.get(tool, {})), tool)
            if other != tool:
                yield tool, f"asks for {other} in the same words; say what tells {tool} apart", way


def _known(tool: Asked, nouns: frozenset[str]) -> _Known:
    first, *rest = tool.name.split("_")
    intent = [word.casefold() for word in WORD.findall(_SLOT.sub(" ", tool.intent))]
    details = " ".join((*tool.details, *tool.choices)).replace("_", " ").split()
    named = stems(" ".join(word for word in rest if word not in nouns))
    other = stems(" ".join(word for word in (*intent, *details) if word not in nouns))
    return _Known(
        asked=tool,
        verb=stem(first),
        telling=frozenset({stem(first)} | named),
        words=frozenset({stem(first)} | {stem(word) for word in intent[:1]} | named | other),
        nouns=nouns.intersection(rest),
    )


def _says_nothing(way: str) -> str:
    if _SLOT.search(way) or stems(way):
        return ""
    return "says nothing of what is wanted; name it"


def _asks_for(other: _Known, own: _Known, way: str, nouns: frozenset[str]) -> str:
    """Say by which word a request asks for another tool; "" if it does not."""
    said = dict(_said(way, own, nouns))
    strange = [stem for stem in said if stem in other.telling - own.words]
    is_vague = other.verb in _VAGUE or _mean_the_same(own, other)
    clear = [stem for stem in strange if stem == other.verb and not is_vague]
    if not strange or (not clear and _is_told(own, other, way, {*said})):
        return ""
    word = said[(clear or strange)[0]]
    return (
        f"asks for something else with {word!r}, by which {other.asked.name} is known; "
        f"ask for {own.asked.name}"
    )


def _said(way: str, own: _Known, nouns: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the stems that a request says, with their words, without what it calls things."""
    text = _TOLD.sub(",", _NEGATED.sub(",", _SLOT.sub(" ", way)))
    for found in WORD.finditer(text):
        word = found[0].casefold().replace("’", "'")
        is_noun = word in own.nouns or (word in nouns and not _ACTING.search(text[: found.start()]))
        if word not in EMPTY and not is_noun:
            yield stem(word), word


def _is_told(own: _Known, other: _Known, way: str, said: Collection[str]) -> bool:
    """Tell whether something in a request is of its own tool alone."""
    slots = {*_SLOT.findall(way)}
    if any(stem in own.words - other.words for stem in said) or any(
        name in slots and name not in other.asked.parameters for name in own.asked.details
    ):
        return True
    return (own.verb in _VAGUE or _mean_the_same(own, other)) and any(
        name in own.asked.parameters and name not in other.asked.parameters for name in slots
    )


def _mean_the_same(own: _Known, other: _Known) -> bool:
    return any({own.verb, other.verb} <= sense for sense in _SENSES)


def _without_names(way: str, parameters: Mapping[str, str]) -> str:
    """Return a request in plain words, with what its slots are for in their place."""
    plain = _SLOT.sub(lambda found: f" {parameters.get(found[1], found[1])} ", way)
    return " ".join(word.casefold() for word in WORD.findall(plain))

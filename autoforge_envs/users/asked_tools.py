"""Which tools of the user's a message of the agent asks them to use."""

import re
from collections.abc import Sequence
from functools import lru_cache

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.users import grammar
from autoforge_envs.users.biddings import Bidding, biddings
from autoforge_envs.users.understanding import Heard
from autoforge_envs.users.vocabulary import label_words, plain_words, stem

_NOTHING = re.compile(r"(?!)")
_BETWEEN = r" (?:(?:of|on|in|for|the|your|this|that) ){0,3}"


def asked_tools(heard: Heard, tools: Sequence[ToolInfo]) -> list[ToolInfo]:
    """Return the tools of theirs that a message asks the user to use."""
    said = frozenset().union(*(_stems_of(each.text) for each in heard.sentences)) if tools else ()
    named = [tool for tool in tools if not _stems_of_tool(tool.name, tool.intent).isdisjoint(said)]
    bidden = biddings(heard.sentences) if named else ()
    return [tool for tool in named if _is_bidden(tool.name, tool.intent, bidden)]


def is_asked_to(name: str, intent: str, heard: Heard) -> bool:
    """Tell whether a message asks the user to use a tool of theirs, by its name or its intent."""
    return _is_bidden(name, intent, biddings(heard.sentences))


def _is_bidden(name: str, intent: str, bidden: Sequence[Bidding]) -> bool:
    ways = _ways_of_naming(name, intent)
    return any(_is_wanted(way, each) for each in bidden for way in ways)


@lru_cache(maxsize=1024)
def _ways_of_naming(name: str, intent: str) -> tuple[tuple[str, ...], ...]:
    """Return the telling words of intent and name, the verb first; some names have none."""
    intended, named = _telling_words(intent), _telling_words(name)
    if named and named[0] in intended[1:]:
        named = (intended[0], *named)
    return tuple(way for way in (intended, named) if way)


@lru_cache(maxsize=1024)
def _stems_of_tool(name: str, intent: str) -> frozenset[str]:
    """Return the stems of which a message has at least one that asks for a tool: not its verb."""
    things = [way[1:] or way for way in _ways_of_naming(name, intent)]
    return frozenset(stem(word) for thing in things for word in thing)


def _telling_words(text: str) -> tuple[str, ...]:
    telling = label_words(text)
    return tuple(dict.fromkeys(word for word in plain_words(text.lower()) if word in telling))


def _is_wanted(words: Sequence[str], bidding: Bidding) -> bool:
    """Tell whether all that a tool is about is named, its verb in any of its forms.

    What is part of the thing's name is not its verb: the "roaming switch" asks for no switching.
    """
    verb, *thing = words
    missing = [word for word in thing if stem(word) not in _stems_of(bidding.about)]
    if (missing and len(missing) == len(thing)) or not _has_verb(verb, bidding.text):
        return False
    if not all(_has_synonym(word, bidding.text) for word in missing):
        return False
    return _has_verb(verb, _phrase(tuple(thing)).sub(" ", bidding.text))


def _has_verb(verb: str, text: str) -> bool:
    return _has_synonym(verb, text) or stem(verb) in _stems_of(text)


@lru_cache(maxsize=1024)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(map(stem, plain_words(text)))


@lru_cache(maxsize=1024)
def _phrase(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match the name of a thing where it stands in full: "roaming switch (of your) hotspot"."""
    if not words:
        return _NOTHING
    return re.compile(rf"\b{_BETWEEN.join(map(re.escape, words))}\b")


def _has_synonym(word: str, text: str) -> bool:
    return any(group.search(word) and group.search(text) for group in grammar.VERB_GROUPS)

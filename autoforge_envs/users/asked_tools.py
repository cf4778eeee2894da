"""Which tools of the user's a message of the agent asks them to use."""

from collections.abc import Sequence
from functools import lru_cache

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.users import grammar
from autoforge_envs.users.understanding import Heard
from autoforge_envs.users.vocabulary import label_words, plain_words, stem


def asked_tools(heard: Heard, tools: Sequence[ToolInfo]) -> list[ToolInfo]:
    """Return the tools of theirs that a message asks the user to use."""
    return [tool for tool in tools if is_asked_to(tool.name, tool.intent, heard)]


def is_asked_to(name: str, intent: str, heard: Heard) -> bool:
    """Tell whether a message asks the user to use a tool of theirs, by its name or its intent."""
    if not heard.directed:
        return False
    said = _stems_of(heard.directed)
    return any(_is_wanted(text, said, heard.directed) for text in (intent, name))


def _is_wanted(text: str, said: frozenset[str], directed: str) -> bool:
    """Tell whether all that a tool is about is named, its verb in any of its forms."""
    wanted = _words_by_stem(text)
    missing = [word for root, word in wanted if root not in said]
    return len(missing) < len(wanted) and all(_has_synonym(word, directed) for word in missing)


@lru_cache(maxsize=1024)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(map(stem, plain_words(text)))


@lru_cache(maxsize=1024)
def _words_by_stem(text: str) -> tuple[tuple[str, str], ...]:
    """Return stem and word of what a name or an intent is about."""
    return tuple((stem(word), word) for word in sorted(label_words(text)))


def _has_synonym(word: str, directed: str) -> bool:
    return any(group.search(word) and group.search(directed) for group in grammar.VERB_GROUPS)

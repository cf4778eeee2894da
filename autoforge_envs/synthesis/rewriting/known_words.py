"""Known words: what the things of a business are called, and by which words its tools are known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autoforge_envs.synthesis.composition.atlas import Atlas
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.composition.wording.names import class_words, plural
from autoforge_envs.synthesis.exploration import AnyTool
from autoforge_envs.synthesis.model_design.stems import WORD, stems
from autoforge_envs.synthesis.rewriting.free_words import Bounds

_SLOT = re.compile(r"\{\w*\}")
_NAMING = ("Choice", "Label", "PersonName", "City", "Country", "StreetAddress")
"""Types of cells that are said as they are."""

_MOST_WORDS = 5
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class KnownWords:
    """The words of one business.

    Attributes:
        nouns: Of its rows, in small letters.
        values: What its cells hold, in small letters.
        tools: Stems of the words by which each tool may be asked for.
        names: Stems of each changing tool's own name and intent.
    """

    nouns: tuple[str, ...]
    values: frozenset[str]
    tools: Mapping[str, frozenset[str]]
    names: Mapping[str, frozenset[str]]

    def bounds(self, intent: str) -> Bounds:
        """Return within which words a request for a tool may move."""
        own = self.tools.get(intent, frozenset())
        others = frozenset(word for name, words in self.names.items() for word in words)
        return Bounds(self.nouns, tuple(sorted(own)), tuple(sorted(others - own)))

    def added_values(self, words: str, before: str) -> list[str]:
        """Return values of the business that a text says and another does not."""
        return sorted((_groups(words) - _groups(before)) & self.values)


def learn_words(atlas: Atlas, phrasebook: Phrasebook) -> KnownWords:
    """Collect the words of a business."""
    said = phrasebook.requests
    return KnownWords(
        nouns=tuple(sorted(set(_nouns(atlas, phrasebook)))),
        values=frozenset(_values(atlas)),
        tools={name: _words_of(tool, *said.get(name, ())) for name, tool in atlas.tools.items()},
        names={tool.name: _words_of(tool) for tool in atlas.acting_tools()},
    )


def _words_of(tool: AnyTool, *sentences: str) -> frozenset[str]:
    texts = (tool.name.replace("_", " "), tool.intent, *sentences)
    return frozenset(word for text in texts for word in stems(_SLOT.sub(" ", text)))


def _nouns(atlas: Atlas, phrasebook: Phrasebook) -> Iterator[str]:
    shown = [view.shows for views in atlas.views.values() for view in views]
    classes = dict.fromkeys([*atlas.kinds, *shown])
    written = [way for name in phrasebook.rows for way in phrasebook.rows[name]]
    for noun in dict.fromkeys([*(class_words(name) for name in classes if name), *written]):
        for words in (noun, plural(noun)):
            yield from (word.casefold() for word in WORD.findall(words))


def _values(atlas: Atlas) -> Iterator[str]:
    for name, kind in atlas.kinds.items():
        columns = [each for each, type_ in kind.semantics.items() if type_.name in _NAMING]
        for row in atlas.rows[name]:
            for column in columns:
                value = getattr(row, column)
                if isinstance(value, str) and len(value) >= _SHORTEST:
                    yield _plain(value)


def _plain(text: str) -> str:
    return " ".join(word.casefold() for word in WORD.findall(text.replace("_", " ")))


def _groups(text: str) -> set[str]:
    """Return every few words of a text that follow each other."""
    words = _plain(text).split()
    return {
        " ".join(words[start : start + count])
        for start in range(len(words))
        for count in range(1, _MOST_WORDS + 1)
        if start + count <= len(words)
    }

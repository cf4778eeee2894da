"""The designer without a model: archetype, features, variants and words, all drawn from a seed."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from zlib import crc32

import numpy as np

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.assembly import Sources, assemble, has_clash, table_source
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Vocabulary
from autoforge_envs.synthesis.design.catalogue import ARCHETYPES, FEATURES
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.design.identity import IDENTITY, party_names
from autoforge_envs.synthesis.design.nouns import all_forms
from autoforge_envs.synthesis.design.people import COUNTRIES, People
from autoforge_envs.synthesis.design.population import Population
from autoforge_envs.synthesis.design.procedure import TEMPLATE, procedure_names
from autoforge_envs.synthesis.design.source import TableSource, read_tables, read_tools
from autoforge_envs.synthesis.design.templates import Section, render

MIN_TABLES, MIN_TOOLS, MIN_RULES = 8, 14, 10
"""What a business has at least; features are added until it does."""

_MIN_FEATURES, _MAX_FEATURES = 2, 5
_PROCEDURE_RULES = 2
_FIRST_DAY = date(2025, 1, 6)
_STREAM = 0x41464F52
"""Tells this designer's random stream apart from those of other stages with the same seed."""


def find_archetype(name: str) -> Archetype:
    """Return the archetype of a name.

    Raises:
        DesignError: There is none.
    """
    for archetype in ARCHETYPES:
        if archetype.name == name:
            return archetype
    names = ", ".join(each.name for each in ARCHETYPES)
    raise DesignError(f"there is no archetype {name!r}; there are {names}")


@dataclass(frozen=True, slots=True)
class TemplateDesigner:
    """Designs businesses from templates.

    Attributes:
        archetype: Its name; "" to draw one from the seed.
        domain: What the domain is called; "" for archetype and seed.
        vocabulary: Title of one of the archetype's vocabularies; "" to draw one.
        split: Whether whole-domain splits count it as "train" or "held_out".
    """

    archetype: str = ""
    domain: str = ""
    vocabulary: str = ""
    split: str = "train"

    @property
    def name(self) -> str:
        """What ledgers and manifests call it."""
        return "templates"

    def design(self, seed: int) -> Draft:
        """Design one business.

        Args:
            seed: Zero or more; the same seed gives the same bytes.

        Raises:
            DesignError: The seed is negative, or an option names nothing there is.
        """
        if seed < 0:
            raise DesignError(f"the seed is {seed}; give zero or more")
        chance = Chance(np.random.default_rng([_STREAM, seed]))
        archetype = self._archetype(chance)
        vocabulary = self._vocabulary(archetype, chance)
        plan = _Plan(archetype, vocabulary, seed)
        sources = plan.sources()
        clock = _draw_clock(chance)
        return Draft(
            name=self.domain or f"{archetype.name}_{seed}",
            version=0,
            title=vocabulary.title,
            description=f"You answer {plan.names['parties_words']} of {vocabulary.title}, "
            f"{vocabulary.about}",
            clock=clock,
            designer={
                "name": self.name,
                "seed": seed,
                "model": None,
                "archetype": archetype.name,
                "features": [feature.name for feature in plan.features],
            },
            models=sources.models,
            tools=sources.tools,
            rules=sources.rules,
            records=plan.records(sources, clock),
            split=self.split,
            phrasebook=_phrasebook(plan.sections),
        )

    def _archetype(self, chance: Chance) -> Archetype:
        drawn = chance.pick(ARCHETYPES)
        return find_archetype(self.archetype) if self.archetype else drawn

    def _vocabulary(self, archetype: Archetype, chance: Chance) -> Vocabulary:
        drawn = chance.pick(archetype.vocabularies)
        if not self.vocabulary:
            return drawn
        titles = {each.title: each for each in archetype.vocabularies}
        if self.vocabulary not in titles:
            raise DesignError(
                f"{archetype.name} has no vocabulary {self.vocabulary!r}; "
                f"there are {', '.join(titles)}"
            )
        return titles[self.vocabulary]


class _Plan:
    """One business while it is drawn: blocks, names, rendered sections."""

    def __init__(self, archetype: Archetype, vocabulary: Vocabulary, seed: int) -> None:
        self._seed = seed
        self._core = archetype.core
        self._given: dict[str, Any] = {
            **all_forms(vocabulary.nouns),
            **party_names(vocabulary),
            **vocabulary.words,
            **archetype.slots,
            "title": vocabulary.title,
            "num_parties": archetype.parties,
        }
        self.names: dict[str, Any] = {}
        self.features: list[Block] = []
        self.blocks: tuple[Block, ...] = ()
        self.sections: list[Section] = []
        self._settle()

    def _settle(self) -> None:
        """Draw features, and more of them until the business is large enough."""
        chance = self._chance("features")
        wanted = chance.between(_MIN_FEATURES, _MAX_FEATURES)
        self._render()
        for feature in chance.shuffled(FEATURES):
            if len(self.features) >= wanted and _is_large(self.sections):
                return
            if all(need in self._given for need in feature.needs):
                self._try(feature)

    def _try(self, feature: Block) -> None:
        """Add a feature, unless it calls something by a name that another block has taken."""
        self.features.append(feature)
        self._render()
        if has_clash(self.sections):
            self.features.remove(feature)
            self._render()

    def _render(self) -> None:
        """Let every block draw its variants from a stream of its own, then render all."""
        present = {feature.name for feature in self.features}
        flags = {f"with_{feature.name}": feature.name in present for feature in FEATURES}
        self.names = {**self._given, **flags}
        in_order = [feature for feature in FEATURES if feature.name in present]
        for block in (*in_order, self._core, IDENTITY):
            self.names |= block.choose(self._chance(block.name), self.names)
        self.blocks = (IDENTITY, self._core, *in_order)
        self.sections = [s for block in self.blocks for s in render(block.template, self.names)]

    def _chance(self, name: str) -> Chance:
        return Chance(np.random.default_rng([_STREAM, self._seed, crc32(name.encode())]))

    def sources(self) -> Sources:
        """Write the code."""
        tables = read_tables(table_source(self.sections))
        tool_texts = [s.text for s in self.sections if s.kind == "tools"]
        tools = read_tools("\n\n\n".join(tool_texts))
        names = {**self.names, **procedure_names(tables, tools, str(self.names["Party"]))}
        return assemble(str(self.names["title"]), [*render(TEMPLATE, names), *self.sections])

    def records(self, sources: Sources, clock: str) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """Make the first rows."""
        tables = read_tables(sources.models)
        _check_prefixes(tables)
        chance = self._chance("population")
        population = Population(chance, clock, tables, self.names)
        locales = tuple(chance.some(sorted(COUNTRIES), chance.between(1, 3)))
        people = People(population, locales)
        for block in self.blocks:
            block.populate(population, people, self.names)
        return tuple(population.records())


def _check_prefixes(tables: Mapping[str, TableSource]) -> None:
    owners: dict[str, str] = {}
    for model, table in tables.items():
        if owners.setdefault(table.prefix, model) != model:
            raise DesignError(
                f"keys of {model} and {owners[table.prefix]} both begin with {table.prefix}; "
                "change one prefix"
            )


def _is_large(sections: Sequence[Section]) -> bool:
    def count(kind: str, mark: str) -> int:
        return sum(section.text.count(mark) for section in sections if section.kind == kind)

    return (
        count("tables", "__tablename__") >= MIN_TABLES
        and count("tools", "@tool(") >= MIN_TOOLS
        and count("rules", "@rule(") + _PROCEDURE_RULES >= MIN_RULES
    )


def _draw_clock(chance: Chance) -> str:
    day = _FIRST_DAY + timedelta(days=7 * chance.between(0, 90) + chance.between(0, 4))
    return f"{day.isoformat()}T{chance.between(8, 16):02d}:{chance.pick((0, 15, 30, 45)):02d}:00"


def _phrasebook(sections: Sequence[Section]) -> Phrasebook:
    """Read the phrases of all blocks: TOML with one table a kind of phrase."""
    kinds = {field.name for field in fields(Phrasebook)}
    merged: dict[str, dict[str, tuple[str, ...]]] = {kind: {} for kind in kinds}
    for section in sections:
        if section.kind == "phrases":
            for kind, phrases in _read_phrases(section.text).items():
                if kind not in kinds:
                    raise DesignError(f"phrases: no kind {kind!r}; there are {sorted(kinds)}")
                merged[kind] |= {name: tuple(ways) for name, ways in phrases.items()}
    return Phrasebook(**merged)


def _read_phrases(text: str) -> dict[str, dict[str, list[str]]]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DesignError(f"phrases: {error}; mend the template") from error

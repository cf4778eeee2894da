"""From tool documents and a seed to a plan: all of a business but its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.identity import IDENTITY, party_names
from autoforge_envs.synthesis.design.nouns import all_forms
from autoforge_envs.synthesis.design.templates import Section, render
from autoforge_envs.synthesis.documents.cleaning import unique_names
from autoforge_envs.synthesis.documents.neutral_form import ToolDocuments
from autoforge_envs.synthesis.schema_design.business import Business, Field, Operation
from autoforge_envs.synthesis.schema_design.pairing import Pair
from autoforge_envs.synthesis.schema_design.policies import policies_of
from autoforge_envs.synthesis.schema_design.understanding import understand
from autoforge_envs.synthesis.schema_design.values import Range
from autoforge_envs.synthesis.schema_design.writing.entity_texts import EntityText, entity_text
from autoforge_envs.synthesis.schema_design.writing.naming import (
    Names,
    names_of,
    pairs,
    table_name,
)

_TEMPLATE = Path(__file__).with_name("business.jinja")
_FIRST_DAY = date(2025, 1, 6)


@dataclass(frozen=True, slots=True)
class Plan:
    """A business, spelled out.

    Attributes:
        clock: The time it is there.
        identity: How customers are found and checked, as names that templates use.
        texts: Its tables with their tools and rules.
    """

    business: Business
    names: Names
    clock: str
    identity: Mapping[str, Any]
    texts: tuple[EntityText, ...]

    @property
    def given(self) -> dict[str, Any]:
        """What the names in templates stand for."""
        return {**_words(self.business), **self.identity}

    @property
    def sections(self) -> list[Section]:
        """Its own tables, tools and rules, without those that every business has."""
        own = {**self.given, "owner": self.names.owner, "entities": self.texts}
        return render(_TEMPLATE, own)

    @property
    def shared(self) -> list[str]:
        """Classes of what belongs to somebody and is there for others too."""
        return [text.cls for text in self.texts if text.entity.is_shared]

    @property
    def public(self) -> list[str]:
        """Tools that show one of these."""
        shared = {text.entity.name for text in self.texts if text.entity.is_shared}
        operations = self.business.operations
        return [op.name for op in operations if op.kind == "get" and op.entity in shared]

    @property
    def ranges(self) -> dict[str, Range]:
        """The numbers that columns may hold, by "Model.column"."""
        return {
            f"{text.cls}.{each.name}": (each.least or 0, each.most)
            for text in self.texts
            for each in text.entity.fields
            if each.most is not None and each.most > (each.least or 0)
        }

    @property
    def pairs(self) -> list[Pair]:
        """The choices that tell whether a row refers to something."""
        return [
            Pair(table_name(text.entity), choice, word, _another(column, word), reference)
            for text in self.texts
            for choice, word, reference in pairs(text.entity)
            if (column := text.entity.field(choice)) is not None
        ]


def make_plan(documents: ToolDocuments, chance: Chance) -> Plan:
    """Plan a business.

    Args:
        documents: They tell tables and tools.
        chance: Draws the clock, how customers are identified, and who enforces which rules.

    Raises:
        DesignError: The documents do not tell enough.
    """
    business = completed(understand(documents))
    clock = _draw_clock(chance)
    words = _words(business)
    identity = IDENTITY.choose(chance, words)
    names = names_of(business, str(words["party_prefix"]))
    policies = policies_of(business, chance)
    texts = tuple(
        entity_text(business, names, each, [p for p in policies if p.entity == each.name])
        for each in business.entities.values()
    )
    return Plan(business, names, clock, identity, texts)


def completed(business: Business) -> Business:
    """Add the tools without which nobody finds what others are about: lists."""
    operations = [*business.operations, *_missing_lists(business)]
    names = unique_names(each.name for each in operations)
    renamed = (replace(each, name=name) for each, name in zip(operations, names, strict=True))
    return replace(business, operations=tuple(renamed))


def _missing_lists(business: Business) -> Iterator[Operation]:
    has_own = {op.entity for op in business.operations if op.kind == "list_own"}
    for name, entity in business.entities.items():
        if entity.owner and name not in has_own:
            many = entity.noun.many.replace(" ", "_")
            yield Operation(f"list_{business.party.snake}_{many}", "list_own", name)
    needed = {f.references for op in business.operations for f in op.parameters if f.references}
    listed = {op.entity for op in business.operations if op.kind == "list"}
    for name, entity in business.entities.items():
        if name in needed - listed:
            yield Operation(f"list_{entity.noun.many.replace(' ', '_')}", "list", name)


def _words(business: Business) -> dict[str, Any]:
    """Return what the business and its party are called."""
    vocabulary = Vocabulary(business.title, "", {"party": business.party})
    return {
        **all_forms(vocabulary.nouns),
        **party_names(vocabulary),
        "title": business.title,
    }


def _another(column: Field, word: str) -> str:
    """Return another word of a choice."""
    return next(each for each in column.choices if each != word)


def _draw_clock(chance: Chance) -> str:
    day = _FIRST_DAY + timedelta(days=7 * chance.between(0, 90) + chance.between(0, 4))
    return f"{day.isoformat()}T{chance.between(8, 16):02d}:{chance.pick((0, 15, 30, 45)):02d}:00"

"""The designer of tool documents that asks no language model: what schemas tell is all there is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.assembly import Sources, assemble, table_source
from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.draft import Draft, Record
from autoforge_envs.synthesis.design.identity import IDENTITY, party_names
from autoforge_envs.synthesis.design.nouns import all_forms
from autoforge_envs.synthesis.design.procedure import TEMPLATE as PROCEDURE
from autoforge_envs.synthesis.design.procedure import procedure_names
from autoforge_envs.synthesis.design.source import read_tables, read_tools
from autoforge_envs.synthesis.design.templates import Section, render
from autoforge_envs.synthesis.documents.cleaning import clean_name, unique_names
from autoforge_envs.synthesis.documents.neutral_form import ToolDocuments
from autoforge_envs.synthesis.schema_design.business import Business, Entity, Field, Operation
from autoforge_envs.synthesis.schema_design.phrases import phrases_of
from autoforge_envs.synthesis.schema_design.policies import policies_of
from autoforge_envs.synthesis.schema_design.population import populate
from autoforge_envs.synthesis.schema_design.understanding import understand
from autoforge_envs.synthesis.schema_design.values import Range
from autoforge_envs.synthesis.schema_design.writing.entity_texts import entity_text
from autoforge_envs.synthesis.schema_design.writing.naming import (
    Names,
    names_of,
    pairs,
    table_name,
)

_TEMPLATE = Path(__file__).with_name("business.jinja")
_FIRST_DAY = date(2025, 1, 6)
_STREAM = 0x5C4E4D41
"""Tells this designer's random stream apart from those of other stages with the same seed."""


@dataclass(frozen=True, slots=True)
class SchemaDesigner:
    """Designs businesses from tool documents.

    The documents decide tables and tools; the seed decides how customers are identified, who
    enforces a rule and how strict it is, the clock, and all rows.

    Attributes:
        documents: What was read.
        domain: What the domain is called; "" for the documents' title and the seed.
        split: Whether whole-domain splits count it as "train" or "held_out".
        digest: Of the documents, which its `repr` tells in their place.
    """

    documents: ToolDocuments = field(repr=False)
    domain: str = ""
    split: str = "train"
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the documents' digest over."""
        object.__setattr__(self, "digest", self.documents.digest)

    @property
    def name(self) -> str:
        """What ledgers and manifests call it."""
        return "schemas"

    def design(self, seed: int) -> Draft:
        """Design one business.

        Args:
            seed: Zero or more; the same seed and documents give the same bytes.

        Raises:
            DesignError: The seed is negative, or the documents do not tell enough.
        """
        if seed < 0:
            raise DesignError(f"the seed is {seed}; give zero or more")
        business = completed(understand(self.documents))
        chance = Chance(np.random.default_rng([_STREAM, seed]))
        clock = _draw_clock(chance)
        plan = _Plan(business, chance)
        sources = plan.sources()
        parties = business.party.many
        return Draft(
            name=self.domain or f"{clean_name(business.title, 'business')[:30].rstrip('_')}_{seed}",
            version=0,
            title=business.title,
            description=f"You answer {parties} of {business.title}. You look things up for them, "
            "and change what is theirs.",
            clock=clock,
            designer={
                "name": self.name,
                "seed": seed,
                "model": None,
                "documents": self.documents.source,
                "digest": self.documents.digest,
                "left_out": dict(business.left_out),
            },
            models=sources.models,
            tools=sources.tools,
            rules=sources.rules,
            records=plan.records(sources, clock, np.random.default_rng([_STREAM, seed, 1])),
            split=self.split,
            phrasebook=phrases_of(business, plan.names),
        )


def completed(business: Business) -> Business:
    """Add the tools without which nobody finds what others are about: lists."""
    has_own = {op.entity for op in business.operations if op.kind == "list_own"}
    added = [
        Operation(
            f"list_{business.party.snake}_{entity.noun.many.replace(' ', '_')}", "list_own", name
        )
        for name, entity in business.entities.items()
        if entity.owner and name not in has_own
    ]
    needed = {f.references for op in business.operations for f in op.parameters if f.references}
    listed = {op.entity for op in business.operations if op.kind == "list"}
    added += [
        Operation(f"list_{entity.noun.many.replace(' ', '_')}", "list", name)
        for name, entity in business.entities.items()
        if name in needed - listed
    ]
    operations = [*business.operations, *added]
    names = unique_names(each.name for each in operations)
    renamed = (replace(each, name=name) for each, name in zip(operations, names, strict=True))
    return replace(business, operations=tuple(renamed))


class _Plan:
    """One business while its code is written."""

    def __init__(self, business: Business, chance: Chance) -> None:
        self._business = business
        vocabulary = Vocabulary(business.title, "", {"party": business.party})
        given: dict[str, Any] = {
            **all_forms(vocabulary.nouns),
            **party_names(vocabulary),
            "title": business.title,
        }
        self._given = {**given, **IDENTITY.choose(chance, given)}
        self.names: Names = names_of(business, str(self._given["party_prefix"]))
        policies = policies_of(business, chance)
        texts = [
            entity_text(business, self.names, each, [p for p in policies if p.entity == each.name])
            for each in business.entities.values()
        ]
        self._sections = [
            *render(IDENTITY.template, self._given),
            *self._party_columns(),
            *render(_TEMPLATE, {**self._given, "owner": self.names.owner, "entities": texts}),
        ]

    def _party_columns(self) -> Iterator[Section]:
        lines = [f"{f.name}: Mapped[{_annotation(f)}]" for f in self._business.party_fields]
        if lines:
            yield Section("columns", self.names.party, "\n".join(lines))

    def sources(self) -> Sources:
        """Write the code."""
        tables = read_tables(table_source(self._sections))
        texts = [section.text for section in self._sections if section.kind == "tools"]
        procedure = procedure_names(tables, read_tools("\n\n\n".join(texts)), self.names.party)
        public = {
            op.name
            for op in self._business.operations
            if op.kind == "get" and self._business.entities[op.entity].is_shared
        }
        procedure["personal_views"] = [
            view for view in procedure["personal_views"] if view not in public
        ]
        sections = [*render(PROCEDURE, {**self._given, **procedure}), *self._sections]
        return assemble(self._business.title, sections)

    def records(
        self, sources: Sources, clock: str, generator: np.random.Generator
    ) -> tuple[Record, ...]:
        """Make the first rows."""
        shared = [
            self.names.classes[name]
            for name, entity in self._business.entities.items()
            if entity.is_shared
        ]
        rows = populate(
            sources.models,
            clock,
            generator,
            party=self.names.party,
            shared=shared,
            ranges=self._ranges(),
        )
        return tuple(self._paired(rows))

    def _ranges(self) -> Mapping[str, Range]:
        return {
            f"{self.names.classes[name]}.{each.name}": (each.least or 0, each.most)
            for name, entity in self._business.entities.items()
            for each in entity.fields
            if each.most is not None and each.most > (each.least or 0)
        }

    def _paired(self, rows: Sequence[Record]) -> Iterator[Record]:
        """Empty references that a row's choice says it has not, and set the choice where it has."""
        entities = {table_name(each): each for each in self._business.entities.values()}
        for table, values in rows:
            row = dict(values)
            for choice, word, reference in pairs(entities[table]) if table in entities else ():
                if row[choice] != word:
                    row[reference] = None
                elif row[reference] is None:
                    row[choice] = _another(entities[table], choice, word)
            yield table, row


def _another(entity: Entity, choice: str, word: str) -> str:
    """Return another word of a choice."""
    column = entity.field(choice)
    return next(each for each in (column.choices if column else ()) if each != word)


def _annotation(column: Field) -> str:
    """Return what the party's table says of a column that a document adds."""
    words = ", ".join(f'"{word}"' for word in column.choices)
    return f"Literal[{words}] | None" if words else f"{column.type} | None"


def _draw_clock(chance: Chance) -> str:
    day = _FIRST_DAY + timedelta(days=7 * chance.between(0, 90) + chance.between(0, 4))
    return f"{day.isoformat()}T{chance.between(8, 16):02d}:{chance.pick((0, 15, 30, 45)):02d}:00"

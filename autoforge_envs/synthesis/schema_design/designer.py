"""The designer of tool documents that asks no language model: what schemas tell is all there is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.assembly import Sources, assemble, table_source
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.draft import Draft, Record
from autoforge_envs.synthesis.design.identity import IDENTITY
from autoforge_envs.synthesis.design.procedure import TEMPLATE as PROCEDURE
from autoforge_envs.synthesis.design.procedure import procedure_names
from autoforge_envs.synthesis.design.source import read_tables, read_tools
from autoforge_envs.synthesis.design.templates import Section, render
from autoforge_envs.synthesis.documents.cleaning import clean_name
from autoforge_envs.synthesis.documents.neutral_form import ToolDocuments
from autoforge_envs.synthesis.schema_design.business import Business, Field
from autoforge_envs.synthesis.schema_design.pairing import pair_up
from autoforge_envs.synthesis.schema_design.phrases import phrases_of
from autoforge_envs.synthesis.schema_design.planning import Plan, make_plan
from autoforge_envs.synthesis.schema_design.population import populate
from autoforge_envs.synthesis.schema_design.understanding import understand

_STREAM = 0x5C4E4D41
"""Tells this designer's random stream apart from those of other stages with the same seed."""


_LEAST, _LEAST_ALONE = 3, 4
"""Tools that change something, and parameters of these, that there are at least: together, for two
tools or more and for one. With fewer no seed has been seen to give tasks of all levels."""


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
        plan = plan_of(self.documents, seed)
        business = plan.business
        sources = _sources(plan)
        return Draft(
            name=self.domain or f"{name_of(business)}_{seed}",
            version=0,
            title=business.title,
            description=f"You answer {business.party.many} of {business.title}. You look things up "
            "for them, and change what is theirs.",
            clock=plan.clock,
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
            records=_records(plan, sources, generator_of_rows(seed)),
            split=self.split,
            phrasebook=phrases_of(business, plan.names),
        )


def plan_of(documents: ToolDocuments, seed: int) -> Plan:
    """Plan the business of a seed.

    Raises:
        DesignError: The seed is negative, or the documents do not tell enough.
    """
    if seed < 0:
        raise DesignError(f"the seed is {seed}; give zero or more")
    return make_plan(documents, Chance(np.random.default_rng([_STREAM, seed])))


def check_documents(documents: ToolDocuments) -> None:
    """Refuse documents that tell too little to make a domain of.

    Raises:
        DesignError: They do not tell enough, or customers could want too little for tasks of all
            levels.
    """
    writing = [each for each in understand(documents).operations if each.writes]
    num_said = sum(len(each.parameters) for each in writing)
    if len(writing) + num_said < (_LEAST_ALONE if len(writing) == 1 else _LEAST):
        names = " and ".join(each.name for each in writing)
        raise DesignError(
            f"{documents.title}: customers can only ask for {names}, which is too little to make "
            "tasks of all levels of; give documents with more tools that change something, or a "
            "model"
        )


def name_of(business: Business) -> str:
    """Return the identifier of a business."""
    return clean_name(business.title, "business")[:30].rstrip("_")


def generator_of_rows(seed: int) -> np.random.Generator:
    """Return what the rows of a seed are drawn from."""
    return np.random.default_rng([_STREAM, seed, 1])


def _sources(plan: Plan) -> Sources:
    """Write the code."""
    sections = [
        *render(IDENTITY.template, plan.given),
        *_party_columns(plan),
        *plan.sections,
    ]
    tables = read_tables(table_source(sections))
    texts = [section.text for section in sections if section.kind == "tools"]
    procedure = procedure_names(tables, read_tools("\n\n\n".join(texts)), plan.names.party)
    views = [view for view in procedure["personal_views"] if view not in plan.public]
    rules = render(PROCEDURE, {**plan.given, **procedure, "personal_views": views})
    return assemble(plan.business.title, [*rules, *sections])


def _party_columns(plan: Plan) -> Iterator[Section]:
    lines = [f"{f.name}: Mapped[{_annotation(f)}]" for f in plan.business.party_fields]
    if lines:
        yield Section("columns", plan.names.party, "\n".join(lines))


def _records(plan: Plan, sources: Sources, generator: np.random.Generator) -> tuple[Record, ...]:
    """Make the first rows."""
    rows = populate(
        sources.models,
        plan.clock,
        generator,
        party=plan.names.party,
        shared=plan.shared,
        ranges=plan.ranges,
    )
    return tuple(pair_up(rows, plan.pairs))


def _annotation(column: Field) -> str:
    """Return what the party's table says of a column that a document adds."""
    words = ", ".join(f'"{word}"' for word in column.choices)
    return f"Literal[{words}] | None" if words else f"{column.type} | None"

"""What a design starts from where schemas tell enough: the business that rules make of them."""

from collections.abc import Iterator

from autoforge_envs.synthesis.design.assembly import pieces
from autoforge_envs.synthesis.design.templates import Section
from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Column, Outline, Table
from autoforge_envs.synthesis.model_design.sources import Source
from autoforge_envs.synthesis.schema_design.business import Entity, Field
from autoforge_envs.synthesis.schema_design.designer import name_of
from autoforge_envs.synthesis.schema_design.phrases import phrases_of
from autoforge_envs.synthesis.schema_design.planning import Plan
from autoforge_envs.synthesis.schema_design.tool_shapes import record_of
from autoforge_envs.synthesis.schema_design.writing.entity_texts import EntityText
from autoforge_envs.synthesis.schema_design.writing.naming import Names

_SECTIONS = {"tools": "tool", "limits": "limit", "rules": "rule"}


def tell_enough(documents: ToolDocuments) -> bool:
    """Tell whether most tools that read say by a schema what they show."""
    reading = [tool for tool in documents.tools if tool.effect == "read"]
    showing = [tool for tool in reading if record_of(tool.returns)]
    return 2 * len(showing) > len(reading)


def blueprint_of(plan: Plan) -> Blueprint:
    """Return a plan as a blueprint, whose parts a model can replace."""
    business = plan.business
    things = [entity.noun.many for entity in business.entities.values()]
    spoken = " and ".join([*([", ".join(things[:-1])] if things[1:] else []), things[-1]])
    return Blueprint(
        name=name_of(business),
        title=business.title,
        about=f"a business with {spoken}.",
        party=business.party,
        identity=plan.identity,
        party_columns=tuple(_party_column(each) for each in business.party_fields),
        tables=tuple(_table(text, plan.names) for text in plan.texts),
        outline=tuple(
            Outline(tool.operation.name, tool.summary, tool.operation.writes)
            for text in plan.texts
            for tool in text.tools
        ),
        ranges=plan.ranges,
        sources=tuple(source for section in plan.sections for source in _sources(section)),
        phrasebook=phrases_of(business, plan.names),
        drafted=True,
        shared=tuple(plan.shared),
        public=tuple(plan.public),
        pairs=tuple(plan.pairs),
    )


def _sources(section: Section) -> Iterator[Source]:
    """Cut a section of tools or rules into its definitions."""
    if section.kind in _SECTIONS:
        for piece in pieces(section.text, section.title):
            yield Source(_SECTIONS[section.kind], piece.name, piece.text, section.title)


def _table(text: EntityText, names: Names) -> Table:
    owner = text.entity.owner
    columns = [Column(owner, "Reference", to=names.party)] if owner else []
    columns += [_column(text.entity, field, names) for field in text.entity.fields]
    return Table(text.cls, text.table, text.docstring, tuple(columns), text.prefix)


def _column(entity: Entity, field: Field, names: Names) -> Column:
    return Column(
        name=field.name,
        kind=field.type,
        to=names.classes[field.references] if field.references else "",
        choices=field.choices,
        alias=names.alias(entity, field) if field.choices else "",
        optional=field.nullable,
        unique=field.unique,
    )


def _party_column(field: Field) -> Column:
    return Column(field.name, field.type, choices=field.choices, optional=True)

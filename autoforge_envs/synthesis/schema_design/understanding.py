"""From tool documents to a business: which tables there are, whose they are, what tools do."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument, ToolDocuments
from autoforge_envs.synthesis.schema_design.business import (
    Business,
    Entity,
    Field,
    Operation,
    is_status,
)
from autoforge_envs.synthesis.schema_design.operations import operation_of
from autoforge_envs.synthesis.schema_design.resources import Resource, find_resources
from autoforge_envs.synthesis.schema_design.semantics import PERSONS, field_of, referred
from autoforge_envs.synthesis.schema_design.tool_names import PARTIES
from autoforge_envs.synthesis.schema_design.tool_shapes import keys_in_path, taken_by
from autoforge_envs.synthesis.schema_design.wording import noun_of

MAX_ENTITIES = 30
_MAX_FIELDS = 24
_HAVE_DEFAULTS = ("Choice", "Flag", "Quantity", "Number", "Percentage", "Money")

_TECHNICAL = re.compile(
    r"\b(rest|open ?api|swagger|api|specification|spec|sample|server|v?\d+(\.\d+)*)\b|[-–—,:]",
    re.IGNORECASE,
)
_PARTY_HAS = frozenset(
    "id name first_name last_name full_name email phone phone_number address street city country "
    "postal_code zip password pin date_of_birth birthday".split()
)
"""What the table of the party has anyhow, or does without."""


def understand(documents: ToolDocuments) -> Business:
    """Understand tool documents as a business.

    Raises:
        DesignError: There is nothing in them that could be changed for a customer.
    """
    resources, homeless = find_resources(documents.tools)
    left_out = {tool.name: _homeless(tool) for tool in homeless}
    party_name = next((name for name in PARTIES if name in resources), "")
    party = noun_of((party_name or _party_named(resources)).replace(" ", "_"))
    entities = _entities(resources, party, party_name)
    operations: list[Operation] = []
    for tool in (tool for tool in documents.tools if tool not in homeless):
        resource = next(r for r in resources.values() if tool in r.tools)
        found = operation_of(tool, resource, entities, is_party=resource.name == party_name)
        if isinstance(found, Operation):
            operations.append(found)
        else:
            left_out[tool.name] = found
    entities = {
        name: _with_gaps(_with_statuses(each, operations), operations)
        for name, each in _needed(entities, operations).items()
    }
    if not any(operation.writes for operation in operations):
        raise DesignError(
            f"{documents.title}: no tool changes anything that a customer could have; "
            "give documents with tools that do, or a model"
        )
    fields = _party_fields(resources[party_name]) if party_name else ()
    title = plain_title(documents.title)
    return Business(title, party, fields, entities, tuple(operations), left_out)


def _needed(entities: Mapping[str, Entity], operations: list[Operation]) -> dict[str, Entity]:
    """Drop what no tool is about and nothing kept refers to."""
    needed = {each.entity for each in operations}
    for _ in entities:
        needed |= {
            f.references for name in entities if name in needed for f in entities[name].fields
        }
    return {name: each for name, each in entities.items() if name in needed}


def _homeless(tool: ToolDocument) -> str:
    """Say why a tool is left out that is about no kind of thing."""
    if tool.path or tool.effect == "read":
        return "it shows and takes nothing that a table could hold"
    return "nothing tells what it does to what; call it by a verb and a thing: 'cancel_order'"


def _with_statuses(entity: Entity, operations: list[Operation]) -> Entity:
    """Let an entity have the statuses that actions on it lead to."""
    reached = [op.status for op in operations if op.entity == entity.name and op.kind == "move"]
    if not reached:
        return entity
    status = entity.status or Field("status", "Choice", ("open",), is_given=False)
    choices = tuple(dict.fromkeys([*status.choices, *reached]))
    others = tuple(each for each in entity.fields if each.name != status.name)
    return replace(entity, fields=(*others, replace(status, choices=choices)))


def _with_gaps(entity: Entity, operations: list[Operation]) -> Entity:
    """Let be empty what some tool that makes rows does not ask for and nothing stands for."""
    asked = [
        {each.name for each in op.parameters}
        for op in operations
        if op.entity == entity.name and op.kind == "create"
    ]
    fields = (
        replace(field, nullable=True)
        if field.type not in _HAVE_DEFAULTS and any(field.name not in names for names in asked)
        else field
        for field in entity.fields
    )
    return replace(entity, fields=tuple(fields))


def plain_title(title: str) -> str:
    """Return a title without what is technical about it: "Redocly Museum API"."""
    return " ".join(_TECHNICAL.sub(" ", title).split()) or "The business"


def _party_named(resources: Mapping[str, Resource]) -> str:
    """Return the noun of those whom properties or paths name by key: "customer_id"."""
    names = {
        referred(name, schema)
        for resource in resources.values()
        for tool in resource.tools
        for name, schema in taken_by(tool).items()
    }
    names |= {thing for each in resources.values() for thing in _above(each)}
    return next((party for party in PARTIES if party in names), PARTIES[0])


def _entities(resources: Mapping[str, Resource], party: Noun, party_name: str) -> dict[str, Entity]:
    known = [each for each in resources.values() if each.name not in (party_name, party.singular)]
    things = known[:MAX_ENTITIES]
    names = [each.name for each in things]
    entities = {each.name: _entity(each, names, party) for each in things}
    referred_to = {f.references for entity in entities.values() for f in entity.fields}
    return {
        name: _told_apart(entity) if name in referred_to else entity
        for name, entity in entities.items()
    }


def _told_apart(entity: Entity) -> Entity:
    """Let people choose among things of a kind: each has a name, if it has no other text."""
    has_text = any(each.type in ("Label", "PersonName") for each in entity.fields)
    kind = "PersonName" if entity.name in PERSONS else "Label"
    name = () if has_text else (Field("name", kind, is_given=False),)
    return replace(entity, fields=(*name, *entity.fields), is_shared=bool(entity.owner))


def _entity(resource: Resource, names: list[str], party: Noun) -> Entity:
    fields: dict[str, Field] = {}
    for name, schema in resource.properties.items():
        if name in resource.keys or len(fields) >= _MAX_FIELDS:
            continue
        target = referred(name, schema)
        if target in (party.singular, "owner", "account") or name == "email":
            continue
        entity = _entity_called(target, names)
        required = _is_required(name, resource)
        if entity and entity != resource.name:
            found: Field | None = Field(
                f"{target.replace(' ', '_')}_id", "Reference", (), entity, nullable=not required
            )
        else:
            found = field_of(name, schema, required=required, about=resource.name)
        if found is not None:
            fields[found.name] = _settled(found, name, resource)
    owner = f"{party.snake}_id" if _belongs_to(resource, party) else ""
    used = _keys_used(resource)
    key = next((k for k in resource.keys if k.endswith("_id") and k in used), "")
    noun = noun_of(resource.name.replace(" ", "_"))
    columns = tuple(_usable(fields)) or (Field("name", "Label", is_given=False),)
    return Entity(noun, key or f"{noun.snake}_id", columns, owner)


def _belongs_to(resource: Resource, party: Noun) -> bool:
    """Tell whether things of a kind are somebody's: some tool changes them, or asks whose."""
    names = {*resource.properties, *_keys_used(resource)}
    asked = any(name.removesuffix("_id") == party.snake for name in names)
    return (
        asked
        or party.singular in _above(resource)
        or any(tool.effect != "read" for tool in resource.tools)
    )


def _above(resource: Resource) -> list[str]:
    """Return the things whose keys stand in paths: "/residents/{residentNo}/vehicles"."""
    return [thing for tool in resource.tools for thing, _ in keys_in_path(tool)]


def _is_required(name: str, resource: Resource) -> bool:
    """Tell whether every thing of a kind has a property; where nothing is said, it has."""
    if not resource.asked:
        return not resource.shown or name in resource.shown
    return not resource.required or name in resource.required


def _settled(field: Field, name: str, resource: Resource) -> Field:
    """Say who gives a value, and leave empty what comes about later."""
    is_given = field.is_given and name in resource.asked
    comes_later = bool(resource.asked) and not is_given and field.type not in ("Choice", "Flag")
    nullable = (field.nullable or comes_later) and not (field.choices and is_status(field.name))
    is_calendar = not resource.asked and field.type == "Date" and name in ("date", "day")
    return replace(
        field, is_given=is_given, nullable=nullable and not is_calendar, unique=is_calendar
    )


def _keys_used(resource: Resource) -> frozenset[str]:
    return frozenset(name for tool in resource.tools for name in taken_by(tool))


def _entity_called(noun: str, names: list[str]) -> str:
    """Return the entity that a noun means: its whole name, or the last words of only one."""
    if noun in names:
        return noun
    ends = [name for name in names if noun and name.endswith(f" {noun}")]
    return ends[0] if len(ends) == 1 else ""


def _usable(fields: Mapping[str, Field]) -> Iterator[Field]:
    """Drop texts that only the other side has, such as messages; put references first."""
    kept = [f for f in fields.values() if f.is_given or f.type != "FreeText"]
    yield from sorted(kept, key=lambda each: not each.references)


def _party_fields(resource: Resource) -> tuple[Field, ...]:
    found = (
        field_of(name, schema, required=False, about=resource.name)
        for name, schema in resource.properties.items()
        if name not in _PARTY_HAS and name not in resource.keys
    )
    usable = [each for each in found if each is not None and each.type != "Secret"]
    return tuple(usable[:_MAX_FIELDS])

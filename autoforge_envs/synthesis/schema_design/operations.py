"""What a tool of a document does to the thing it is about."""

from collections.abc import Mapping
from dataclasses import replace

from autoforge_envs.synthesis.composition.wording.names import article
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.schema_design.business import (
    Entity,
    Field,
    Kind,
    Operation,
    is_status,
)
from autoforge_envs.synthesis.schema_design.resources import Resource
from autoforge_envs.synthesis.schema_design.roles import Role, takes_key
from autoforge_envs.synthesis.schema_design.semantics import field_of, is_paging
from autoforge_envs.synthesis.schema_design.tool_shapes import (
    keys_in_path,
    shows_many,
    taken_by,
    takes_file,
    takes_list,
)
from autoforge_envs.synthesis.schema_design.verbs import (
    MOVING,
    left_by,
    reached_status,
    spoken,
    status_after,
)
from autoforge_envs.synthesis.schema_design.wording import TAKEN, safe_name

_NO_FILES = "it takes a file, and there are none in a conversation"
_PROGRESS = frozenset(
    "complete completed done active enabled disabled paid confirmed verified approved deleted "
    "archived closed open valid".split()
)


def operation_of(
    tool: ToolDocument, resource: Resource, entities: Mapping[str, Entity], *, is_party: bool
) -> Operation | str:
    """Return what a tool becomes, or why it becomes nothing.

    Args:
        tool: A tool of the document.
        resource: What it is about.
        entities: All things that have a table.
        is_party: Whether it is about those whom the agent serves.
    """
    if is_party:
        return _about_party(tool)
    entity = entities.get(resource.name)
    if entity is None or takes_file(tool):
        return _NO_FILES if entity else "it is about something without properties"
    name = _free_name(tool.name, entity)
    if resource.roles[tool.name] == "read":
        if takes_key(tool, resource.name, resource.keys) and not shows_many(tool):
            return Operation(name, "get", entity.name)
        if entity.is_shared and entity.owner in _owners_in(tool):
            return Operation(name, "list_own", entity.name)
        filters = _filters(tool, entity)
        kind: Kind = "list" if filters or not entity.is_private else "list_own"
        return Operation(name, kind, entity.name, filters)
    return _writing(tool, resource, entity, name)


def _about_party(tool: ToolDocument) -> str:
    if tool.effect == "read":
        return "customers are found and checked by tools of their own"
    return "no customer's account is made or changed in a conversation"


def _owners_in(tool: ToolDocument) -> list[str]:
    """Return the columns that would hold the keys that a tool takes: it asks whose things are."""
    above = [f"{thing.replace(' ', '_')}_id" for thing, _ in keys_in_path(tool)]
    return [*above, *taken_by(tool)]


def _free_name(name: str, entity: Entity) -> str:
    return f"{name}_{entity.noun.snake}" if name in TAKEN or "_" not in name else name


def _writing(tool: ToolDocument, resource: Resource, entity: Entity, name: str) -> Operation | str:
    """Return what a tool that writes becomes; what cannot be told becomes nothing."""
    verb, role = resource.verbs[tool.name], resource.roles[tool.name]
    if role == "remove":
        return Operation(name, "remove", entity.name, (), spoken(verb, "remove"))
    if role == "create":
        return _making(tool, entity, name, verb)
    if role == "set":
        changed = _changed(tool, resource, entity)
        if changed:
            return Operation(name, "update", entity.name, changed, spoken(verb, "update"))
    if role in ("set", "act") and _is_move(verb, entity):
        return Operation(name, "move", entity.name, (), verb, _status_after(verb, entity))
    return _untold(verb, role, entity)


def _making(tool: ToolDocument, entity: Entity, name: str, verb: str) -> Operation | str:
    given = _given(entity)
    if takes_list(tool):
        return "it makes several at once"
    if not given:
        return f"nothing tells what {entity.noun.many} have; give it a body or parameters"
    is_left = entity.name.rpartition(" ")[2] in left_by(verb)
    return Operation(
        name, "create", entity.name, given, "make" if is_left else spoken(verb, "create")
    )


def _is_move(verb: str, entity: Entity) -> bool:
    """Tell whether a verb says how things stand afterwards."""
    choices = entity.status.choices if entity.status else ()
    return verb in MOVING or bool(reached_status(verb, choices))


def _status_after(verb: str, entity: Entity) -> str:
    return status_after(verb, entity.status.choices if entity.status else ())


def _untold(verb: str, role: Role, entity: Entity) -> str:
    """Say why a tool is left out whose effect nothing tells, and what would tell it."""
    noun = entity.noun
    if role == "set":
        return f"what it changes is no column; let it take what {noun.many} have"
    if role == "unclear":
        return (
            f"nothing tells which {noun.singular} {verb!r} is done to; let it take {entity.key}, "
            "or begin with a verb that makes one, such as 'create'"
        )
    return (
        f"nothing tells what {verb!r} does to {article(noun.singular)}; name the status it leads "
        f"to among the statuses of {noun.many}, begin its name with 'update' if it sets what it "
        "takes, or let it return what it makes, with a key of its own"
    )


def _filters(tool: ToolDocument, entity: Entity) -> tuple[Field, ...]:
    """Return the parameters by which rows are chosen: of columns, or days from and to."""
    found: list[Field] = []
    required = tool.parameters.get("required", ())
    for name, schema in (tool.parameters.get("properties") or {}).items():
        field = field_of(name, schema, required=True, about=entity.name)
        if field is None or is_paging(name):
            continue
        same = entity.field(field.name)
        if same is not None and (same.type == field.type or same.references):
            choices = same.choices or field.choices
            found.append(replace(same, nullable=name not in required, choices=choices))
        elif field.is_day and bound_of(name) and _day(entity):
            found.append(replace(field, nullable=name not in required))
    if len(found) == 1:
        return (replace(found[0], nullable=False),)
    return tuple(sorted(found, key=lambda each: each.nullable))


def bound_of(name: str) -> str:
    """Tell which end of a range of days a parameter is: ">=", "<=", or "" for none."""
    words = {*name.split("_")}
    if words & {"start", "from", "since", "after", "begin", "min"}:
        return ">="
    return "<=" if words & {"end", "until", "to", "before", "max"} else ""


def _day(entity: Entity) -> Field | None:
    return next((each for each in entity.fields if each.is_day and not each.nullable), None)


def _given(entity: Entity) -> tuple[Field, ...]:
    """Return what whoever makes a row says, needed first; how things stand is no wish."""
    fields = [each for each in entity.fields if each.is_given and not _tells_progress(each)]
    return tuple(sorted(fields, key=lambda each: each.nullable or each.type == "Flag"))


def _tells_progress(field: Field) -> bool:
    """Tell whether a column says how far things have come."""
    is_done = field.type == "Flag" and bool({*field.name.split("_")} & _PROGRESS)
    return is_done or is_status(field.name)


def _changed(tool: ToolDocument, resource: Resource, entity: Entity) -> tuple[Field, ...]:
    """Return what an update may change: columns among its parameters that are no keys."""
    in_path = [key for _, key in keys_in_path(tool)]
    taken = [name for name in taken_by(tool) if name not in (*resource.keys, *in_path)]
    names = {safe_name(name, entity.name) for name in taken}
    singulars = {each.name for each in entity.fields if f"{each.name}s" in names}
    return tuple(
        each.optional()
        for each in entity.fields
        if (each.name in names or each.name in singulars) and not each.references
        if each.type not in ("FreeText", "Secret")
    )

"""What a tool of a document does to the thing it is about."""

from collections.abc import Mapping
from dataclasses import replace

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.schemas import Schema
from autoforge_envs.synthesis.schema_design.business import (
    Entity,
    Field,
    Kind,
    Operation,
    is_status,
)
from autoforge_envs.synthesis.schema_design.resources import (
    Resource,
    last_word,
    shows_many,
    takes_file,
    takes_own_key,
)
from autoforge_envs.synthesis.schema_design.semantics import field_of, is_paging
from autoforge_envs.synthesis.schema_design.wording import (
    TAKEN,
    participle,
    safe_name,
    verb_of,
)

_CREATING = frozenset(
    "create add book buy order place open file make register submit post put insert request "
    "reserve schedule issue write send start upload hire rent".split()
)
_NO_FILES = "it takes a file, and there are none in a conversation"
_NO_COLUMN = "what it changes is no column"
_REMOVING = ("delete", "remove")
_MOVING = frozenset(
    "cancel close approve confirm complete activate deactivate suspend pause resume accept reject "
    "archive reopen stop ship pay withdraw enable disable".split()
)
_PROGRESS = frozenset(
    "complete completed done active enabled disabled paid confirmed verified approved deleted "
    "archived closed open valid".split()
)
_OTHER_SPELLINGS = {"cancelled": ("canceled",), "activated": ("active",), "enabled": ("active",)}


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
    if tool.effect == "read":
        if _has_key(tool, entity) and not shows_many(tool):
            return Operation(name, "get", entity.name)
        filters = _filters(tool, entity)
        kind: Kind = "list" if filters or not entity.is_private else "list_own"
        return Operation(name, kind, entity.name, filters)
    return _writing(tool, entity, name)


def _about_party(tool: ToolDocument) -> str:
    if tool.effect == "read":
        return "customers are found and checked by tools of their own"
    return "no customer's account is made or changed in a conversation"


def _free_name(name: str, entity: Entity) -> str:
    return f"{name}_{entity.noun.snake}" if name in TAKEN or "_" not in name else name


def _has_key(tool: ToolDocument, entity: Entity) -> bool:
    """Tell whether a tool takes the key of the one thing that it is about."""
    names = tool.parameters.get("properties") or {}
    if tool.path:
        in_body = tool.method in ("put", "patch") and bool({"id", entity.key} & {*names})
        return takes_own_key(tool, entity.name) or in_body
    return entity.key in names or "id" in names


def _writing(tool: ToolDocument, entity: Entity, name: str) -> Operation | str:
    has_own = takes_own_key(tool, entity.name)
    action = last_word(tool).partition("_")[0] if has_own else ""
    verb = action or verb_of(tool.name, tool.method)
    if tool.method == "delete" or verb in _REMOVING:
        return Operation(name, "remove", entity.name, (), verb_of(tool.name, "delete"))
    if _has_key(tool, entity):
        return _changing(tool, entity, name, verb)
    if verb not in _CREATING and tool.method not in ("post", "put"):
        return f"nothing tells what {verb!r} does without a key"
    if _takes_list(tool):
        return "it makes several at once"
    given = _given(entity)
    if not given:
        return "nothing tells what it makes"
    return Operation(name, "create", entity.name, given, verb_of(tool.name, "create"))


def _changing(tool: ToolDocument, entity: Entity, name: str, verb: str) -> Operation | str:
    if verb in _MOVING:
        return Operation(name, "move", entity.name, (), verb, _status_after(verb, entity))
    changed = _changed(tool, entity)
    return Operation(name, "update", entity.name, changed, "change") if changed else _NO_COLUMN


def _status_after(verb: str, entity: Entity) -> str:
    """Return the status that an action leads to, as the schema spells it if it does."""
    done = participle(verb)
    choices = entity.status.choices if entity.status else ()
    return next((each for each in _OTHER_SPELLINGS.get(done, ()) if each in choices), done)


def _takes_list(tool: ToolDocument) -> bool:
    properties: Mapping[str, Schema] = tool.parameters.get("properties") or {}
    return list(properties) == ["items"] and properties["items"].get("type") == "array"


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


def _changed(tool: ToolDocument, entity: Entity) -> tuple[Field, ...]:
    """Return what an update may change: columns among its parameters that are no keys."""
    names = {safe_name(name, entity.name) for name in tool.parameters.get("properties") or {}}
    singulars = {each.name for each in entity.fields if f"{each.name}s" in names}
    return tuple(
        each.optional()
        for each in entity.fields
        if (each.name in names or each.name in singulars) and not each.references
        if each.type not in ("FreeText", "Secret")
    )

"""Which kinds of things the tools of a document are about, and what schemas say about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.schemas import Schema
from autoforge_envs.synthesis.schema_design.roles import ANYBODYS, Role, own_keys, role_of
from autoforge_envs.synthesis.schema_design.subjects import Subjects
from autoforge_envs.synthesis.schema_design.tool_shapes import (
    body_of,
    keys_in_path,
    record_of,
    takes_file,
    takes_own_key,
)


@dataclass(slots=True)
class Resource:
    """A kind of thing while it is gathered.

    Attributes:
        name: Its singular in words.
        tools: Those that are about it.
        verbs: What each of them does, in words, by its name.
        roles: What each of them does to the thing, by its name.
        keys: What its key is called, in whatever place.
        properties: What schemas say it has, by name in snake case.
        asked: Names of properties that some tool takes to make or change one.
        required: Names of properties that making one needs.
        shown: Names of properties that every one has.
    """

    name: str
    tools: list[ToolDocument] = field(default_factory=list)
    verbs: dict[str, str] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)
    properties: dict[str, Schema] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)


def find_resources(tools: Sequence[ToolDocument]) -> tuple[dict[str, Resource], list[ToolDocument]]:
    """Gather the things that tools are about.

    Returns:
        The resources by name, and the tools that are about nothing with properties.
    """
    subjects = Subjects(tools)
    resources: dict[str, Resource] = {}
    homeless = []
    for tool in tools:
        called = subjects.of(tool)
        if called.noun:
            resource = resources.setdefault(called.noun, Resource(called.noun))
            resource.tools.append(tool)
            resource.verbs[tool.name] = called.verb
        else:
            homeless.append(tool)
    for resource in resources.values():
        resource.keys = own_keys(resource.name, resource.tools, [*resources])
        for tool in resource.tools:
            _gather(resource, tool, [*resources])
    return resources, homeless


def _gather(resource: Resource, tool: ToolDocument, names: Sequence[str]) -> None:
    """Take over what a tool tells about the thing that it is about."""
    role = role_of(tool, resource.name, resource.verbs[tool.name], resource.keys)
    resource.roles[tool.name] = role
    record = record_of(tool.returns)
    shown: Mapping[str, Schema] = record.get("properties") or {}
    is_alike = shown.keys() & {*resource.properties, *resource.keys[len(ANYBODYS) :]}
    if not resource.properties or is_alike:
        for name, schema in shown.items():
            resource.properties.setdefault(name, schema)
        resource.shown |= {*record.get("required", ())}
    if role == "read" and tool.returns is None:
        resource.properties = {**body_of(tool), **resource.properties}  # all that is told
    if role in ("create", "set") and not takes_file(tool):
        _ask(resource, tool, _keys_above(resource, tool, names) if role == "create" else {})


def _ask(resource: Resource, tool: ToolDocument, above: Mapping[str, Schema]) -> None:
    """Take over what a tool takes that makes a thing or changes it."""
    given = body_of(tool)
    for name, schema in (*above.items(), *given.items()):
        known = resource.properties.get(name)
        if known is None or ("enum" in schema and "enum" not in known):
            resource.properties[name] = schema
    resource.asked |= given.keys() | above.keys()
    if tool.method in ("", "post", "put") and not takes_own_key(tool, resource.name):
        resource.required |= {*tool.parameters.get("required", ())} & given.keys() | above.keys()


def _keys_above(resource: Resource, tool: ToolDocument, names: Sequence[str]) -> dict[str, Schema]:
    """Return the keys in a path that say for what a thing is made: "/desks/{deskId}/bookings"."""
    return {
        f"{thing.replace(' ', '_')}_id": {"type": "string"}
        for thing, _ in keys_in_path(tool)
        if thing in names and thing != resource.name
    }

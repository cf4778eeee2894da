"""Which kinds of things the tools of a document are about, and what schemas say about each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import clean_name
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.schemas import Schema
from autoforge_envs.synthesis.documents.verbs import READING, WRITING
from autoforge_envs.synthesis.schema_design.wording import singular

PARTIES = (
    "customer", "user", "client", "member", "guest", "patient", "passenger", "student", "patron",
    "subscriber", "visitor", "tenant", "account holder", "policyholder", "person", "traveller",
)  # fmt: skip
"""Nouns for those whom an agent serves, the likelier ones first."""

_TAILS = frozenset("by for from with of in to on".split())
_ACTIONS = ("login", "logout", "search", "find", "lookup")
_DETAILS = frozenset("details detail info information status list data record history id".split())
_ALL = frozenset("all my own new current available existing the a an".split())


@dataclass(slots=True)
class Resource:
    """A kind of thing while it is gathered.

    Attributes:
        name: Its singular in words.
        tools: Those that are about it.
        properties: What schemas say it has, by name in snake case.
        asked: Names of properties that some tool takes to make or change one.
        required: Names of properties that making one needs.
        shown: Names of properties that every one has.
    """

    name: str
    tools: list[ToolDocument] = field(default_factory=list)
    properties: dict[str, Schema] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)


def find_resources(tools: Sequence[ToolDocument]) -> tuple[dict[str, Resource], list[ToolDocument]]:
    """Gather the things that tools are about.

    Returns:
        The resources by name, and the tools that are about nothing with properties.
    """
    bearing = frozenset(segment for tool in tools for segment in _bearing_segments(tool))
    resources: dict[str, Resource] = {}
    homeless = []
    for tool in tools:
        name = _about(tool, bearing)
        if name:
            _gather(resources.setdefault(name, Resource(name)), tool)
        else:
            homeless.append(tool)
    return resources, homeless


def record_of(schema: Schema | None) -> Schema:
    """Return the schema of the one thing that an answer shows, or shows many of: {} if none.

    Lists and envelopes around them ("data", "items" beside counts) are taken off.
    """
    found: Mapping[str, Any] = schema or {}
    for _ in range(4):
        if found.get("type") == "array":
            found = found.get("items") or {}
            continue
        properties: Mapping[str, Any] = found.get("properties") or {}
        inner = [each for each in properties.values() if _is_wrapped(each)]
        if len(inner) != 1 or len(properties) > 4 or "id" in properties:
            break
        found = inner[0]
    return found if found.get("properties") else {}


def takes_file(tool: ToolDocument) -> bool:
    """Tell whether a tool takes the content of a file."""
    properties: Mapping[str, Schema] = tool.parameters.get("properties") or {}
    return any(each.get("format") in ("binary", "byte") for each in properties.values())


def keys_in_path(tool: ToolDocument) -> list[str]:
    """Return the parameters in an operation's path, in snake case."""
    return [clean_name(part) for part in tool.path.split("/") if part[:1] in ("{", ":")]


def shows_many(tool: ToolDocument) -> bool:
    """Tell whether an answer is a list, or an envelope around one."""
    returns = tool.returns or {}
    return record_of(returns) is not returns and bool(record_of(returns))


def takes_own_key(tool: ToolDocument, name: str) -> bool:
    """Tell whether the last parameter in a path is the key of the thing with this name.

    It is in "/orders/{orderId}/cancel", and is another's in "/users/{userId}/orders".
    """
    parts = tool.path.split("/")
    holes = [at for at, part in enumerate(parts) if part[:1] in ("{", ":")]
    if not holes:
        return False
    collection = singular(clean_name(parts[holes[-1] - 1]).replace("_", " "))
    return collection == name


def last_word(tool: ToolDocument) -> str:
    """Return the last segment of a path if it is a word: "cancel" of "/orders/{id}/cancel"."""
    last = tool.path.rstrip("/").rpartition("/")[2]
    return "" if last[:1] in ("{", ":", "") else clean_name(last)


def _is_wrapped(schema: Schema) -> bool:
    items = schema.get("items") or {}
    return (schema.get("type") == "array" and bool(items.get("properties"))) or (
        schema.get("type") == "object" and "id" in (schema.get("properties") or {})
    )


def _segments(tool: ToolDocument) -> list[str]:
    """Return the nouns of a path from its end: neither its parameters nor what is done."""
    parts = [part for part in tool.path.split("/") if part]
    found = []
    for part, before in zip(parts, ["", *parts], strict=False):
        if part[0] not in "{:" and not _is_action(clean_name(part), after=before):
            found.append(clean_name(part))
    return found[::-1]


def _is_action(segment: str, after: str) -> bool:
    """Tell whether a segment says what is done: "findByStatus", "{id}/cancel", "login"."""
    verb, _, rest = segment.partition("_")
    is_verb = verb in READING | WRITING
    return segment in _ACTIONS or (is_verb and (bool(rest) or after[:1] in ("{", ":")))


def _bearing_segments(tool: ToolDocument) -> Iterator[str]:
    """Yield the segment that stands for a thing, if the operation shows or takes its properties."""
    shows = bool(record_of(tool.returns)) or (tool.effect == "write" and _body(tool))
    if shows and not takes_file(tool):
        yield from _segments(tool)[:1]


def _body(tool: ToolDocument) -> dict[str, Schema]:
    properties: Mapping[str, Schema] = tool.parameters.get("properties") or {}
    return {name: schema for name, schema in properties.items() if name not in keys_in_path(tool)}


def _about(tool: ToolDocument, bearing: frozenset[str]) -> str:
    """Return the singular in words of what a tool is about."""
    if tool.path:
        found = next((each for each in _segments(tool) if each in bearing), "")
        return singular(found.replace("_", " ")) if found else ""
    return noun_in_name(tool.name)


def noun_in_name(name: str) -> str:
    """Return the noun in a tool's name: "get_order_details" is about an order."""
    said = [word for word in name.split("_") if word]
    verbs = READING | WRITING
    words = said
    while len(words) > 1 and words[0] in verbs | _ALL and words[1] not in _DETAILS | _TAILS:
        words = words[1:]
    for at, word in enumerate(words):
        if at and word in _TAILS:
            words = words[:at]
            break
    while len(words) > 1 and words[-1] in _DETAILS:
        words = words[:-1]
    is_verb = words == said[:1] and words[0] in verbs
    if not words or is_verb or words[-1] in _DETAILS:
        return ""
    return singular(" ".join(words))


def _gather(resource: Resource, tool: ToolDocument) -> None:
    resource.tools.append(tool)
    shown: Mapping[str, Schema] = record_of(tool.returns).get("properties") or {}
    if not resource.properties or shown.keys() & resource.properties.keys():
        for name, schema in shown.items():
            resource.properties.setdefault(name, schema)
        resource.shown |= {*record_of(tool.returns).get("required", ())}
    body = _body(tool)
    if tool.effect == "read" or takes_file(tool):
        if tool.returns is None and not tool.path:  # what it is found by is all that is told
            resource.properties = {**body, **resource.properties}
        return
    for name, schema in body.items():
        known = resource.properties.get(name)
        if known is None or ("enum" in schema and "enum" not in known):
            resource.properties[name] = schema
    resource.asked |= body.keys()
    if tool.method in ("", "post", "put") and not takes_own_key(tool, resource.name):
        resource.required |= {*tool.parameters.get("required", ())} & body.keys()

"""What paths and schemas of tools say, without regard to what words mean."""

from collections.abc import Mapping
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import clean_name
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument
from autoforge_envs.synthesis.documents.schemas import Schema
from autoforge_envs.synthesis.schema_design.wording import singular


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


def shows_many(tool: ToolDocument) -> bool:
    """Tell whether an answer is a list, or an envelope around one."""
    returns = tool.returns or {}
    return record_of(returns) is not returns and bool(record_of(returns))


def taken_by(tool: ToolDocument) -> Mapping[str, Schema]:
    """Return all parameters of a tool."""
    properties: Mapping[str, Schema] = tool.parameters.get("properties") or {}
    return properties


def body_of(tool: ToolDocument) -> dict[str, Schema]:
    """Return the parameters of a tool that do not stand in its path."""
    in_path = [key for _, key in keys_in_path(tool)]
    return {name: schema for name, schema in taken_by(tool).items() if name not in in_path}


def takes_file(tool: ToolDocument) -> bool:
    """Tell whether a tool takes the content of a file."""
    return any(each.get("format") in ("binary", "byte") for each in taken_by(tool).values())


def takes_list(tool: ToolDocument) -> bool:
    """Tell whether a tool takes many things at once, and nothing besides."""
    properties = taken_by(tool)
    return list(properties) == ["items"] and properties["items"].get("type") == "array"


def parts_of(tool: ToolDocument) -> list[str]:
    """Return the parts of an operation's path."""
    return [part for part in tool.path.split("/") if part]


def is_hole(part: str) -> bool:
    """Tell whether a part of a path stands for a parameter."""
    return part[:1] in ("{", ":")


def keys_in_path(tool: ToolDocument) -> list[tuple[str, str]]:
    """Return for each parameter in a path the thing before it, in words, and its name."""
    parts = parts_of(tool)
    return [
        (thing_called(before), clean_name(part))
        for before, part in zip(["", *parts], parts, strict=False)
        if is_hole(part)
    ]


def thing_called(segment: str) -> str:
    """Return the singular in words of a segment: "special-events" is a special event."""
    return singular(clean_name(segment).replace("_", " "))


def takes_own_key(tool: ToolDocument, name: str) -> bool:
    """Tell whether the last parameter in a path is the key of the thing with this name.

    It is in "/orders/{orderId}/cancel", and is another's in "/users/{userId}/orders".
    """
    keys = keys_in_path(tool)
    return bool(keys) and keys[-1][0] == name


def action_in_path(tool: ToolDocument) -> str:
    """Return what stands behind the last key of a path, in snake case: "cancel", or "items"."""
    parts = parts_of(tool)
    if len(parts) < 2 or is_hole(parts[-1]) or not is_hole(parts[-2]):
        return ""
    return clean_name(parts[-1])


def _is_wrapped(schema: Schema) -> bool:
    items = schema.get("items") or {}
    return (schema.get("type") == "array" and bool(items.get("properties"))) or (
        schema.get("type") == "object" and "id" in (schema.get("properties") or {})
    )

"""Showing a model what a document says, so that it is read as data and never as instructions.

Everything that comes out of a document stands as one line of JSON between two marks. JSON keeps it
on its line, and angle brackets are escaped, so nothing inside can end the quotation.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from autoforge_envs.synthesis.documents.schemas import SCHEMA_NAME
from autoforge_envs.synthesis.documents.tool_documents import ToolDocument, ToolDocuments

OPEN = "<document>"
CLOSE = "</document>"

MAX_DESCRIPTION = 600
MAX_SCHEMA = 1_500
MAX_SCHEMAS = 12_000
MAX_PARAMETERS = 12_000


def quote(value: object) -> str:
    """Quote plain data."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(", ", ": "))
    return (
        f"{OPEN}\n{text.replace('<', chr(92) + 'u003c').replace('>', chr(92) + 'u003e')}\n{CLOSE}"
    )


def overview(documents: ToolDocuments) -> dict[str, Any]:
    """Return what a document says as a whole, within bounds, but what its tools take."""
    description = documents.description if documents.description != documents.title else ""
    said = {
        "kind": documents.source,
        "title": _cut(documents.title, 200),
        "description": _cut(description, 4 * MAX_DESCRIPTION),
        "tools": [_brief(tool) for tool in documents.tools],
        "schemas": _schemas(documents.schemas),
    }
    return {name: value for name, value in said.items() if value}


def overview_with_parameters(documents: ToolDocuments) -> dict[str, Any]:
    """Return what a document says as a whole, with what tools take as far as there is room."""
    said = overview(documents)
    known = said.get("schemas", {})
    left = MAX_PARAMETERS
    for shown, tool in zip(said.get("tools", ()), documents.tools, strict=True):
        in_short = _bounded(_in_short(tool.parameters, known), MAX_SCHEMA)
        left -= len(json.dumps(in_short))
        if left < 0:
            break
        shown["parameters"] = in_short
    return said


def what_they_take(tools: Sequence[ToolDocument]) -> list[dict[str, Any]]:
    """Return what a document says about some tools, but what they return."""
    return [
        {name: said for name, said in each.items() if name != "returns"} for each in in_full(tools)
    ]


def in_full(tools: Sequence[ToolDocument]) -> list[dict[str, Any]]:
    """Return all that a document says about some tools, within bounds."""
    return [
        {
            **_brief(tool),
            "parameters": _bounded(_in_short(tool.parameters), MAX_SCHEMA),
            "returns": _bounded(_in_short(tool.returns), MAX_SCHEMA),
        }
        for tool in tools
    ]


def _brief(tool: ToolDocument) -> dict[str, Any]:
    said = {"name": tool.name, "effect": tool.effect}
    if tool.description:
        said["description"] = _cut(tool.description, MAX_DESCRIPTION)
    if tool.path:
        said["operation"] = f"{tool.method} {_cut(tool.path, 200)}"
    return said


def _schemas(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return as many schemas as there is room for, in order."""
    shown: dict[str, Any] = {}
    left = MAX_SCHEMAS
    for name, schema in schemas.items():
        body = {key: value for key, value in schema.items() if key != SCHEMA_NAME}
        bounded = _bounded(_in_short(body, schemas), MAX_SCHEMA)
        left -= len(json.dumps(bounded)) + len(name)
        if left < 0:
            break
        shown[_cut(name, 80)] = bounded
    return shown


def _in_short(value: object, known: Mapping[str, object] | None = None) -> object:
    """Return a schema in which those that are shown anyway are only named.

    Args:
        value: A schema, or a part of one.
        known: What is shown, by name.
    """
    if isinstance(value, Mapping):
        name = value.get(SCHEMA_NAME)
        if known and name in known:
            return {"schema": name}
        return {k: _in_short(v, known) for k, v in value.items() if k != SCHEMA_NAME}
    if isinstance(value, list | tuple):
        return [_in_short(each, known) for each in value]
    return value


def _bounded(value: object, most: int) -> object:
    """Return data as it is, or its beginning as text if it is too long."""
    text = json.dumps(value, ensure_ascii=True)
    return value if len(text) <= most else f"{text[:most]} …"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} …"

"""Showing a model what a document says, so that it is read as data and never as instructions.

Everything that comes out of a document stands as one line of JSON between two marks. JSON keeps it
on its line, and angle brackets are escaped, so nothing inside can end the quotation.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from autoforge_envs.synthesis.documents.tool_documents import ToolDocument, ToolDocuments

OPEN = "<document>"
CLOSE = "</document>"

MAX_DESCRIPTION = 600
MAX_SCHEMA = 1_500
MAX_SCHEMAS = 12_000


def quote(value: object) -> str:
    """Quote plain data."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(", ", ": "))
    return (
        f"{OPEN}\n{text.replace('<', chr(92) + 'u003c').replace('>', chr(92) + 'u003e')}\n{CLOSE}"
    )


def overview(documents: ToolDocuments) -> dict[str, Any]:
    """Return what a document says as a whole, within bounds."""
    return {
        "kind": documents.source,
        "title": _cut(documents.title, 200),
        "description": _cut(documents.description, 4 * MAX_DESCRIPTION),
        "tools": [_brief(tool) for tool in documents.tools],
        "schemas": _schemas(documents.schemas),
    }


def in_full(tools: Sequence[ToolDocument]) -> list[dict[str, Any]]:
    """Return all that a document says about some tools, within bounds."""
    return [
        {
            **_brief(tool),
            "parameters": _bounded(tool.parameters, MAX_SCHEMA),
            "returns": _bounded(tool.returns, MAX_SCHEMA),
        }
        for tool in tools
    ]


def _brief(tool: ToolDocument) -> dict[str, Any]:
    said = {
        "name": tool.name,
        "description": _cut(tool.description, MAX_DESCRIPTION),
        "effect": tool.effect,
    }
    if tool.path:
        said["operation"] = f"{tool.method} {_cut(tool.path, 200)}"
    return said


def _schemas(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return as many schemas as there is room for, in order."""
    shown: dict[str, Any] = {}
    left = MAX_SCHEMAS
    for name, schema in schemas.items():
        bounded = _bounded(schema, MAX_SCHEMA)
        left -= len(json.dumps(bounded)) + len(name)
        if left < 0:
            break
        shown[_cut(name, 80)] = bounded
    return shown


def _bounded(value: object, most: int) -> object:
    """Return data as it is, or its beginning as text if it is too long."""
    text = json.dumps(value, ensure_ascii=True)
    return value if len(text) <= most else f"{text[:most]} …"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} …"

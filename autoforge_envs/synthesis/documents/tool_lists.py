"""Reading lists of tools: OpenAI functions in both shapes, and what an MCP server lists."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import (
    clean_name,
    clean_title,
    texts,
    unique_names,
)
from autoforge_envs.synthesis.documents.limits import check_count
from autoforge_envs.synthesis.documents.neutral_form import Effect, ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.parsing import Location, TextFile
from autoforge_envs.synthesis.documents.schemas import Schemas, object_of
from autoforge_envs.synthesis.documents.verbs import effect_of

Entry = Mapping[str, Any]

_CUT = re.compile(r"[./:]+|__+")
"""What stands between a server, a business and a tool in a long name."""
_PARAMETERS = ("parameters", "inputSchema", "input_schema")


def find_tools(data: Any) -> tuple[Location, Sequence[Any]] | None:
    """Return where a list of tools stands, and the list; None if there is none.

    A list stands alone, under "tools" or "functions", or under "result.tools" of a JSON-RPC answer.
    """
    for location in ((), ("tools",), ("functions",), ("result", "tools")):
        found = data
        for part in location:
            found = found.get(part) if isinstance(found, Mapping) else None
        if isinstance(found, list):
            return location, found
    return None


def read_tool_list(file: TextFile, data: Any) -> ToolDocuments:
    """Read a list of tools.

    Raises:
        DocumentError: An entry is no tool.
    """
    found = find_tools(data)
    if found is None:
        raise file.error("it holds no list of tools; give OpenAPI, functions or an MCP tools/list")
    location, entries = found
    check_count(file, len(entries), "tools")
    functions = [
        _function(file, entry, (*location, number)) for number, entry in enumerate(entries)
    ]
    is_mcp = any("inputSchema" in function for function in functions)
    names = unique_names(_short_names([function["name"] for function in functions]))
    where = ".".join(map(str, location))
    origins = [f"{file.name}, {where}[{number}]" for number in range(len(entries))]
    about = data if isinstance(data, Mapping) else {}
    return ToolDocuments(
        source="mcp" if is_mcp else "functions",
        title=clean_title(about.get("title"), title_of(file.name)),
        description=texts(about, "description", "instructions"),
        tools=tuple(
            _tool(file, name, function, origin)
            for name, function, origin in zip(names, functions, origins, strict=True)
        ),
        schemas={},
        digest=file.digest,
    )


def title_of(name: str) -> str:
    """Make a title of a file's name: "bike_shop.functions.json" is "Bike Shop"."""
    words = clean_name(PurePath(name).name.partition(".")[0], "business").split("_")
    return " ".join(word.capitalize() for word in words if word)


def _short_names(names: Sequence[str]) -> list[str]:
    """Return names without the server or business that all begin with: "shop.orders/cancel".

    At least two words of each stay.
    """
    parts = [[clean_name(part, "") for part in _CUT.split(name) if part] for name in names]
    parts = [[part for part in each if part] for each in parts]
    while len(names) > 1 and all(each[:1] == parts[0][:1] for each in parts):
        left = ["_".join(each[1:]) for each in parts]
        if not all("_" in each for each in left):
            break
        parts = [each[1:] for each in parts]
    return [clean_name("_".join(each)) for each in parts]


def _function(file: TextFile, entry: Any, location: Location) -> Entry:
    """Return the part of an entry that has the name: OpenAI nests it under "function"."""
    inner = entry.get("function", entry) if isinstance(entry, Mapping) else entry
    if not isinstance(inner, Mapping) or not isinstance(inner.get("name"), str):
        raise file.error_at(
            location, f"entry {location[-1]} is no tool with a name; give one, or remove it"
        )
    return inner


def _tool(file: TextFile, name: str, function: Entry, origin: str) -> ToolDocument:
    schema: Any = next((function[word] for word in _PARAMETERS if word in function), {})
    parameters = Schemas(file, schema).plain(schema)
    if parameters.get("type", "object") != "object":
        raise file.error(f"the parameters of {name} are no object; give a schema of one")
    output = function.get("outputSchema")
    return ToolDocument(
        name=name,
        description=texts(function, "description", "title"),
        parameters=object_of(parameters.get("properties", {}), parameters.get("required", [])),
        returns=Schemas(file, output).plain(output) if isinstance(output, Mapping) else None,
        effect=_effect(name, function.get("annotations")),
        origin=origin,
    )


def _effect(name: str, annotations: Any) -> Effect:
    """Believe an MCP server's hints, or else the name."""
    if isinstance(annotations, Mapping):
        if annotations.get("readOnlyHint") is True:
            return "read"
        if annotations.get("readOnlyHint") is False or annotations.get("destructiveHint") is True:
            return "write"
    return effect_of(name)

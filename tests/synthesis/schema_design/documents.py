"""Small tool documents for tests, made in code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.documents.cleaning import clean_name
from autoforge_envs.synthesis.documents.neutral_form import Effect, ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.tool_documents import read_tool_documents

DATA = Path(__file__).parent.parent / "documents" / "data"
NAMES = (
    "museum.openapi.yaml", "petstore.openapi.yaml", "bike_shop.functions.json", "library.mcp.json",
    "parcels.md", "clinic.openapi.yaml",
)  # fmt: skip


THING: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}


def operation(path: str, method: str = "get", returns: Any = THING) -> ToolDocument:
    """An HTTP operation that shows something, called after its method and path."""
    effect: Effect = "read" if method == "get" else "write"
    name = clean_name(f"{method} {path}")
    return ToolDocument(name, "", {}, returns, effect, "a test", path=path, method=method)


def read(name: str) -> ToolDocuments:
    """Read one of the files for tests."""
    return read_tool_documents(DATA / name)


def tool(
    name: str, effect: Effect = "write", required: Sequence[str] = (), /, **properties: Any
) -> ToolDocument:
    """A tool by its name and parameters."""
    parameters: dict[str, Any] = {"type": "object", "properties": properties}
    if required:
        parameters["required"] = list(required)
    return ToolDocument(name, "", parameters, None, effect, "a test")


def documents(*tools: ToolDocument, title: str = "The shop") -> ToolDocuments:
    """Documents of a few tools."""
    return ToolDocuments("functions", title, "", tools, {}, "0" * 64)

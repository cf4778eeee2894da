"""Reading a tool document of whatever kind it is."""

import re
from collections.abc import Mapping
from pathlib import Path

from autoforge_envs.synthesis.documents.markdown import read_markdown
from autoforge_envs.synthesis.documents.neutral_form import ToolDocument, ToolDocuments
from autoforge_envs.synthesis.documents.openapi import is_openapi, read_openapi
from autoforge_envs.synthesis.documents.parsing import TextFile, parse, read_text
from autoforge_envs.synthesis.documents.tool_lists import find_tools, read_tool_list
from autoforge_envs.synthesis.documents.topic import from_topic

__all__ = ["ToolDocument", "ToolDocuments", "from_topic", "read_tool_documents"]

_OPENAPI = re.compile(r"^(openapi|swagger)\s*:", re.MULTILINE)
_MARKDOWN = (".md", ".markdown")
_KINDS = ((Mapping, "a mapping"), (str, "plain text"))


def read_tool_documents(path: Path) -> ToolDocuments:
    """Read a file of tool documents.

    The content tells the kind: OpenAPI 3.0 or 3.1, a list of functions as OpenAI's API takes them,
    an answer of an MCP server to `tools/list`, or Markdown.

    Raises:
        DocumentError: It is no tool document; the message names the file, the line if there is
            one, and what to do.
    """
    file = read_text(path)
    if not file.text.strip():
        raise file.error("it is empty; give OpenAPI, a list of tools, or Markdown")
    if path.suffix.lower() in _MARKDOWN or _begins_like_markdown(file):
        return read_markdown(file)
    data = parse(file)
    if is_openapi(data):
        return read_openapi(file, data)
    if find_tools(data) is None:
        kind = next((name for sort, name in _KINDS if isinstance(data, sort)), "a single value")
        raise file.error(
            f"it is {kind} and no tool document; give OpenAPI 3, a list of functions, "
            "an MCP tools/list answer, or Markdown"
        )
    return read_tool_list(file, data)


def _begins_like_markdown(file: TextFile) -> bool:
    """Tell Markdown under another name: a title at its top, which in YAML is a comment."""
    if _OPENAPI.search(file.text):
        return False
    lines = [line for line in file.text.splitlines()[:200] if line.strip()]
    headings = [line for line in lines if line.startswith(("# ", "## ", "### "))]
    return bool(lines) and lines[0].startswith("# ") and len(headings) > 1 and ":" not in lines[1]

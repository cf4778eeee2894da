"""Asking a live MCP server over stdio which tools it has."""

import asyncio
import hashlib
import json
import logging
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autoforge_envs.errors import DocumentError
from autoforge_envs.synthesis.documents.neutral_form import ToolDocuments
from autoforge_envs.synthesis.documents.parsing import TextFile
from autoforge_envs.synthesis.documents.tool_lists import read_tool_list

TIMEOUT = 30
"""Seconds that a server has to start and answer."""
_MAX_PAGES = 100


def read_mcp_server(command: Sequence[str]) -> ToolDocuments:
    """Start an MCP server, list its tools, and stop it. No tool is called.

    Args:
        command: The program and its arguments. It runs with your rights, like any program you
            start: give only servers that you trust.

    Raises:
        DocumentError: The `mcp` extra is missing, or the server cannot be started or asked.
    """
    if find_spec("mcp") is None:
        raise DocumentError("MCP servers need the extra: pip install 'autoforge-envs[mcp]'")
    if not command:
        raise DocumentError("the command of the MCP server is empty; give a program")
    name = f"MCP server {command[0]}"
    try:
        answer = asyncio.run(asyncio.wait_for(_ask(list(command)), TIMEOUT))
    except TimeoutError as error:
        raise DocumentError(f"{name} gave no answer in {TIMEOUT} s; try it by hand") from error
    except Exception as error:  # whatever the client library and the server come to
        reason = " ".join(str(_first(error)).split())[:200]
        raise DocumentError(f"{name} cannot be asked: {reason}; try it by hand") from error
    text = json.dumps(answer, sort_keys=True)
    return read_tool_list(TextFile(name, text, hashlib.sha256(text.encode()).hexdigest()), answer)


async def _ask(command: list[str]) -> dict[str, Any]:
    """Return the server's title and its tools, of all pages."""
    import mcp

    logging.getLogger("mcp").addHandler(logging.NullHandler())  # the error says what matters
    server = mcp.StdioServerParameters(command=command[0], args=command[1:])
    tools: list[Any] = []
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        async with (
            mcp.stdio_client(server, errlog=nowhere) as (reading, writing),
            mcp.ClientSession(reading, writing) as session,
        ):
            about = await session.initialize()
            cursor: str | None = None
            for _ in range(_MAX_PAGES):
                page = await session.list_tools(
                    params=mcp.types.PaginatedRequestParams(cursor=cursor)
                )
                tools += [each.model_dump(mode="json", by_alias=True) for each in page.tools]
                cursor = page.next_cursor
                if cursor is None:
                    break
    return {"title": about.server_info.name, "description": about.instructions, "tools": tools}


def _first(error: BaseException) -> BaseException:
    """Return the first error of a group, however deep."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error

"""A live MCP server is asked over stdio for its tools, and for nothing else."""

import importlib.util
import sys
from pathlib import Path

import pytest

from autoforge_envs.errors import DocumentError
from autoforge_envs.synthesis.documents import mcp_server
from autoforge_envs.synthesis.documents.mcp_server import read_mcp_server

HAS_MCP = importlib.util.find_spec("mcp") is not None
needs_mcp = pytest.mark.skipif(not HAS_MCP, reason="the extra mcp is not installed")

SERVER = '''
from mcp.server import MCPServer

server = MCPServer("bike-shop", instructions="Answers for a bicycle shop.")


@server.tool()
def book_repair(customer_id: str, day: str, urgent: bool = False) -> str:
    """Book a repair."""
    return ""


server.run("stdio")
'''


@needs_mcp
def test_a_live_server_tells_its_tools(tmp_path: Path) -> None:
    path = tmp_path / "server.py"
    path.write_text(SERVER, encoding="utf-8")
    documents = read_mcp_server([sys.executable, str(path)])
    assert (documents.source, documents.title) == ("mcp", "bike-shop")
    (tool,) = documents.tools
    assert (tool.name, tool.effect) == ("book_repair", "write")
    assert tool.parameters["required"] == ["customer_id", "day"]


@needs_mcp
def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(DocumentError, match=r"MCP server nowhere cannot be asked: .*No such file"):
        read_mcp_server(["nowhere"])


@needs_mcp
def test_a_program_that_is_no_server_is_named() -> None:
    with pytest.raises(DocumentError, match="cannot be asked: Connection closed; try it by hand"):
        read_mcp_server([sys.executable, "-c", "raise SystemExit(3)"])


@needs_mcp
def test_a_server_that_never_answers_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "TIMEOUT", 1)
    with pytest.raises(DocumentError, match="gave no answer in 1 s"):
        read_mcp_server([sys.executable, "-c", "import time; time.sleep(60)"])


def test_no_command_is_refused() -> None:
    with pytest.raises(DocumentError, match="the command of the MCP server is empty"):
        read_mcp_server([])


def test_without_the_extra_its_name_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mcp_server, "find_spec", lambda name: None)
    with pytest.raises(DocumentError, match=r"pip install 'autoforge-envs\[mcp\]'"):
        read_mcp_server(["anything"])

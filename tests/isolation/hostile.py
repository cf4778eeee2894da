"""A tiny domain with one tool whose body a test writes."""

import json
import textwrap
from pathlib import Path

MANIFEST = {
    "format": 1,
    "name": "notes",
    "version": 0,
    "title": "Notes",
    "description": "Notes, and one tool nobody should trust.",
    "clock": "2026-03-02T09:00:00",
    "designer": {"name": "test", "seed": 0},
}

MODELS = '''
"""Tables."""

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import Identifier, Label, SemanticModel, column, identifier


class Model(SemanticModel, DeclarativeBase):
    """Base."""


class Note(Model):
    """A note."""

    __tablename__ = "notes"
    id: Mapped[Identifier] = identifier("NO")
    text: Mapped[Label] = column(indexed=True)
'''

TOOLS = '''
"""Tools."""

from autoforge_envs.domain import Label, Number, State, ToolError, tool

from .models import Note

{at_import}


@tool(intent="note {{text}}", writes=True)
def note(state: State, text: Label) -> Note:
    """Write a note.

    Args:
        text: What to write.
    """
    return state.add(Note, text=text)


@tool(intent="list the notes")
def notes(state: State) -> list[Note]:
    """List the notes."""
    return state.find(Note)


@tool(intent="attack", writes=True)
def attack(state: State) -> Label:
    """Attack."""
{body}
'''


def write_domain(folder: Path, body: str, at_import: str = "") -> Path:
    """Write a domain folder.

    Args:
        folder: Where; it must not exist.
        body: Statements of the tool `attack`, which takes `state` and returns a text.
        at_import: Statements that run when the domain is loaded.
    """
    folder.mkdir(parents=True)
    tools = TOOLS.format(
        at_import=textwrap.dedent(at_import), body=textwrap.indent(textwrap.dedent(body), "    ")
    )
    files = {
        "domain.json": json.dumps(MANIFEST),
        "models.py": MODELS,
        "tools.py": tools,
        "rules.py": '"""Rules."""\n',
        "records.jsonl": json.dumps({"table": "notes", "values": {"id": "NO-1", "text": "first"}}),
        "tasks.jsonl": "",
        "policy.md": "",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder

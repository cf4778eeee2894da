"""Domains to try the state on: the bookshop, a warehouse, and folders that tests may spoil."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession

BOOKSHOP = Path(__file__).parents[1] / "domains" / "bookshop_v0"

WAREHOUSE_MODELS = '''"""A warehouse with every kind of column and reference."""

from typing import Literal

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain import (
    Flag,
    FreeText,
    Identifier,
    Label,
    Money,
    Quantity,
    Reference,
    SemanticModel,
    column,
    identifier,
)


class Model(SemanticModel, DeclarativeBase):
    """Base of the tables."""


class Room(Model):
    """A room."""

    __tablename__ = "rooms"
    id: Mapped[Identifier] = identifier("RO")
    name: Mapped[Label] = column(unique=True)


class Box(Model):
    """A box in a room."""

    __tablename__ = "boxes"
    id: Mapped[Identifier] = identifier("BX")
    room_id: Mapped[Reference[Room]]
    colour: Mapped[Literal["red", "blue"]]
    weight: Mapped[Quantity | None]
    sealed: Mapped[Flag]
    note: Mapped[FreeText | None]
    shelf: Mapped[Label | None] = column(compared=False)


class Item(Model):
    """An item in a box."""

    __tablename__ = "items"
    id: Mapped[Identifier] = identifier("IT")
    box_id: Mapped[Reference[Box]]
    spare_id: Mapped[Reference[Box] | None]
    price: Mapped[Money]
    model: Mapped[Label | None]


class Visit(Model):
    """A visit, which no verdict looks at."""

    __tablename__ = "visits"
    __compared__ = False
    id: Mapped[Identifier] = identifier("VS")
    item_id: Mapped[Reference[Item]]
'''

WAREHOUSE_TOOLS = '''"""A tool of the warehouse."""

from autoforge_envs.domain import Reference, State, tool

from .models import Room


@tool(intent="look into room {room_id}")
def look(state: State, room_id: Reference[Room]) -> Room:
    """Look into a room.

    Args:
        room_id: The room.
    """
    return state.get(Room, room_id)
'''

WAREHOUSE_ROWS: list[tuple[str, dict[str, object]]] = [
    ("rooms", {"id": "RO-1", "name": "north"}),
    ("rooms", {"id": "RO-2", "name": "south"}),
    ("rooms", {"id": "RO-3", "name": "east"}),
    ("boxes", {"id": "BX-1", "room_id": "RO-1", "colour": "red", "weight": 1, "sealed": True}),
    ("boxes", {"id": "BX-2", "room_id": "RO-2", "colour": "red", "sealed": False}),
    ("items", {"id": "IT-1", "box_id": "BX-1", "spare_id": "BX-2", "price": 100}),
    ("items", {"id": "IT-2", "box_id": "BX-1", "price": 200}),
]


def write_folder(
    folder: Path, *, models: str, tools: str, rules: str = "", rows: Any = (), tasks: Any = ()
) -> Path:
    """Write a domain folder that is not sealed."""
    folder.mkdir(parents=True)
    manifest = {
        "format": 1, "name": folder.name, "version": 0, "title": "A test", "description": "A test.",
        "clock": "2026-03-02T09:00:00", "designer": {"name": "a test"},
    }  # fmt: skip
    files = {
        "domain.json": json.dumps(manifest),
        "models.py": models,
        "tools.py": tools,
        "rules.py": rules or '"""No rules."""\n',
        "records.jsonl": "".join(
            json.dumps({"table": table, "values": values}) + "\n" for table, values in rows
        ),
        "tasks.jsonl": "".join(json.dumps(task) + "\n" for task in tasks),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def models_of(domain: Domain) -> Mapping[str, Any]:
    """Return a domain's declared classes by name."""
    return {model.__name__: model for model in domain.types}


def forge(rows: list[Any], domain: Domain) -> bytes:
    """Write a snapshot that no session saved: rows as [table number, key, values or None]."""
    return sign(json.dumps({"domain": domain.content_hash, "rows": rows}).encode())


def sign(body: bytes) -> bytes:
    """Put a snapshot's checksum before its body."""
    return hashlib.sha256(body).hexdigest().encode() + body


@pytest.fixture(scope="session")
def bookshop() -> Domain:
    """The bookshop."""
    return load_domain(BOOKSHOP)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Domain:
    """The warehouse."""
    folder = write_folder(
        tmp_path_factory.mktemp("domains") / "warehouse",
        models=WAREHOUSE_MODELS,
        tools=WAREHOUSE_TOOLS,
        rows=WAREHOUSE_ROWS,
    )
    return load_domain(folder, sealed=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bookshop's folder, to be spoiled."""
    copy = tmp_path / "bookshop_v0"
    shutil.copytree(BOOKSHOP, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="session")
def bookshop_server(bookshop: Domain) -> Iterator[LocalServer]:
    """Serves the bookshop from memory."""
    server = LocalServer(bookshop, in_memory=True)
    yield server
    server.close()


@pytest.fixture(scope="session")
def warehouse_server(warehouse: Domain) -> Iterator[LocalServer]:
    """Serves the warehouse from memory."""
    server = LocalServer(warehouse, in_memory=True)
    yield server
    server.close()


@pytest.fixture
def image_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's base images lie."""
    images = tmp_path / "images"
    monkeypatch.setenv("AUTOFORGE_CACHE", str(images))
    return images


@pytest.fixture
def file_server(bookshop: Domain, image_folder: Path) -> Iterator[LocalServer]:
    """Serves the bookshop from a base image on disk of its own."""
    server = LocalServer(bookshop)
    yield server
    server.close()


@pytest.fixture
def image(file_server: LocalServer, image_folder: Path) -> Path:
    """The base image of `file_server`."""
    (path,) = image_folder.glob("*.sqlite")
    return path


@pytest.fixture
def session(bookshop_server: LocalServer) -> Iterator[LocalSession]:
    """A session of the bookshop."""
    opened = bookshop_server.open_session()
    yield opened
    opened.close()


@pytest.fixture
def stock(warehouse_server: LocalServer) -> Iterator[LocalSession]:
    """A session of the warehouse."""
    opened = warehouse_server.open_session()
    yield opened
    opened.close()


@pytest.fixture
def file_session(file_server: LocalServer) -> Iterator[LocalSession]:
    """A session of the bookshop on a base image on disk."""
    opened = file_server.open_session()
    yield opened
    opened.close()


@pytest.fixture
def shop(bookshop: Domain) -> Mapping[str, Any]:
    """The bookshop's declared classes by name."""
    return models_of(bookshop)

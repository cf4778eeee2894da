"""The base image as a file: built once, whole, shared, found again."""

import multiprocessing
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import DomainImage
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.storage import sqlite_store
from autoforge_envs.domain.storage.difference import digest
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.storage.sqlite_store import SqliteStore, cache_folder
from autoforge_envs.errors import StateError

CALLS: list[Any] = [
    ("agent", "check_password", {"customer_id": "CU-1", "password": "marmalade"}),
    ("agent", "cancel_order", {"order_id": "OR-1", "reason": "no_longer_needed"}),
]


@dataclass(frozen=True)
class CountingImage:
    """A bookshop's image that counts how often it is built."""

    image: DomainImage
    built: list[int]

    @property
    def name(self) -> str:
        return self.image.name

    @property
    def content_hash(self) -> str:
        return self.image.content_hash

    @property
    def metadatas(self) -> Sequence[MetaData]:
        return self.image.metadatas

    @property
    def record_types(self) -> Sequence[RecordType]:
        return self.image.record_types

    def rows(self) -> Iterator[tuple[RecordType, Mapping[str, Any]]]:
        self.built.append(1)
        return self.image.rows()


@pytest.fixture
def counting(bookshop: Domain) -> CountingImage:
    return CountingImage(DomainImage(bookshop), [])


def test_an_image_is_built_once(counting: CountingImage, image_folder: Path) -> None:
    for _ in range(3):
        SqliteStore(counting).close()
    assert len(counting.built) == 1
    assert sorted(path.suffix for path in image_folder.iterdir()) == [".counter", ".sqlite"]
    name = f"bookshop-{counting.content_hash[:24]}-f{sqlite_store.IMAGE_FORMAT}.sqlite"
    assert (image_folder / name).exists()


@pytest.mark.parametrize("damage", ["cut", "emptied", "no mark", "written to"])
def test_a_damaged_image_is_built_anew(
    damage: str, counting: CountingImage, image_folder: Path
) -> None:
    SqliteStore(counting).close()
    (path,) = image_folder.glob("*.sqlite")
    whole = path.read_bytes()
    if damage == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif damage == "emptied":
        path.write_bytes(b"")
    elif damage == "no mark":
        path.with_suffix(".counter").unlink()
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("DELETE FROM refunds")
        connection.close()
    SqliteStore(counting).close()
    assert len(counting.built) == 2
    assert path.read_bytes() == whole


def play(image_folder: str, bookshop: Domain, start: Any, answers: Any) -> None:
    os.environ["AUTOFORGE_CACHE"] = image_folder
    start.wait()
    server = LocalServer(bookshop)
    session = server.open_session()
    for call in CALLS:
        session.call(*call)
    answers.put(digest(session.difference()))
    session.close()
    server.close()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_processes_that_build_at_once_all_get_a_whole_image(
    bookshop: Domain, image_folder: Path
) -> None:
    context = multiprocessing.get_context("fork")
    start, answers = context.Event(), context.Queue()
    children = [
        context.Process(target=play, args=(str(image_folder), bookshop, start, answers))
        for _ in range(4)
    ]
    for child in children:
        child.start()
    start.set()
    digests = {answers.get(timeout=60) for _ in children}
    for child in children:
        child.join(60)
    assert len(digests) == 1
    assert sorted(path.suffix for path in image_folder.iterdir()) == [".counter", ".sqlite"]


def test_where_no_image_can_lie_another_folder_is_taken(
    counting: CountingImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("AUTOFORGE_CACHE", str(blocked / "folder"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    SqliteStore(counting).close()
    assert len(list((tmp_path / "elsewhere").glob("autoforge-*/*.sqlite"))) == 1


def test_where_nothing_can_be_written_the_error_says_what_to_set(
    counting: CountingImage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("AUTOFORGE_CACHE", str(blocked / "folder"))
    monkeypatch.setattr("tempfile.tempdir", str(blocked))
    with pytest.raises(StateError, match="no folder can hold the base image of bookshop; set AUTO"):
        SqliteStore(counting)


def test_the_folder_of_images_follows_the_usual_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    monkeypatch.delenv("AUTOFORGE_CACHE", raising=False)
    assert cache_folder() == Path("/caches/autoforge")
    monkeypatch.setenv("AUTOFORGE_CACHE", "/mine")
    assert cache_folder() == Path("/mine")
    monkeypatch.delenv("AUTOFORGE_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == Path.home() / ".cache" / "autoforge"


def test_stores_in_memory_touch_no_file_and_do_not_share(
    counting: CountingImage, image_folder: Path
) -> None:
    stores = [SqliteStore(counting, in_memory=True) for _ in range(2)]
    assert len(counting.built) == 2
    first, second = (store.lease() for store in stores)
    first.execute("DELETE FROM refunds")
    assert second.execute("SELECT count(*) FROM refunds").fetchone() == (1,)
    for store, connection in zip(stores, (first, second), strict=True):
        store.give_back(connection)
        store.close()
    assert not image_folder.exists()


def test_a_twin_in_memory_is_copied_and_not_built_and_they_do_not_share(
    counting: CountingImage,
) -> None:
    first = SqliteStore(counting, in_memory=True)
    writing = first.lease()
    writing.execute("DELETE FROM refunds")
    second = SqliteStore(counting, in_memory=True, twin=first)
    assert len(counting.built) == 1
    reading = second.lease()
    assert reading.execute("SELECT count(*) FROM refunds").fetchone() == (1,)
    reading.execute("DELETE FROM refunds")
    first.rewind(writing)
    assert writing.execute("SELECT count(*) FROM refunds").fetchone() == (1,)
    first.give_back(writing)
    first.close()
    second.rewind(reading)
    assert reading.execute("SELECT count(*) FROM refunds").fetchone() == (1,)
    second.give_back(reading)
    second.close()


def test_a_store_in_memory_that_nobody_closed_is_in_no_others_way(counting: CountingImage) -> None:
    lease = SqliteStore(counting, in_memory=True).lease()  # the store itself is gone at once
    for _ in range(20):
        SqliteStore(counting, in_memory=True).close()
    lease.close()


def test_a_row_read_by_sql_is_what_the_state_reads(file_server: LocalServer) -> None:
    session = file_server.open_session()
    kind = next(kind for kind in file_server.domain.record_types if kind.name == "customers")
    (row,) = session.connection.execute("SELECT * FROM customers WHERE id = 'CU-1'").fetchall()
    assert kind.make(row) == session.state.get(kind.model, "CU-1")
    session.close()


def test_rows_of_the_image_are_remembered_up_to_a_number(
    bookshop_server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_store, "MAX_REMEMBERED_ROWS", 5)
    store = bookshop_server.store
    assert isinstance(store, SqliteStore)
    books = next(kind for kind in bookshop_server.domain.record_types if kind.name == "books")
    by_key = f"SELECT {', '.join(books.columns)} FROM books WHERE id = ?"
    found = [store.pristine(books, by_key, (f"BO-{at}",)) for at in (1, 2, 2, 3, 1, 99, 99)]
    assert [[book.id for book in each] for each in found] == [
        ["BO-1"], ["BO-2"], ["BO-2"], ["BO-3"], ["BO-1"], [], []
    ]  # fmt: skip
    assert found[1] is found[2]
    assert found[0] == found[4]
    assert found[0] is not found[4]
    everything = store.pristine(books, by_key.replace("WHERE id = ?", "ORDER BY id"), ())
    assert len(everything) >= 5
    assert sum(1 + len(each) for each in store._found.values()) <= 5


def test_a_table_without_rows_is_asked_nothing_and_remembers_nothing(
    bookshop_server: LocalServer,
) -> None:
    store = bookshop_server.store
    assert isinstance(store, SqliteStore)
    types = {kind.name: kind for kind in bookshop_server.domain.record_types}
    assert store.pristine(types["confirmations"], "no SQL at all", ("CF-1",)) == []
    assert not any(sql == "no SQL at all" for sql, _ in store._found)
    with pytest.raises(sqlite3.OperationalError):
        store.pristine(types["books"], "no SQL at all", ())


def test_a_row_is_journaled_under_every_key_it_had_and_reported_once(
    file_server: LocalServer,
) -> None:
    session = file_server.open_session()
    for _ in range(3):
        session.connection.execute("UPDATE readers SET mode = 'off' WHERE id = 'RD-1'")
    session.connection.execute("UPDATE readers SET id = 'RD-77' WHERE id = 'RD-1'")
    found = [(change.kind, change.values.get("mode")) for change in session.difference()]
    assert found == [("delete", None), ("insert", "off")]
    keys = "SELECT k FROM _touched"
    assert {key for (key,) in session.connection.execute(keys)} == {"RD-1", "RD-77"}  # type: ignore[attr-defined]
    session.close()


def test_a_mark_changes_when_somebody_writes_and_never_back(file_server: LocalServer) -> None:
    session, store = file_server.open_session(), file_server.store
    connection = session.connection
    marks = [store.writes_mark(connection)]
    for sql in (
        "SELECT * FROM books",
        "SAVEPOINT here",
        "UPDATE books SET stock = 0",
        "ROLLBACK TO SAVEPOINT here",
        "DELETE FROM readers",
    ):
        connection.execute(sql).fetchall()
        marks.append(store.writes_mark(connection))
    assert marks[0] == marks[1] == marks[2] != marks[3]
    assert marks[3] == marks[4] != marks[5]
    assert len(set(marks)) == 3
    session.close()

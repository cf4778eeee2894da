"""Snapshots: the same state on any connection, in any process; nothing else is let in."""

import base64
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.difference import digest
from autoforge_envs.errors import SnapshotError

from ..conftest import BOOKSHOP, forge, sign

CALLS: list[Any] = [
    ("agent", "check_password", {"customer_id": "CU-3", "password": "violet"}),
    ("user", "confirm", {"details": "cancel OR-6 because it is no longer needed"}),
    ("agent", "cancel_order", {"order_id": "OR-6", "reason": "no_longer_needed"}),
    ("agent", "place_order", {"customer_id": "CU-3", "book_id": "BO-3", "quantity": 1}),
    ("user", "restart_reader", {"reader_id": "RD-1"}),
]


def play(session: LocalSession) -> LocalSession:
    session.reset()
    for call in CALLS:
        assert not session.call(*call).error
    return session


@pytest.fixture
def played(session: LocalSession) -> LocalSession:
    return play(session)


def test_nothing_is_saved_and_restored_as_nothing(session: LocalSession) -> None:
    snapshot = session.save()
    play(session)
    session.restore(snapshot)
    assert session.difference() == []


def test_a_restored_session_goes_on_as_the_saved_one_would(
    played: LocalSession, bookshop_server: LocalServer
) -> None:
    other = bookshop_server.open_session()
    other.restore(played.save())
    goes_on = ("agent", "list_orders", {"customer_id": "CU-3"})
    assert other.call(*goes_on) == played.call(*goes_on)  # type: ignore[arg-type]
    assert other.violations() == played.violations() == ["changes_are_confirmed"]
    again = ("agent", "place_order", {"customer_id": "CU-3", "book_id": "BO-3", "quantity": 1})
    assert other.call(*again) == played.call(*again)  # type: ignore[arg-type]
    assert other.difference() == played.difference()
    other.close()


def test_restoring_forgets_what_came_before(played: LocalSession) -> None:
    snapshot = played.save()
    before = played.difference()
    played.call("user", "restart_reader", {"reader_id": "RD-2"})
    played.restore(snapshot)
    assert played.difference() == before
    played.reset()
    assert played.difference() == []


def test_a_store_on_disk_and_one_in_memory_understand_each_other(
    played: LocalSession, file_session: LocalSession
) -> None:
    file_session.restore(played.save())
    assert file_session.difference() == played.difference()
    assert file_session.save() == played.save()
    played.reset()
    played.restore(file_session.save())
    assert played.difference() == file_session.difference()


CHILD = """
import base64, sys
from pathlib import Path
from autoforge_envs.domain.storage.difference import digest
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer

server = LocalServer(load_domain(Path(sys.argv[1])), in_memory=True)
session = server.open_session()
session.restore(base64.b64decode(sys.argv[2]))
print(digest(session.difference()))
for call in eval(sys.argv[3]):
    session.call(*call)
print(digest(session.difference()))
print(base64.b64encode(session.save()).decode())
"""


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_another_process_restores_the_same_state_and_gives_it_back(
    hash_seed: str, played: LocalSession
) -> None:
    snapshot = played.save()
    more = [("user", "restart_reader", {"reader_id": "RD-2"})]
    child = subprocess.run(
        [sys.executable, "-c", CHILD, BOOKSHOP, base64.b64encode(snapshot), repr(more)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    restored, continued, given_back = child.stdout.split()
    assert restored == digest(played.difference())
    played.restore(base64.b64decode(given_back))
    assert continued == digest(played.difference()) != restored


@pytest.fixture(scope="module")
def spare(bookshop_server: LocalServer) -> Iterator[LocalSession]:
    opened = bookshop_server.open_session()
    yield opened
    opened.close()


@given(st.data())
def test_a_damaged_snapshot_is_refused_and_changes_nothing(
    spare: LocalSession, data: st.DataObject
) -> None:
    snapshot = play(spare).save()
    at = data.draw(st.integers(0, len(snapshot) - 1))
    damaged = data.draw(
        st.sampled_from(
            [
                snapshot[:at],
                snapshot[:at] + bytes([snapshot[at] ^ (1 << at % 8)]) + snapshot[at + 1 :],
                snapshot + b"x",
                snapshot[at:] + snapshot[:at] if at else b"",
            ]
        )
    )
    before = spare.difference()
    with pytest.raises(SnapshotError, match=r"no snapshot, or a damaged one; pass what save\(\)"):
        spare.restore(damaged)
    assert spare.difference() == before


@given(st.binary(max_size=200))
def test_no_other_bytes_are_a_snapshot(spare: LocalSession, noise: bytes) -> None:
    with pytest.raises(SnapshotError):
        spare.restore(noise)


def test_a_snapshot_of_another_domain_is_refused(
    played: LocalSession, warehouse_server: LocalServer, bookshop: Domain, warehouse: Domain
) -> None:
    foreign = warehouse_server.open_session()
    with pytest.raises(SnapshotError) as refused:
        foreign.restore(played.save())
    assert f"belongs to a domain with hash {bookshop.content_hash[:12]}" in str(refused.value)
    assert f"this one has {warehouse.content_hash[:12]}" in str(refused.value)
    assert foreign.difference() == []
    foreign.close()


BOOK = {"id": "BO-1", "title": "The Lighthouse", "price": 1250, "stock": 5}


@pytest.mark.parametrize(
    "rows",
    [
        5,
        [5],
        [[]],
        [["books", "BO-1", None]],
        [[-1, "BO-1", None]],
        [[99, "BO-1", None]],
        [[1.5, "BO-1", None]],
        [["BOOKS", 5, None]],
        [["BOOKS", "BO-1", []]],
        [["BOOKS", "BO-1", {}]],
        [["BOOKS", "BO-1", {**BOOK, "id": "BO-2"}]],
        [["BOOKS", "BO-1", {**BOOK, "colour": "red"}]],
        [["BOOKS", "BO-1", {**BOOK, "price": "12.50"}]],
        [["BOOKS", "BO-1", {**BOOK, "price": 12.5}]],
        [["BOOKS", "BO-1", {**BOOK, "price": [1]}]],
        [["BOOKS", "BO-1", {**BOOK, "price": 2**70}]],
        [["BOOKS", "BO-1", {**BOOK, "price": None}]],
        [["BOOKS", "BO-1", {**BOOK, "title": "\ud800"}]],
        [["BOOKS", "BO-1", BOOK], ["BOOKS", "BO-1", BOOK]],
    ],
)
def test_a_forged_snapshot_is_refused_and_the_session_goes_on(
    rows: Any, bookshop: Domain, session: LocalSession
) -> None:
    number = next(kind.number for kind in bookshop.record_types if kind.name == "books")
    if isinstance(rows, list):
        rows = [
            [number, *row[1:]] if isinstance(row, list) and row[:1] == ["BOOKS"] else row
            for row in rows
        ]
    with pytest.raises(SnapshotError):
        session.restore(forge(rows, bookshop))
    assert session.difference() == []
    assert session.call("agent", "find_book", {"title": "The Lighthouse"}).error is False


def test_a_forged_row_that_repeats_a_unique_value_is_refused(
    bookshop: Domain, session: LocalSession
) -> None:
    customers = next(kind for kind in bookshop.record_types if kind.name == "customers")
    twin = {"id": "CU-9", "name": "Eve", "email": "bo@example.com", "password": "x"}
    with pytest.raises(SnapshotError, match=r"the snapshot does not fit bookshop: .*email"):
        session.restore(forge([[customers.number, "CU-9", {**twin, "is_member": True}]], bookshop))
    assert session.difference() == []


def test_deep_nesting_is_refused(bookshop: Domain, session: LocalSession) -> None:
    body = b'{"domain": "' + bookshop.content_hash.encode() + b'", "rows": ' + b"[" * 100_000
    with pytest.raises(SnapshotError, match="holds no rows of this domain"):
        session.restore(sign(body))

"""What a live environment's state costs: per operation, per row of the database, per environment.

One table: reset, verdict, snapshot and restore after the same six changed rows, on databases of
1,000, 10,000 and 100,000 orders and with 1, 100 and 1,000 environments alive; tool calls against
hand-written sqlite3 on the same image; memory of a live environment that has played.

Run with `python -m benchmarks.state` from the checkout.
"""

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.domain.storage.difference import digest
from autoforge_envs.domain.tools import Caller
from benchmarks.memory import memory_rows
from benchmarks.timing import medians, microseconds, print_table

BOOKSHOP = Path(__file__).parent.parent / "tests" / "domains" / "bookshop_v0"
ORDERS = {"x1": 1_000, "x10": 10_000, "x100": 100_000}
LIVE = (1, 100, 1_000)
ROUNDS = 300

EMAIL, PASSWORD = "customer7@example.com", "password 7"
CUSTOMER, ORDER, BOUGHT = "CU-7", "OR-7", "BO-1"

Arguments = dict[str, object]
_Call = tuple[Caller, str, Arguments]
READ: Arguments = {"customer_id": CUSTOMER}
WRITE: Arguments = {"order_id": ORDER, "reason": "no_longer_needed"}
EPISODE: list[_Call] = [
    ("agent", "find_customer", {"email": EMAIL}),
    ("agent", "check_password", {"customer_id": CUSTOMER, "password": PASSWORD}),
    ("agent", "list_orders", {"customer_id": CUSTOMER}),
    ("agent", "find_book", {"title": "Title 0"}),
    ("agent", "find_book", {"title": "Title 1"}),
    ("agent", "inspect_reader", {"customer_id": CUSTOMER}),
    ("agent", "cancel_order", {"order_id": ORDER, "reason": "no_longer_needed"}),
    ("agent", "list_orders", {"customer_id": CUSTOMER}),
    ("agent", "place_order", {"customer_id": CUSTOMER, "book_id": BOUGHT, "quantity": 2}),
    ("agent", "list_orders", {"customer_id": CUSTOMER}),
]
"""Ten calls; three write six rows: a check, a refund, a new order, an old one and two books."""


def write_domain(folder: Path, num_orders: int) -> None:
    """Write a bookshop with generated rows: five orders for every two customers."""
    folder.mkdir()
    for name in ("models.py", "tools.py", "rules.py", "domain.json"):
        shutil.copy(BOOKSHOP / name, folder / name)
    (folder / "tasks.jsonl").write_text("")
    with (folder / "records.jsonl").open("w") as file:
        file.writelines(
            json.dumps({"table": table, "values": values}) + "\n"
            for table, values in _rows(num_orders, np.random.default_rng(0))
        )


def _rows(num_orders: int, generator: np.random.Generator) -> Iterator[tuple[str, dict[str, Any]]]:
    num_customers, num_books = num_orders * 2 // 5, num_orders // 10
    for at in range(num_customers):
        yield "customers", {
            "id": f"CU-{at}", "name": f"Customer {at}", "email": f"customer{at}@example.com",
            "password": f"password {at}", "is_member": at % 3 == 0,
        }  # fmt: skip
    for at in range(num_books):
        yield "books", {"id": f"BO-{at}", "title": f"Title {at}", "price": 999 + at, "stock": 9}
    buyers = generator.integers(num_customers, size=num_orders).tolist()
    books = generator.integers(num_books, size=num_orders).tolist()
    for at, (buyer, book) in enumerate(zip(buyers, books, strict=True)):
        customer, bought = (7, 0) if at in (7, 11, 13) else (buyer, book)
        yield "orders", {
            "id": f"OR-{at}", "customer_id": f"CU-{customer}", "book_id": f"BO-{bought}",
            "quantity": 1, "total": 999 + bought, "status": "pending",
            "placed_at": "2026-02-20T10:00:00",
        }  # fmt: skip
    for at in range(0, num_customers, 7):
        yield "readers", {"id": f"RD-{at}", "customer_id": f"CU-{at}", "mode": "ready"}


@contextmanager
def _serving(num_orders: int, *, rules: bool = True) -> Iterator[LocalServer]:
    """Serve a generated bookshop from a base image on disk, below `AUTOFORGE_CACHE`."""
    folder = Path(os.environ["AUTOFORGE_CACHE"]) / f"bookshop_{num_orders}"
    if not folder.exists():
        write_domain(folder, num_orders)
    domain = load_domain(folder, sealed=False)
    server = LocalServer(domain if rules else replace(domain, rules=()))
    try:
        yield server
    finally:
        server.close()


class _Environments:
    """Live environments of one server, used in turn so that no cache is warm by accident."""

    def __init__(self, server: LocalServer, number: int) -> None:
        self._sessions = [server.open_session() for _ in range(number)]
        for session in self._sessions:
            for caller, name, arguments in EPISODE:
                result = session.call(caller, name, arguments)
                if result.error:
                    raise RuntimeError(f"{name}: {result.content}")
        self._snapshot = self._sessions[0].save()
        for session in self._sessions:  # each connection prepares a statement on its first use
            session.restore(self._snapshot)
            session.difference()
            session.save()
        self._turn = 0

    def next(self) -> LocalSession:
        """Return the next session in turn."""
        self._turn = (self._turn + 1) % len(self._sessions)
        return self._sessions[self._turn]

    def restore(self) -> None:
        """Restore the episode's end on the next session."""
        self.next().restore(self._snapshot)

    def reset(self) -> None:
        """Reset the session whose turn it is."""
        self._sessions[self._turn].reset()

    def close(self) -> None:
        """Close all sessions."""
        for session in self._sessions:
            session.close()


def _time_operations(worlds: Mapping[str, _Environments]) -> list[list[str]]:
    """Time every operation in every world; the ratios are to the first world."""
    timed: dict[str, Callable[[_Environments], object]] = {
        "verdict": lambda world: digest(world.next().difference()),
        "snapshot": lambda world: world.next().save(),
        "restore": lambda world: world.restore(),
        "reset": lambda world: world.reset(),
    }
    rows = []
    for name, operation in timed.items():
        contestants = {label: partial(operation, world) for label, world in worlds.items()}
        # what is reset must have been changed before, by a session of the same world
        prepare = {label: world.restore for label, world in worlds.items()}
        times = medians(contestants, rounds=ROUNDS, prepare=prepare if name == "reset" else None)
        first = next(iter(times.values()))
        rows += [
            [f"{name}, {label}", microseconds(seconds), f"{seconds / first:.2f}"]
            for label, seconds in times.items()
        ]
    return rows


def _flatness() -> list[list[str]]:
    """Operations by size of the database, then by number of live environments."""
    rows = []
    with ExitStack() as stack:
        servers = {
            size: stack.enter_context(_serving(number, rules=False))
            for size, number in ORDERS.items()
        }
        by_size = {f"{size} rows": _Environments(server, 1) for size, server in servers.items()}
        rows += _time_operations(by_size)
        by_number = {f"{n} alive": _Environments(servers["x10"], n) for n in LIVE}
        rows += _time_operations(by_number)
        for world in (*by_size.values(), *by_number.values()):
            world.close()
    return rows


class _HandWritten:
    """The bookshop's tools as one would write them against sqlite3."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def list_orders(self) -> list[tuple[Any, ...]]:
        """Read the customer, then their orders."""
        execute = self._execute
        customer = execute("SELECT * FROM customers WHERE id = ?", (CUSTOMER,)).fetchone()
        query = "SELECT * FROM orders WHERE customer_id = ? ORDER BY id"
        return execute(query, (customer[0],)).fetchall()

    def cancel_order(self) -> tuple[Any, ...]:
        """Read order and book, write both and a refund, all or nothing."""
        execute = self._execute
        execute("SAVEPOINT call")
        order = execute("SELECT * FROM orders WHERE id = ?", (ORDER,)).fetchone()
        book = execute("SELECT * FROM books WHERE id = ?", (order[2],)).fetchone()
        stock = book[3] + order[3]
        execute("UPDATE books SET stock = ? WHERE id = ?", (stock, book[0]))
        cancelled = ("cancelled", "no_longer_needed", order[0])
        execute("UPDATE orders SET status = ?, cancel_reason = ? WHERE id = ?", cancelled)
        refund = ("RE-000000001", order[0], order[4], "2026-03-02T09:00:00")
        execute("INSERT INTO refunds VALUES (?, ?, ?, ?)", refund)
        execute("RELEASE call")
        return refund

    def undo(self) -> None:
        """Go back to the image."""
        self._execute("ROLLBACK")
        self._execute("BEGIN")


class _Callers:
    """A reading and a writing tool, called in every way: by hand, on the state, by a session."""

    def __init__(self, ruled: LocalServer, unruled: LocalServer) -> None:
        self._by_hand = _HandWritten(cast(sqlite3.Connection, ruled.store.lease()))
        self._ruled, self._free = ruled.open_session(), unruled.open_session()
        self._asking = unruled.open_session()  # after somebody else wrote, rows are read anew
        self._asking.connection.execute("UPDATE orders SET total = total WHERE id = ?", (ORDER,))
        self._functions = {tool.name: tool.function for tool in ruled.domain.tools}

    def time_reads(self) -> dict[str, float]:
        """Return seconds of the reading tool by how it is called."""
        self._identify()
        arguments: _Call = ("agent", "list_orders", READ)
        return medians(
            {
                "by hand": self._by_hand.list_orders,
                "State, rows read anew": partial(self._on_state, "list_orders", READ, False),
                "State": partial(self._on_state, "list_orders", READ, True),
                "session.call, rows read anew": partial(self._asking.call, *arguments),
                "session.call": partial(self._free.call, *arguments),
                "session.call with rules": partial(self._ruled.call, *arguments),
            },
            rounds=ROUNDS,
            repeats=20,
        )

    def time_writes(self) -> dict[str, float]:
        """Return seconds of the writing tool by how it is called."""
        arguments: _Call = ("agent", "cancel_order", WRITE)
        return medians(
            {
                "by hand": self._by_hand.cancel_order,
                "State, rows read anew": partial(self._write_on_state, False),
                "State": partial(self._write_on_state, True),
                "session.call": partial(self._free.call, *arguments),
                "session.call with rules": partial(self._ruled.call, *arguments),
            },
            prepare={
                "by hand": self._by_hand.undo,
                "State, rows read anew": self._free_to_write,
                "State": self._free_to_write,
                "session.call": self._free.reset,
                "session.call with rules": self._identify,
            },
            rounds=ROUNDS * 3,
        )

    def _identify(self) -> None:
        self._ruled.reset()
        self._ruled.call("agent", "check_password", {**READ, "password": PASSWORD})

    def _free_to_write(self) -> None:
        self._free.reset()
        self._free.state.allow_writes(True)

    def _on_state(self, name: str, arguments: Arguments, remembers: bool) -> None:
        state = self._free.state
        if remembers:  # as in a call: what nobody wrote to is known from the image
            state.begin_call({})
        self._functions[name](state, **arguments)
        state.end_call()

    def _write_on_state(self, remembers: bool) -> None:
        self._free.connection.execute("SAVEPOINT call")
        self._on_state("cancel_order", WRITE, remembers)
        self._free.connection.execute("RELEASE call")


def _tool_calls() -> list[list[str]]:
    """Both tools by how they are called; the ratios are to calls by hand."""
    with _serving(ORDERS["x10"]) as ruled, _serving(ORDERS["x10"], rules=False) as unruled:
        callers = _Callers(ruled, unruled)
        times = {"reading tool": callers.time_reads(), "writing tool": callers.time_writes()}
    return [
        [f"{name}, {how}", microseconds(seconds), f"{seconds / each['by hand']:.2f}"]
        for name, each in times.items()
        for how, seconds in each.items()
    ]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["AUTOFORGE_CACHE"] = temporary
        memory = [[*row, ""] for row in memory_rows()]
        rows = [*_flatness(), *_tool_calls(), *memory]
    print_table("State", ("operation", "median", "ratio to first"), rows)


if __name__ == "__main__":
    main()

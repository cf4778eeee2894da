"""What feeds what: read off types, and kept only if calling the tools shows it."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.synthesis.drawing import draw_tool_graph
from autoforge_envs.synthesis.edges import Edge, replay
from autoforge_envs.synthesis.ports import USER, values_at
from autoforge_envs.synthesis.tool_graph import ToolGraph, build_tool_graph
from tests.domain.conftest import WAREHOUSE_MODELS, WAREHOUSE_ROWS, WAREHOUSE_TOOLS, write_folder

REPOSITORY = Path(__file__).parents[2]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"

NEW_VALUES = """
user.email -> find_customer.email
user.password -> check_password.password
find_customer.id -> check_password.customer_id
find_customer.id -> list_orders.customer_id
find_customer.id -> place_order.customer_id
find_customer.id -> inspect_reader.customer_id
check_password.email -> find_customer.email
list_orders.*.id -> cancel_order.order_id
list_orders.*.book_id -> place_order.book_id
list_orders.*.quantity -> place_order.quantity
find_book.id -> place_order.book_id
find_book.stock -> place_order.quantity
place_order.id -> cancel_order.order_id
inspect_reader.*.id -> restart_reader.reader_id
inspect_reader.*.id -> read_screen.reader_id
restart_reader.customer_id -> check_password.customer_id
restart_reader.customer_id -> list_orders.customer_id
restart_reader.customer_id -> place_order.customer_id
restart_reader.customer_id -> inspect_reader.customer_id
read_screen.customer_id -> check_password.customer_id
read_screen.customer_id -> list_orders.customer_id
read_screen.customer_id -> place_order.customer_id
read_screen.customer_id -> inspect_reader.customer_id
"""
ECHOES = """
check_password.id -> list_orders.customer_id
check_password.id -> place_order.customer_id
check_password.id -> inspect_reader.customer_id
list_orders.*.customer_id -> check_password.customer_id
list_orders.*.customer_id -> place_order.customer_id
list_orders.*.customer_id -> inspect_reader.customer_id
place_order.customer_id -> check_password.customer_id
place_order.customer_id -> list_orders.customer_id
place_order.customer_id -> inspect_reader.customer_id
inspect_reader.*.customer_id -> check_password.customer_id
inspect_reader.*.customer_id -> list_orders.customer_id
inspect_reader.*.customer_id -> place_order.customer_id
restart_reader.id -> read_screen.reader_id
read_screen.id -> restart_reader.reader_id
"""

LENDING_TOOLS = '''"""Views, lists, bare values and a parameter that nothing fits."""

from dataclasses import dataclass

from autoforge_envs.domain import (
    FreeText,
    Label,
    Money,
    Quantity,
    Reference,
    State,
    ToolError,
    require,
    tool,
)

from .models import Box, Item, Room


@dataclass(frozen=True, slots=True)
class Shelf:
    """A box with what is in it."""

    box: Box
    items: list[Item]
    remark: FreeText


@tool(intent="look into {name}")
def open_room(state: State, name: Label) -> list[Shelf]:
    """Show the boxes of a room.

    Args:
        name: The room's name.
    """
    rooms = state.find(Room, name=name)
    boxes = [box for room in rooms for box in state.find(Box, room_id=room.id)]
    return [Shelf(box, state.find(Item, box_id=box.id), "dusty") for box in boxes]


@tool(intent="weigh {box_id}")
def weigh(state: State, box_id: Reference[Box]) -> Quantity | None:
    """Weigh a box.

    Args:
        box_id: The box.
    """
    return state.get(Box, box_id).weight


@tool(intent="price {item_ids}")
def price(state: State, item_ids: list[Reference[Item]]) -> Money:
    """Add prices up.

    Args:
        item_ids: The items.
    """
    return sum(state.get(Item, each).price for each in item_ids)


@tool(intent="pay {amount}", writes=True)
def pay(state: State, amount: Money, count: Quantity | None = None) -> None:
    """Pay exactly.

    Args:
        amount: How much.
        count: How often.
    """
    require(amount in (100, 200), f"{amount} is no price")
    require(count in (None, 1), "once only")


@tool(intent="call it {label}", writes=True)
def rename(state: State, label: Label) -> None:
    """Refuse.

    Args:
        label: Whatever.
    """
    raise ToolError("never")
'''


def serve(folder: Path, *, sealed: bool = True) -> Iterator[LocalServer]:
    server = LocalServer(load_domain(folder, sealed=sealed), in_memory=True)
    yield server
    server.close()


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    yield from serve(BOOKSHOP)


@pytest.fixture(scope="module")
def graph(server: LocalServer) -> ToolGraph:
    return build(server)


@pytest.fixture
def scratch(server: LocalServer) -> Iterator[LocalSession]:
    session = server.open_session("agent")
    yield session
    session.close()


@pytest.fixture(scope="module")
def lending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalServer]:
    folder = tmp_path_factory.mktemp("domains") / "lending"
    write_folder(folder, models=WAREHOUSE_MODELS, tools=LENDING_TOOLS, rows=WAREHOUSE_ROWS)
    yield from serve(folder, sealed=False)


def build(server: LocalServer, seed: int = 0) -> ToolGraph:
    return build_tool_graph(server, np.random.default_rng(seed))


def say(edges: Iterator[Edge]) -> list[str]:
    return [
        f"{'.'.join((edge.source.tool, *edge.source.path))} -> "
        f"{edge.target.tool}.{edge.target.name}"
        for edge in edges
    ]


def test_the_edges_of_the_bookshop_are_exactly_these(graph: ToolGraph) -> None:
    assert say(edge for edge in graph.edges if not edge.echoes) == NEW_VALUES.split("\n")[1:-1]
    assert say(edge for edge in graph.edges if edge.echoes) == ECHOES.split("\n")[1:-1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_another_seed_finds_the_same_edges(
    server: LocalServer, graph: ToolGraph, seed: int
) -> None:
    again = build(server, seed)
    assert say(iter(again.edges)) == say(iter(graph.edges))
    assert [edge.echoes for edge in again.edges] == [edge.echoes for edge in graph.edges]


def test_every_example_succeeds_again(graph: ToolGraph, scratch: LocalSession) -> None:
    assert [edge for edge in graph.edges if not replay(scratch, edge)] == []


def test_an_example_that_shows_nothing_fails(graph: ToolGraph, scratch: LocalSession) -> None:
    edge = next(edge for edge in graph.edges if edge.source.tool == "find_customer")
    other_value = replace(edge.example, value="CU-0")
    wrong_call = replace(edge.example, arguments={edge.target.name: "CU-0"})
    assert not replay(scratch, replace(edge, example=other_value))
    assert not replay(scratch, replace(edge, example=wrong_call))


def test_an_example_carries_the_value_that_the_source_gave(graph: ToolGraph) -> None:
    for edge in graph.edges:
        assert edge.example.arguments[edge.target.name] == edge.example.value


def test_echoes_are_told_from_new_values(graph: ToolGraph) -> None:
    for edge in graph.edges:
        assert edge.echoes == (edge.example.value in edge.example.source_arguments.values())


def test_a_match_that_calls_refute_is_no_edge(graph: ToolGraph) -> None:
    """An `Identifier` could be any key; the e-reader's number is no order's."""
    pairs = {(each.source, each.target) for each in graph.edges}
    refuted = [
        each
        for each in graph.unconfirmed
        if each.source.tool == "list_orders" and each.target.tool == "restart_reader"
    ]
    assert {each.source.name for each in refuted} == {"id", "customer_id", "book_id"}
    assert all(each.tries == 24 and "there is no reader" in each.reason for each in refuted)
    assert not any((each.source, each.target) in pairs for each in graph.unconfirmed)


def test_what_the_user_knows_comes_from_whom_the_identity_check_is_about(graph: ToolGraph) -> None:
    assert graph.party == "Customer"
    assert [port.name for port in graph.facts] == ["name", "email", "password"]
    assert {edge.target.tool for edge in graph.edges if edge.source.tool == USER} == {
        "find_customer",
        "check_password",
    }


def test_secrets_never_come_out_of_a_tool(graph: ToolGraph) -> None:
    assert not any(port.semantic == "Secret" for tool in graph.tools for port in tool.outputs)


def test_views_lists_and_bare_values_have_ports(lending: LocalServer) -> None:
    tools = {tool.name: tool for tool in build(lending).tools}
    outputs = {".".join(port.path): port.meaning for port in tools["open_room"].outputs}
    assert outputs == {
        "*.box.id": "Box key", "*.box.room_id": "Room key", "*.box.colour": "Choice",
        "*.box.weight": "Quantity", "*.box.shelf": "Label",
        "*.items.*.id": "Item key", "*.items.*.box_id": "Box key", "*.items.*.spare_id": "Box key",
        "*.items.*.price": "Money", "*.items.*.model": "Label",
    }  # fmt: skip
    assert [port.path for port in tools["weigh"].outputs] == [()]
    assert tools["rename"].outputs == ()


def test_values_travel_out_of_views_into_lists_and_optional_arguments(lending: LocalServer) -> None:
    graph = build(lending)
    found = set(say(iter(graph.edges)))
    assert "open_room.*.items.*.id -> price.item_ids" in found
    assert "open_room.*.items.*.spare_id -> weigh.box_id" not in found  # nobody knows its weight
    assert "open_room.*.box.id -> weigh.box_id" in found
    assert "open_room.*.items.*.price -> pay.amount" in found
    assert "price -> pay.amount" in found
    assert "weigh -> pay.count" in found
    listed = next(edge for edge in graph.edges if edge.target.name == "item_ids")
    assert listed.example.arguments == {"item_ids": [listed.example.value]}


def test_a_domain_that_checks_nobody_has_no_facts(lending: LocalServer) -> None:
    graph = build(lending)
    assert (graph.party, graph.facts) == ("", ())


def test_a_tool_that_always_refuses_gives_and_takes_nothing(lending: LocalServer) -> None:
    graph = build(lending)
    assert not any("rename" in (edge.source.tool, edge.target.tool) for edge in graph.edges)
    assert any(each.target.tool == "rename" and each.reason for each in graph.unconfirmed)


def test_a_single_tool_makes_a_graph_without_edges(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "warehouse", models=WAREHOUSE_MODELS, tools=WAREHOUSE_TOOLS, rows=WAREHOUSE_ROWS
    )
    for server in serve(folder, sealed=False):
        graph = build(server)
        assert ([tool.name for tool in graph.tools], graph.edges) == (["look"], ())
        assert "look" in draw_tool_graph(graph)


def test_values_at_a_path_leave_out_what_is_empty() -> None:
    result = [{"a": {"b": 1}}, {"a": {"b": None}}, {"a": None}, {}]
    assert [found.value for found in values_at(result, ("*", "a", "b"))] == [1]
    assert [found.holder for found in values_at({"c": [3]}, ("c", "*"))] == [{"c": [3]}]
    assert values_at([], ("*",)) == []


def fingerprint(hash_seed: str) -> str:
    """What another process with other string hashes makes of the bookshop."""
    program = (
        "import tests.synthesis.test_tool_graph as t; print(t.hash_of(next(t.serve(t.BOOKSHOP))))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(REPOSITORY)}
    result = subprocess.run(
        [sys.executable, "-c", program],
        env=environment, cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return result.stdout.strip()


def hash_of(server: LocalServer) -> str:
    graph = build(server)
    text = json.dumps(graph.as_json()) + draw_tool_graph(graph)
    return hashlib.sha256(text.encode()).hexdigest()


def test_graph_and_drawing_are_the_same_bytes_whatever_the_hash_seed(server: LocalServer) -> None:
    assert {fingerprint("0"), fingerprint("1"), fingerprint("4242")} == {hash_of(server)}

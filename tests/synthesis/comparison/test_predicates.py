"""Predicates as shapes: what counts as the same rule and what does not."""

from pathlib import Path

import pytest

from autoforge_envs.synthesis.comparison.rule_shapes import rule_parts, rule_shapes

from .editing import edited, replacing

IMPORTS = "from .models import Customer, Order"
PREDICATE = '    return state.get(Order, order_id).status == "pending"'
CONSTANT = "LARGEST_ORDER = 3"


def shapes_with(folder: Path, body: str, functions: str = "") -> list[str]:
    """Shapes of the bookshop's rules with another predicate in the place of one."""
    domain = edited(
        folder,
        rules=lambda text: text.replace(PREDICATE, body).replace(CONSTANT, CONSTANT + functions),
    )
    return sorted(rule_shapes(domain).elements())


BASE = PREDICATE.replace("pending", "shipped")
FUNCTION = f"""


def is_waiting(state: State, order_id: str) -> bool:
{PREDICATE}"""


@pytest.mark.parametrize(
    ("body", "functions"),
    [
        ('    return "cancelled" == state.get(Order, order_id).status', ""),
        ('    it = state.get(Order, order_id)\n    return it.status == "shipped"', ""),
        ("    return is_waiting(state, order_id)", FUNCTION),
        ("    return state.get(Order, order_id).status == WAITING", '\nWAITING = "pending"'),
    ],
    ids=["turned round", "a local name", "a function", "a constant by name"],
)
def test_the_same_predicate_written_otherwise(body: str, functions: str, tmp_path: Path) -> None:
    first = shapes_with(tmp_path / "first", BASE)
    assert shapes_with(tmp_path / "second", body, functions) == first


@pytest.mark.parametrize(
    "body",
    [
        '    return state.get(Order, order_id).status != "pending"',
        "    return state.get(Order, order_id).quantity == 3",
        '    return state.get(Order, order_id).status == "pending" and is_member(state)',
        "    return state.get(Customer, state.get(Order, order_id).customer_id).is_member",
        "    return bool(state.find(Order, id=order_id))",
    ],
)
def test_another_predicate(body: str, tmp_path: Path) -> None:
    member = "\n\n\ndef is_member(state: State) -> bool:\n    return bool(state.find(Customer))"
    first = shapes_with(tmp_path / "first", BASE, member)
    assert shapes_with(tmp_path / "second", body, member) != first


def test_larger_and_smaller_are_one_comparison_from_two_sides(tmp_path: Path) -> None:
    line = "    return quantity <= LARGEST_ORDER"
    first = edited(tmp_path / "first", rules=replacing(line, "    return 3 >= quantity"))
    second = edited(tmp_path / "second", rules=replacing(line, "    return quantity <= 2"))
    third = edited(tmp_path / "third", rules=replacing(line, "    return quantity >= 2"))
    assert rule_shapes(first) == rule_shapes(second) != rule_shapes(third)


def test_a_function_that_calls_itself_is_read_only_so_deep(tmp_path: Path) -> None:
    body = "    return endless(state)"
    endless = "\n\n\ndef endless(state: State) -> bool:\n    return endless(state)"
    assert len(shapes_with(tmp_path / "shop", body, endless)) == 5


def test_parts_are_the_comparisons_and_what_the_procedure_asks(tmp_path: Path) -> None:
    domain = edited(tmp_path / "shop", rules=replacing("LARGEST_ORDER = 3", "LARGEST_ORDER = 2"))
    assert rule_parts(domain) == {
        "is_identified(state, Reference)": 1,
        "is_identified(state, get(table, Reference).Reference)": 1,
        "is_confirmed(state, call)": 1,
        "constant == get(table, Reference).Choice": 1,
        "Quantity <= constant": 1,
    }

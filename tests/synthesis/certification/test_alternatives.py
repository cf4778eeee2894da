"""Other values: valid, near, and never the same."""

from typing import Any

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.values import parse_value, render_value
from autoforge_envs.synthesis.certification.alternatives import Slot, alternatives
from autoforge_envs.synthesis.certification.rows import Rows
from autoforge_envs.synthesis.certification.staging import Stage


def slot(semantic: str, *, choices: tuple[str, ...] = (), prefix: str = "") -> Slot:
    return Slot("it", semantic, choices, prefix, is_list=False, required=True)


def others(rows: Rows, wanted: Slot, value: Any) -> list[Any]:
    return alternatives(wanted, value, rows, lambda: numpy.random.default_rng(0))


def test_an_entity_is_replaced_by_one_of_the_same_customer_first(stage: Stage) -> None:
    found = others(stage.rows, slot("Reference", prefix="OR"), "OR-1")
    assert set(found[:2]) == {"OR-2", "OR-3"}


def test_a_near_collision_comes_before_what_is_far(stage: Stage) -> None:
    assert others(stage.rows, slot("Reference", prefix="CU"), "CU-1")[0] == "CU-4"


def test_an_entity_that_is_in_no_row_is_replaced_by_one_of_its_table(stage: Stage) -> None:
    found = others(stage.rows, slot("Reference", prefix="BO"), "BO-123456789")
    assert found
    assert all(key.startswith("BO-") for key in found)


def test_a_text_of_a_column_is_replaced_by_another_of_that_column(stage: Stage) -> None:
    found = others(stage.rows, slot("Secret"), "marmalade")
    assert found
    assert set(found) <= {row["password"] for row in stage.rows.tables["customers"]}


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [
        (slot("Money"), "49.90", ["49.91", "49.89"]),
        (slot("Money"), "0.00", ["0.01"]),
        (slot("Quantity"), 0, [1]),
        (slot("Quantity"), 12, [13, 11]),
        (slot("Quantity"), 400, [401, 399, 800]),
        (slot("Percentage"), 100, [99]),
        (slot("Number"), 0, [1, -1]),
        (slot("Flag"), True, [False]),
        (slot("Date"), "2026-03-01", ["2026-03-02", "2026-02-28"]),
        (slot("Choice", choices=("a", "b")), "a", ["b"]),
        (slot("Label"), "nowhere to be found", ["nowhere to be foundx"]),
    ],
)
def test_values(wanted: Slot, value: object, expected: list[object], stage: Stage) -> None:
    assert others(stage.rows, wanted, value) == expected


def test_lists_lose_change_and_gain_an_element(stage: Stage) -> None:
    wanted = Slot("it", "Choice", ("a", "b", "c"), "", is_list=True, required=True)
    found = others(stage.rows, wanted, ["a", "b"])
    assert found == [["a"], ["a", "c"], ["a", "b", "c"]]


@given(st.sampled_from(["Money", "Quantity", "Number", "Percentage"]), st.integers(0, 100))
def test_other_numbers_are_valid_and_other(semantic: str, value: int) -> None:
    kind = SEMANTIC_TYPES[semantic]
    raw = render_value(kind, value)
    found = others(Rows([]), slot(semantic), raw)
    assert found
    assert all(parse_value(kind, each, "it") != value for each in found)

"""Descriptions: of one row and no other, with nothing in them that could be left out."""

from dataclasses import replace
from typing import Any

import numpy
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.reasoning import think
from autoforge_envs.domain.tasks import Step
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.views import Field, View
from autoforge_envs.synthesis.composition.walking.describing import (
    Description,
    describe,
    descriptions,
)

CHOICE = replace(SEMANTIC_TYPES["Choice"], choices=("open", "closed"))
VIEW = View(
    "list_orders",
    (),
    True,
    "Order",
    (
        Field(("id",), SEMANTIC_TYPES["Identifier"], "Order", "Order"),
        Field(("status",), CHOICE, "Order", ""),
        Field(("colour",), SEMANTIC_TYPES["Label"], "Order", ""),
        Field(("total",), SEMANTIC_TYPES["Money"], "Order", ""),
        Field(("placed_on",), SEMANTIC_TYPES["Date"], "Order", ""),
        Field(("note",), SEMANTIC_TYPES["FreeText"], "Order", ""),
    ),
)
TWIN = {"status": "open", "colour": "red", "total": "5.00", "placed_on": None, "note": "a"}
ROW = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["open", "closed"]),
        "colour": st.sampled_from(["red", "blue", "green"]),
        "total": st.sampled_from(["5.00", "20.00", "100.00"]),
        "placed_on": st.sampled_from(["2025-03-01", "2025-03-09", "2025-11-30", None]),
        "note": st.sampled_from(["a", "b"]),
    }
)
ROWS = st.lists(ROW, min_size=1, max_size=6).map(
    lambda rows: [{"id": f"OR-{i}", **row} for i, row in enumerate(rows)]
)


def find(description: Description, rows: list[Any]) -> Any:
    """Let the reasoning node of a plan find the row."""
    operands = {"over": {"value": rows}, **description.operands()}
    return think(Step("it", "think", description.operation, operands), {}, lambda name: name)


def passes_over(description: Description, rows: list[Any], index: int) -> bool:
    """Tell whether a description says most or least of a closed row, leaving out an open one."""
    atoms = {atom.field.name: atom.value for atom in description.atoms}
    if description.by is None or "status" in atoms or rows[index]["status"] == "open":
        return False
    among = [row for row in rows if all(row[name] == value for name, value in atoms.items())]
    return any(row["status"] == "open" for row in among)


@given(ROWS, st.integers(0, 5), st.integers(0, 50))
def test_a_description_fits_its_row_and_no_other(
    rows: list[dict[str, Any]], index: int, seed: int
) -> None:
    index %= len(rows)
    description = describe(rows, index, VIEW, numpy.random.default_rng(seed))
    if description is not None:
        assert find(description, rows) == rows[index]


@given(ROWS, st.integers(0, 5), st.integers(0, 50))
def test_nothing_in_a_description_could_be_left_out(
    rows: list[dict[str, Any]], index: int, seed: int
) -> None:
    index %= len(rows)
    description = describe(rows, index, VIEW, numpy.random.default_rng(seed))
    for atom in description.atoms if description is not None else ():
        assert description is not None
        rest = tuple(each for each in description.atoms if each is not atom)
        try:
            shorter = find(replace(description, atoms=rest), rows)
        except TaskError:
            continue
        assert shorter != rows[index] or passes_over(replace(description, atoms=rest), rows, index)


@given(ROWS, st.integers(0, 5), st.integers(0, 50))
def test_nobody_says_most_or_least_of_a_dead_row_beside_a_living_one(
    rows: list[dict[str, Any]], index: int, seed: int
) -> None:
    index %= len(rows)
    description = describe(rows, index, VIEW, numpy.random.default_rng(seed))
    if description is not None:
        assert not passes_over(description, rows, index)


def test_a_dead_row_is_the_latest_of_the_dead_ones() -> None:
    days = {"OR-1": "2025-03-01", "OR-2": "2025-03-09", "OR-3": "2025-11-30"}
    rows = [{"id": key, **TWIN, "placed_on": day, "status": "closed"} for key, day in days.items()]
    rows.append({"id": "OR-4", **TWIN, "placed_on": "2025-01-05"})
    found = [description for _, description in descriptions(rows, 2, VIEW)]
    latest = [each for each in found if each.operation == "max"]
    assert latest
    assert {atom.value for each in latest for atom in each.atoms} == {"closed"}
    assert all(each.atoms for each in latest)


def test_where_all_rows_are_dead_one_of_them_is_the_latest() -> None:
    rows = [
        {"id": "OR-1", **TWIN, "status": "closed", "placed_on": "2025-03-01"},
        {"id": "OR-2", **TWIN, "status": "closed", "placed_on": "2025-03-09"},
    ]
    found = [description for _, description in descriptions(rows, 1, VIEW)]
    assert ("max", ()) in [(each.operation, each.atoms) for each in found]


def test_twins_cannot_be_described() -> None:
    rows = [{"id": "OR-1", **TWIN}, {"id": "OR-2", **TWIN}]
    assert describe(rows, 0, VIEW, numpy.random.default_rng(0)) is None


def test_a_row_that_is_alone_needs_no_description() -> None:
    description = describe([{"id": "OR-1"}], 0, VIEW, numpy.random.default_rng(0))
    assert description == Description("only")


def test_free_text_and_keys_are_never_named() -> None:
    rows = [{"id": "OR-1", **TWIN, "note": "a"}, {"id": "OR-2", **TWIN, "note": "b"}]
    assert describe(rows, 0, VIEW, numpy.random.default_rng(0)) is None


def test_what_the_user_gave_for_the_look_is_not_said_twice() -> None:
    rows = [{"id": "OR-1", **TWIN}, {"id": "OR-2", **TWIN, "status": "closed"}]
    generator = numpy.random.default_rng(0)
    assert describe(rows, 0, VIEW, generator, avoid=["status"]) is None

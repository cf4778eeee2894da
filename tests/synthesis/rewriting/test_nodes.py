"""Every way to put a request is one of the composer's, and no request gets one of another kind."""

import pytest

from autoforge_envs.synthesis.composition.candidates import SubGoal
from autoforge_envs.synthesis.rewriting.nodes import (
    ACTIONS,
    AS_IT_IS,
    NODES,
    QUESTIONS,
    as_it_is,
    nodes_for,
)

ACTING = {"cancel_order"}


@pytest.mark.parametrize(
    ("goal", "names"),
    [
        (("cancel_order", "allowed", "max date"), (AS_IT_IS, *ACTIONS)),
        (("cancel_order", "conditional", "max date, money"), (AS_IT_IS, *ACTIONS)),
        (("list_orders", "told", "count of choice"), (AS_IT_IS, *QUESTIONS)),
        (("cancel_order", "declined", "max date"), (AS_IT_IS,)),
        (("cancel_order", "handed_over", "max date"), (AS_IT_IS,)),
        (("get_account", "told", "account balance"), (AS_IT_IS,)),
        (("restart_router", "allowed", "single"), (AS_IT_IS,)),
        (("cancel_order", "allowed", "none"), (AS_IT_IS,)),
    ],
)
def test_only_what_is_allowed_or_told_can_be_put_otherwise(
    goal: SubGoal, names: tuple[str, ...]
) -> None:
    assert nodes_for(goal, ACTING, has_fallback=False) == names
    assert nodes_for(goal, ACTING, has_fallback=True) == (AS_IT_IS,)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("choice", {"by a property", "if a property", "value of one"}),
        ("max date", {"superlative", "if a property", "value of one"}),
        ("min money of choice", {"superlative among some", "if a property", "value of one"}),
        ("choice / max date", {"by a property", "superlative", "if a property", "value of one"}),
        ("all 3", {"all", "if a property", "value of one"}),
        ("all except", {"all except one", "if a property", "value of one"}),
        ("max date, count", {"if a count or sum", "value of one"}),
        ("count of choice", {"count", "if a property"}),
        ("sum of money", {"sum", "if a property"}),
        ("difference of money", {"difference", "if a property"}),
        ("days between", {"days between", "if a property"}),
    ],
)
def test_a_kind_of_description_is_of_one_way_for_each_outcome(kind: str, names: set[str]) -> None:
    assert {name for name, node in NODES.items() if node.fits(kind)} >= names


@pytest.mark.parametrize(
    "goal", [("cancel_order", "allowed", "all 2"), ("list", "told", "count of x")]
)
def test_a_request_that_stays_keeps_its_way(goal: SubGoal) -> None:
    node = as_it_is(goal, ACTING, has_fallback=False)
    assert node.fits(goal[2])
    assert not node.fits("max date")

"""Other orders keep what must stay in order, and change the rest."""

from collections.abc import Callable
from itertools import combinations

import numpy
import pytest

from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.orders import must_precede, other_orders
from autoforge_envs.synthesis.certification.rehearsal import Move

MakeCase = Callable[[str], Case]


def orders(case: Case, num_samples: int = 20) -> list[list[Move]]:
    generator = numpy.random.default_rng(0)
    return other_orders(case.rehearsal.moves, case.task.user.reveals, generator, num_samples)


@pytest.mark.parametrize("task_id", ["cancel_dearest_then_order", "cancel_one_count_rest"])
def test_no_order_breaks_a_dependency(task_id: str, make_case: MakeCase) -> None:
    case = make_case(task_id)
    reveals = case.task.user.reveals
    found = orders(case)
    assert found
    for moves in found:
        place = {move.step.id: i for i, move in enumerate(moves)}
        for earlier, later in combinations(case.rehearsal.moves, 2):
            if must_precede(earlier, later, reveals):
                assert place[earlier.step.id] < place[later.step.id]


def test_orders_differ_from_the_plan_and_from_each_other(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    names = [tuple(move.step.id for move in moves) for moves in orders(case)]
    plan = tuple(move.step.id for move in case.rehearsal.moves)
    assert len(set(names)) == len(names)
    assert plan not in names


def test_a_chain_has_no_other_order(make_case: MakeCase) -> None:
    assert orders(make_case("restart_reader")) == []


def test_a_wish_that_comes_later_is_not_fulfilled_before(make_case: MakeCase) -> None:
    case = make_case("five_or_two")
    for moves in orders(case):
        names = [move.step.id for move in moves]
        assert names.index("no") < names.index("order")

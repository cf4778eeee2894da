"""What a route says without playing to the end is what playing to the end says."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import TaskError, ToolCrash
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.checks import EXPERIMENTS
from autoforge_envs.synthesis.certification.experiments import extra_move
from autoforge_envs.synthesis.certification.rehearsal import Move, rehearse
from autoforge_envs.synthesis.certification.routes import Route
from autoforge_envs.synthesis.certification.staging import Stage
from benchmarks.defects import DEFECTS
from benchmarks.defects.planting import Defect, spoiled

MakeCase = Callable[[str], Case]

GENERATED = Path(__file__).parents[3] / "generated"
ON_ROUTES = ("procedure", "omissions", "mutations", "variations")
COUNTS_CALLS = "counts_outside_the_database"
QUICK = (
    "ignored_argument", "wrong_row", "crashes_on_a_choice", "write_out_of_sight",
    "free_text_is_compared", "any_yes_will_do", "half_a_yes_will_do", "rule_never_fires",
)  # fmt: skip


def route_of(case: Case) -> Route:
    assert case.route is not None
    return case.route


def writes_at(case: Case, name: str) -> tuple[int, Move]:
    return next((i, m) for i, m in enumerate(case.rehearsal.writes) if m.name == name)


def findings(stage: Stage, task: Task, *, on_route: bool) -> dict[str, Findings]:
    """Make the checks that use a route, with it or without; none if the plan fails."""
    stage.forget()
    try:
        case = Case(stage, task, rehearse(stage.session, task, stage.tools), 0)
    except (TaskError, ToolCrash):
        return {}
    if not on_route:
        vars(case)["route"] = None
    return {name: EXPERIMENTS[name](case) for name in ON_ROUTES}


def as_it_is(found: Findings) -> Findings:
    return found


def has_failed(found: Findings) -> bool:
    return bool(found.failures)


def assert_routes_change_nothing(
    domain: Domain, tasks: Iterator[Task], seen: Callable[[Findings], object] = as_it_is
) -> None:
    server = LocalServer(domain, in_memory=True)
    stage = Stage(server)
    for task in tasks:
        there, played = (findings(stage, task, on_route=each) for each in (True, False))
        assert {n: seen(f) for n, f in there.items()} == {n: seen(f) for n, f in played.items()}
    stage.close()
    server.close()


@pytest.mark.parametrize("planted", [DEFECTS[name] for name in QUICK], ids=QUICK)
def test_every_finding_is_that_of_playing_to_the_end(planted: Defect) -> None:
    with spoiled(planted.plant, sealed=planted.sealed) as domain:
        assert_routes_change_nothing(domain, iter(domain.contents.tasks[:6]))


@pytest.mark.slow
@pytest.mark.parametrize("planted", DEFECTS.values(), ids=list(DEFECTS))
def test_every_finding_is_that_of_playing_to_the_end_whatever_is_wrong(planted: Defect) -> None:
    # what a tool that counts its calls answers depends on how many experiments were made
    seen = has_failed if planted.name == COUNTS_CALLS else as_it_is
    with spoiled(planted.plant, sealed=planted.sealed) as domain:
        assert_routes_change_nothing(domain, iter(domain.contents.tasks), seen)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["retail_v0", "telecom_v0", "travel_v0"])
def test_every_finding_on_a_bundled_domain_is_that_of_playing_to_the_end(name: str) -> None:
    domain = load_domain(GENERATED / name)
    assert_routes_change_nothing(domain, iter(domain.contents.tasks[::4]))


def test_a_refused_write_leaves_the_route_nowhere(make_case: MakeCase) -> None:
    case = make_case("five_or_two")
    position, order = writes_at(case, "place_order")
    greedy = replace(order, arguments={**order.arguments, "quantity": 5})
    departure = route_of(case).depart(position, greedy)
    assert departure is not None
    assert departure.refused
    assert case.otherwise(position, greedy) is None


def test_another_order_ends_elsewhere(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    position, order = writes_at(case, "place_order")
    other = replace(order, arguments={**order.arguments, "quantity": 2})
    departure = route_of(case).depart(position, other)
    assert departure is not None
    assert not departure.refused
    assert route_of(case).ends_elsewhere(departure)


def test_the_same_order_does_not(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    position, order = writes_at(case, "place_order")
    departure = route_of(case).depart(position, order)
    assert departure is not None
    assert not route_of(case).ends_elsewhere(departure)


def test_a_write_without_a_yes_breaks_a_rule(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    position, order = writes_at(case, "place_order")
    silent = route_of(case).depart(position, replace(order, proposal=None))
    assert silent is not None
    assert silent.breaks_rules
    assert route_of(case).breaks_rules(position, [lambda name, arguments: "Shall I go ahead?"])
    assert order.proposal is not None
    assert not route_of(case).breaks_rules(position, [order.proposal])


def test_one_write_too_much_comes_before_a_handover(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    for extra in (
        extra_move(HAND_OVER, {"reason": "no"}),
        extra_move(DECLINE, {"action": "sing", "subject": "", "rule": ""}),
    ):
        result = case.with_extra(extra)
        refused = extra.name == DECLINE  # these are no choices
        assert (result is None) == refused
        assert result is None or not result.earned


def test_each_write_of_a_plan_is_needed(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    for position in range(len(case.rehearsal.writes)):
        assert not case.without(position).earned


def test_a_plan_in_another_order_leads_there_and_half_of_it_does_not(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    assert case.is_as_good(case.rehearsal.moves)
    assert case.is_as_good(case.rehearsal.writes)
    assert not case.is_as_good(case.rehearsal.writes[:-1])


def test_without_the_identity_check_the_same_rows_are_not_as_good(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    others = [move for move in case.rehearsal.writes if not move.identifies]
    late = [*others, *(move for move in case.rehearsal.writes if move.identifies)]
    assert not case.is_as_good(late)
    assert not case.play(late).succeeded


def test_there_is_no_route_where_the_plan_differs_when_executed_again() -> None:
    planted = DEFECTS["counts_outside_the_database"]
    with spoiled(planted.plant, sealed=planted.sealed) as domain:
        server = LocalServer(domain, in_memory=True)
        stage = Stage(server)
        task = next(
            each for each in domain.contents.tasks if each.id == "cancel_dearest_then_order"
        )
        case = Case(stage, task, rehearse(stage.session, task, stage.tools), 0)
        assert case.route is None
        stage.close()
        server.close()


def test_there_is_no_route_where_the_goal_is_another_state(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    changes = case.task.goal.changes
    goal = replace(case.task.goal, changes=tuple(c for c in changes if c.table != "books"))
    assert goal.changes != changes
    assert replace(case, task=replace(case.task, goal=goal)).route is None

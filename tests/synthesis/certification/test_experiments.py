"""Playing moves as an episode: what it earns, what is renamed, what is refused."""

from collections.abc import Callable
from dataclasses import replace

from autoforge_envs.domain.conversation import HAND_OVER
from autoforge_envs.episode.verdict import Ending
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.experiments import (
    extra_move,
    play_honestly,
    play_unless_refused,
)
from autoforge_envs.synthesis.certification.rehearsal import Move

MakeCase = Callable[[str], Case]


def find(case: Case, step_id: str) -> Move:
    return next(move for move in case.rehearsal.moves if move.step.id == step_id)


def test_the_whole_plan_earns_one(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    outcome = case.play(case.rehearsal.moves)
    assert outcome.succeeded
    assert outcome.verdict.ending is Ending.USER_HUNG_UP
    assert outcome.changes == case.rehearsal.changes


def test_the_writes_alone_end_in_the_same_state(make_case: MakeCase) -> None:
    case = make_case("cancel_dearest_then_order")
    assert case.play(case.rehearsal.writes).succeeded


def test_what_is_not_told_is_missed(make_case: MakeCase) -> None:
    case = make_case("cancel_lighthouse")
    outcome = case.play(case.rehearsal.writes, ())
    assert not outcome.succeeded
    assert outcome.why == "1 untold"


def test_a_move_by_the_user_is_made_by_the_user(make_case: MakeCase) -> None:
    case = make_case("restart_reader")
    assert find(case, "restart").caller == "user"
    assert case.play(case.rehearsal.writes).succeeded


def test_nothing_is_said_or_done_after_a_handover(make_case: MakeCase) -> None:
    case = make_case("cancel_lighthouse")
    outcome = case.play((extra_move(HAND_OVER, {"reason": "no"}), *case.rehearsal.writes))
    assert outcome.verdict.ending is Ending.HANDED_OVER
    assert [change.table for change in outcome.changes] == ["handovers"]


def test_a_refused_call_is_noted_and_changes_nothing(make_case: MakeCase) -> None:
    case = make_case("five_or_two")
    order = find(case, "order")
    greedy = replace(order, arguments={**order.arguments, "quantity": 5})
    moves = [greedy if move is order else move for move in case.rehearsal.writes]
    outcome = case.play(moves)
    assert outcome.refused == {"order"}
    position = moves.index(greedy)
    stage = case.stage
    assert play_unless_refused(stage.episode, case.task, moves, case.told, position) is None
    rest = [*moves[:position], *moves[position + 1 :]]
    assert case.play(rest).changes == outcome.changes


def test_an_honest_agent_does_nothing_with_what_it_was_not_shown(make_case: MakeCase) -> None:
    case = make_case("cancel_one_count_rest")
    moves = [move for move in case.rehearsal.moves if not move.identifies]
    outcome = play_honestly(case.stage.episode, case.task, moves, case.rehearsal.tells)
    assert outcome.refused == {"orders", "cancel"}
    assert outcome.changes == ()
    assert len(outcome.verdict.untold) == 1


def test_identity_and_business_are_told_apart(make_case: MakeCase) -> None:
    case = make_case("cancel_lighthouse")
    check, cancel = find(case, "check"), find(case, "cancel")
    assert check.identifies
    assert not check.changes_the_business
    assert cancel.changes_the_business
    assert cancel.sources == {"who", "orders", "book", "order"}

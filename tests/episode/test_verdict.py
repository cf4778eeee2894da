"""The verdict: what is missing, unexpected, wrong or untold, and whose fault a failure is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Goal, Told
from autoforge_envs.episode.messages import ToolCall, Words
from autoforge_envs.episode.verdict import (
    REFUSAL,
    Ending,
    Verdict,
    judge,
    potential,
)
from tests.episode.conftest import Start

CANCELLED = Change("orders", "update", "OR-1", {"status": "cancelled"})
SHIPPED = Change("orders", "update", "OR-1", {"status": "shipped"})
OTHER = Change("orders", "update", "OR-2", {"status": "cancelled"})
REFUND = Change("refunds", "insert", "new-1", {"amount": 1250})
LESS = Change("refunds", "insert", "new-2", {"amount": 125})
GONE = Change("wishes", "delete", "WI-1", {})
DECLINED = Change("declines", "insert", "new-3", {"action": "return_order", "rule": "in_time"})
AMOUNT = Told("refund", "Money", 1250)
DAY = Told("delivery", "Date", "2026-03-05")
GOAL = Goal((CANCELLED, REFUND), (AMOUNT,))


def verdict_on(
    changes: list[Change],
    told: list[Told] | None = None,
    violations: list[str] | None = None,
    ending: Ending | None = Ending.USER_HUNG_UP,
    goal: Goal = GOAL,
) -> Verdict:
    return judge(goal, changes, [AMOUNT] if told is None else told, violations or [], ending)


def test_everything_right_earns_one() -> None:
    verdict = verdict_on([REFUND, CANCELLED])
    assert verdict.reward == 1.0
    assert (verdict.blame, verdict.spoiled) == ("nobody", False)


@pytest.mark.parametrize("ending", [Ending.USER_HUNG_UP, Ending.HANDED_OVER])
def test_both_proper_endings_count(ending: Ending) -> None:
    assert verdict_on([CANCELLED, REFUND], ending=ending).reward == 1.0


@pytest.mark.parametrize("ending", [e for e in Ending if not e.is_termination])
def test_an_episode_that_was_cut_off_earns_nothing(ending: Ending) -> None:
    assert verdict_on([CANCELLED, REFUND], ending=ending).reward == 0.0


def test_an_episode_that_runs_earns_nothing_yet() -> None:
    assert verdict_on([CANCELLED, REFUND], ending=None).reward == 0.0


@pytest.mark.parametrize(
    ("changes", "missing", "unexpected", "wrong"),
    [
        ([], [CANCELLED, REFUND], [], []),
        ([CANCELLED], [REFUND], [], []),
        ([CANCELLED, REFUND, OTHER], [], [OTHER], []),
        ([CANCELLED, REFUND, GONE], [], [GONE], []),
        ([SHIPPED, REFUND], [], [], [(CANCELLED, SHIPPED)]),
        ([CANCELLED, LESS], [], [], [(REFUND, LESS)]),
        ([CANCELLED, REFUND, REFUND], [], [REFUND], []),
        ([OTHER, REFUND], [CANCELLED], [OTHER], []),
        ([CANCELLED, REFUND, LESS], [], [LESS], []),
        ([LESS, LESS], [CANCELLED], [LESS], [(REFUND, LESS)]),
    ],
)
def test_differences_are_sorted_by_what_is_wrong_with_them(
    changes: list[Change],
    missing: list[Change],
    unexpected: list[Change],
    wrong: list[tuple[Change, Change]],
) -> None:
    verdict = verdict_on(changes)
    assert (verdict.missing, verdict.unexpected) == (tuple(missing), tuple(unexpected))
    assert verdict.wrong == tuple(wrong)
    assert (verdict.reward, verdict.blame, verdict.spoiled) == (0.0, "agent", False)


def test_what_was_not_told_costs_the_reward() -> None:
    verdict = verdict_on([CANCELLED, REFUND], told=[])
    assert (verdict.reward, verdict.untold, verdict.blame) == (0.0, (AMOUNT,), "agent")


def test_a_request_declined_in_silence_costs_the_reward() -> None:
    goal = Goal((CANCELLED, DECLINED), ())
    silent = verdict_on([CANCELLED, DECLINED], told=[], goal=goal)
    assert (silent.reward, silent.untold, silent.blame) == (0.0, (REFUSAL,), "agent")
    assert verdict_on([CANCELLED, DECLINED], told=[REFUSAL], goal=goal).reward == 1.0


def test_a_refusal_is_missed_only_once_it_is_noted() -> None:
    goal = Goal((DECLINED,), ())
    for changes in ([], [Change("declines", "insert", "new-4", {"rule": "another"})]):
        verdict = verdict_on(changes, told=[], goal=goal)
        assert verdict.untold == ()
        assert potential(goal, verdict) == 0.0
    assert verdict_on([DECLINED], told=[], goal=GOAL).untold == (AMOUNT,)


def test_a_broken_rule_costs_the_reward() -> None:
    verdict = verdict_on([CANCELLED, REFUND], violations=["changes_are_confirmed"])
    assert (verdict.reward, verdict.violations) == (0.0, ("changes_are_confirmed",))


@pytest.mark.parametrize("fault", ["user", "tool", "infrastructure"])
def test_who_ruined_it_is_told(fault: str) -> None:
    verdict = judge(GOAL, [], [], [], Ending.USER_FAILED, fault)  # type: ignore[arg-type]
    assert (verdict.blame, verdict.spoiled) == (fault, True)


def test_plain_data_count_and_give_nothing_away() -> None:
    data = verdict_on([SHIPPED, OTHER], told=[]).as_json()
    assert data == {
        "reward": 0.0,
        "missing": 1,
        "unexpected": 1,
        "wrong": 1,
        "untold": 1,
        "violations": [],
        "ending": "user_hung_up",
        "blame": "agent",
        "spoiled": False,
        "user_errors": [],
    }
    assert json.loads(json.dumps(data)) == data


changes = st.lists(st.sampled_from([CANCELLED, SHIPPED, OTHER, REFUND, LESS, GONE]), max_size=6)
told = st.lists(st.sampled_from([AMOUNT, DAY]), unique=True)


@given(changes, changes, told, told, st.sampled_from([None, *Ending]))
def test_one_is_earned_by_reaching_the_goal_exactly(
    wanted: list[Change],
    actual: list[Change],
    must_tell: list[Told],
    was_told: list[Told],
    ending: Ending | None,
) -> None:
    goal = Goal(tuple(wanted), tuple(must_tell))
    verdict = verdict_on(actual, was_told, [], ending, goal)

    def in_order(these: list[Change]) -> list[str]:
        return sorted(str(change) for change in these)

    reached = in_order(wanted) == in_order(actual) and set(must_tell) <= set(was_told)
    properly = ending is not None and ending.is_termination
    assert verdict.reward == float(reached and properly)
    share = potential(goal, verdict)
    assert 0.0 <= share <= 1.0
    assert (share == 1.0) == (reached and bool(wanted or must_tell))


@given(changes, st.integers(0, 5), st.integers(0, 5))
def test_progress_grows_with_every_wanted_change(
    wanted: list[Change], first: int, more: int
) -> None:
    goal = Goal(tuple(wanted), ())
    sooner = potential(goal, verdict_on(wanted[:first], [], [], None, goal))
    later = potential(goal, verdict_on(wanted[: first + more], [], [], None, goal))
    assert sooner <= later


def test_an_episode_notes_what_was_told_and_by_whom(start: Start) -> None:
    episode = start()
    refund = Words("The refund is 12.50.")
    episode.act("user", refund)  # who wants to hear it does not count
    assert episode.verdict().untold == episode.task.goal.told
    episode.act("agent", ToolCall("find_book", {"title": "The Lighthouse"}))  # nor does a tool
    episode.act("agent", Words("The refund is 12.49."))
    assert episode.verdict().untold == episode.task.goal.told
    episode.act("user", Words("Really?"))
    episode.act("agent", refund)
    assert episode.verdict().untold == ()
    episode.act("user", Words("Really?"))
    episode.act("agent", Words("Yes."))
    assert episode.verdict().untold == ()


def test_a_fact_is_not_told_in_a_tool_call(start: Start) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    episode.act("agent", ToolCall("transfer_to_human", {"reason": "The refund is 12.50."}))
    assert episode.verdict().untold == episode.task.goal.told


def test_what_was_told_survives_a_snapshot(start: Start) -> None:
    episode, other = start(), start("five_or_two")
    episode.act("user", Words("Hello"))
    episode.act("agent", Words("The refund is 12.50."))
    other.restore(episode.save(), [episode.task])
    assert other.verdict() == episode.verdict()
    assert other.verdict().untold == ()

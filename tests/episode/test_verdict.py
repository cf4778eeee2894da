"""The verdict: what is missing, unexpected, wrong or untold, and whose fault a failure is."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Goal, Told
from autoforge_envs.episode.messages import ToolCall, Words
from autoforge_envs.episode.verdict import (
    MAX_IDENTIFIERS_IN_A_PROPOSAL,
    MAX_LARGE_NUMBERS_IN_A_MESSAGE,
    MAX_VALUES_IN_A_MESSAGE,
    REFUSAL,
    Ending,
    Verdict,
    is_told,
    judge,
    potential,
    proposes,
    refuses,
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
FIVE = Told("number of cards", "Quantity", 5)
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


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid I cannot do that.", "That isn't possible.", "No.", "It’s too late for that.",
        "Our policy covers bags of up to 20 kilos.", "We only waive charges within 30 days.",
        "This exceeds what may be granted.", "You have two bags already.", "Leider nicht.",
        "Charges above 30.00 stand.", "I had to decline the request.", "It remains as it is.",
    ],
)  # fmt: skip
def test_a_refusal_has_a_word_of_denial_or_restriction(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    "text", ["That is done. Is there anything else I can do for you?", "I have cancelled OR-1.", ""]
)
def test_what_says_that_it_is_done_refuses_nothing(text: str) -> None:
    assert not refuses(text)


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


@pytest.mark.parametrize(
    ("text", "fact", "tells"),
    [
        ("You get 12.50 back.", AMOUNT, True),
        ("You get $12.50 back.", AMOUNT, True),
        ("You get 125 back.", AMOUNT, False),
        ("You get 112.50 back.", AMOUNT, False),
        ("It comes on 5 March 2026.", DAY, True),
        ("It comes on 2026-03-05.", DAY, True),
        ("It comes on 15 March 2026.", DAY, False),
        ("", AMOUNT, False),
    ],
)
def test_facts_are_told_by_value(text: str, fact: Told, tells: bool) -> None:
    assert is_told(text, fact) is tells


@pytest.mark.parametrize("number", [1, 5, 6, 500])
def test_a_flood_of_numbers_tells_none_of_them(number: int) -> None:
    text = "You have " + ", ".join(f"{12 + at} mugs" for at in range(number))
    told = is_told(text, Told("mugs", "Quantity", 12))
    assert told is (number <= MAX_VALUES_IN_A_MESSAGE["Quantity"])


@pytest.mark.parametrize("number", [1, 16, 17, 500])
def test_a_flood_of_amounts_tells_none_of_them(number: int) -> None:
    amounts = [f"a fee of ${12 + at}.50" for at in range(number)]
    text = "There is " + ", ".join(amounts) + "."
    assert is_told(text, AMOUNT) is (number <= MAX_VALUES_IN_A_MESSAGE["Money"])
    days = [f"2026-{1 + at // 28:02d}-{1 + at % 28:02d}" for at in range(64, 64 + min(number, 270))]
    fact = Told("day", "Date", days[0])
    assert is_told(", ".join(days), fact) is (number <= MAX_VALUES_IN_A_MESSAGE["Date"])


@pytest.mark.parametrize(
    "text",
    [
        "You get 11.50, 12.50 or 13.50 back.",
        "You get either 12.50 or 13.50.",
        "It's certainly not 12.50.",
        "It's one of these: 11.50, 12.50, 13.50.",
    ],
)
def test_what_is_left_open_or_denied_is_not_told(text: str) -> None:
    assert not is_told(text, AMOUNT)
    assert is_told(f"{text} So you get 12.50.", AMOUNT)


def test_a_guess_at_a_small_number_does_not_tell_it() -> None:
    for number in range(1, 6):
        fact = Told("number of orders", "Quantity", number)
        assert not is_told("It's one, two, three, four or five.", fact)


def test_a_sum_for_the_customer_needs_no_sign_where_its_sentence_says_so() -> None:
    less = Told("difference", "Money", -9900)
    assert is_told("The difference is -99.00.", less)
    assert is_told("You get 99.00 back.", less)
    assert not is_told("The difference is 99.00.", less)
    assert not is_told("You have to pay 99.00.", less)


def test_every_line_of_a_long_table_is_told() -> None:
    lines = [f"| 2026-03-{at:02} | Mug {at} | {at} x | ${at}.90 |" for at in range(1, 13)]
    sums = ["Subtotal: $78.80", "Shipping: $4.95", "Total: $83.75", "Refunded on 2026-04-01"]
    table = "\n".join([*lines, *sums])
    for at in range(1, 13):
        assert is_told(table, Told("day", "Date", f"2026-03-{at:02}"))
        assert is_told(table, Told("price", "Money", 100 * at + 90))
    assert is_told(table, Told("total", "Money", 8375))


def test_large_numbers_have_room_for_a_table() -> None:
    lines = [f"- {at}40 points" for at in range(1, MAX_LARGE_NUMBERS_IN_A_MESSAGE)]
    text = "\n".join([*lines, "That makes 12,600 points in all."])
    total = Told("number of points", "Quantity", 12_600)
    assert is_told(text, total)
    assert not is_told(f"{text}\n- 999 points", total)
    assert not is_told(f"{text} You have 5 cards.", FIVE)
    assert is_told("You have 5 cards and 140 points.", FIVE)


@pytest.mark.parametrize(
    "text",
    ["You're fifth in the queue.", "You are number 5 in line.", "Position #5", "the 5th place",
     "You are number five.", "Your place is 5."],
)  # fmt: skip
def test_a_place_in_a_row_is_told_by_an_ordinal(text: str) -> None:
    assert is_told(text, Told("place in the queue", "Quantity", 5))
    assert not is_told(text, Told("place in the queue", "Quantity", 4))


def test_an_ordinal_counts_nothing_else() -> None:
    assert not is_told("It's the fifth time.", Told("number of bookings", "Quantity", 5))


def test_a_dump_of_identifiers_proposes_nothing() -> None:
    few = ", ".join(f"OR-{at}" for at in range(MAX_IDENTIFIERS_IN_A_PROPOSAL))
    assert proposes(f"I would cancel {few}. Shall I go ahead?")
    assert proposes(f"{few}, {few}")
    assert not proposes(f"{few}, OR-99. Shall I go ahead?")


def test_repeating_one_amount_is_no_flood() -> None:
    assert is_told("You get $12.50 back, " * 100, AMOUNT)


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


def test_a_refusal_may_be_mistyped() -> None:
    assert refuses("I'm afarid I canont do that; our polciy says: vouchers keep to their days.")

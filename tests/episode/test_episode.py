"""The rules of play: the floor, what an action does, how and why an episode ends."""

import logging
from collections.abc import Mapping
from dataclasses import replace

import pytest

from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.session import LocalSession, ToolResult
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Goal, Task, Told
from autoforge_envs.domain.tools import Caller
from autoforge_envs.episode.episode import MAX_RESULT_LENGTH, Episode, EpisodeOptions
from autoforge_envs.episode.messages import Malformed, Message, Party, ToolCall, Words
from autoforge_envs.episode.verdict import REFUSAL, Ending
from autoforge_envs.errors import EndpointError, EpisodeError, ToolCrash
from tests.episode.conftest import Start

LOOK = ToolCall("find_book", {"title": "Winter Bread"})
HAND_OVER = ToolCall("transfer_to_human", {"reason": "too hard"})
HANG_UP = ToolCall("hang_up", {"farewell": "Bye!"})
CHECK = ToolCall("check_password", {"customer_id": "CU-1", "password": "marmalade"})
CANCEL = ToolCall("cancel_order", {"order_id": "OR-1", "reason": "no_longer_needed"})


def has_floor(episode: Episode, party: Party) -> bool:
    return episode.floor == party


def test_the_user_has_the_floor_first(start: Start) -> None:
    episode = start()
    assert has_floor(episode, "user")
    with pytest.raises(EpisodeError, match="it is the user's turn, not the agent's"):
        episode.act("agent", Words("Hello"))
    assert episode.transcript == []


def test_words_yield_the_floor(start: Start) -> None:
    episode = start()
    assert episode.act("user", Words("Hello")) == Message("user", "Hello", "user")
    assert has_floor(episode, "agent")
    assert episode.act("agent", Words("")) == Message("agent", "", "agent")
    assert has_floor(episode, "user")


def test_calls_and_mistakes_keep_the_floor(start: Start) -> None:
    episode = start()
    reader = ToolCall("read_screen", {"reader_id": "RD-1"})
    for action in (reader, ToolCall("no_such_tool", {}), Malformed("why"), ToolCall("confirm", {})):
        episode.act("user", action)
        assert has_floor(episode, "user")
    episode.act("user", Words("Hello"))
    for action in (LOOK, ToolCall("no_such_tool", {}), Malformed("why")):
        episode.act("agent", action)
        assert has_floor(episode, "agent")


def test_a_call_and_its_result_are_noted(start: Start) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    result = episode.act("agent", LOOK)
    assert result.role == "tool"
    assert not result.error
    assert episode.transcript[1:] == [Message("agent", "", "agent", LOOK), result]


def test_a_mistake_is_answered(start: Start) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    assert episode.act("agent", Malformed("why")) == Message("tool", "why", "agent", error=True)
    answer = episode.act("agent", ToolCall("read_screen", {"reader_id": "RD-1"}))
    assert answer.error
    assert "there is no tool 'read_screen'; there are find_customer" in answer.content


def test_each_party_has_its_own_tools(start: Start) -> None:
    episode = start()
    for action in (LOOK, CANCEL, HAND_OVER):
        assert episode.act("user", action).error
    assert not episode.is_over
    episode.act("user", Words("Hello"))
    for action in (ToolCall("hang_up", {}), ToolCall("confirm", {"details": "yes"})):
        assert episode.act("agent", action).error
    assert not episode.is_over
    assert episode.changes() == []


def test_hanging_up_terminates_with_the_last_words(start: Start) -> None:
    episode = start()
    assert episode.act("user", HANG_UP) == Message("user", "Bye!", "user")
    assert episode.ending is Ending.USER_HUNG_UP
    assert episode.ending.is_termination


@pytest.mark.parametrize("arguments", [{}, {"farewell": 7}, {"farewell": None}, {"why": "no"}])
def test_hanging_up_needs_no_words(start: Start, arguments: dict[str, object]) -> None:
    episode = start()
    assert episode.act("user", ToolCall("hang_up", arguments)).content == ""
    assert episode.ending is Ending.USER_HUNG_UP


def test_handing_over_terminates(start: Start) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    assert not episode.act("agent", HAND_OVER).error
    assert episode.ending is Ending.HANDED_OVER
    assert [change.table for change in episode.changes()] == ["handovers"]


@pytest.mark.parametrize("arguments", [{}, {"reason": 7}, {"reason": "a", "to": "b"}])
def test_a_wrong_hand_over_does_not(start: Start, arguments: dict[str, object]) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    assert episode.act("agent", ToolCall("transfer_to_human", arguments)).error
    assert not episode.is_over


def test_nobody_acts_after_the_end(start: Start) -> None:
    episode = start()
    episode.act("user", HANG_UP)
    for party in ("agent", "user"):
        with pytest.raises(EpisodeError, match=r"over \(user_hung_up\); call reset"):
            episode.act(party, Words("Hello?"))


def test_nobody_acts_before_the_beginning(bookshop: LocalServer) -> None:
    session = bookshop.open_session()
    episode = Episode(session, EpisodeOptions())
    assert not episode.is_started
    for early in (lambda: episode.act("user", Words("Hello")), episode.save, episode.verdict):
        with pytest.raises(EpisodeError, match="call reset first"):
            early()
    session.close()


def test_reset_begins_anew(start: Start, tasks: dict[str, Task]) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    episode.act("agent", CHECK)
    episode.act("agent", CANCEL)
    episode.act("agent", Words("The refund is 12.50."))
    assert episode.changes()
    episode.act("user", HANG_UP)
    fresh = start("five_or_two")
    episode.reset(tasks["five_or_two"])
    assert episode.save() == fresh.save()
    assert episode.verdict() == fresh.verdict()
    assert (episode.changes(), episode.ending, episode.transcript) == ([], None, [])


@pytest.mark.parametrize("max_turns", [1, 2, 5])
def test_the_user_has_the_last_word_at_the_turn_limit(start: Start, max_turns: int) -> None:
    episode = start(max_turns=max_turns)
    for _ in range(max_turns):
        assert not episode.is_over
        episode.act("user", Words("And?"))
        episode.act("agent", Words("Well."))
    assert not episode.is_over
    episode.act("user", Words("And?"))
    assert episode.ending is Ending.TURN_LIMIT
    assert not episode.ending.is_termination
    assert episode.verdict().blame == "agent"


def test_a_user_can_hang_up_at_the_turn_limit(start: Start) -> None:
    episode = start(max_turns=1)
    episode.act("user", Words("Hello"))
    episode.act("agent", Words("Bye."))
    episode.act("user", HANG_UP)
    assert episode.ending is Ending.USER_HUNG_UP


@pytest.mark.parametrize("action", [LOOK, Malformed("why"), ToolCall("no_such_tool", {})])
def test_too_many_steps_without_a_word_truncate(start: Start, action: ToolCall | Malformed) -> None:
    episode = start(max_steps_per_turn=3)
    episode.act("user", Words("Hello"))
    episode.act("agent", action)
    episode.act("agent", action)
    assert not episode.is_over
    episode.act("agent", action)
    assert episode.ending is Ending.STEP_LIMIT
    assert not episode.ending.is_termination
    assert (episode.verdict().blame, episode.verdict().spoiled) == ("agent", False)


def test_a_snapshot_remembers_how_many_steps_were_made(start: Start) -> None:
    episode, other = start(max_steps_per_turn=3), start(max_steps_per_turn=3)
    episode.act("user", Words("Hello"))
    episode.act("agent", LOOK)
    episode.act("agent", LOOK)
    other.restore(episode.save(), [episode.task])
    other.act("agent", LOOK)
    assert other.ending is Ending.STEP_LIMIT


def test_words_start_the_count_of_steps_anew(start: Start) -> None:
    episode = start(max_steps_per_turn=3)
    for _ in range(3):
        episode.act("user", ToolCall("confirm", {}))
        episode.act("user", ToolCall("confirm", {}))
        episode.act("user", Words("Hello"))
        episode.act("agent", LOOK)
        episode.act("agent", LOOK)
        episode.act("agent", Words("Hm."))
    assert not episode.is_over


def test_a_user_who_never_speaks_spoils_the_episode(start: Start) -> None:
    episode = start(max_steps_per_turn=3)
    for _ in range(3):
        episode.act("user", ToolCall("confirm", {}))
    assert episode.ending is Ending.STEP_LIMIT
    assert (episode.verdict().blame, episode.verdict().spoiled) == ("user", True)


def test_a_hand_over_at_the_step_limit_is_a_hand_over(start: Start) -> None:
    episode = start(max_steps_per_turn=2)
    episode.act("user", Words("Hello"))
    episode.act("agent", LOOK)
    episode.act("agent", HAND_OVER)
    assert episode.ending is Ending.HANDED_OVER


@pytest.mark.parametrize(
    ("error", "blame"),
    [(ValueError("forgot"), "user"), (EndpointError("503"), "infrastructure")],
)
def test_a_failing_user_spoils_the_episode(start: Start, error: Exception, blame: str) -> None:
    episode = start()
    episode.fail_user(error, blame)  # type: ignore[arg-type]
    assert episode.ending is Ending.USER_FAILED
    assert not episode.ending.is_termination
    assert (episode.verdict().blame, episode.verdict().spoiled) == (blame, True)
    assert episode.error == f"{type(error).__name__}: {error}"


def test_the_agent_s_endpoint_may_fail_too(start: Start) -> None:
    episode = start()
    episode.fail_agent(EndpointError("503"))
    assert episode.ending is Ending.AGENT_FAILED
    assert not episode.ending.is_termination
    assert episode.verdict().spoiled


class BrittleSession:
    """A session that works until one of its operations crashes, as a locked worker's may."""

    def __init__(self, session: LocalSession, broken: str) -> None:
        self._session = session
        self._broken = broken

    def _use(self, operation: str) -> None:
        if operation == self._broken:
            raise ToolCrash(f"{operation} took longer than 2 seconds")

    def reset(self) -> None:
        self._session.reset()

    def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
        self._use(name)
        return self._session.call(caller, name, arguments)

    def difference(self) -> list[Change]:
        self._use("difference")
        return self._session.difference()

    def violations(self) -> list[str]:
        self._use("violations")
        return self._session.violations()

    def save(self) -> bytes:
        return self._session.save()

    def restore(self, snapshot: bytes) -> None:
        self._session.restore(snapshot)

    def close(self) -> None:
        self._session.close()


@pytest.mark.parametrize("broken", ["cancel_order", "difference", "violations"])
@pytest.mark.parametrize("reward", ["binary", "progress"])
def test_a_crashing_tool_truncates_and_is_to_blame(
    bookshop: LocalServer,
    tasks: dict[str, Task],
    caplog: pytest.LogCaptureFixture,
    broken: str,
    reward: str,
) -> None:
    session = BrittleSession(bookshop.open_session(), broken)
    episode = Episode(session, EpisodeOptions(reward=reward))  # type: ignore[arg-type]
    episode.reset(tasks["cancel_lighthouse"])
    rewards = []
    with caplog.at_level(logging.ERROR):
        for action in (CHECK, CANCEL, HAND_OVER):
            if episode.floor == "user":
                episode.act("user", Words("Hello"))
            if not episode.is_over:
                episode.act("agent", action)
                rewards.append(episode.reward())
    assert episode.ending is Ending.TOOL_FAILED
    assert not episode.ending.is_termination
    verdict = episode.verdict()
    assert (verdict.reward, verdict.blame, verdict.spoiled) == (0.0, "tool", True)
    assert sum(rewards) == pytest.approx(0.0)
    assert episode.error == f"{broken} took longer than 2 seconds"
    assert episode.error in caplog.text
    if broken == "cancel_order":
        assert episode.transcript[-1] == Message(
            "tool", "the tool is out of order", "agent", None, True
        )
    session.close()


def test_the_user_confirms_the_agent_s_last_words(start: Start) -> None:
    episode = start(max_turns=9)
    proposal = "I would cancel order OR-1 as no longer needed. Shall I go ahead?"
    for last_words, broken in (
        (proposal, []),
        (proposal.replace("as no longer needed", "because I no longer need it"), []),
        (proposal.replace("as no longer needed", "since it was a gift"), ["changes_are_confirmed"]),
        ("Shall I go ahead?", ["changes_are_confirmed"]),
        (proposal.replace("OR-1", "OR-11"), ["changes_are_confirmed"]),
    ):
        episode.reset(episode.task)
        episode.act("user", Words("Cancel it."))
        episode.act("agent", CHECK)
        episode.act("agent", Words(proposal if not broken else "Hello."))
        episode.act("user", Words("What?"))
        episode.act("agent", Words(last_words))
        episode.act("user", ToolCall("confirm", {"details": proposal}))  # its own words count not
        episode.act("user", Words("Yes."))
        episode.act("agent", CANCEL)
        assert episode.session.violations() == broken


PROPOSAL = "I would cancel order OR-1 as no longer needed. Shall I go ahead?"
LAST_WORDS = "It is free of charge. Shall I go ahead?"


@pytest.mark.parametrize(
    ("messages", "broken"),
    [
        ([PROPOSAL, LAST_WORDS], []),
        (["I would cancel OR-1.", "So OR-1 is no longer needed, shall I go ahead?"], []),
        ([PROPOSAL, "One moment.", LAST_WORDS], ["changes_are_confirmed"]),
    ],
)
def test_a_yes_is_to_the_last_two_messages(
    start: Start, messages: list[str], broken: list[str]
) -> None:
    episode = start(max_turns=9)
    episode.act("user", Words("Cancel it."))
    episode.act("agent", CHECK)
    for message in messages[:-1]:
        episode.act("agent", Words(message))
        episode.act("user", Words("What does it cost?"))
    episode.act("agent", Words(messages[-1]))
    episode.act("user", ToolCall("confirm", {}))
    episode.act("user", Words("Yes."))
    episode.act("agent", CANCEL)
    assert episode.session.violations() == broken


def test_a_yes_is_to_nothing_that_was_said_before_the_last_yes(start: Start) -> None:
    episode = start(max_turns=9)
    episode.act("user", Words("Cancel it."))
    for message in ("I would cancel OR-1.", "It is no longer needed?"):
        episode.act("agent", Words(message))
        episode.act("user", ToolCall("confirm", {}))
        episode.act("user", Words("Yes."))
    episode.act("agent", CHECK)
    episode.act("agent", CANCEL)
    assert episode.session.violations() == ["changes_are_confirmed"]


def test_a_yes_is_to_nothing_that_the_user_turned_down(start: Start) -> None:
    for answer, broken in (("No! Certainly not.", ["changes_are_confirmed"]), ("How much?", [])):
        episode = start(max_turns=9)
        episode.act("user", Words("Cancel it."))
        episode.act("agent", CHECK)
        episode.act("agent", Words("I would cancel OR-1, no longer needed. Shall I go ahead?"))
        episode.act("user", Words(answer))
        episode.act("agent", Words("All right. Shall I send you our newsletter?"))
        episode.act("user", ToolCall("confirm", {}))
        episode.act("user", Words("Yes."))
        episode.act("agent", CANCEL)
        assert episode.session.violations() == broken


DECLINE_IT = ToolCall(
    "decline_request",
    {"action": "cancel_order", "subject": "OR-4", "rule": "only_pending_orders_are_cancelled"},
)


@pytest.mark.parametrize(
    ("before", "after", "is_declined"),
    [
        (["It has been shipped already."], ["Anything else?"], True),
        (["One moment."], ["It is too late for that.", "Anything else?"], True),
        (["It's locked, so it can't be used any more."], ["That is done."], True),
        (["It's locked, so it can't be used any more.", "A.", "B.", "C."], ["Done."], False),
        (["I'm afraid I can't.", "So.", "Well.", "Now.", "Then."], ["Anything else?"], True),
        (["You have until noon.", "So.", "Well.", "Now."], ["That is done."], False),
        (["One moment."], ["That is done.", "Next?", "It runs until noon."], False),
    ],
)
def test_a_request_is_declined_in_plain_words_or_in_any_near_by(
    start: Start, before: list[str], after: list[str], is_declined: bool
) -> None:
    episode = start("decline_shipped", max_turns=20)
    episode.act("user", Words("Cancel it."))
    for message in before:
        episode.act("agent", Words(message))
        episode.act("user", Words("I see."))
    assert not episode.act("agent", DECLINE_IT).error
    for message in after:
        episode.act("agent", Words(message))
        episode.act("user", Words("I see."))
    assert (REFUSAL not in episode.verdict().untold) is is_declined


def test_a_yes_to_a_dump_of_identifiers_confirms_nothing(start: Start) -> None:
    episode = start(max_turns=9)
    episode.act("user", Words("Cancel it."))
    episode.act("agent", CHECK)
    dump = ", ".join(f"OR-{at}" for at in range(1, 50))
    episode.act("agent", Words(f"I see {dump}. No longer needed. Shall I go ahead?"))
    episode.act("user", ToolCall("confirm", {}))
    episode.act("user", Words("Yes."))
    episode.act("agent", CANCEL)
    assert episode.session.violations() == ["changes_are_confirmed"]


@pytest.mark.parametrize(
    ("proposal", "broken"),
    [
        ("I would cancel order (order id: OR-1; reason: no longer needed). Okay?", []),
        (
            "I will not cancel order (order id: OR-1; reason: no longer needed), right?",
            ["changes_are_confirmed"],
        ),
    ],
)
def test_a_yes_to_a_denial_confirms_nothing(start: Start, proposal: str, broken: list[str]) -> None:
    episode = start(max_turns=9)
    episode.act("user", Words("Cancel it."))
    episode.act("agent", CHECK)
    episode.act("agent", Words(proposal))
    episode.act("user", ToolCall("confirm", {}))
    episode.act("user", Words("Yes."))
    episode.act("agent", CANCEL)
    assert episode.session.violations() == broken


@pytest.mark.parametrize("reward", ["binary", "progress"])
def test_a_number_in_a_name_from_a_tool_tells_no_fact(start: Start, reward: str) -> None:
    episode = start(reward=reward)
    fact = Told("number of orders", "Quantity", 12)
    episode.reset(replace(episode.task, goal=Goal((), (fact,))))
    episode.act("user", Words("How many orders have I?"))
    episode.transcript.append(Message("tool", '{"branch": "Central 12"}', "agent"))
    for words, told in (("They come from Central 12.", False), ("There are 12.", True)):
        episode.act("agent", Words(words))
        episode.reward()
        assert (episode.verdict().untold == ()) is told
        episode.act("user", Words("I see."))


def test_a_confirmation_is_no_compared_change(start: Start) -> None:
    episode = start()
    episode.act("user", Words("Hello"))
    episode.act("agent", Words("OR-1?"))
    assert not episode.act("user", ToolCall("confirm", {})).error
    assert episode.changes() == []


def test_an_endless_result_is_cut(bookshop: LocalServer, tasks: dict[str, Task]) -> None:
    class Talkative(BrittleSession):
        def call(self, caller: Caller, name: str, arguments: Mapping[str, object]) -> ToolResult:
            return ToolResult("x" * (MAX_RESULT_LENGTH + 1))

    session = Talkative(bookshop.open_session(), "")
    episode = Episode(session, EpisodeOptions())
    episode.reset(tasks["five_or_two"])
    assert len(episode.act("user", LOOK).content) == MAX_RESULT_LENGTH
    session.close()


def test_a_party_perceives_its_own_actions_and_the_other_s_words(start: Start) -> None:
    episode = start("restart_reader")
    episode.act("user", ToolCall("read_screen", {"reader_id": "RD-1"}))
    episode.act("user", Words("It is frozen."))
    episode.act("agent", LOOK)
    episode.act("agent", Words("I see."))
    everything = episode.transcript
    assert episode.perceived_by("user") == [*everything[:3], everything[-1]]
    assert episode.perceived_by("agent") == everything[2:]


def test_the_state_s_digest_follows_the_state(start: Start) -> None:
    episode, other = start(), start()
    digests = set()
    for each in (episode, other):
        each.act("user", Words("Hello"))
        digests.add(each.state_digest())
    for action in (LOOK, CHECK, CHECK, CANCEL, CANCEL):
        episode.act("agent", action)
        digests.add(episode.state_digest())
    for action in (CHECK, CANCEL):
        other.act("agent", action)
    assert len(digests) == 3
    assert episode.state_digest() == other.state_digest()

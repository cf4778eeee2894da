"""A transcript cut into the user's turns."""

from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import ToolCall
from autoforge_envs.users.auditing.turns import user_turns
from tests.users.conftest import Transcript

CALL = ToolCall("restart_reader", {"reader_id": "RD-1"})
LEAVE = ToolCall(HANG_UP, {"farewell": "Bye."})


def test_a_turn_holds_what_was_heard_done_and_said(transcript: Transcript) -> None:
    first, second = user_turns(transcript("Hello.", "Restart it, please.", [CALL, "Done."]))
    assert (first.number, first.prompt, first.words) == (0, "", "Hello.")
    assert (second.number, second.prompt, second.words) == (1, "Restart it, please.", "Done.")
    assert [own.call for own in second.calls] == [CALL]
    assert second.calls[0].result is not None
    assert second.calls[0].result.content == "null"


def test_signals_are_no_tools(transcript: Transcript) -> None:
    *_, last = user_turns(transcript("Hi.", "OK?", [ToolCall(CONFIRM, {}), "Yes."]))
    assert last.confirmed
    assert last.calls == ()
    assert not last.hung_up


def test_a_farewell_belongs_to_the_last_turn(transcript: Transcript) -> None:
    *_, last = user_turns(transcript("Hi.", "Anything else?", [LEAVE]))
    assert (last.hung_up, last.words) == (True, "Bye.")


def test_what_the_agent_does_between_its_words_is_no_turn(transcript: Transcript) -> None:
    spoken = transcript("Hi.", "One moment.", "Fine.", "Thanks.", "OK.")
    assert [turn.number for turn in user_turns(spoken)] == [0, 1, 2]


def test_a_yes_grants_what_the_agent_had_come_to_by_itself(
    script: UserScript, transcript: Transcript
) -> None:
    prompt = "I would now cancel order (order id: OR-10). Shall I?"
    first, yes = user_turns(transcript("Hi.", prompt, [ToolCall(CONFIRM, {}), "Yes."]))
    assert yes.grants(script.requests[0])
    assert not yes.grants(script.requests[1])
    assert not first.grants(script.requests[0])
    (_, only_words) = user_turns(transcript("Hi.", prompt, "Yes."))
    assert not only_words.grants(script.requests[0])

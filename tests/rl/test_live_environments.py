from typing import Any

import gymnasium
import numpy
import pytest

from autoforge_rl.errors import ChoiceError
from autoforge_rl.live_environments import LiveEnvironment


class Clerk(gymnasium.Env[Any, Any]):
    """Pays 1 for each action and hangs up at "bye"; an action can make it raise."""

    closed = 0

    def reset(self, **options: Any) -> tuple[dict[str, str], dict[str, Any]]:
        self._said: list[str] = []
        about = {"task_id": "chat", "policy_document": "Be kind.", "tools": [{"name": "look"}]}
        return {"role": "user", "content": "Hello"}, {**about, "place": "door"}

    def step(self, action: str) -> tuple[dict[str, str], float, bool, bool, dict[str, Any]]:
        if action == "break":
            raise LookupError("lost")
        self._said.append(action)
        role = "tool" if action.startswith("{") else "user"
        verdict = {"spoiled": True, "blame": "user"}
        info = {"ending": "hung_up", "verdict": verdict} if action == "bye" else {"place": action}
        return {"role": role, "content": action}, 1.0, action == "bye", False, info

    def close(self) -> None:
        Clerk.closed += 1
        if self._said == ["bye"]:
            raise OSError("stuck")


def opened(anchor_key: str = "") -> LiveEnvironment:
    environment = LiveEnvironment(lambda _: Clerk(), anchor_key)
    assert not environment.open("clerk", None, 0).ending
    return environment


def test_it_begins_with_the_policy_document_and_the_first_words() -> None:
    answer = LiveEnvironment(lambda _: Clerk(), "place").open("clerk", None, 0)
    assert [each["content"] for each in answer.messages] == ["Be kind.", "Hello"]
    assert (answer.task_id, answer.tools, answer.anchor) == ("chat", ({"name": "look"},), "door")


def test_all_actions_of_a_turn_are_taken_and_their_rewards_added() -> None:
    answer = opened("place").take(["Well", '{"name": "look"}'])
    assert [each["role"] for each in answer.messages] == ["user", "tool"]
    assert answer.messages[1]["name"] == "look"
    assert (answer.reward, answer.anchor, answer.ending) == (2.0, '{"name": "look"}', "")


def test_nothing_is_taken_after_the_end_and_the_environment_is_closed() -> None:
    before = Clerk.closed
    answer = opened().take(["Well", "bye", "break"])
    assert (answer.ending, answer.reward, answer.error) == ("hung_up", 2.0, "")
    assert (answer.spoiled, answer.blame) == (True, "user")
    assert Clerk.closed == before + 1


def test_what_it_raises_is_its_own_fault() -> None:
    answer = opened().take(["Well", "break"])
    assert answer.has_crashed
    assert (answer.spoiled, answer.blame) == (True, "environment")
    assert answer.error == "LookupError: lost"


OBSERVATION = {"role": "user", "content": "Hm."}


@pytest.mark.parametrize(
    ("returned", "error"),
    [
        ((OBSERVATION, 1.0, True, False, {"verdict": None}), "`verdict` is None"),
        ((OBSERVATION, 1.0, True, False, {"ending": ""}), "`ending` is ''"),
        ((OBSERVATION, 1.0, False, True, {"ending": None}), "`ending` is None"),
        ((OBSERVATION, None, False, False, {}), "the reward is None"),
        ((OBSERVATION, float("nan"), False, False, {}), "the reward is nan"),
        ((OBSERVATION, 1.0, True, {}), "must return observation, reward, terminated, truncated"),
        ((OBSERVATION, 1.0, True, False, None), "the last one a mapping"),
        (None, "the last one a mapping, got None"),
        ((None, 1.0, True, False, {}), "needs `role` and `content`"),
        (({"role": "assistant", "content": ""}, 1.0, True, False, {}), "got 'assistant'"),
        (({"role": ["user"], "content": ""}, 1.0, True, False, {}), r"got ['user']"),
        ((OBSERVATION, 1.0, numpy.array([True, False]), False, {}), "ValueError: The truth value"),
    ],
)
def test_what_it_returns_and_cannot_be_read_is_its_own_fault(returned: Any, error: str) -> None:
    class Odd(Clerk):
        def step(self, action: str) -> Any:
            return returned

    environment = LiveEnvironment(lambda _: Odd())
    environment.open("odd", None, 0)
    before = Clerk.closed
    answer = environment.take(["Well"])
    assert answer.has_crashed
    assert (answer.spoiled, answer.blame) == (True, "environment")
    assert error in answer.error
    assert Clerk.closed == before + 1


@pytest.mark.parametrize(
    "returned",
    [
        None,
        OBSERVATION,
        (OBSERVATION, None),
        (OBSERVATION, {"tools": 1}),
        (OBSERVATION, {"tools": ["look"]}),
        (OBSERVATION, {"tools": "look"}),
        (OBSERVATION, {"tools": [{"name": b"look"}]}),
        ({"role": None, "content": "Hello"}, {}),
    ],
)
def test_a_beginning_that_cannot_be_read_is_its_own_fault(returned: Any) -> None:
    class Odd(Clerk):
        def reset(self, **options: Any) -> Any:
            super().reset()
            return returned

    answer = LiveEnvironment(lambda _: Odd()).open("odd", None, 0)
    assert answer.has_crashed
    assert (answer.spoiled, answer.blame) == (True, "environment")


def test_what_closing_raises_is_kept_beside_a_whole_conversation() -> None:
    answer = opened().take(["bye"])
    assert (answer.ending, answer.error) == ("hung_up", "close: OSError: stuck")


def test_it_can_be_stopped_and_is_then_closed() -> None:
    environment = opened()
    before = Clerk.closed
    assert environment.stop("too_long").ending == "too_long"
    assert Clerk.closed == before + 1
    assert "was closed while it was played" in environment.take(["Well"]).error


def test_an_anchor_that_is_not_there_is_named() -> None:
    with pytest.raises(ChoiceError, match=r"anchor_key is 'digest', .* it has .*place"):
        LiveEnvironment(lambda _: Clerk(), "digest").open("clerk", None, 0)


def test_another_task_than_was_asked_for_is_its_own_fault() -> None:
    answer = LiveEnvironment(lambda _: Clerk()).open("clerk", "call", 0)
    assert answer.has_crashed
    assert answer.error == "it began task 'chat' where 'call' was asked for"
    assert not LiveEnvironment(lambda _: Clerk()).open("clerk", "chat", 0).ending


def test_one_that_ends_the_process_spoils_its_own_conversation() -> None:
    class Leaving(Clerk):
        def step(self, action: str) -> Any:
            raise SystemExit(3)

    environment = LiveEnvironment(lambda _: Leaving())
    environment.open("leaving", None, 0)
    assert environment.take(["Well"]).error == "SystemExit: 3"


@pytest.mark.parametrize("flag", [True, False])
def test_only_the_flag_of_that_name_truncates(flag: bool) -> None:
    class Short(Clerk):
        def step(self, action: str) -> Any:
            return OBSERVATION, 0.0, not flag, flag, {"ending": "out_of_steps"}

    environment = LiveEnvironment(lambda _: Short())
    environment.open("short", None, 0)
    answer = environment.take(["Well"])
    assert (answer.ending, answer.truncated) == ("out_of_steps", flag)

"""The Gymnasium environment: conformance, what it says, how it begins and ends, how it is made."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gymnasium
import pytest
from gymnasium.envs.registration import EnvSpec
from gymnasium.error import ResetNeeded
from gymnasium.utils.env_checker import check_env

import autoforge_envs
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.errors import EndpointError, EpisodeError, UserError
from tests.environments.conftest import Make
from tests.environments.scripts import (
    BOOKSHOP,
    BOOKSHOP_FOLDER,
    BOTH_DOMAINS,
    CLOSING,
    call,
    follow,
    inner,
    make,
    start,
)


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
@pytest.mark.parametrize("reward", ["binary", "progress"])
def test_gymnasium_finds_no_fault(domain: str, reward: str) -> None:
    env = make(domain, reward=reward)
    check_env(env.unwrapped)
    env.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_observations_are_in_the_space(domain: str) -> None:
    env = make(domain)
    start(env)
    actions = [call("no_such_tool"), "{", "🙂" * 70_000, "\ud800", "", "x" * 65_536, CLOSING]
    for moment in follow(env, actions):
        assert env.observation_space.contains(moment.observation)
    env.close()


def test_reset_hands_over_what_an_agent_needs(open_env: Make) -> None:
    env = open_env()
    moment = start(env, "five_or_two")
    assert moment.observation["role"] == "user"
    assert "five copies of Ten Small Rooms" in moment.observation["content"]
    assert moment.observation["turn"] == 0
    assert moment.info.keys() == {"messages", "task_id", "policy_document", "tools"}
    assert moment.info["policy_document"] == (BOOKSHOP_FOLDER / "policy.md").read_text("utf-8")
    names = {tool["function"]["name"] for tool in moment.info["tools"]}
    assert {"cancel_order", "decline_request", "transfer_to_human"} <= names
    assert not names & {"restart_reader", "read_screen", "confirm", "hang_up"}
    words = {"role": "user", "party": "user", "content": moment.observation["content"]}
    assert moment.info["messages"] == [words]


def test_infos_are_fresh_copies(open_env: Make) -> None:
    env = open_env()
    first = start(env, seed=1)
    text = json.dumps(first.info)
    for tool in first.info["tools"]:
        tool["function"]["parameters"].clear()
    first.info["messages"].clear()
    assert json.dumps(start(env, seed=1).info) == text
    nested = call("find_customer", email=["a", {"b": []}])
    (moment,) = follow(env, [nested])
    moment.info["messages"][0]["call"]["arguments"]["email"].append("more")
    assert inner(env).episode.transcript[1].call == ToolCall(
        "find_customer", {"email": ["a", {"b": []}]}
    )


def test_a_step_tells_what_was_called_and_read(open_env: Make) -> None:
    env = open_env()
    start(env)
    (moment,) = follow(env, [call("find_customer", email="bo@example.com")])
    assert moment.observation["role"] == "tool"
    assert json.loads(moment.observation["content"])["name"] == "Bo Lindqvist"
    assert moment.info == {
        "messages": [
            {
                "role": "agent",
                "party": "agent",
                "content": "",
                "call": {"name": "find_customer", "arguments": {"email": "bo@example.com"}},
            },
            {"role": "tool", "party": "agent", "content": moment.observation["content"]},
        ]
    }


def test_turns_count_the_words_of_the_agent(open_env: Make) -> None:
    env = open_env()
    start(env)
    moments = follow(env, ["Hello.", call("no_such_tool"), "I see.", "{", "Well."])
    assert [moment.observation["turn"] for moment in moments] == [1, 1, 2, 2, 3]


def test_a_hand_over_terminates(open_env: Make) -> None:
    env = open_env()
    start(env)
    (moment,) = follow(env, [call("transfer_to_human", reason="too hard")])
    assert (moment.terminated, moment.truncated) == (True, False)
    assert moment.info["ending"] == moment.info["verdict"]["ending"] == "handed_over"


def test_a_user_who_hangs_up_terminates(open_env: Make) -> None:
    env = open_env()
    start(env)
    ended = follow(env, [CLOSING] * 9)[-1]
    assert (ended.terminated, ended.truncated) == (True, False)
    assert ended.info["ending"] == "user_hung_up"
    assert ended.info["verdict"]["blame"] == "agent"
    assert ended.observation["role"] == "user"
    assert ended.observation["content"]


def test_acting_after_the_end_is_refused(open_env: Make) -> None:
    env = open_env()
    start(env)
    follow(env, [call("transfer_to_human", reason="too hard")])
    with pytest.raises(EpisodeError, match=r"over \(handed_over\); call reset"):
        env.step("Hello?")
    start(env)
    follow(env, ["Hello?"])


def test_acting_before_reset_is_refused(open_env: Make) -> None:
    env = open_env()
    with pytest.raises(ResetNeeded):
        env.step("Hello?")
    with pytest.raises(EpisodeError, match="call reset first"):
        env.unwrapped.step("Hello?")
    with pytest.raises(EpisodeError, match="call reset first"):
        inner(env).reveal()
    with pytest.raises(EpisodeError, match="call reset first"):
        inner(env).save()


def test_a_closed_environment_is_no_longer_played() -> None:
    env = make()
    start(env)
    snapshot = inner(env).save()
    env.close()
    unwrapped = inner(env)
    for play in (
        env.reset,
        lambda: env.step("Hello?"),
        unwrapped.save,
        lambda: unwrapped.restore(snapshot),
        unwrapped.reveal_writes,
    ):
        with pytest.raises(EpisodeError, match="the environment is closed; make another"):
            play()


def test_a_verdict_that_was_given_outlives_the_environment() -> None:
    env = make()
    start(env)
    last = follow(env, [CLOSING] * 9)[-1]
    env.close()
    assert inner(env).episode.verdict().as_json() == last.info["verdict"]


@pytest.mark.parametrize("isolation", ["none", "worker"])
def test_what_was_not_asked_for_before_closing_is_refused_in_one_line(isolation: str) -> None:
    env = make(isolation=isolation)
    episode = inner(env).episode
    start(env)
    env.close()
    for ask in (episode.verdict, episode.save, lambda: episode.reset(episode.task)):
        with pytest.raises(EpisodeError, match=r"^the environment is closed, .* before close\(\)$"):
            ask()


def test_closing_twice_is_fine() -> None:
    env = make()
    start(env)
    env.close()
    env.close()
    make().close()


class FragileUser:
    """Plays a few actions, then fails."""

    def __init__(self, actions: Sequence[Action], error: Exception) -> None:
        self._actions = list(actions)
        self._error = error

    def reset(self, script: UserScript, tools: Sequence[ToolInfo], generator: object) -> None:
        pass

    def act(self, heard: Message | None) -> Action:
        if not self._actions:
            raise self._error
        return self._actions.pop(0)

    def save(self) -> dict[str, Any]:
        return {}

    def restore(self, saved: Mapping[str, Any]) -> None:
        pass


@pytest.mark.parametrize(
    ("error", "blame"),
    [
        (UserError("forgot who I am"), "user"),
        (ZeroDivisionError("oops"), "user"),
        (EndpointError("503"), "infrastructure"),
    ],
)
def test_a_failing_user_truncates_and_spoils(open_env: Make, error: Exception, blame: str) -> None:
    env = open_env(user=lambda: FragileUser([Words("Hello")], error))
    start(env)
    (moment,) = follow(env, ["How can I help?"])
    assert (moment.terminated, moment.truncated, moment.reward) == (False, True, 0.0)
    assert moment.info["ending"] == "user_failed"
    assert moment.info["verdict"]["blame"] == blame
    assert moment.info["verdict"]["spoiled"]
    assert moment.info["error"] == f"{type(error).__name__}: {error}"
    assert env.observation_space.contains(moment.observation)


def test_a_user_who_fails_at_once_is_told_by_the_first_step(open_env: Make) -> None:
    env = open_env(user=lambda: FragileUser([], EndpointError("503")))
    moment = start(env)
    assert moment.info["ending"] == "user_failed"
    assert moment.observation == {"role": "user", "content": "", "turn": 0}
    first, *_ = follow(env, ["How can I help?"])
    assert (first.truncated, first.info["ending"]) == (True, "user_failed")
    assert first.info["verdict"]["spoiled"]


def test_a_user_s_own_tools_stay_out_of_sight(open_env: Make) -> None:
    actions: list[Action] = [
        Words("My reader is broken."),
        ToolCall("read_screen", {"reader_id": "RD-1"}),
        ToolCall("restart_reader", {"reader_id": "RD-1"}),
        Words("It is on now."),
    ]
    env = open_env(user=lambda: FragileUser(actions, UserError("tired")))
    start(env)
    (moment,) = follow(env, ["Please restart it."])
    assert moment.observation["content"] == "It is on now."
    assert [message["content"] for message in moment.info["messages"]] == [
        "Please restart it.",
        "It is on now.",
    ]
    assert moment.digest != start(env).digest


def test_a_specification_survives_json(open_env: Make) -> None:
    spec = open_env(max_turns=7, split="test").spec
    assert spec is not None
    twin = EnvSpec.from_json(spec.to_json())
    assert twin == spec
    env = gymnasium.make(twin)
    assert inner(env).options.max_turns == 7
    env.close()


def test_the_module_can_be_named_in_the_id() -> None:
    env = gymnasium.make(f"autoforge_envs:{BOOKSHOP}", isolation="none")
    assert isinstance(env.unwrapped, AutoForgeEnv)
    env.close()


def run(program: str, **variables: str) -> str:
    command = [sys.executable, "-W", "error", "-c", program]
    environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "", **variables}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize(
    "program",
    [
        "import gymnasium; env = gymnasium.make('autoforge_envs:autoforge/bookshop-v0', **o)",
        "import gymnasium, autoforge_envs; env = gymnasium.make('autoforge/bookshop-v0', **o)",
    ],
)
def test_domains_are_found_through_the_environment_variable(program: str) -> None:
    told = "o = {'isolation': 'none'}; " + program + "; print(env.reset(seed=0)[1]['task_id'])"
    found = run(told, AUTOFORGE_DOMAINS=str(BOOKSHOP_FOLDER.parent))
    assert found in {"cancel_lighthouse", "decline_shipped", "restart_reader"}


def test_registering_twice_is_fine() -> None:
    assert autoforge_envs.register_domains(BOOKSHOP_FOLDER.parent) == [BOOKSHOP]
    assert autoforge_envs.register_domains(str(BOOKSHOP_FOLDER)) == [BOOKSHOP]

"""A user that goes wrong on purpose, and says so in its labels only."""

import json
from typing import Any

import gymnasium
import numpy
import pytest

import autoforge_envs
from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task, UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.errors import OptionError
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUser, FaultyUsers
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user_errors import ERROR_KINDS, ErrorKind
from tests.users.conftest import BOOKSHOP

PROMPTS = (
    "What is your e-mail address?",
    "What is your password?",
    "Could you please restart the e-reader RD-1?",
    "I would now cancel order (order id: OR-10). Shall I go ahead?",
    "Anything else?",
    "Anything else?",
)


def converse(user: FaultyUser, prompts: tuple[str, ...] = PROMPTS) -> list[Action]:
    """Let a user answer; its tools answer with null."""
    actions = [user.act(None)]
    for prompt in prompts:
        heard = Message("agent", prompt, "agent")
        while True:
            action = user.act(heard)
            actions.append(action)
            if isinstance(action, Words) or action == ToolCall(HANG_UP, {}):
                break
            if isinstance(action, ToolCall) and action.name == HANG_UP:
                return actions
            heard = Message("tool", "null", "user")
    return actions


def start(
    script: UserScript, tools: list[ToolInfo], kind: ErrorKind, seed: int, rate: float = 1.0
) -> FaultyUser:
    user = FaultyUser(ScriptedUser(), FaultOptions(rate, {kind: 1.0}))
    user.reset(script, tools, numpy.random.default_rng(seed))
    return user


def first_faulty(
    script: UserScript, tools: list[ToolInfo], kind: ErrorKind
) -> tuple[FaultyUser, list[Action], list[Action]]:
    """Play seeds until a fault was made; give the same seed without faults beside it."""
    for seed in range(20):
        user = start(script, tools, kind, seed)
        actions = converse(user)
        if user.injected:
            clean = start(script, tools, kind, seed, rate=0.0)
            return user, actions, converse(clean)
    raise AssertionError(f"no fault of kind {kind} was made")


def test_without_a_rate_it_plays_like_the_wrapped_user(
    script: UserScript, shop_tools: list[ToolInfo]
) -> None:
    faulty, inner = FaultyUser(ScriptedUser(), FaultOptions(0.0)), ScriptedUser()
    for user in (faulty, inner):
        user.reset(script, shop_tools, numpy.random.default_rng(3))
    for heard in [None, *(Message("agent", prompt, "agent") for prompt in PROMPTS[:3])]:
        assert faulty.act(heard) == inner.act(heard)


@pytest.mark.parametrize(
    "kind", [kind for kind in ERROR_KINDS if kind not in ("false_claim", "tool_misuse")]
)
def test_every_kind_is_made_and_labelled_once(
    kind: ErrorKind, script: UserScript, shop_tools: list[ToolInfo]
) -> None:
    user, actions, clean = first_faulty(script, shop_tools, kind)
    assert [fault.kind for fault in user.injected] == [kind]
    assert actions != clean


@pytest.mark.parametrize("kind", ["false_claim", "tool_misuse"])
def test_own_tools_are_misused(
    kind: ErrorKind, shop_tasks: dict[str, Task], shop_tools: list[ToolInfo]
) -> None:
    script = shop_tasks["restart_reader"].user
    user, actions, clean = first_faulty(script, shop_tools, kind)
    rightly = ToolCall("restart_reader", {"reader_id": "RD-1"})
    assert [fault.subject for fault in user.injected] == ["restart_reader"]
    assert rightly in clean
    assert rightly not in actions


def test_a_false_claim_leaves_the_tool_alone_and_goes_on(
    shop_tasks: dict[str, Task], shop_tools: list[ToolInfo]
) -> None:
    script = shop_tasks["restart_reader"].user
    _, actions, _ = first_faulty(script, shop_tools, "false_claim")
    calls = [action.name for action in actions if isinstance(action, ToolCall)]
    assert "restart_reader" not in calls


def test_yes_in_words_only_gives_no_signal(script: UserScript, shop_tools: list[ToolInfo]) -> None:
    _, actions, clean = first_faulty(script, shop_tools, "wrong_confirmation")
    assert ToolCall(CONFIRM, {}) in clean
    assert ToolCall(CONFIRM, {}) not in actions


def test_the_rate_is_a_share_of_episodes(script: UserScript, shop_tools: list[ToolInfo]) -> None:
    faulty = 0
    for seed in range(300):
        user = start(script, shop_tools, "invented_fact", seed, rate=0.2)
        converse(user)
        faulty += len(user.injected)
    assert 0.13 < faulty / 300 < 0.27


def test_the_same_seed_makes_the_same_fault(script: UserScript, shop_tools: list[ToolInfo]) -> None:
    played = [start(script, shop_tools, "wrong_value", 5) for _ in range(2)]
    assert converse(played[0]) == converse(played[1])
    assert played[0].injected == played[1].injected


def test_a_saved_user_goes_on_as_it_would_have(
    script: UserScript, shop_tools: list[ToolInfo]
) -> None:
    for seed in range(8):
        user = start(script, shop_tools, "contradiction", seed)
        converse(user, PROMPTS[:1])
        saved = json.loads(json.dumps(user.save()))
        other = start(script, shop_tools, "contradiction", 99)
        other.restore(saved)
        for prompt in PROMPTS[1:]:
            heard = Message("agent", prompt, "agent")
            assert user.act(heard) == other.act(heard)
        assert user.injected == other.injected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rate": 1.5}, "rate must be a share from 0 to 1, got 1.5"),
        ({"rate": 0.5, "mix": {"typo": 1.0}}, "unknown kind typo"),
        ({"rate": 0.5, "mix": {"wrong_value": 0.0}}, "one above 0"),
        ({"rate": 0.5, "voice": "third"}, "voice must be one of development, held_out"),
    ],
)
def test_options_that_cannot_be_used_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        FaultOptions(**options)


def play(user: FaultyUsers, task_id: str, seed: int) -> tuple[AutoForgeEnv, dict[str, Any]]:
    (name,) = autoforge_envs.register_domains(BOOKSHOP)
    made = gymnasium.make(name, isolation="none", split="all", user=user).unwrapped
    assert isinstance(made, AutoForgeEnv)
    agent = ReferenceAgent()
    observation, info = made.reset(seed=seed, options={"task_id": task_id})
    agent.reset(make_brief(made, agent, info, seed), observation)
    while "verdict" not in info:
        observation, _, _, _, info = made.step(agent.act(observation))
    return made, info


def test_labels_are_in_info_and_nowhere_else() -> None:
    users = FaultyUsers(ScriptedUser, FaultOptions(1.0, {"premature_hang_up": 1.0}))
    env, info = play(users, "cancel_lighthouse", seed=1)
    assert [fault["kind"] for fault in info["user_faults"]] == ["premature_hang_up"]
    assert "user_faults" not in json.dumps(info["messages"])
    assert info["verdict"]["blame"] == "user"
    env.close()


def test_a_lie_that_sticks_is_told_again(script: UserScript, shop_tools: list[ToolInfo]) -> None:
    questions = ("What is your e-mail address?",) * 3
    stuck = set()
    for seed in range(30):
        user = start(script, shop_tools, "wrong_value", seed)
        said = [each.text for each in converse(user, questions) if isinstance(each, Words)]
        if user.injected and user.injected[0].subject == "email":
            stuck.add("ana.ruiz@example.com" not in " ".join(said))
    assert stuck == {True, False}

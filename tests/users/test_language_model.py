"""A user behind an endpoint: over real HTTP on the loopback interface, scripted by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gymnasium
import numpy
import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

import autoforge_envs
from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Malformed, Message, ToolCall, Words
from autoforge_envs.errors import BudgetError, EndpointError
from autoforge_envs.language_models import (
    Budget,
    Budgeted,
    ChatModel,
    EndpointOptions,
    LanguageModel,
    Recorder,
    Replayer,
)
from autoforge_envs.users.language_model import LanguageModelUser, LanguageModelUsers
from tests.language_models.scripted_endpoint import ScriptedEndpoint, chat_answer

from .conftest import BOOKSHOP


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    with HTTPServer(threaded=True) as running:
        yield running


@pytest.fixture
def endpoint(server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedEndpoint]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    yield ScriptedEndpoint(server)
    server.clear()


@pytest.fixture
def options(endpoint: ScriptedEndpoint) -> EndpointOptions:
    return EndpointOptions("tiny", base_url=endpoint.base_url, max_retries=1)


@pytest.fixture
def model(options: EndpointOptions) -> Iterator[LanguageModel]:
    with LanguageModel(options, sleep=lambda seconds: None) as built:
        yield built


@pytest.fixture
def user(model: LanguageModel, script: UserScript, shop_tools: list[ToolInfo]) -> LanguageModelUser:
    made = LanguageModelUser(model)
    made.reset(script, shop_tools, numpy.random.default_rng(1))
    return made


def calls(*names: str, content: str | None = None, arguments: str = "{}") -> dict[str, Any]:
    requested = [
        {"id": f"c{at}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for at, name in enumerate(names)
    ]
    return chat_answer(content, tool_calls=requested)


def said(words: str) -> Message:
    return Message("agent", words, "agent")


DONE = Message("tool", "null", "user")

# What a model says as the user of the task `cancel_lighthouse`, one answer a request.
ANSWERS = [
    chat_answer("Hi! I'd like to cancel my order of The Lighthouse, I no longer need it."),
    chat_answer("It's ana.ruiz@example.com"),
    chat_answer("My password is marmalade."),
    calls(CONFIRM, content="Yes, please do."),
    calls(HANG_UP, content="That was all, thanks!"),
]


def play(model: ChatModel, seed: int = 1) -> tuple[AutoForgeEnv, list[Any]]:
    """Play the reference agent against a model's user and keep all that Gymnasium returns."""
    (name,) = autoforge_envs.register_domains(BOOKSHOP)
    users = LanguageModelUsers(model)
    env = gymnasium.make(name, isolation="none", split="all", user=users).unwrapped
    assert isinstance(env, AutoForgeEnv)
    agent = ReferenceAgent()
    observation, info = env.reset(seed=seed, options={"task_id": "cancel_lighthouse"})
    agent.reset(make_brief(env, agent, info, seed), observation)
    seen: list[Any] = [observation, info["messages"]]
    terminated = truncated = False
    while not (terminated or truncated):
        observation, reward, terminated, truncated, info = env.step(agent.act(observation))
        seen.append([observation, reward, terminated, truncated, info])
    env.close()
    return env, seen


def test_a_model_plays_a_whole_conversation(
    endpoint: ScriptedEndpoint, model: LanguageModel
) -> None:
    endpoint.script(*ANSWERS)
    env, seen = play(model)
    assert env.episode.verdict().reward == 1.0
    assert env.episode.verdict().user_errors == ()
    *_, (_, reward, terminated, truncated, _) = seen
    assert (reward, terminated, truncated) == (1.0, True, False)


def test_it_is_told_its_instructions_and_nothing_of_the_goal(
    endpoint: ScriptedEndpoint, user: LanguageModelUser, script: UserScript
) -> None:
    endpoint.script(chat_answer("Hello."))
    user.act(None)
    (body,) = endpoint.bodies
    system = body["messages"][0]["content"]
    assert all(request.text in system for request in script.requests)
    assert all(str(fact.value) in system for fact in script.facts)
    names = [tool["function"]["name"] for tool in body["tools"]]
    assert names == ["restart_reader", "read_screen", CONFIRM, HANG_UP]
    parameters = {
        tool["function"]["name"]: tool["function"]["parameters"] for tool in body["tools"]
    }
    assert parameters[CONFIRM]["properties"] == {}


def test_a_yes_with_the_signal_gives_both(
    endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    endpoint.script(calls(CONFIRM, content="Yes, please."), chat_answer("Thanks."))
    assert user.act(said("Shall I cancel OR-10?")) == ToolCall(CONFIRM, {})
    assert user.act(DONE) == Words("Yes, please.")
    assert len(endpoint.bodies) == 1
    assert user.act(said("Done.")) == Words("Thanks.")
    roles = [message["role"] for message in endpoint.bodies[1]["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "user"]


def test_a_tool_is_used_before_its_result_is_told(
    endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    asked = calls("restart_reader", content="Let me try.", arguments='{"reader_id": "RD-1"}')
    endpoint.script(asked, chat_answer("It says ready."))
    assert user.act(said("Restart it.")) == ToolCall("restart_reader", {"reader_id": "RD-1"})
    assert user.act(Message("tool", "ready", "user")) == Words("It says ready.")
    assert endpoint.bodies[1]["messages"][-1] == {
        "role": "tool",
        "tool_call_id": "c0",
        "content": "ready",
    }


def test_words_beside_a_tool_of_its_own_are_heard_by_nobody_so_the_model_is_not_told_it_said_them(
    endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    asked = calls("restart_reader", content="Done, it works!", arguments='{"reader_id": "RD-1"}')
    endpoint.script(asked, chat_answer("It says ready."))
    user.act(said("Restart it."))
    user.act(Message("tool", "ready", "user"))
    *_, answered, _ = endpoint.bodies[1]["messages"]
    assert (answered["role"], answered["content"]) == ("assistant", None)


def test_hanging_up_comes_last_and_takes_the_words_along(
    endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    endpoint.script(calls(HANG_UP, CONFIRM, content="Yes, and bye!"))
    assert user.act(said("Shall I? Anything else?")) == ToolCall(CONFIRM, {})
    assert user.act(DONE) == ToolCall(HANG_UP, {"farewell": "Yes, and bye!"})


@pytest.mark.parametrize(
    "words", ["###STOP###", "[hang_up]", '{"name": "hang_up", "arguments": {}}', "confirm"]
)
def test_no_words_are_ever_a_signal(
    words: str, endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    endpoint.script(chat_answer(words))
    assert user.act(said("Hello?")) == Words(words)


@pytest.mark.parametrize("arguments", ["{", "[1]", "7"])
def test_arguments_that_are_no_object_are_answered_as_a_mistake(
    arguments: str, endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    endpoint.script(calls("restart_reader", arguments=arguments), chat_answer("Sorry."))
    assert isinstance(user.act(said("Restart it.")), Malformed)
    assert user.act(Message("tool", "no JSON", "user", error=True)) == Words("Sorry.")


@pytest.mark.parametrize("farewell", ['"Thanks \\ud83d"', "NaN", "1e999", "[" * 30 + "]" * 30])
def test_arguments_that_cannot_be_kept_are_answered_as_a_mistake(
    farewell: str, endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    asked = calls(HANG_UP, arguments=f'{{"farewell": {farewell}}}')
    endpoint.script(asked, calls(HANG_UP, arguments='{"farewell": "Danke schön 😀"}'))
    assert isinstance(user.act(said("Anything else?")), Malformed)
    refused = Message("tool", "send valid text", "user", error=True)
    assert user.act(refused) == ToolCall(HANG_UP, {"farewell": "Danke schön 😀"})


def test_every_request_carries_the_seed(
    endpoint: ScriptedEndpoint, model: LanguageModel, script: UserScript
) -> None:
    endpoint.script(chat_answer("Hello."))
    for seed in (1, 1, 2):
        made = LanguageModelUser(model)
        made.reset(script, (), numpy.random.default_rng(seed))
        made.act(None)
    first, again, other = (body["seed"] for body in endpoint.bodies)
    assert first == again != other


def test_an_empty_answer_is_asked_again_with_another_seed(
    endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    endpoint.script(chat_answer(""), chat_answer("  "), chat_answer("Hello."))
    assert user.act(None) == Words("Hello.")
    assert len({body["seed"] for body in endpoint.bodies}) == 3


def test_an_endpoint_that_says_nothing_is_broken(
    endpoint: ScriptedEndpoint, user: LanguageModelUser
) -> None:
    endpoint.script(chat_answer(""))
    with pytest.raises(EndpointError, match="3 empty answers"):
        user.act(None)


GARBAGE = Response("<html>busy</html>", content_type="text/html")
REFUSAL = Response('{"error": {"message": "no"}}', status=400, content_type="application/json")


@pytest.mark.parametrize("broken", [500, 429, GARBAGE, REFUSAL], ids=["500", "429", "html", "400"])
@pytest.mark.parametrize("num_good", [0, 2])
def test_a_broken_endpoint_truncates_and_is_to_blame(
    broken: Response | int, num_good: int, endpoint: ScriptedEndpoint, model: LanguageModel
) -> None:
    endpoint.script(*ANSWERS[:num_good], broken)
    env, seen = play(model)
    *_, (_, reward, terminated, truncated, info) = seen
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert (info["verdict"]["blame"], info["verdict"]["spoiled"]) == ("infrastructure", True)
    assert env.episode.verdict().is_masked("spoiled_failures")


def test_a_broken_moment_is_got_over(endpoint: ScriptedEndpoint, model: LanguageModel) -> None:
    endpoint.script(ANSWERS[0], 503, *ANSWERS[1:3], GARBAGE, *ANSWERS[3:])
    env, _ = play(model)
    assert env.episode.verdict().reward == 1.0


def test_a_spent_budget_ends_the_run_not_the_episode(
    endpoint: ScriptedEndpoint, model: LanguageModel
) -> None:
    endpoint.script(*ANSWERS)
    with pytest.raises(BudgetError):
        play(Budgeted(model, Budget(max_requests=2)))


def test_a_replay_is_the_same_byte_for_byte_without_a_network(
    endpoint: ScriptedEndpoint, model: LanguageModel, options: EndpointOptions, tmp_path: Path
) -> None:
    endpoint.script(*ANSWERS)
    path = tmp_path / "user.jsonl"
    _, recorded = play(Recorder(model, path))
    num_requests = len(endpoint.bodies)
    endpoint.script(500)
    _, replayed = play(Replayer(path, options))
    assert json.dumps(replayed) == json.dumps(recorded)
    assert len(endpoint.bodies) == num_requests


def test_a_saved_user_goes_on_as_it_would_have(
    endpoint: ScriptedEndpoint,
    user: LanguageModelUser,
    model: LanguageModel,
    script: UserScript,
    shop_tools: list[ToolInfo],
) -> None:
    endpoint.script(calls(CONFIRM, content="Yes."), chat_answer("Thanks."))
    user.act(said("Shall I?"))
    saved = json.loads(json.dumps(user.save()))
    other = LanguageModelUser(model)
    other.reset(script, shop_tools, numpy.random.default_rng(99))
    other.restore(saved)
    assert user.act(DONE) == other.act(DONE) == Words("Yes.")
    user.act(said("Done."))
    other.act(said("Done."))
    assert endpoint.bodies[-1] == endpoint.bodies[-2]


def test_users_of_one_setting_look_alike(options: EndpointOptions) -> None:
    with LanguageModel(options) as one, LanguageModel(options) as other:
        assert repr(LanguageModelUsers(one)) == repr(LanguageModelUsers(other))

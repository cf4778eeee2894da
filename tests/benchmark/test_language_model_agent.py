"""The model agent over a real HTTP endpoint on the loopback interface, scripted by hand."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from autoforge_envs.benchmark.evaluation import EvaluationOptions, evaluate
from autoforge_envs.benchmark.language_model_agent import LanguageModelAgent
from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.errors import BudgetError
from autoforge_envs.language_models import Budget, Budgeted, EndpointOptions, LanguageModel
from tests.language_models.scripted_endpoint import chat_answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with HTTPServer(threaded=True) as running:
        yield running


def tool_call(name: str, **arguments: Any) -> dict[str, Any]:
    return chat_answer(None, tool_calls=[requested(f"c-{name}", name, json.dumps(arguments))])


def requested(call_id: str, name: str, arguments: str) -> dict[str, Any]:
    function = {"name": name, "arguments": arguments}
    return {"id": call_id, "type": "function", "function": function}


# A hand-written recording of a model that cancels the order in the task `cancel_lighthouse`.
ANSWERS = [
    chat_answer("Hello! What are your e-mail address and your password, please?"),
    tool_call("find_customer", email="ana.ruiz@example.com"),
    tool_call("check_password", customer_id="CU-1", password="marmalade"),
    tool_call("list_orders", customer_id="CU-1"),
    chat_answer("I would cancel order OR-1 (no longer needed) and refund it. Shall I go ahead?"),
    tool_call("cancel_order", order_id="OR-1", reason="no_longer_needed"),
    chat_answer("It is cancelled and you get $12.50 back. Is there anything else?"),
]


def play(
    server: HTTPServer,
    options: EvaluationOptions,
    path: Path,
    answers: list[Any],
    budget: Budget | None = None,
) -> list[Trajectory]:
    def reply(request: Request) -> Response:
        assistant = [m for m in json.loads(request.data)["messages"] if m["role"] == "assistant"]
        answer = answers[min(len(assistant), len(answers) - 1)]
        if isinstance(answer, int):
            return Response("{}", status=answer)
        return Response(json.dumps(answer), content_type="application/json")

    server.expect_request("/v1/chat/completions").respond_with_handler(reply)
    endpoint = EndpointOptions("tiny", base_url=server.url_for("/v1"), max_retries=1)
    model = Budgeted(LanguageModel(endpoint, sleep=lambda seconds: None), budget or Budget())
    file = TrajectoryFile(path)
    try:
        return evaluate("openai:tiny", lambda: LanguageModelAgent(model), options, file)
    finally:
        file.close()


@pytest.fixture
def one_task(options: EvaluationOptions) -> EvaluationOptions:
    return dataclasses.replace(options, task_ids=("cancel_lighthouse",))


def test_a_model_solves_a_task(
    server: HTTPServer, one_task: EvaluationOptions, tmp_path: Path
) -> None:
    (trajectory,) = play(server, one_task, tmp_path / "t.jsonl", ANSWERS)
    assert trajectory.verdict["reward"] == 1.0
    assert trajectory.prompt_tokens == 9 * len(ANSWERS)
    assert trajectory.completion_tokens == 3 * len(ANSWERS)


def test_the_request_holds_policy_tools_and_results_and_nothing_of_the_plan(
    server: HTTPServer, one_task: EvaluationOptions, tmp_path: Path
) -> None:
    play(server, one_task, tmp_path / "t.jsonl", ANSWERS)
    last = json.loads(server.log[-1][0].data)
    assert last["messages"][0]["role"] == "system"
    assert "changes_are_confirmed" in last["messages"][0]["content"]
    roles = [message["role"] for message in last["messages"]]
    assert roles[:4] == ["system", "user", "assistant", "user"]
    names = {tool["function"]["name"] for tool in last["tools"]}
    assert {"cancel_order", "decline_request", "transfer_to_human"} <= names
    assert names.isdisjoint({"restart_reader", "confirm", "hang_up"})
    results = [m for m in last["messages"] if m["role"] == "tool"]
    assert results[0]["tool_call_id"] == "c-find_customer"
    assert "plan" not in server.log[0][0].data.decode().lower().split('"messages"')[0]


def test_several_calls_in_one_answer_are_made_in_turn(
    server: HTTPServer, one_task: EvaluationOptions, tmp_path: Path
) -> None:
    both = chat_answer(
        None,
        tool_calls=[
            requested("1", "find_book", '{"title": "Salt and Stars"}'),
            requested("2", "find_book", "{broken"),
        ],
    )
    (trajectory,) = play(server, one_task, tmp_path / "t.jsonl", [both, chat_answer("Goodbye.")])
    results = [m for m in trajectory.messages if m["role"] == "tool"]
    assert "22.00" in results[0]["content"]
    assert results[1]["error"] and "no valid JSON" in results[1]["content"]


def test_an_endpoint_that_stays_broken_spoils_the_episode_and_fails_nobody(
    server: HTTPServer, one_task: EvaluationOptions, tmp_path: Path
) -> None:
    (trajectory,) = play(server, one_task, tmp_path / "t.jsonl", [*ANSWERS[:2], 500])
    assert trajectory.spoiled
    assert trajectory.verdict["blame"] == "infrastructure"
    assert trajectory.ending == "agent_failed"
    assert "tiny" in trajectory.error


def test_a_spent_budget_stops_the_run_and_keeps_what_was_finished(
    server: HTTPServer, options: EvaluationOptions, tmp_path: Path
) -> None:
    path = tmp_path / "t.jsonl"
    with pytest.raises(BudgetError):
        play(server, options, path, [chat_answer("Goodbye.")], Budget(max_tokens=40))
    assert path.read_bytes().count(b"\n") >= 1

"""A model judge over real HTTP on the loopback interface, scripted by hand."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.storage.difference import Change
from autoforge_envs.domain.tasks import Task, UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.verdict import Ending, Verdict, attribute
from autoforge_envs.errors import BudgetError, EndpointError
from autoforge_envs.language_models import Budget, Budgeted, EndpointOptions, LanguageModel
from autoforge_envs.users.auditing.audit import Auditor, audit
from autoforge_envs.users.auditing.consequences import weigh
from autoforge_envs.users.auditing.judging import REPORT, ModelJudge, Panel
from autoforge_envs.users.user_errors import UserError
from tests.language_models.scripted_endpoint import ScriptedEndpoint, chat_answer
from tests.users.conftest import BOOKSHOP, Transcript

ASK = "What is your e-mail address?"
LIE = "It's ana@example.org, and I am 40 years old."


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedEndpoint]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    with HTTPServer(threaded=True) as server:
        yield ScriptedEndpoint(server)


@pytest.fixture
def judge(endpoint: ScriptedEndpoint) -> Iterator[ModelJudge]:
    options = EndpointOptions("tiny", base_url=endpoint.base_url, max_retries=0)
    with LanguageModel(options, sleep=lambda seconds: None) as model:
        yield ModelJudge(model)


def reports(*found: dict[str, Any], name: str = REPORT) -> dict[str, Any]:
    calls = [
        {"id": f"c{at}", "type": "function",
         "function": {"name": name, "arguments": json.dumps(each)}}
        for at, each in enumerate(found)
    ]  # fmt: skip
    return chat_answer(None, tool_calls=calls)


RIGHT = {"turn": 1, "kind": "invented_fact", "quote": "I am 40 years old"}


def test_a_report_is_an_error(
    endpoint: ScriptedEndpoint, judge: ModelJudge, script: UserScript, transcript: Transcript
) -> None:
    endpoint.script(reports(RIGHT, RIGHT))
    found = judge(transcript("Hello.", ASK, LIE), script)
    assert found == [UserError(1, "invented_fact", "", "I am 40 years old")]
    case = endpoint.bodies[0]["messages"][1]["content"]
    assert "Customer, turn 1: It's ana@example.org" in case
    assert "marmalade" in case


@pytest.mark.parametrize(
    "wrong",
    [
        {**RIGHT, "turn": 7},
        {**RIGHT, "turn": "x"},
        {**RIGHT, "turn": "1"},
        {**RIGHT, "turn": 1.0},
        {**RIGHT, "turn": True},
        {**RIGHT, "turn": [1]},
        {**RIGHT, "turn": float("inf")},
        {**RIGHT, "quote": 40},
        {**RIGHT, "kind": ["invented_fact"]},
        {**RIGHT, "kind": "rudeness"},
        {**RIGHT, "quote": "I am 50 years old"},
        {"turn": 1},
    ],
)
def test_what_was_not_said_is_no_error(
    wrong: dict[str, Any],
    endpoint: ScriptedEndpoint,
    judge: ModelJudge,
    script: UserScript,
    transcript: Transcript,
) -> None:
    endpoint.script(reports(wrong))
    assert judge(transcript("Hello.", ASK, LIE), script) == []


def test_a_turn_beyond_every_number_is_no_report(
    endpoint: ScriptedEndpoint, judge: ModelJudge, script: UserScript, transcript: Transcript
) -> None:
    answer = reports(RIGHT)
    call = answer["choices"][0]["message"]["tool_calls"][0]["function"]
    call["arguments"] = call["arguments"].replace('"turn": 1', '"turn": 1e999')
    endpoint.script(answer)
    assert judge(transcript("Hello.", ASK, LIE), script) == []


@pytest.mark.parametrize(
    ("named", "subject"),
    [
        ("email", "email"),
        ("request 1", "REQUEST"),
        ("restart_reader", "restart_reader"),
        ("yes", "yes"),
        ("request 9", ""),
        ("shoe_size", ""),
        (["email"], ""),
    ],
)
def test_the_judge_names_what_an_error_is_about(
    named: object,
    subject: str,
    endpoint: ScriptedEndpoint,
    judge: ModelJudge,
    script: UserScript,
    shop_tools: list[ToolInfo],
    transcript: Transcript,
) -> None:
    endpoint.script(reports({**RIGHT, "subject": named}))
    (error,) = judge(transcript("Hello.", ASK, LIE), script, shop_tools)
    assert error.subject == (script.requests[0].text if subject == "REQUEST" else subject)
    case = endpoint.bodies[0]["messages"][1]["content"]
    assert f"- request 2: {script.requests[1].text}\n- email: e-mail address\n" in case
    assert "- restart_reader: a tool\n" in case


def test_a_forgotten_request_that_the_judge_finds_is_blamed_on_the_user(
    endpoint: ScriptedEndpoint,
    judge: ModelJudge,
    shop_tasks: dict[str, Task],
    transcript: Transcript,
) -> None:
    task = shop_tasks["cancel_one_count_rest"]
    change = Change("orders", "update", "OR-1", {"status": "cancelled"})
    failed = Verdict(0.0, (change,), (), (), (), (), Ending.USER_HUNG_UP, "agent")
    spoken = transcript(task.user.requests[1].text, "49.90. Anything else?", "No, bye!")
    found = {"turn": 1, "kind": "forgotten_request", "subject": "request 1", "quote": "bye"}
    endpoint.script(reports(found))
    (error,) = weigh(judge(spoken, task.user), task, spoken, failed)
    assert error.mattered is True
    assert attribute(failed, (error,)).blame == "user"


def test_words_of_the_judge_are_no_report(
    endpoint: ScriptedEndpoint, judge: ModelJudge, script: UserScript, transcript: Transcript
) -> None:
    endpoint.script(chat_answer("wrong_value in turn 1"))
    assert judge(transcript("Hello.", ASK, LIE), script) == []
    endpoint.script(reports(RIGHT, name="other_tool"))
    assert judge(transcript("Hello.", ASK, LIE), script) == []


def test_a_panel_takes_what_any_of_them_finds(
    endpoint: ScriptedEndpoint, judge: ModelJudge, script: UserScript, transcript: Transcript
) -> None:
    again = {"turn": 1, "kind": "wrong_value", "quote": "ana@example.org"}
    endpoint.script(reports(RIGHT, again))
    found = Panel(audit, judge)(transcript("Hello.", ASK, LIE), script)
    assert [(error.kind, error.subject) for error in found] == [
        ("wrong_value", "email"),
        ("invented_fact", ""),
    ]


def test_a_panel_keeps_all_that_one_of_them_finds(
    script: UserScript, transcript: Transcript
) -> None:
    forgotten = [UserError(1, "forgotten_request", text, "Bye.") for text in ("a wish", "another")]
    panel = Panel(lambda *_: forgotten, lambda *_: [UserError(1, "forgotten_request", "", "Bye.")])
    assert panel(transcript("Hello.", ASK, "Bye."), script) == forgotten


def test_a_broken_judge_says_so(
    endpoint: ScriptedEndpoint, judge: ModelJudge, script: UserScript, transcript: Transcript
) -> None:
    endpoint.script(500)
    with pytest.raises(EndpointError):
        judge(transcript("Hello."), script)


def played(auditor: Auditor, *words: str) -> dict[str, Any]:
    """What is told at the end of an episode in which the agent says these words."""
    env = AutoForgeEnv(BOOKSHOP, split="all", isolation="none", audited=auditor, max_turns=2)
    _, info = env.reset(seed=0, options={"task_id": "cancel_lighthouse"})
    for each in words:
        *_, info = env.step(each)
    env.close()
    return info


LATE = {"turn": 0, "kind": "extra_request", "quote": "The Lighthouse"}


def test_an_environment_takes_a_judge_for_its_audit(
    endpoint: ScriptedEndpoint, judge: ModelJudge
) -> None:
    endpoint.script(reports(LATE))
    info = played(Panel(audit, judge), "One moment.", "Another moment.")
    assert info["verdict"]["user_errors"] == [
        {"turn": 0, "kind": "extra_request", "mattered": False}
    ]
    assert len(endpoint.bodies) == 1
    assert "Agent: One moment." in endpoint.bodies[0]["messages"][1]["content"]


def test_a_judge_is_asked_for_nothing_before_the_end(
    endpoint: ScriptedEndpoint, judge: ModelJudge
) -> None:
    played(judge, "One moment.")
    assert endpoint.bodies == []


def test_a_failure_is_not_the_agents_where_the_judge_is_broken(
    endpoint: ScriptedEndpoint, judge: ModelJudge
) -> None:
    endpoint.script(500)
    info = played(judge, "One moment.", "Another moment.")
    assert (info["verdict"]["reward"], info["verdict"]["blame"]) == (0.0, "infrastructure")
    assert "no answer from tiny" in info["error"]


def test_a_spent_budget_of_the_judge_ends_the_run(endpoint: ScriptedEndpoint) -> None:
    endpoint.script(chat_answer("none"))
    options = EndpointOptions("tiny", base_url=endpoint.base_url, max_retries=0)
    with LanguageModel(options) as model, pytest.raises(BudgetError):
        played(ModelJudge(Budgeted(model, Budget(max_requests=0))), "One moment.", "Another.")

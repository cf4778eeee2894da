"""A model judge over real HTTP on the loopback interface, scripted by hand."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.errors import BudgetError, EndpointError
from autoforge_envs.language_models import Budget, Budgeted, EndpointOptions, LanguageModel
from autoforge_envs.users.auditing.audit import Auditor, audit
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

"""What the agent must not know reaches it only through what the user says and the tools return."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from autoforge_envs.domain.tasks import Task
from autoforge_envs.domain.wording import say_value
from autoforge_envs.environments.pettingzoo_env import AGENT, USER
from tests.environments.scripts import BOTH_DOMAINS, Moment, follow, make, make_pair, stage, start

HIDDEN_NAMES = {
    *("goal", "plan", "certificate", "told", "changes", "facts", "user", "persona", "reveals"),
    *("requests", "intent", "fallback", "level", "split", "task", "instructions", "untold_facts"),
}


def names_and_texts(data: Any) -> Iterator[tuple[str, str]]:
    """Every key and every text in nested data."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield "name", str(name)
            yield from names_and_texts(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from names_and_texts(value)
    else:
        yield "text", str(data)


def beside_the_conversation(moment: Moment) -> list[tuple[str, str]]:
    """What the moment tells beside words that were said and results that were asked for."""
    info = {name: value for name, value in moment.info.items() if name not in ("messages", "tools")}
    return list(names_and_texts([moment.observation["role"], info]))


def secrets(task: Task) -> set[str]:
    """Texts that would give the task away, by themselves."""
    facts = {say_value(fact.type, fact.value) for fact in task.user.facts}
    keys = {change.key for change in task.goal.changes}
    told = {say_value(told.type, told.value) for told in task.goal.told}
    wishes = {request.text for request in task.user.requests}
    fallbacks = {request.fallback for request in task.user.requests if request.fallback}
    return {text for text in facts | keys | told | wishes | fallbacks if len(text) > 2}


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_nothing_hidden_stands_beside_the_conversation(domain: str) -> None:
    env = make(domain)
    for task in stage(domain).tasks:
        moments = [start(env, task.id), *follow(env, stage(domain).solution(task))]
        for moment in moments:
            found = beside_the_conversation(moment)
            names = {text for kind, text in found if kind == "name"}
            assert not names & (HIDDEN_NAMES - {"task_id"})
            policy = moment.info.get("policy_document", "")
            leaked = {
                secret
                for secret in secrets(task)
                for kind, text in found
                if text != policy and secret in text and secret != task.id
            }
            assert not leaked, task.id
    env.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_the_tools_and_the_policy_are_the_same_for_every_task(domain: str) -> None:
    env = make(domain)
    infos = [start(env, task.id).info for task in stage(domain).tasks]
    assert len({json.dumps(info["tools"]) for info in infos}) == 1
    assert len({info["policy_document"] for info in infos}) == 1
    env.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_the_agent_hears_the_user_s_words_and_nothing_else_of_theirs(domain: str) -> None:
    env = make(domain)
    for task in stage(domain).tasks:
        for moment in [start(env, task.id), *follow(env, stage(domain).solution(task))]:
            for message in moment.info["messages"]:
                assert message.keys() <= {"role", "party", "content", "call", "error"}
                if message["party"] == "user":
                    assert message.keys() == {"role", "party", "content"}
                    assert message["role"] == "user"
    env.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_facts_nobody_asked_for_are_not_heard(domain: str) -> None:
    env = make(domain)
    for task in stage(domain).tasks:
        moment = start(env, task.id)
        said = " ".join(request.text for request in task.user.requests)
        for fact in task.user.facts:
            text = say_value(fact.type, fact.value)
            if len(text) > 2 and text not in said:
                assert text not in moment.observation["content"], (task.id, fact.name)
    env.close()


@pytest.mark.parametrize("domain", BOTH_DOMAINS)
def test_the_user_s_seat_knows_its_instructions_but_neither_plan_nor_goal(domain: str) -> None:
    pair = make_pair(domain)
    for task in stage(domain).tasks:
        pair.reset(seed=0, options={"task_id": task.id})
        observation, *_, info = pair.last()
        for request in task.user.requests:
            assert request.text in observation["content"]
        for fact in task.user.facts:
            assert say_value(fact.type, fact.value) in observation["content"]
        assert info.keys() == {"messages", "task_id", "tools", "seed"}
        hidden = {tool.name for tool in pair.unwrapped.tools if tool.caller == "agent"}
        hidden |= {change.key for change in task.goal.changes} | {"plan", "goal", "arguments"}
        known = {say_value(fact.type, fact.value) for fact in task.user.facts}
        known |= {word for request in task.user.requests for word in request.text.split()}
        assert not [text for text in hidden - known if text in observation["content"]]
        assert pair.infos[AGENT].keys() == {"messages", "task_id", "policy_document", "tools"}
        assert pair.observe(AGENT) == {"role": "user", "content": "", "turn": 0}
        names = {tool["function"]["name"] for tool in pair.infos[USER]["tools"]}
        assert {"confirm", "hang_up"} <= names
        assert "decline_request" not in names
    pair.close()

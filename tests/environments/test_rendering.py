"""A conversation can be read while it goes on, and afterwards."""

import pytest

from tests.environments.conftest import Make
from tests.environments.scripts import call, follow, inner, start

ACTIONS = [
    call("find_customer", email="bo@example.com"),
    call("find_customer", email="nobody"),
    "{",
    "What is your e-mail address?",
    "Could you please restart the e-reader RD-1?",
]


def test_text_shows_what_the_agent_did_and_heard(open_env: Make) -> None:
    env = open_env(render_mode="ansi")
    opening = start(env, "restart_reader").observation["content"]
    assert env.render() == f" user: {opening}"
    follow(env, ACTIONS)
    text = env.render()
    assert isinstance(text, str)
    lines = text.splitlines()
    assert lines[1] == "agent calls find_customer(email='bo@example.com')"
    assert lines[2].startswith('      reads {"id": "CU-2"')
    assert lines[4].startswith("      error email must be an e-mail address")
    assert lines[5].startswith("      error a tool call is")
    assert "agent: What is your e-mail address?" in lines
    assert "restart_reader" not in text  # the user's own tool


def test_people_read_every_message_once(open_env: Make, capsys: pytest.CaptureFixture[str]) -> None:
    env, silent = open_env(render_mode="human"), open_env(render_mode="ansi")
    for task_id in ("restart_reader", "five_or_two"):
        for each in (env, silent):
            start(each, task_id)
            follow(each, ACTIONS)
        assert env.render() is None
        assert capsys.readouterr().out == f"{silent.render()}\n"


def test_a_restored_conversation_is_told_again(
    open_env: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    env = open_env(render_mode="human")
    start(env)
    snapshot = inner(env).save()
    follow(env, ACTIONS)
    capsys.readouterr()
    inner(env).restore(snapshot)
    follow(env, ["Hello again."])
    assert "agent: Hello again." in capsys.readouterr().out


def test_nothing_is_rendered_unless_asked_for(
    open_env: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    env = open_env()
    start(env)
    follow(env, ACTIONS)
    assert env.unwrapped.render() is None
    assert capsys.readouterr().out == ""

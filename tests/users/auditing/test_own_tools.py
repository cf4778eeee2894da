"""A user's own tools: what it did with them, and what it only says it did."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task
from autoforge_envs.episode.messages import Message, ToolCall
from autoforge_envs.users.auditing.own_tools import falsely_claimed, misused, only_reports
from autoforge_envs.users.auditing.turns import OwnCall, UserTurn

ASK = "Could you please restart the e-reader RD-1?"


def said(words: str, *calls: ToolCall, prompt: str = ASK) -> UserTurn:
    return UserTurn(2, prompt, tuple(OwnCall(call, None) for call in calls), False, words, False)


@pytest.mark.parametrize(
    "words", ["Done.", "All good now.", "It came back.", "Okay, and what's next?", "There you are."]
)
def test_who_neither_did_it_nor_says_why_not_claims_it(
    words: str, shop_tools: list[ToolInfo]
) -> None:
    tools = {tool.name: tool for tool in shop_tools}
    assert [each.subject for each in falsely_claimed(said(words), tools)] == ["restart_reader"]
    assert not list(falsely_claimed(said(words, prompt="One moment."), tools))


@pytest.mark.parametrize(
    "words",
    ["How do I do that?", "I can't find the button.", "No.", "Let me get it.", "I'll do it later.",
     "Which one?", ""],
)  # fmt: skip
def test_who_asks_or_puts_it_off_claims_nothing(words: str, shop_tools: list[ToolInfo]) -> None:
    tools = {tool.name: tool for tool in shop_tools}
    assert not list(falsely_claimed(said(words), tools))


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        (ToolCall("restart_reader", {"reader_id": "RD-1"}), False),
        (ToolCall("restart_reader", {"reader_id": "RD-9"}), True),
        (ToolCall("explode", {}), True),
    ],
)
def test_a_call_needs_a_tool_and_values_that_were_given(
    call: ToolCall, wrong: bool, shop_tools: list[ToolInfo], shop_tasks: dict[str, Task]
) -> None:
    tools = {tool.name: tool for tool in shop_tools}
    script = shop_tasks["restart_reader"].user
    assert bool(list(misused(said("", call), tools, script, ""))) == wrong


@pytest.mark.parametrize(
    ("prompt", "wrong"), [("I would now close account RD-9. Shall I?", True), (ASK, False)]
)
def test_a_refused_call_is_the_users_mistake_unless_it_was_asked_for(
    prompt: str, wrong: bool, shop_tools: list[ToolInfo], shop_tasks: dict[str, Task]
) -> None:
    tools = {tool.name: tool for tool in shop_tools}
    reader = "RD-9" if wrong else "RD-1"
    refused = Message("tool", "there is no such reader", "user", error=True)
    call = OwnCall(ToolCall("restart_reader", {"reader_id": reader}), refused)
    turn = UserTurn(2, prompt, (call,), False, "", False)
    errors = list(misused(turn, tools, shop_tasks["cancel_lighthouse"].user, ""))
    assert [each.certain for each in errors] == ([True] if wrong else [])


def test_another_tool_than_the_one_asked_for_is_a_misuse(
    shop_tools: list[ToolInfo], shop_tasks: dict[str, Task]
) -> None:
    tools = {tool.name: tool for tool in shop_tools}
    tools["dim_light"] = replace(
        tools["restart_reader"], name="dim_light", intent="dim the light of the e-reader"
    )
    script, arguments = shop_tasks["restart_reader"].user, {"reader_id": "RD-1"}
    wrong = said("", ToolCall("dim_light", arguments))
    both = said("", ToolCall("dim_light", arguments), ToolCall("restart_reader", arguments))
    assert [each.certain for each in misused(wrong, tools, script, "")] == [True]
    assert not list(misused(both, tools, script, ""))
    assert not list(misused(said("", ToolCall("read_screen", arguments)), tools, script, ""))


def test_reading_out_what_a_tool_has_shown_is_no_wish() -> None:
    shown = Message("tool", "restart_reader needs the argument 'reader_id'", "user", error=True)
    turn = replace(said(""), calls=(OwnCall(ToolCall("restart_reader", {}), shown),))
    assert only_reports("It says: restart_reader needs the argument 'reader_id'", turn)
    assert not only_reports("I need another charger.", turn)
    assert not only_reports("It says: restart_reader needs the argument 'reader_id'", said(""))

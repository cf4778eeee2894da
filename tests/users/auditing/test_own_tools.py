"""A user's own tools: what it did with them, and what it only says it did."""

import pytest

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task
from autoforge_envs.episode.messages import ToolCall
from autoforge_envs.users.auditing.own_tools import falsely_claimed, misused
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

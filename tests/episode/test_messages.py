"""Every text is an action: words, a tool call, or a mistake that is answered."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.conversation import MAX_MESSAGE_LENGTH
from autoforge_envs.domain.values import is_storable
from autoforge_envs.episode.messages import (
    MAX_DEPTH,
    Malformed,
    Message,
    ToolCall,
    Words,
    parse_action,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Hello!",
        "I use {braces} now and then",
        '"name"',
        '["name", "arguments"]',
        "null",
        "Zażółć gęślą jaźń 🙂 漢字",
        "x" * MAX_MESSAGE_LENGTH,
        "```json\n{}\n```",
    ],
)
def test_what_does_not_begin_with_a_brace_is_words(text: str) -> None:
    assert parse_action(text) == Words(text)


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ('{"name": "look", "arguments": {}}', "look", {}),
        ('{"name": "look"}', "look", {}),
        (
            ' \n\t{"arguments": {"a": [1, null, true]}, "name": "look"} ',
            "look",
            {"a": [1, None, True]},
        ),
        ('{"name": "", "arguments": {"": ""}}', "", {"": ""}),
        ('{"name": "look", "arguments": {"a": 1.50}}', "look", {"a": 1.5}),
        ('{"name": "look", "arguments": {"a": "\\u00e9 \\ud83d\\ude42"}}', "look", {"a": "é 🙂"}),
        ('{"name": "look", "arguments": {"a": 1, "a": 2}}', "look", {"a": 2}),
        ('{"name": "look", "arguments": {"a": "\\\\u0000"}}', "look", {"a": "\\u0000"}),
    ],
)
def test_a_json_object_is_a_tool_call(text: str, name: str, arguments: dict[str, Any]) -> None:
    assert parse_action(text) == ToolCall(name, arguments)


def nested(depth: int) -> str:
    return '{"name": "look", "arguments": {"a": ' + "[" * depth + "]" * depth + "}}"


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("{", "no valid JSON"),
        ("{}", "`name` must be text"),
        ('{"name": "look"', "no valid JSON"),
        ('{"name": "look"} and more', "no valid JSON: Extra data"),
        ("{'name': 'look'}", "no valid JSON"),
        ('{"name": 5}', "`name` must be text"),
        ('{"name": null, "arguments": {}}', "`name` must be text"),
        ('{"arguments": {}}', "`name` must be text"),
        ('{"name": "look", "arguments": []}', "`arguments` an object"),
        ('{"name": "look", "arguments": null}', "`arguments` an object"),
        ('{"name": "look", "arguments": "{}"}', "`arguments` an object"),
        ('{"name": "look", "arguments": {}, "id": 1}', "nothing else belongs in it"),
        ('{"name": "look", "arguments": {"a": NaN}}', "NaN is no JSON value"),
        ('{"name": "look", "arguments": {"a": -Infinity}}', "-Infinity is no JSON value"),
        ('{"name": "look", "arguments": {"a": 1e999}}', "1e999 is too large a number"),
        ('{"name": "look", "arguments": {"a": ' + "9" * 5000 + "}}", "no valid JSON"),
        ('{"name": "look", "arguments": {"a": "\\ud800"}}', "lone surrogates"),
        ('{"name": "\\udfff", "arguments": {}}', "lone surrogates"),
        ('{"name": "look", "arguments": {"a": "x\\u0000"}}', "no NUL characters"),
        ('{"name": "look", "arguments": {"a": [{"b": "\\u0000"}]}}', "no NUL characters"),
        ('{"name": "look", "arguments": {"\\u0000": 1}}', "no NUL characters"),
        ('{"name": "lo\\u0000ok", "arguments": {}}', "no NUL characters"),
        (nested(MAX_DEPTH), f"nested more than {MAX_DEPTH} deep"),
        (nested(20_000), "wanted|deep|recursion"),
        ("x" * (MAX_MESSAGE_LENGTH + 1), "at most 65536 characters, got 65537"),
        ("{" + " " * 2_000_000 + "}", "at most 65536 characters, got 2000002"),
        ("half a pair \ud83d", "lone surrogates"),
        ("a\x00b", "NUL"),
        (None, "an action is text, got NoneType"),
        (b"Hello", "got bytes"),
        ({"name": "look"}, "got dict"),
        (7, "got int"),
    ],
)
def test_what_cannot_be_understood_says_why(action: object, reason: str) -> None:
    parsed = parse_action(action)
    assert isinstance(parsed, Malformed)
    assert len(parsed.reason) < 300
    assert any(part in parsed.reason for part in reason.split("|"))
    assert is_storable(parsed.reason)


def test_arguments_may_be_nested_a_little() -> None:
    assert isinstance(parse_action(nested(MAX_DEPTH - 2)), ToolCall)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.one_of(st.text(), JSON, JSON.map(json.dumps), st.binary()))
def test_anything_is_read_without_an_exception(action: object) -> None:
    parsed = parse_action(action)
    assert isinstance(parsed, Words | ToolCall | Malformed)
    if isinstance(action, str) and isinstance(parsed, Words):
        assert parsed.text == action


@given(st.text(), st.dictionaries(st.text(), JSON, max_size=3))
def test_a_call_is_read_as_it_was_written(name: str, arguments: dict[str, Any]) -> None:
    text = json.dumps({"name": name, "arguments": arguments})
    parsed = parse_action(text)
    if isinstance(parsed, ToolCall):
        assert json.dumps({"name": parsed.name, "arguments": parsed.arguments}) == text
    else:
        assert any(sign in text for sign in ("NaN", "Infinity", "\\u", "[", "{"))


@pytest.mark.parametrize(
    "message",
    [
        Message("user", "Hello", "user"),
        Message("agent", "", "agent", ToolCall("look", {"a": [1, {"b": None}]})),
        Message("tool", "there is no tool 'look'", "agent", error=True),
        Message("tool", "null", "user"),
    ],
)
def test_messages_survive_json(message: Message) -> None:
    assert Message.from_json(json.loads(json.dumps(message.as_json()))) == message


def test_plain_data_share_nothing_with_the_message() -> None:
    message = Message("agent", "", "agent", ToolCall("look", {"a": [1]}))
    message.as_json()["call"]["arguments"]["a"].append(2)
    assert message.call == ToolCall("look", {"a": [1]})


@pytest.mark.parametrize(
    ("message", "by_agent", "by_user"),
    [
        (Message("agent", "Hello", "agent"), True, True),
        (Message("user", "Hello", "user"), True, True),
        (Message("agent", "", "agent", ToolCall("look", {})), True, False),
        (Message("tool", "{}", "agent"), True, False),
        (Message("user", "", "user", ToolCall("confirm", {})), False, True),
        (Message("tool", "null", "user"), False, True),
    ],
)
def test_words_are_heard_by_both_and_tools_by_who_uses_them(
    message: Message, by_agent: bool, by_user: bool
) -> None:
    assert (message.is_heard_by("agent"), message.is_heard_by("user")) == (by_agent, by_user)

import json
from pathlib import Path

import pytest

from autoforge_rl.conversations import Conversation, read_conversations
from autoforge_rl.errors import BatchError


def test_conversations_are_read_line_by_line(tmp_path: Path, conversation: Conversation) -> None:
    path = tmp_path / "conversations.jsonl"
    line = json.dumps({"messages": conversation.messages, "tools": conversation.tools})
    path.write_text(f'{line}\n\n{{"messages": [{{"role": "user", "content": "hi"}}]}}\n')
    first, second = read_conversations(path)
    assert first == conversation
    assert second.tools == ()


def test_messages_as_environments_show_them_are_read(tmp_path: Path) -> None:
    call = {"name": "find_order", "arguments": {"order_id": "7"}}
    messages = [
        {"role": "user", "party": "user", "content": "Where is it?"},
        {"role": "agent", "party": "agent", "content": "", "call": call},
        {"role": "tool", "party": "agent", "content": "{}"},
        {"role": "agent", "party": "agent", "content": "Here."},
    ]
    path = tmp_path / "trajectories.jsonl"
    path.write_text(json.dumps({"environment": "shop-v0", "messages": messages}))
    (found,) = read_conversations(path)
    assert found.environment == "shop-v0"
    assert [each["role"] for each in found.messages] == ["user", "assistant", "tool", "assistant"]
    assert found.messages[1]["tool_calls"] == [{"type": "function", "function": call}]
    assert found.messages[2]["name"] == "find_order"
    assert found.messages[3] == {"role": "assistant", "content": "Here."}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "this is no JSON"),
        ("[]", "`messages` must be a list"),
        ('{"messages": []}', "at least one message"),
        ('{"messages": [{"role": "robot"}]}', "got 'robot'"),
        ('{"messages": [3]}', "got None"),
        ('{"messages": [{"role": "assistant", "tool_calls": [{}]}]}', "a `function` with a `name`"),
        ('{"messages": [{"role": "user"}], "tools": 5}', "`tools` must be a list"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "conversations.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(BatchError, match="line 2") as caught:
        read_conversations(path)
    assert message in str(caught.value)


def test_words_may_hold_any_character_that_ends_a_line_elsewhere(tmp_path: Path) -> None:
    said = {"role": "user", "content": "one\u2028two\u2029three\u0085four\x1cfive"}
    path = tmp_path / "conversations.jsonl"
    line = json.dumps({"messages": [said]}, ensure_ascii=False)
    path.write_bytes(f"{line}\r\n{line}\n".encode())
    assert [each.messages for each in read_conversations(path)] == [(said,), (said,)]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"absent\.jsonl cannot be read"):
        read_conversations(tmp_path / "absent.jsonl")
    path = tmp_path / "conversations.jsonl"
    path.write_bytes(b"\n\xff\n")
    with pytest.raises(BatchError, match=r"conversations\.jsonl, line 2: .*can't decode"):
        read_conversations(path)


def called_with(arguments: object) -> str:
    call = {"type": "function", "function": {"name": "find_order", "arguments": arguments}}
    said = {"role": "assistant", "content": "", "tool_calls": [call]}
    return json.dumps({"messages": [{"role": "user", "content": "Where?"}, said]})


def test_arguments_as_text_are_read_as_an_object(tmp_path: Path) -> None:
    path = tmp_path / "conversations.jsonl"
    path.write_text(called_with('{"order_id": "7"}') + "\n" + called_with({"order_id": "7"}))
    as_text, as_object = read_conversations(path)
    assert as_text == as_object


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (called_with("order 7"), "the arguments of 'find_order' are no JSON"),
        (called_with("[7]"), "must be an object, got [7]"),
        (called_with(None), "must be an object, got None"),
        ('{"messages": [{"role": "user", "content": "a\\ud800"}]}', "half a character, '\\ud800'"),
        ('{"messages": [{"role": "user"}], "tools": [{"name": "\\udfff"}]}', "`tools` hold half"),
        ('{"messages": [{"role": "user"}], "tools": ["x"]}', "`tools` must be a list of functions"),
        ('{"messages": [{"role": "assistant", "tool_calls": 3}]}', "`tool_calls` must be a list"),
        ("[" * 100_000, "this is no JSON"),
    ],
)
def test_what_cannot_be_rendered_is_named_with_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / "conversations.jsonl"
    path.write_text(f"\n\n{line}\n")
    with pytest.raises(BatchError, match="line 3") as caught:
        read_conversations(path)
    assert message in str(caught.value)

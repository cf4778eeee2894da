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


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "this is no JSON"),
        ("[]", "`messages` must be a list"),
        ('{"messages": []}', "at least one message"),
        ('{"messages": [{"role": "agent"}]}', "got 'agent'"),
        ('{"messages": [3]}', "got None"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "conversations.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(BatchError, match="line 2") as caught:
        read_conversations(path)
    assert message in str(caught.value)

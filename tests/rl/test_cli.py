import json
from pathlib import Path

import pytest

from autoforge_rl.cli import main
from autoforge_rl.conversations import Conversation
from autoforge_rl.initial_policy import load_policy

SMALL = "--vocabulary-size 300 --hidden-size 16 --num-layers 1 --num-heads 2".split()


@pytest.fixture
def transcripts(tmp_path: Path, conversation: Conversation) -> str:
    path = tmp_path / "conversations.jsonl"
    path.write_text(json.dumps({"messages": conversation.messages, "tools": conversation.tools}))
    return str(path)


def test_init_makes_a_policy_that_can_be_loaded(
    tmp_path: Path, transcripts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "deep" / "policy"
    assert (
        main(["init", str(out), "--conversations", transcripts, "--family", "llama", *SMALL]) == 0
    )
    assert "llama" in capsys.readouterr().out
    model, _ = load_policy(out)
    assert model.config.model_type == "llama"
    assert [path.name for path in out.parent.iterdir()] == ["policy"]


def test_init_overwrites_nothing(
    tmp_path: Path, transcripts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path), "--conversations", transcripts]) == 2
    assert "is there already" in capsys.readouterr().err


def test_what_is_wrong_is_said_without_a_traceback(
    tmp_path: Path, transcripts: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "policy")
    assert main(["init", out, "--conversations", str(tmp_path / "absent.jsonl")]) == 2
    assert main(["init", out, "--conversations", transcripts, "--hidden-size", "7"]) == 2
    errors = capsys.readouterr().err
    assert "absent.jsonl" in errors
    assert "hidden_size must be a multiple" in errors
    assert not Path(out).exists()

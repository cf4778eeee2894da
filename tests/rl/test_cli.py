import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from autoforge_rl.cli import main
from autoforge_rl.config import read_recipe
from autoforge_rl.conversations import Conversation
from autoforge_rl.initial_policy import load_policy
from tests.rl.tiny_run import write_run

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
    assert main(["init", out, "--conversations", transcripts, "--num-heads", "0"]) == 2
    errors = capsys.readouterr().err
    assert "absent.jsonl" in errors
    assert "num_heads must be positive, got 0" in errors
    assert "hidden_size must be a multiple" in errors
    assert not Path(out).exists()


@pytest.mark.parametrize("command", ["imitate", "train", "evaluate"])
def test_a_wrong_file_is_named_by_every_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "run.toml"
    path.write_text("[training]\nupdate = 3\n")
    assert main([command, str(path)]) == 2
    assert "run.toml, line 2: there is no key 'training.update'" in capsys.readouterr().err


def test_the_stages_of_a_run_are_commands(
    tmp_path: Path, tokenizer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write_run(tmp_path, tokenizer, updates=2))
    for command in ("imitate", "train", "evaluate"):
        assert main([command, path]) == 0
    shown = capsys.readouterr()
    assert "4 conversations imitated" in shown.out
    assert "2 updates made" in shown.out
    assert "| held out | desk | 4 |" in shown.out
    assert "training" in shown.err


def test_a_place_that_takes_no_run_is_told_with_what_to_do(
    tmp_path: Path, tokenizer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_run(tmp_path, tokenizer)
    out = read_recipe(path).run.out
    Path(out).parent.mkdir(parents=True, exist_ok=True)
    Path(out).write_text("a file")
    assert main(["imitate", str(path)]) == 2
    told = f"autoforge-rl: {out}: File exists; mend that, or name another place\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["train", "run.toml"], "goes on where it stopped"),
        (["init", "no/policy", "--conversations", "it.jsonl"], "starts anew"),
    ],
)
def test_an_interrupt_says_how_to_go_on(
    arguments: list[str],
    told: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("autoforge_rl.cli.read_recipe", interrupt)
    monkeypatch.setattr("autoforge_rl.cli.read_conversations", interrupt)
    assert main(arguments) == 130
    assert capsys.readouterr().err == f"autoforge-rl: interrupted; the same command {told}\n"


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert all(command in shown for command in ("init", "imitate", "train", "evaluate"))

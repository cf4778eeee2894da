"""`autoforge synthesize --rewrite`: recorded, replayed, killed, stopped by a budget, estimated."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.language_models.requests import request_hash
from autoforge_envs.synthesis.pipeline.out_folder import digest_of_folder

from .mistakes import MISTAKES
from .scripted_rewriter import ScriptedRewriter

REPOSITORY = Path(__file__).parents[3]
NAME = "lending_3_v0"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(model: ScriptedRewriter, tmp_path: Path) -> list[str]:
    """A command that makes one small domain of templates in OUT and has it rewritten."""
    return [
        "synthesize", "--seed", "3", "--archetype", "lending", "--rewrite", "--model", "scripted",
        "--base-url", model.base_url, "--tasks", "6", "--out", str(tmp_path / "out"),
    ]  # fmt: skip


@pytest.fixture
def run(command: list[str], capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with more options and returns exit code, output and errors."""

    def call(*more: object) -> tuple[int, str, str]:
        code = main([*command, *map(str, more)])
        out, err = capsys.readouterr()
        return code, " ".join(out.split()), err

    return call


def test_a_recording_replays_to_the_same_bytes_without_an_endpoint(
    run: Run, model: ScriptedRewriter, tmp_path: Path
) -> None:
    model.script({"words": MISTAKES["words"][:1]})
    recording, again = tmp_path / "recording.jsonl", tmp_path / "again.jsonl"
    code, printed, _ = run("--record", recording)
    assert code == 0
    assert f"{len(model.bodies)} exchanges are in" in printed
    assert "ask words" in printed
    num_asked = len(model.bodies)
    nowhere = ["--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path / "replayed"]
    code, _, _ = run("--replay", recording, *nowhere)
    assert code == 0
    assert len(model.bodies) == num_asked
    first, second = (tmp_path / name / NAME for name in ("out", "replayed"))
    assert digest_of_folder(first) == digest_of_folder(second)
    model.forget()
    run("--record", again, "--out", tmp_path / "third")
    assert again.read_bytes() == recording.read_bytes()


def test_the_ledger_tells_what_was_asked_and_what_stayed(
    run: Run, model: ScriptedRewriter, tmp_path: Path
) -> None:
    code, _, _ = run("--repairs", 0)
    assert code == 0
    ledger = (tmp_path / "out" / "ledger.jsonl").read_text().splitlines()
    stages = {stage["name"]: stage for stage in json.loads(ledger[1])["stages"]}
    assert stages["ask words"]["in"] == stages["ask words"]["spent"]["requests"] == 6
    assert stages["ask nodes"]["in"] == model.count("nodes")
    assert sum(stages["ask nodes"].get("kept", {}).values()) == (
        stages["ask nodes"]["in"] - stages["ask nodes"]["out"]
    )
    assert stages["reword"]["out"] == 6


def test_a_budget_stops_cleanly_and_a_larger_one_goes_on_without_paying_again(
    run: Run, model: ScriptedRewriter, tmp_path: Path
) -> None:
    code, printed, error = run("--budget", 36, "--in-flight", 1)
    assert code == 2
    assert "the budget of 36 tokens is spent" in error
    assert "Traceback" not in printed + error
    assert not list((tmp_path / "out").glob("*_v0"))
    paid = {request_hash(body) for body in model.bodies}
    assert len(paid) == len(model.bodies) == 3
    model.bodies.clear()
    code, _, _ = run()
    assert code == 0
    assert paid.isdisjoint(request_hash(body) for body in model.bodies)


def test_a_killed_run_goes_on_and_pays_for_no_answer_twice(
    run: Run, command: list[str], model: ScriptedRewriter, tmp_path: Path
) -> None:
    program = "import sys; from autoforge_envs.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command, "--in-flight", "1"],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    answers = tmp_path / "out" / ".synthesis" / "answers" / "3.tasks.jsonl"
    while not answers.exists() or answers.read_bytes().count(b"\n") < 4:
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    paid = {request_hash(body) for body in model.bodies}
    model.bodies.clear()
    code, _, _ = run()
    assert code == 0
    asked = {request_hash(body) for body in model.bodies}
    assert len(paid & asked) <= 2  # one was on its way, and one may just have come


def test_domains_of_a_suite_can_be_rewritten(
    model: ScriptedRewriter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "suite.toml"
    suite.write_text('[[domain]]\nname = "library"\narchetype = "lending"\nseed = 3\n')
    options = ["--suite", str(suite), "--rewrite", "--model", "m", "--base-url", model.base_url]
    assert main(["synthesize", *options, "--tasks", "3", "--out", str(tmp_path / "out")]) == 0
    tasks = (tmp_path / "out" / "library_v0" / "tasks.jsonl").read_text()
    assert tasks.count("Hello there.") >= 3


def test_a_dry_run_counts_the_questions_about_tasks(
    run: Run, model: ScriptedRewriter, tmp_path: Path
) -> None:
    code, printed, _ = run("--dry-run", "--tasks", "30")
    assert code == 0
    assert "nodes │ 30" in printed
    assert "words │ 30" in printed
    assert "1 domains: about" in printed
    assert model.bodies == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--seed", "3", "--rewrite"], "--rewrite is for language models; give --model NAME"),
        (["--seed", "3", "--model", "m"], "or --rewrite to rewrite tasks"),
        (["--seed", "3", "--rewrite", "--model", "m", "--repairs", "-1"], "repairs must be zero"),
        (["--suite", "s.toml", "--model", "m"], "model 'm' does not go with --suite"),
    ],
)
def test_options_that_do_not_go_together_are_told_in_one_line(
    options: list[str],
    told: str,
    model: ScriptedRewriter,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = main(
        ["synthesize", *options, "--base-url", model.base_url, "--out", str(tmp_path / "o")]
    )
    assert code == 2
    assert told in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "o").exists()

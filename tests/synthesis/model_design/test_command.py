"""`autoforge synthesize` with a language model: recorded, replayed, killed, stopped by a budget."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.language_models.requests import request_hash
from autoforge_envs.synthesis.pipeline.out_folder import digest_of_folder

from .mistakes import MISTAKES
from .questions import PARTS
from .scripted_model import ScriptedModel
from .written_by_hand import TOOLS

REPOSITORY = Path(__file__).parents[3]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The tools of the sailing school as a list of function schemas."""
    path = tmp_path / "sailing.json"
    parameters = {"type": "object", "properties": {"id": {"type": "string"}}}
    functions = [
        {
            "type": "function",
            "function": {"name": name, "description": told, "parameters": parameters},
        }
        for name, (told, _) in TOOLS.items()
    ]
    path.write_text(json.dumps(functions))
    return path


@pytest.fixture
def command(document: Path, model: ScriptedModel, tmp_path: Path) -> list[str]:
    """A command that makes one small domain in OUT."""
    return [
        "synthesize", "--tools", str(document), "--model", "scripted",
        "--base-url", model.base_url, "--tasks", "5", "--out", str(tmp_path / "out"),
    ]  # fmt: skip


@pytest.fixture
def run(command: list[str], capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with more options and returns exit code, output and errors."""

    def call(*more: object) -> tuple[int, str, str]:
        code = main([*command, *map(str, more)])
        out, err = capsys.readouterr()
        return code, " ".join(out.split()), err

    return call


def test_a_document_becomes_a_domain_and_the_bill_is_printed(
    run: Run, model: ScriptedModel, tmp_path: Path
) -> None:
    model.script({"rules": MISTAKES["rules"][:2]})
    prices = tmp_path / "prices.toml"
    prices.write_text('currency = "EUR"\n[models.scripted]\nprompt = 1.5\ncompletion = 6\n')
    code, printed, _ = run("--prices", prices)
    assert code == 0
    assert "seed 0: sailing_0_v0, 5 tasks" in printed
    assert "ask rules │ 3 │ 1 │ 3 │ 27 │ 9" in printed  # answers, accepted, requests, tokens
    # eight answers of 9 and 3 tokens: 8 * (9 * 1.5 + 3 * 6) millionths, each rounded up
    assert "96 tokens, 0.0003 EUR: 96 for each domain; 19 for each accepted task" in printed
    manifest = json.loads((tmp_path / "out" / "sailing_0_v0" / "domain.json").read_text())
    assert manifest["designer"]["model"] == "scripted"
    ledger = (tmp_path / "out" / "ledger.jsonl").read_text().splitlines()
    stages = {stage["name"]: stage for stage in json.loads(ledger[1])["stages"]}
    assert stages["ask rules"]["spent"]["completion_tokens"] == 9
    assert stages["ask rules"]["rejections"]


@pytest.mark.parametrize("offers_formats", [True, False])
def test_a_recording_replays_to_the_same_bytes_without_an_endpoint(
    run: Run, model: ScriptedModel, tmp_path: Path, offers_formats: bool
) -> None:
    model.offers_formats = offers_formats
    model.script({"schema": MISTAKES["schema"][:1]})
    recording = tmp_path / "recording.jsonl"
    code, printed, _ = run("--record", recording)
    assert code == 0
    assert "7 exchanges are in" in printed
    num_asked = len(model.bodies)
    nowhere = ["--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path / "again"]
    code, _, _ = run("--replay", recording, *nowhere)
    assert code == 0
    assert len(model.bodies) == num_asked
    first, second = (tmp_path / name / "sailing_0_v0" for name in ("out", "again"))
    assert digest_of_folder(first) == digest_of_folder(second)


def test_a_budget_stops_cleanly_and_a_larger_one_goes_on_without_paying_again(
    run: Run, model: ScriptedModel, tmp_path: Path
) -> None:
    code, printed, error = run("--budget", 36)  # three answers of twelve tokens
    assert code == 2
    assert "the budget of 36 tokens is spent: 36 tokens in 3 requests" in error
    assert "Traceback" not in printed + error
    assert sorted(model.parts_asked()) == sorted(PARTS[:3])
    assert not list((tmp_path / "out").glob("*_v0"))
    code, _, _ = run("--budget", 36)
    assert code == 0
    assert sorted(model.parts_asked()) == sorted(PARTS)


def test_a_dry_run_tells_what_it_would_take_and_does_nothing(
    run: Run, model: ScriptedModel, tmp_path: Path
) -> None:
    code, printed, _ = run("--dry-run", "--seeds", "0:10")
    assert code == 0
    assert "10 domains: about" in printed
    assert "give --prices FILE" in printed
    assert model.bodies == []
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("num_answers", [1, 4])
def test_a_killed_run_goes_on_and_pays_for_no_answer_twice(
    run: Run, command: list[str], model: ScriptedModel, tmp_path: Path, num_answers: int
) -> None:
    program = "import sys; from autoforge_envs.cli import main; sys.exit(main(sys.argv[1:]))"
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, *command], env=environment, stdout=subprocess.DEVNULL
    )
    answers = tmp_path / "out" / ".synthesis" / "answers" / "0.jsonl"
    while not answers.exists() or answers.read_bytes().count(b"\n") < num_answers:
        assert process.poll() is None
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = answers.read_bytes().count(b"\n")
    asked_before = len(model.bodies)
    code, _, _ = run()
    assert code == 0
    assert len(model.bodies) - asked_before == len(PARTS) - kept
    twice = [n for n in Counter(request_hash(body) for body in model.bodies).values() if n > 1]
    assert len(twice) <= 1  # the answer that was on its way when the run was killed
    assert (tmp_path / "out" / "sailing_0_v0" / "domain.json").exists()


def test_a_refused_design_is_told_in_full_and_not_asked_again(
    run: Run, model: ScriptedModel
) -> None:
    model.script({"vocabularies": [MISTAKES["vocabularies"][1]] * 2})
    code, printed, _ = run("--repairs", 1)
    assert code == 1
    assert "seed 0: no draft, rejected at design: stage vocabularies" in printed
    assert "range Course.price: is 8000 to 10; give a least below a most" in printed
    num_asked = len(model.bodies)
    assert run("--repairs", 1)[0] == 1
    assert len(model.bodies) == num_asked


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--base-url", "http://127.0.0.1:9/v1"], "nobody answers at 127.0.0.1:9"),
        (["--base-url", "ftp://somewhere"], "base_url must be an address like http://"),
        (["--timeout", "0"], "timeout must be a positive number of seconds, got 0.0"),
        (["--temperature", "-1"], "temperature must be at least 0, got -1.0"),
        (["--repairs", "-1"], "repairs must be zero or more, got -1"),
        (["--in-flight", "0"], "in-flight must be at least 1, got 0"),
        (["--prices", "nowhere.toml"], "prices nowhere.toml: No such file"),
        (["--replay", "nowhere.jsonl"], "cannot read the recording nowhere.jsonl"),
        (["--budget", "5", "--engine", "ray"], "use it with the engine 'threads', not 'ray'"),
        (["--archetype", "lending"], "archetype 'lending' does not go with --tools"),
        (["--suite", "some.toml"], "does not go with --suite"),
    ],
)
def test_bad_input_is_one_line_and_leaves_nothing(
    run: Run, tmp_path: Path, more: list[str], message: str
) -> None:
    code, _, error = run(*more)
    assert code == 2
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--topic", "a bakery"], "topic 'a bakery' needs a language model; give --model NAME"),
        (["--seed", "1", "--model", "m"], "model 'm' needs --tools, --mcp or --topic"),
        (["--seed", "1", "--budget", "9"], "--budget is for language models; give --model NAME"),
        (
            ["--topic", "a bakery", "--model", "m", "--budget", "-1"],
            "--budget must be 0 tokens or more, got -1",
        ),
        (["--topic", "a bakery", "--model", "m"], "no API key for m: set OPENAI_API_KEY"),
        (["--mcp", "no-such-program"], "no-such-program"),
        ([], "which domains? give --seed, --seeds, --suite, --tools or --topic"),
    ],
)
def test_what_is_missing_is_named(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    assert main(["synthesize", *arguments, "--out", str(tmp_path / "out")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "nowhere.json cannot be read"),
        ("{", "nowhere.json"),
        ("3", "nowhere.json"),
        ('{"openapi": "3.0.0"}', "nowhere.json"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--model", "m"]])
def test_what_is_no_tool_document_is_one_line_and_leaves_nothing(
    content: str | None,
    message: str,
    more: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "nowhere.json"
    if content is not None:
        path.write_text(content)
    out = tmp_path / "out"
    assert main(["synthesize", "--tools", str(path), "--out", str(out), *more]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not out.exists()


def test_a_document_without_a_model_is_designed_by_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = Path(__file__).parents[1] / "documents" / "data" / "museum.openapi.yaml"
    command = ["synthesize", "--tools", str(data), "--tasks", "5", "--engine", "serial"]
    assert main([*command, "--out", str(tmp_path / "out")]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "5 tasks" in printed
    assert "Asked of the model" not in printed


def test_a_topic_becomes_a_domain(model: ScriptedModel, tmp_path: Path) -> None:
    command = ["synthesize", "--topic", "a sailing school on a lake", "--model", "scripted"]
    where = ["--base-url", model.base_url, "--out", str(tmp_path / "out"), "--tasks", "5"]
    assert main([*command, *where]) == 0
    manifest = json.loads((tmp_path / "out" / "sailing_0_v0" / "domain.json").read_text())
    assert manifest["designer"]["source"] == "topic"
    question = model.bodies[0]["messages"][1]["content"]
    assert "a sailing school on a lake" in question
    assert "10 to 16 of them" in question


def test_the_scripted_model_of_the_page_needs_no_package_of_the_tests() -> None:
    program = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(('pytest', 'pytest_httpserver', 'werkzeug')))\n"
        "import benchmarks.model_design"
    )
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)

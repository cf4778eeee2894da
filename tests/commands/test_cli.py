"""The command line as people use it, wrong input included."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from autoforge_envs.cli import main

REPOSITORY = Path(__file__).parent.parent.parent
BOOKSHOP = str(REPOSITORY / "tests" / "domains" / "bookshop_v0")


def autoforge(
    *arguments: str, typed: str = "", **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "autoforge_envs", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **variables},
        cwd=REPOSITORY,
        check=False,
    )


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_list_names_every_domain(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "autoforge/outdoor-v0" in out


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ("", "mean plan calls"),
        ("--tools", "cancel_order"),
        ("--policy", "only_pending_orders_are_cancelled"),
        ("--tasks", "five_or_two"),
        ("--task=five_or_two", "nobody_orders_more_than_three"),
    ],
)
def test_show(option: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "show", BOOKSHOP, *filter(None, [option]))
    assert code == 0
    assert expected in out


def test_a_domain_without_tasks_is_shown_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    (folder / "tasks.jsonl").write_bytes(b"")
    manifest = (folder / "domain.json").read_text()
    (folder / "domain.json").write_text(manifest.replace('"bookshop"', '"idle_shop"'))
    assert main(["seal", str(folder)]) == 0
    capsys.readouterr()
    for option, expected in (
        ("--policy", "only_pending_orders_are_cancelled"),
        ("--tools", "cancel_order"),
        ("--tasks", "autoforge/idle_shop-v0 has no tasks"),
    ):
        assert main(["show", str(folder), option]) == 0
        assert expected in capsys.readouterr().out
    for command in (["bench", "--out", str(tmp_path / "runs")], ["play"]):
        assert main([*command, str(folder)]) == 2
        told = "has no tasks; `autoforge synthesize --tasks-for` composes some"
        assert told in capsys.readouterr().err


def test_bench_prints_the_table_and_stores_trajectories_and_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(
        capsys, "bench", BOOKSHOP, "--isolation", "none", "--agent", "reference", "--agent", "noop",
        "--trials", "2", "--out", str(tmp_path),
    )  # fmt: skip
    assert code == 0
    assert "pass^2" in out
    folder = tmp_path / "autoforge_bookshop-v0"
    assert len((folder / "reference.jsonl").read_text().splitlines()) == 12
    report = json.loads((folder / "reference.report.json").read_text())
    assert [each["value"] for each in report["pass_hat"]] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "autoforge/nowhere-v0"), "there is no environment 'autoforge/nowhere-v0'"),
        (("show", "CartPole-v1"), "CartPole-v1 is no environment of this package"),
        (("bench", "CartPole-v1"), "CartPole-v1 is no environment of this package"),
        (("bench", BOOKSHOP, "--max-tokens", "-1"), "--max-tokens must be 0 or more, got -1"),
        (("show", BOOKSHOP, "--task", "nothing"), "there is no task 'nothing'"),
        (("bench", BOOKSHOP, "--agent", "genius"), "there is no agent 'genius'"),
        (("bench", BOOKSHOP, "--trials", "0"), "--trials must be 1 or more, got 0"),
        (("bench", BOOKSHOP, "--concurrency", "0"), "--concurrency must be 1 or more, got 0"),
        (("bench", BOOKSHOP, "--seed", "-1"), "--seed must be 0 or more, got -1"),
        (("bench", BOOKSHOP, "--user-faults", "2"), "--user-faults must be a share from 0 to 1"),
        (("bench", BOOKSHOP, "--user-faults", "nan"), "--user-faults must be a share from 0 to 1"),
        (("bench", BOOKSHOP, "--task", "nothing"), "has no task 'nothing'"),
        (("bench", BOOKSHOP, "autoforge/nowhere-v0"), "there is no environment 'autoforge/nowh"),
        (("bench", BOOKSHOP, "--rule-enforcement", "none"), "rule_enforcement must be one of"),
        (("bench", BOOKSHOP, "--split", "exam"), "no task in split 'exam'; there are train"),
        (("bench", BOOKSHOP, "--max-turns", "0"), "max_turns must be from 1"),
        (("bench", BOOKSHOP, "--out", "/proc/nowhere"), "cannot be written"),
        (("play", BOOKSHOP, "--watch", "--task", "nothing"), "no task 'nothing'"),
        (("play", BOOKSHOP, "--watch", "--seed", "-1"), "seed must be zero or more, got -1"),
        (("play", BOOKSHOP, "--agent", "genius"), "there is no agent 'genius'"),
        (("show", BOOKSHOP, "--graph", "tools.png"), "name a file that ends in .svg"),
        (("show", ""), "there is no environment ''"),
        (("show", "retial"), "'retial'; the nearest is autoforge/retail-v0; there are autoforge/"),
        (("show", "autoforge/Airlin-v1"), "the nearest is autoforge/airline-v0; there are "),
        (("show", BOOKSHOP, "--task", "nope", "--tools"), "there is no task 'nope'"),
        (("verify", BOOKSHOP, "--task", "nope"), f"`autoforge show {BOOKSHOP} --tasks` lists them"),
        (("synthesize", "--seed", "1", "--engine", "serial", "--workers", "-5"), "--workers -5"),
        (("seal", "/nowhere"), "/nowhere"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_exit_code_2(
    arguments: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    if arguments[0] == "bench" and "--out" not in arguments:
        arguments = (*arguments, "--out", str(tmp_path))
    if arguments[0] in ("bench", "play"):
        arguments = (*arguments, "--isolation", "none")
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_what_is_named_twice_is_played_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    names = (BOOKSHOP, BOOKSHOP, "--task", "five_or_two", "--task", "five_or_two")
    code, out, _ = run(capsys, "bench", *names, "--isolation", "none", "--out", str(tmp_path))
    assert code == 0
    assert out.count("1/1 passed 1") == 1


def test_a_model_without_key_is_told_what_to_set() -> None:
    result = autoforge(
        "bench", BOOKSHOP, "--agent", "openai:tiny", OPENAI_API_KEY="", OPENAI_BASE_URL=""
    )
    assert result.returncode == 2
    assert "set OPENAI_API_KEY" in result.stderr
    assert "Traceback" not in result.stderr


def test_watching_an_episode_shows_the_conversation_and_the_verdict() -> None:
    result = autoforge("play", BOOKSHOP, "--watch", "--isolation", "none", "--task", "five_or_two")
    assert result.returncode == 0, result.stderr
    assert "five copies" in result.stdout
    assert "decline_request" in result.stdout
    assert "reward 1.0" in result.stdout


def test_a_person_plays_the_agent() -> None:
    typed = """
        /help
        /tools
        /nonsense "
        What are your e-mail address and password, please?
        /find_customer email=bo@example.com
        /check_password customer_id=CU-2 password="quiet harbour"
        /list_orders customer_id=CU-2
        /decline_request action=cancel_order subject=OR-4 rule=only_pending_orders_are_cancelled
        I'm afraid I cannot cancel a shipped order. Is there anything else?
    """
    lines = "\n".join(line.strip() for line in typed.strip().splitlines())
    result = autoforge(
        "play", BOOKSHOP, "--isolation", "none", "--task", "decline_shipped", typed=lines + "\n"
    )
    assert result.returncode == 0, result.stderr
    assert "a call is /NAME" in result.stdout
    assert "reward 1.0" in result.stdout


def test_a_person_plays_the_user() -> None:
    typed = """
        Please cancel my order of Salt and Stars. I ordered it by mistake.
        My e-mail address is bo@example.com.
        My password is quiet harbour.
        The title of the book is Salt and Stars.
        All right, then not.
        /hang_up
    """
    lines = "\n".join(line.strip() for line in typed.strip().splitlines())
    result = autoforge(
        "play", BOOKSHOP, "--as", "user", "--isolation", "none", "--task", "decline_shipped",
        typed=lines + "\n",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "You are the user" in result.stdout
    assert "goal" not in result.stdout.lower()


@pytest.mark.parametrize("typed", ["/quit\n", ""], ids=["quit", "end of input"])
@pytest.mark.parametrize("role", ["agent", "user"])
def test_leaving_a_conversation_ends_it_without_a_verdict(role: str, typed: str) -> None:
    result = autoforge("play", BOOKSHOP, "--isolation", "none", "--as", role, typed=typed)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.rstrip().endswith("left the conversation")
    assert "reward" not in result.stdout


@pytest.mark.parametrize("role", ["agent", "user"])
def test_a_person_is_told_of_what_is_no_text(role: str) -> None:
    result = autoforge(
        "play", BOOKSHOP, "--isolation", "none", "--as", role, typed="a\x00b\n/quit\n"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "this is no valid text; type it again" in result.stdout


def test_an_agent_is_told_of_words_that_are_too_many() -> None:
    result = autoforge("play", BOOKSHOP, "--isolation", "none", typed="x" * 70_000 + "\n/quit\n")
    assert (result.returncode, result.stderr) == (0, "")
    assert "an action has at most 65536 characters, got 70000" in result.stdout


def test_a_user_leaves_in_the_middle() -> None:
    result = autoforge(
        "play", BOOKSHOP, "--isolation", "none", "--as", "user", typed="Good morning.\n/quit\n"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.rstrip().endswith("left the conversation")
    assert "reward" not in result.stdout


@pytest.mark.parametrize("command", ["list", "show", "play", "bench", "seal"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as leaving:
        main([command, "--help"])
    assert leaving.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) > 4


def test_a_reader_that_goes_away_is_no_crash() -> None:
    command = f"{sys.executable} -m autoforge_envs show {BOOKSHOP} --policy | head -1"
    result = subprocess.run(
        command, shell=True, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert "Traceback" not in result.stderr


def test_a_reader_that_goes_away_stops_no_work(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    result = subprocess.run(
        [
            sys.executable, "-m", "autoforge_envs", "bench", BOOKSHOP, "--isolation", "none",
            "--agent", "reference", "--agent", "noop", "--out", str(tmp_path),
        ],
        stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, "")
    assert len(list(tmp_path.rglob("*.report.json"))) == 2


@pytest.mark.parametrize(
    ("command", "told"), [("bench", "goes on where it stopped"), ("show", "starts anew")]
)
def test_an_interrupt_says_how_to_go_on(
    command: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    for module in ("benching.find_id", "showing.find_contents"):
        monkeypatch.setattr(f"autoforge_envs.commands.{module}", interrupt)
    assert main([command, BOOKSHOP]) == 130
    assert capsys.readouterr().err == f"autoforge: interrupted; the same command {told}\n"

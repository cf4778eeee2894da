"""`autoforge synthesize`, wrong input included."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autoforge_envs.cli import main

BOOKSHOP = Path(__file__).parents[1] / "domains" / "bookshop_v0"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command and returns exit code, output and errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main(["synthesize", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, " ".join(out.split()), err

    return call


def new_tasks(out: Path, *more: object) -> list[object]:
    return ["--tasks-for", BOOKSHOP, "--tasks", 4, "--engine", "serial", "--out", out, *more]


def test_an_existing_domain_gets_new_tasks_and_a_table_tells_what_they_took(
    run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    code, printed, _ = run("--seed", 1, *new_tasks(out))
    assert code == 0
    assert "seed 1: bookshop_1_v0, 4 tasks" in printed
    assert "1 domains with 4 tasks" in printed
    assert "certify" in printed
    manifest = json.loads((out / "bookshop_1_v0" / "domain.json").read_text())
    assert manifest["designer"]["tasks_seed"] == 1
    code, printed, _ = run("--seed", 1, *new_tasks(out))
    assert code == 0
    assert "1 of 1 seeds are done already" in printed


def test_an_edited_domain_is_told_and_kept(run: Run, tmp_path: Path) -> None:
    run("--seed", 1, *new_tasks(tmp_path))
    path = tmp_path / "bookshop_1_v0" / "policy.md"
    path.write_text("Be nice.")
    code, printed, _ = run("--seed", 1, *new_tasks(tmp_path))
    assert code == 2
    assert "was edited after it was emitted; move it away or delete it" in printed
    assert path.read_text() == "Be nice."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seed", "-3"], "seed must be zero or more, got -3"),
        (["--seeds", "5:2"], "seeds must be A:B with 0 <= A < B, such as 0:1000 for a thousand"),
        (["--seeds=-1:2"], "got '-1:2'"),
        (["--seeds", "many"], "got 'many'"),
        (["--seed", "1", "--archetype", "bakery"], "there is no archetype 'bakery'; there are "),
        (["--seed", "1", "--engine", "steam"], "there is no engine 'steam'; there are processes"),
        (["--seed", "1", "--workers", "0"], "workers must be at least 1, got 0"),
        (["--seed", "1", "--tasks", "2"], "tasks must be from 3 (one a split) to 10000, got 2"),
        (["--seed", "1", "--tasks-for", "nowhere"], "nowhere is no folder"),
        (["--suite", "nowhere.toml"], "nowhere.toml cannot be read: No such file"),
        (
            ["--suite", "some.toml", "--archetype", "lending"],
            "archetype 'lending' does not go with --suite",
        ),
        (
            ["--seed", "1", "--tasks-for", str(BOOKSHOP), "--archetype", "lending"],
            "archetype 'lending' does not go with --tasks-for",
        ),
    ],
)
def test_wrong_input_is_told_in_one_line(
    run: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    out = tmp_path / "out"
    code, _, err = run(*arguments, "--out", out)
    assert code == 2
    assert message in err
    assert len(err.splitlines()) == 1
    assert not out.exists()


def test_a_suite_gives_the_domains_that_it_names(run: Run, tmp_path: Path) -> None:
    suite = tmp_path / "suite.toml"
    suite.write_text(
        '[[domain]]\nname = "library"\narchetype = "lending"\nseed = 3\n'
        '[[domain]]\nname = "tools"\narchetype = "lending"\nseed = 4\nsplit = "held_out"\n'
    )
    out = tmp_path / "out"
    code, printed, _ = run("--suite", suite, "--tasks", 3, "--engine", "serial", "--out", out)
    assert code == 0, printed
    assert "2 domains with 6 tasks" in printed
    manifests = [
        json.loads((out / n / "domain.json").read_text()) for n in ("library_v0", "tools_v0")
    ]
    assert [each["split"] for each in manifests] == ["train", "held_out"]
    assert [each["designer"]["seed"] for each in manifests] == [3, 4]


def test_a_folder_of_others_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    code, _, err = run("--seed", 1, "--out", tmp_path)
    assert code == 2
    assert "holds thesis.tex, which is no domain" in err

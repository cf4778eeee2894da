"""`autoforge seal` and `autoforge verify`, wrong input included."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.domain.contents import file_hash
from autoforge_envs.domain.domain import Domain
from benchmarks.defects.planting import DEFECTS
from benchmarks.defects.shop import Shop

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def good(shop: Domain, tmp_path: Path) -> Shop:
    """A folder in which nothing is wrong, sealed without certificates."""
    folder = tmp_path / "bookshop_v0"
    shutil.copytree(shop.contents.folder, folder)
    return Shop(folder)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command and returns exit code, output and errors."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def test_seal_certifies_and_verify_agrees(good: Shop, run: Run) -> None:
    code, out, err = run("seal", good.folder)
    assert (code, err) == (0, "")
    assert "6 tasks, 6 of them certified" in " ".join(out.split())
    assert all(task["certificate"]["passed"] for task in good.tasks())
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 0
    assert "all 6 certificates hold" in out
    assert "cancel_lighthouse" in out


def test_sealing_twice_gives_the_same_bytes(good: Shop, run: Run) -> None:
    run("seal", good.folder)
    once = contents(good.folder)
    run("seal", good.folder)
    assert contents(good.folder) == once


def test_verify_works_through_a_locked_worker(good: Shop, run: Run) -> None:
    run("seal", good.folder)
    code, out, _ = run("verify", good.folder, "--task", "five_or_two")
    assert code == 0
    assert "all 1 certificates hold" in out


def test_a_task_that_fails_leaves_the_folder_as_it_was(good: Shop, run: Run) -> None:
    DEFECTS["ignored_argument"].plant(good)
    before = contents(good.folder)
    code, out, err = run("seal", good.folder)
    assert code == 2
    assert "task cancel_lighthouse, mutations: nothing depends on 'reason'" in out
    assert "3 of 6 tasks fail their certificate" in err
    assert contents(good.folder) == before


def test_a_draft_is_sealed_all_the_same(good: Shop, run: Run) -> None:
    DEFECTS["ignored_argument"].plant(good)
    code, out, _ = run("seal", good.folder, "--draft")
    assert code == 0
    assert "6 tasks, 3 of them certified" in " ".join(out.split())
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 2
    assert "bookshop_v0: task cancel_lighthouse, mutations: nothing depends on 'reason'" in out


def test_what_is_wrong_with_a_file_is_said_of_the_folder_itself(good: Shop, run: Run) -> None:
    good.add_row("orders", id="OR-1")
    code, _, err = run("seal", good.folder)
    assert code == 2
    assert str(good.folder / "records.jsonl") in err


def test_a_folder_without_certificates_does_not_verify(good: Shop, run: Run) -> None:
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 2
    assert out.count("has no certificate; run `autoforge seal`") == 6


def test_an_edited_folder_does_not_verify(good: Shop, run: Run) -> None:
    run("seal", good.folder)
    good.edit("rules.py", "LARGEST_ORDER = 3", "LARGEST_ORDER = 4")
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 2
    assert "rules.py: its sha256 is" in out


def reseal_hashes(shop: Shop) -> None:
    """Write the hashes of files that were edited by hand, as a forger would."""
    path = shop.folder / "domain.json"
    manifest = json.loads(path.read_text())
    manifest["hashes"] = {name: file_hash(shop.folder / name) for name in manifest["hashes"]}
    path.write_text(json.dumps(manifest))


def test_a_forged_certificate_does_not_verify(good: Shop, run: Run) -> None:
    run("seal", good.folder)
    with good.task("five_or_two") as task:
        task["certificate"]["tried"]["mutations"] = 1_000
    reseal_hashes(good)
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 2
    assert "task five_or_two: its certificate says" in out
    assert out.count("bookshop_v0: task") == 1


def test_a_certificate_of_another_task_does_not_verify(good: Shop, run: Run) -> None:
    run("seal", good.folder)
    with good.task("five_or_two") as task:
        task["level"] = 5
    reseal_hashes(good)
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 2
    assert "task five_or_two was certified in another form" in out


def test_a_certificate_that_is_nonsense_does_not_verify(good: Shop, run: Run) -> None:
    run("seal", good.folder)
    for seed in ("x", None, [1]):
        with good.task("five_or_two") as task:
            task["certificate"]["seed"] = seed
        reseal_hashes(good)
        code, out, _ = run("verify", good.folder, "--isolation", "none", "--task", "five_or_two")
        assert code == 2
        assert "task five_or_two: its certificate says" in out


def test_a_domain_without_tasks_has_nothing_to_verify(good: Shop, run: Run) -> None:
    (good.folder / "tasks.jsonl").write_text("")
    reseal_hashes(good)
    code, out, _ = run("verify", good.folder, "--isolation", "none")
    assert code == 1
    assert "bookshop_v0: there is nothing to verify, for it has no tasks" in out
    assert "hold" not in out


def test_one_broken_folder_does_not_hide_another(good: Shop, run: Run, tmp_path: Path) -> None:
    run("seal", good.folder)
    shutil.copytree(good.folder, tmp_path / "broken_v0")
    (tmp_path / "broken_v0" / "tools.py").write_text("")
    code, out, _ = run("verify", tmp_path, "--isolation", "none")
    assert code == 2
    assert "broken_v0: " in out
    assert "bookshop_v0: all 6 certificates hold" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("verify", "nowhere"), "there is no environment 'nowhere'"),
        (("seal", "nowhere"), "nowhere is no folder"),
    ],
)
def test_bad_input_is_told_in_one_line(arguments: tuple[str, ...], message: str, run: Run) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err
    assert err.count("\n") == 1


def test_an_unknown_task_is_told(good: Shop, run: Run) -> None:
    code, _, err = run("verify", good.folder, "--isolation", "none", "--task", "nothing")
    assert code == 2
    assert "has no task 'nothing'" in err

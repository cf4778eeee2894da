"""`autoforge bench` where results cannot be written."""

import errno
import os
from io import FileIO
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from autoforge_envs.files import append_whole, lock_file
from tests.commands.conftest import BOOKSHOP, Refuse
from tests.full_disk import fill_the_disk

TASKS = ("cancel_lighthouse", "decline_shipped", "restart_reader")


@pytest.fixture
def bench() -> tuple[str, ...]:
    """A benchmark of three episodes."""
    tasks = [part for name in TASKS for part in ("--task", name)]
    return ("bench", str(BOOKSHOP), *tasks, "--agent", "noop", "--isolation", "none")


def results(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.rglob("noop.*")}


def test_a_full_disk_ends_a_benchmark_which_goes_on_when_there_is_room(
    bench: tuple[str, ...], tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*bench, "--out", str(tmp_path / "whole")]) == 0
    out, left = tmp_path / "out", [1, 1]

    def append_some(file: FileIO, content: bytes) -> None:
        if not left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left.pop()
        append_whole(file, content)

    with monkeypatch.context() as patch:
        patch.setattr("autoforge_envs.benchmark.trajectories.append_whole", append_some)
        line = refuse(*bench, "--out", out)
    assert "noop.jsonl cannot be written: No space left on device; make room" in line
    whole = results(tmp_path / "whole")
    (kept,) = results(out).values()
    assert kept == b"".join(whole["noop.jsonl"].splitlines(keepends=True)[:2])
    assert main([*bench, "--out", str(out)]) == 0
    assert results(out) == whole


def test_a_report_that_finds_no_room_leaves_the_older_one(
    bench: tuple[str, ...], tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*bench, "--out", str(tmp_path)]) == 0
    before = results(tmp_path)
    fill_the_disk(monkeypatch, ".noop.report.json.writing")
    line = refuse(*bench, "--out", tmp_path)
    assert "noop.report.json cannot be written: No space left on device; make room" in line
    assert results(tmp_path) == before
    assert not list(tmp_path.rglob("*.writing"))


def test_two_benchmarks_do_not_write_the_same_file(
    bench: tuple[str, ...], tmp_path: Path, refuse: Refuse
) -> None:
    with lock_file(_made(tmp_path / "autoforge_bookshop-v0") / ".noop.jsonl.lock"):
        line = refuse(*bench, "--out", tmp_path)
    assert f"another run, process {os.getpid()}, writes" in line
    assert main([*bench, "--out", str(tmp_path)]) == 0


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_a_circle_of_links_takes_no_results(
    bench: tuple[str, ...], circle: Path, refuse: Refuse
) -> None:
    line = refuse(*bench, "--out", circle)
    assert "cannot be written: Too many levels of symbolic links" in line

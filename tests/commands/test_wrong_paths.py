"""Files that cannot be read or written: one line each, exit code 2, nothing lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.conftest import REPOSITORY, Refuse


def test_domains_are_not_put_into_a_locked_folder(locked: Path, refuse: Refuse) -> None:
    line = refuse("synthesize", "--seed", 1, "--engine", "serial", "--out", locked)
    assert "cannot be read: Permission denied; mend its permissions, or choose another" in line


@pytest.mark.parametrize(
    "options", [("--suite",), ("--topic", "boats", "--model", "m", "--dry-run", "--prices")]
)
def test_a_file_that_is_no_text_is_told(
    options: tuple[str, ...], tmp_path: Path, refuse: Refuse
) -> None:
    path = tmp_path / "rand.bin"
    path.write_bytes(b"\x89\xff\x00")
    line = refuse("synthesize", *options, path, "--out", tmp_path / "out")
    assert line.endswith(f"{path} is not UTF-8; save it as UTF-8\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_output_that_cannot_be_written_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, "-m", "autoforge_envs", "list"],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )  # fmt: skip
    assert (result.returncode, result.stderr) == (2, "autoforge: No space left on device\n")


@pytest.mark.parametrize(
    "command",
    [
        ("show", "{}"),
        ("verify", "{}"),
        ("compare", "{}"),
        ("bench", "{}"),
        ("play", "{}"),
        ("synthesize", "--seed", "1", "--engine", "serial", "--out", "{}"),
        ("synthesize", "--seed", "1", "--engine", "serial", "--out", "{}/below"),
        ("synthesize", "--suite", "{}"),
        ("synthesize", "--tools", "{}"),
        ("synthesize", "--topic", "boats", "--model", "m", "--dry-run", "--prices", "{}"),
        ("synthesize", "--topic", "boats", "--model", "m", "--dry-run", "--replay", "{}"),
    ],
)
def test_a_circle_of_links_is_told(command: tuple[str, ...], circle: Path, refuse: Refuse) -> None:
    assert "Too many levels of symbolic links" in refuse(*(each.format(circle) for each in command))


@pytest.mark.parametrize(
    "options",
    [
        ("--suite",),
        ("--tools",),
        ("--topic", "boats", "--model", "m", "--dry-run", "--prices"),
        ("--topic", "boats", "--model", "m", "--dry-run", "--replay"),
    ],
)
def test_no_option_reads_a_device(options: tuple[str, ...], tmp_path: Path, refuse: Refuse) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in ("/dev/zero", tmp_path / "pipe"):
        line = refuse("synthesize", *options, path, "--out", tmp_path / "out")
        assert f"{path}" in line
        assert "it is a device or pipe" in line


def test_a_command_that_is_no_shells_is_told(refuse: Refuse, tmp_path: Path) -> None:
    line = refuse("synthesize", "--mcp", 'python "unclosed', "--out", tmp_path / "out")
    assert "mcp 'python \"unclosed': No closing quotation; write it as in a shell" in line

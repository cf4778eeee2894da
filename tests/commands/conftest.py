"""What tests of commands share: a refusal in one line, and paths that nobody can read."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autoforge_envs.cli import main

REPOSITORY = Path(__file__).parents[2]
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"
NOBODY = 65534

Refuse = Callable[..., str]


@pytest.fixture
def refuse(capsys: pytest.CaptureFixture[str]) -> Refuse:
    """Runs a command that must fail by one line, and returns the line."""

    def call(*arguments: object) -> str:
        assert main([str(each) for each in arguments]) == 2
        line = capsys.readouterr().err
        assert line.startswith("autoforge: ")
        assert line.count("\n") == 1
        return line

    return call


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder of a user for whom permissions hold; tests run as that user."""
    with tempfile.TemporaryDirectory() as folder:
        is_root = os.geteuid() == 0
        if is_root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if is_root:
                os.seteuid(0)


@pytest.fixture
def locked(unprivileged: Path) -> Iterator[Path]:
    """A domain that may not be looked into, beside one that may."""
    shutil.copytree(BOOKSHOP, unprivileged / "open_v0", ignore=shutil.ignore_patterns("__py*"))
    folder = unprivileged / "locked_v0"
    folder.mkdir()
    folder.chmod(0)
    yield folder
    folder.chmod(0o700)


@pytest.fixture
def circle(tmp_path: Path) -> Path:
    """A link to a link to itself."""
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to("one")
    return tmp_path / "one"

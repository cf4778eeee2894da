"""Paths of the command line that cannot be meant are refused by their option."""

import pytest

from autoforge_envs.cli import main
from tests.commands.conftest import BOOKSHOP


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (("show", BOOKSHOP), "--graph"),
        (("bench", BOOKSHOP), "--out"),
        (("seal",), "folder"),
        *((("synthesize",), f"--{name}") for name in ("out", "tools", "suite", "prices", "record")),
    ],
)
def test_an_empty_path_is_refused_by_name(
    command: tuple[object, ...], option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [*map(str, command), *([option] if option.startswith("-") else []), ""]
    with pytest.raises(SystemExit, match="2"):
        main(given)
    told = f"argument {option}: an empty path names nothing; give one\n"
    assert capsys.readouterr().err.endswith(told)


def test_an_address_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://localhost:1/x.json"
    with pytest.raises(SystemExit, match="2"):
        main(["synthesize", "--tools", address])
    told = f"argument --tools: {address} is an address; download it first, and give the file\n"
    assert capsys.readouterr().err.endswith(told)

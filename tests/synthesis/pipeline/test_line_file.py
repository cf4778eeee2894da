"""Files of JSON lines that survive a kill, a full disk and a careless editor."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from autoforge_envs.errors import EmissionError
from autoforge_envs.synthesis.pipeline.line_file import LineFile
from tests.full_disk import limit_files


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of two lines."""
    path = tmp_path / "lines.jsonl"
    with LineFile(path) as file:
        file.append({"number": 1})
        file.append({"number": 2, "word": "façade"})
    return path


def read(path: Path) -> list[Mapping[str, Any]]:
    with LineFile(path) as file:
        return file.lines


def test_lines_are_read_back(path: Path) -> None:
    assert read(path) == [{"number": 1}, {"number": 2, "word": "façade"}]


@pytest.mark.parametrize("kept", range(1, 17))
def test_a_line_cut_off_anywhere_is_dropped(path: Path, kept: int) -> None:
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    path.write_bytes(whole[: first + kept])
    with LineFile(path) as file:
        assert file.lines == [{"number": 1}]
        file.append({"number": 3})
    assert read(path) == [{"number": 1}, {"number": 3}]


@pytest.mark.parametrize("line", ["no JSON", "[1]", '"text"', "\x00\x00"])
def test_a_damaged_line_is_named(path: Path, line: str) -> None:
    path.write_text(f'{{"number": 1}}\n{line}\n{{"number": 2}}\n')
    with pytest.raises(EmissionError, match=r"lines\.jsonl, line 2 is damaged"):
        LineFile(path)


def test_a_full_disk_leaves_no_half_line(path: Path) -> None:
    with LineFile(path) as file:
        told = "cannot be written: File too large; make room"
        with limit_files(), pytest.raises(EmissionError, match=told):
            file.append({"word": "x" * 300})
        assert [json.loads(line) for line in path.read_text().splitlines()] == file.lines
        file.append({"number": 3})
    assert read(path)[-1] == {"number": 3}


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmissionError, match="cannot be written: No such file"):
        LineFile(tmp_path / "nowhere" / "lines.jsonl")

from pathlib import Path

import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.templates import PARTS, render


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in PARTS:
        (tmp_path / f"{part}.jinja").write_text(f"=== tools {part}\n«word»\n", encoding="utf-8")
    return tmp_path


def test_a_folder_is_rendered_part_by_part(folder: Path) -> None:
    sections = render(folder, {"word": "x = 1"})
    assert [section.title for section in sections] == list(PARTS)
    assert {section.text for section in sections} == {"x = 1"}


def test_the_part_that_is_wrong_is_named(folder: Path) -> None:
    (folder / "rules.jinja").write_text("=== rules\n«nobody»\n", encoding="utf-8")
    with pytest.raises(DesignError, match=rf"{folder.name}/rules\.jinja: 'nobody' is undefined"):
        render(folder, {"word": "x = 1"})


def test_words_are_written_as_a_literal_lists_them(tmp_path: Path) -> None:
    path = tmp_path / "words.jinja"
    path.write_text("=== choices\nKind = Literal[«kinds | quoted»]\n", encoding="utf-8")
    (section,) = render(path, {"kinds": ("novel", "crime")})
    assert section.text == 'Kind = Literal["novel", "crime"]'

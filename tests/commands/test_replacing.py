"""What is written anew: whole, or left as it was."""

import shutil
from pathlib import Path

import pytest

from autoforge_envs.cli import main
from tests.commands.conftest import BOOKSHOP, Refuse
from tests.full_disk import fill_the_disk


def test_a_folder_that_must_not_be_written_is_not_certified_first(
    locked: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = locked.parent / "open_v0"
    folder.chmod(0o500)
    monkeypatch.setattr("autoforge_envs.commands.sealing.certify_domain", None)
    assert f"{folder} cannot be written: Permission denied; mend that" in refuse("seal", folder)
    folder.chmod(0o700)


def test_a_full_disk_leaves_a_folder_as_it_was(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    before = {path: path.read_bytes() for path in folder.glob("*.*")}
    fill_the_disk(monkeypatch, ".CARD.md.writing")
    assert f"{folder} cannot be written: No space left on device" in refuse("seal", folder)
    assert {path: path.read_bytes() for path in folder.glob("*.*")} == before


def test_a_full_disk_leaves_a_drawing_as_it_was(
    tmp_path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "tools.svg"
    path.write_text("an older one")
    fill_the_disk(monkeypatch, ".tools.svg.writing")
    line = refuse("show", BOOKSHOP, "--graph", path)
    assert f"{path} cannot be written: No space left on device; make room" in line
    assert [each.read_text() for each in tmp_path.iterdir()] == ["an older one"]


def test_a_drawing_goes_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "tools.svg"
    link.symlink_to(tmp_path / "there" / "drawn")
    assert main(["show", str(BOOKSHOP), "--graph", str(link)]) == 0
    assert link.is_symlink()
    assert (tmp_path / "there" / "drawn").read_text().startswith("<svg")

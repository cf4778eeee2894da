"""Folders that are no domains, or cannot be read, are told and never passed over."""

import shutil
from pathlib import Path

import pytest

from autoforge_envs.errors import DomainError
from autoforge_envs.registration import register_domains, register_known_domains
from tests.commands.conftest import BOOKSHOP, Refuse


@pytest.mark.parametrize("command", ["show", "verify", "compare", "bench"])
def test_a_locked_folder_is_told(command: str, locked: Path, refuse: Refuse) -> None:
    assert f"{locked / 'domain.json'} cannot be read: Permission denied" in refuse(command, locked)


@pytest.mark.parametrize("command", ["verify", "compare"])
def test_a_locked_domain_among_others_is_not_passed_over(
    command: str, locked: Path, refuse: Refuse
) -> None:
    line = refuse(command, locked.parent)
    assert f"{locked / 'domain.json'} cannot be read: Permission denied" in line


def test_a_locked_path_in_the_variable_is_a_warning(
    locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTOFORGE_DOMAINS", str(locked))
    with pytest.warns(UserWarning, match=r"AUTOFORGE_DOMAINS: .* cannot be read: Permission"):
        register_known_domains()


@pytest.mark.parametrize("name", ["models.py", "tools.py", "tasks.jsonl"])
def test_a_domain_that_lost_its_manifest_is_not_passed_over(
    name: str, tmp_path: Path, refuse: Refuse
) -> None:
    shutil.copytree(BOOKSHOP, tmp_path / "whole_v0")
    (tmp_path / "part_v0").mkdir()
    (tmp_path / "part_v0" / name).touch()
    told = f"{tmp_path / 'part_v0'} holds {name} and no domain.json"
    assert told in refuse("verify", tmp_path)
    assert told in refuse("verify", tmp_path / "part_v0")


def test_what_is_no_domain_says_what_it_is(tmp_path: Path, refuse: Refuse) -> None:
    for command in ("verify", "show", "compare"):
        assert f"{tmp_path} holds no domain" in refuse(command, tmp_path)
        assert "/etc/passwd holds no domain" in refuse(command, "/etc/passwd")
    for name in ("one_v0", "two_v0"):
        shutil.copytree(BOOKSHOP, tmp_path / name)
    line = refuse("show", tmp_path)
    assert f"holds the domains one_v0, two_v0; name one, such as {tmp_path / 'one_v0'}" in line


def test_a_path_that_is_too_long_is_told(refuse: Refuse) -> None:
    line = refuse("show", "x" * 5_000)
    assert line.endswith("cannot be read: File name too long; mend the path\n")


def test_a_circle_of_links_is_no_domain_folder(circle: Path, refuse: Refuse) -> None:
    assert f"{circle} is no folder" in refuse("seal", circle)
    assert f"{circle} is no folder" in refuse("synthesize", "--seed", 1, "--tasks-for", circle)


@pytest.mark.parametrize("command", ["compare", "seal"])
def test_no_domain_has_a_device_for_a_file(command: str, tmp_path: Path, refuse: Refuse) -> None:
    folder = shutil.copytree(BOOKSHOP, tmp_path / "bookshop_v0")
    (folder / "tools.py").unlink()
    (folder / "tools.py").symlink_to("/dev/zero")
    assert "tools.py cannot be read: it is a device or pipe" in refuse(command, folder)


def test_an_unreadable_domain_is_no_domain_of_the_registry(locked: Path) -> None:
    with pytest.raises(DomainError, match="cannot be read: Permission denied"):
        register_domains(locked.parent)

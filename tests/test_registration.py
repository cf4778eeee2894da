"""Domains are found by path: bundled, named in AUTOFORGE_DOMAINS, or registered by hand."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import gymnasium
import pytest

from autoforge_envs.errors import AutoForgeError, DomainError
from autoforge_envs.registration import (
    bundled_folder,
    domain_folders,
    find_domain,
    is_bundled,
    register_domains,
)

REPOSITORY = Path(__file__).parent.parent
BOOKSHOP = REPOSITORY / "tests" / "domains" / "bookshop_v0"


def in_new_process(code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **variables},
    )


def renamed_copy(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / f"{name}_v0"
    shutil.copytree(BOOKSHOP, folder)
    manifest = json.loads((folder / "domain.json").read_text())
    (folder / "domain.json").write_text(json.dumps({**manifest, "name": name}))
    return folder


def test_bundled_domains_are_registered_on_import() -> None:
    assert "autoforge/outdoor-v0" in gymnasium.registry
    assert is_bundled(bundled_folder() / "outdoor_v0")
    assert not is_bundled(BOOKSHOP)


def test_every_domain_is_registered_by_numbers_too() -> None:
    env = gymnasium.make("autoforge/outdoor-symbolic-v0", task_id="cheapest_wish")
    env.reset(seed=1)
    assert env.get_wrapper_attr("action_masks")().any()
    env.close()


@pytest.mark.parametrize("name", ["autoforge/outdoor-v0", "autoforge/outdoor-symbolic-v0"])
def test_a_first_reset_that_fails_spoils_nothing(name: str) -> None:
    env = gymnasium.make(name)
    with pytest.raises(AutoForgeError):
        env.reset(options={"task_id": "x"})
    env.reset(seed=1)
    env.step("hello" if "symbolic" not in name else env.action_space.sample())
    env.close()


def test_the_module_prefix_makes_the_import_unnecessary() -> None:
    code = "import gymnasium; gymnasium.make('autoforge_envs:autoforge/outdoor-v0').reset(seed=1)"
    result = in_new_process(code)
    assert result.returncode == 0, result.stderr


def test_registering_imports_nothing_of_a_domain() -> None:
    result = in_new_process(
        "import autoforge_envs, sys\n"
        f"autoforge_envs.register_domains({str(BOOKSHOP)!r})\n"
        "print([name for name in sys.modules if name.startswith('_autoforge_domains')])"
    )
    assert result.stdout.strip() == "[]", result.stderr


def test_the_variable_names_folders_of_domains(tmp_path: Path) -> None:
    (tmp_path / "two").mkdir()
    paths = [renamed_copy(tmp_path, "alpha"), renamed_copy(tmp_path / "two", "beta").parent]
    code = (
        "import autoforge_envs, gymnasium\n"
        "print(sorted(n for n in gymnasium.registry if 'alpha-v' in n or 'beta-v' in n))"
    )
    result = in_new_process(code, AUTOFORGE_DOMAINS=os.pathsep.join(map(str, paths)))
    assert result.stdout.strip() == "['autoforge/alpha-v0', 'autoforge/beta-v0']", result.stderr


def test_a_wrong_path_in_the_variable_is_a_warning_and_no_crash() -> None:
    result = in_new_process("import autoforge_envs", AUTOFORGE_DOMAINS="/nowhere")
    assert result.returncode == 0
    assert "AUTOFORGE_DOMAINS: /nowhere holds no domain" in result.stderr


def test_registering_twice_is_fine_and_another_domain_of_the_same_id_is_not(
    tmp_path: Path,
) -> None:
    folder = renamed_copy(tmp_path, "gamma")
    assert register_domains(folder) == register_domains(tmp_path) == ["autoforge/gamma-v0"]
    (tmp_path / "other").mkdir()
    other = renamed_copy(tmp_path / "other", "gamma")
    with pytest.raises(DomainError, match="gamma-v0 is registered already"):
        register_domains(other)


def test_a_folder_without_domains_is_named(tmp_path: Path) -> None:
    assert domain_folders(tmp_path) == []
    with pytest.raises(DomainError, match="holds no domain"):
        register_domains(tmp_path)


def test_a_damaged_manifest_is_named_with_its_file(tmp_path: Path) -> None:
    folder = renamed_copy(tmp_path, "delta")
    for damaged, told in (
        ("{", "line 1: no valid JSON"),
        ("{}", "'format' is None"),
        ("[]", "'format' is None"),
        ('{"format": 1}', "'name' is None, give it a str"),
    ):
        (folder / "domain.json").write_text(damaged)
        with pytest.raises(DomainError, match=rf"domain\.json.*{told}"):
            register_domains(folder)


def test_a_domain_is_found_by_id_and_by_path() -> None:
    assert find_domain("autoforge/outdoor-v0") == bundled_folder() / "outdoor_v0"
    assert find_domain(BOOKSHOP) == BOOKSHOP
    with pytest.raises(DomainError, match="no registered id and no domain folder"):
        find_domain("autoforge/nowhere-v0")

"""A domain's modules can be imported while somebody uses the domain, and no longer."""

import gc
import shutil
import sys
import weakref
from pathlib import Path

import pytest

from autoforge_envs.domain.contents import content_hash, read_manifest
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.modules import load_code
from autoforge_envs.domain.rendering import render_result
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.errors import DomainError

from .conftest import BOOKSHOP

LATE_IMPORT = '''

@tool(intent="count the orders")
def count_orders(state: State) -> Quantity:
    """Count."""
    from .models import Order

    return len(state.find(Order))
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop that no other test has loaded."""
    copied = shutil.copytree(BOOKSHOP, tmp_path / "shop_v0")
    with (copied / "tools.py").open("a") as file:
        file.write(f"# {tmp_path.name}\n")
    return copied


def package_of(folder: Path) -> str:
    manifest = read_manifest(folder)
    return f"_autoforge_domains.{manifest.name}_{content_hash(folder, manifest.clock)[:16]}"


def loaded(folder: Path) -> list[str]:
    """The modules of a domain folder, without their package."""
    package = package_of(folder)
    return sorted(name.removeprefix(package) for name in sys.modules if name.startswith(package))


def test_modules_go_with_the_last_domain_of_their_content(folder: Path) -> None:
    one, two = load_domain(folder, sealed=False), load_domain(folder, sealed=False)
    assert one.code is two.code
    assert loaded(folder) == ["", ".models", ".rules", ".tools"]
    del one
    assert loaded(folder) == ["", ".models", ".rules", ".tools"]
    del two
    assert loaded(folder) == []


def test_a_server_keeps_its_modules(folder: Path) -> None:
    server = LocalServer(load_domain(folder, sealed=False), in_memory=True)
    assert loaded(folder)
    server.close()
    del server
    gc.collect()
    assert loaded(folder) == []


def test_a_tool_may_import_as_late_as_it_likes(folder: Path) -> None:
    with (folder / "tools.py").open("a") as file:
        file.write(LATE_IMPORT)
    server = LocalServer(load_domain(folder, sealed=False), in_memory=True)
    session = server.open_session()
    gc.collect()
    result = session.call("agent", "count_orders", {})
    assert (result.error, result.content.isdecimal()) == (False, True)
    session.close()
    server.close()


def test_the_classes_of_a_domain_go_with_it(folder: Path) -> None:
    domain = load_domain(folder, sealed=False)
    kind = domain.record_types[-1]
    row = kind.new(["1"] * len(kind.columns))
    assert render_result(row, domain.tools[0].result)
    records = weakref.ref(kind.record)
    del domain, kind, row
    gc.collect()
    assert records() is None


def test_a_file_that_fails_leaves_no_module(folder: Path) -> None:
    with (folder / "rules.py").open("a") as file:
        file.write("1 / 0\n")
    with pytest.raises(DomainError, match="ZeroDivisionError"):
        load_domain(folder, sealed=False)
    assert loaded(folder) == []


def test_modules_that_took_the_place_of_others_stay(folder: Path) -> None:
    manifest = read_manifest(folder)
    package = package_of(folder)
    code = load_code(folder, manifest.name, content_hash(folder, manifest.clock))
    others = sys.modules[f"{package}.tools"] = type(sys)(f"{package}.tools")
    del code
    assert loaded(folder) == [".tools"]
    assert sys.modules.pop(f"{package}.tools") is others


def test_tables_of_a_twin_are_taken_over_and_stay_as_long_as_either(folder: Path) -> None:
    twin = load_domain(folder, sealed=False)
    package = package_of(folder)
    with (folder / "tools.py").open("a") as file:
        file.write(LATE_IMPORT)
    domain = load_domain(folder, sealed=False, twin=twin)
    with (folder / "tools.py").open("a") as file:
        file.write("# once more\n")
    third = load_domain(folder, sealed=False, twin=domain)
    assert [each.model for each in domain.record_types] == [e.model for e in twin.record_types]
    assert {tool.name for tool in domain.tools} - {t.name for t in twin.tools} == {"count_orders"}
    with (folder / "models.py").open("a") as file:
        file.write("# other tables\n")
    other = load_domain(folder, sealed=False, twin=domain)
    assert other.record_types[-1].model is not domain.record_types[-1].model
    declared = weakref.ref(domain.record_types[-1].model)
    del twin, domain
    gc.collect()
    assert f"{package}.models" in sys.modules  # where annotations of views are looked up
    server = LocalServer(third, in_memory=True)
    session = server.open_session("agent")
    assert not session.call("agent", "count_orders", {}).error
    session.close()
    server.close()
    del third, other, server, session
    gc.collect()
    assert declared() is None
    assert not [name for name in sys.modules if name.startswith(package)]

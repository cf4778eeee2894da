"""Imports run one way, and nothing hides from that rule inside functions or type checks."""

import ast
from pathlib import Path

import pytest

from tests.import_graph import Import, find_circle, find_imports, read_sources

REPOSITORY = Path(__file__).parent.parent
ENVIRONMENTS = REPOSITORY / "autoforge_envs"
LEARNER = REPOSITORY / "autoforge_rl"

# From the ground up: a layer imports what stands above it in this list and itself, nothing else.
LAYERS = (
    {"errors", "files", "background", "chance", "parsing"},
    {"domain", "language_models"},
    {"isolation"},
    {"users", "episode"},
    {"registration"},
    {"autoforge_envs"},  # the package itself: what `import autoforge_envs` offers
    {"environments"},
    {"benchmark", "integrations"},
    {"synthesis"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
# Neighbours in one layer that may import each other, module by module and without circles.
NEIGHBOURS = {frozenset({"users", "episode"})}
# The only packages that may be imported inside a function: each takes long or is an extra.
LATE_IMPORTS = {
    "matplotlib",
    "mcp",
    "openai",
    "peft",
    "psycopg",
    "ray",
    "sb3_contrib",
    "stable_baselines3",
    "torch",
    "transformers",
}


def layer_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else parts[0]


def rank_of(layer: str) -> int:
    for rank, layers in enumerate(LAYERS):
        if layer in layers:
            return rank
    raise AssertionError(f"{layer} is in no layer: give it a place in LAYERS")


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def breaks_direction(found: Import) -> bool:
    lower, upper = layer_of(found.module), layer_of(found.importer)
    if lower == upper or frozenset({lower, upper}) in NEIGHBOURS:
        return False
    return lower == "integrations" or rank_of(lower) >= rank_of(upper)


def wrong_directions(package: Path) -> list[str]:
    imports = find_imports(read_sources(package))
    inner = [found for found in imports if is_within(found.module, package.name)]
    return [str(found) for found in inner if breaks_direction(found)]


def wrong_late_imports(package: Path) -> list[str]:
    late = [found for found in find_imports(read_sources(package)) if found.inside_function]
    return [str(found) for found in late if found.module.split(".")[0] not in LATE_IMPORTS]


def type_checking_blocks(package: Path) -> list[str]:
    return [
        f"{source.name}, line {node.lineno}"
        for source in read_sources(package)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
        or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING")
    ]


def circle(package: Path) -> list[str]:
    sources = read_sources(package)
    return find_circle(sources, find_imports(sources))


PACKAGES = pytest.mark.parametrize(
    "package", [ENVIRONMENTS, LEARNER], ids=lambda package: str(package.name)
)


def test_layers_import_downwards_only() -> None:
    assert wrong_directions(ENVIRONMENTS) == []


@PACKAGES
def test_modules_form_no_circle(package: Path) -> None:
    assert circle(package) == []


@PACKAGES
def test_only_heavy_packages_are_imported_inside_functions(package: Path) -> None:
    assert wrong_late_imports(package) == []


@PACKAGES
def test_nothing_is_imported_for_type_checkers_alone(package: Path) -> None:
    assert type_checking_blocks(package) == []


@PACKAGES
def test_every_folder_with_modules_is_a_package(package: Path) -> None:
    folders = {path.parent for path in package.rglob("*.py")}
    assert [
        str(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()
    ] == []


def test_the_learner_never_imports_the_environments() -> None:
    imports = find_imports(read_sources(LEARNER))
    assert [str(found) for found in imports if is_within(found.module, "autoforge_envs")] == []


def test_every_layer_of_the_package_has_its_place() -> None:
    for source in read_sources(ENVIRONMENTS):
        rank_of(layer_of(source.name))


def plant(root: Path, modules: dict[str, str]) -> Path:
    """A package in which the checks above have something to find."""
    package = root / "autoforge_envs"
    for name, text in {"__init__": "", **modules}.items():
        path = (package / name).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    return package


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (
            {"domain/state": "import autoforge_envs.episode.episode", "episode/episode": ""},
            "domain",
        ),
        ({"domain/state": "from ..cli import main", "cli": ""}, "domain"),
        ({"domain/state": "from autoforge_envs import cli", "cli": ""}, "domain"),
        ({"domain/state": "from autoforge_envs import __version__"}, "domain"),
        ({"domain/state": "from . import *\nfrom ..language_models import chat"}, "domain"),
        (
            {"domain/state": "import importlib\nimportlib.import_module('autoforge_envs.cli')"},
            "domain",
        ),
        ({"cli": "from autoforge_envs.integrations import ray", "integrations/ray": ""}, "cli"),
        ({"benchmark/report": "from autoforge_envs.synthesis import emit"}, "benchmark"),
    ],
)
def test_an_import_against_the_direction_is_found(
    tmp_path: Path, modules: dict[str, str], expected: str
) -> None:
    found = wrong_directions(plant(tmp_path, modules))
    assert len(found) == 1
    assert found[0].startswith(f"autoforge_envs.{expected}")


def test_imports_in_the_direction_are_allowed(tmp_path: Path) -> None:
    modules = {
        "users/user": "from ..episode.messages import Message",
        "episode/messages": "from ..domain.state import State\nfrom autoforge_envs.errors import X",
        "domain/state": "import sqlalchemy",
        "errors": "",
    }
    package = plant(tmp_path, modules)
    assert wrong_directions(package) == []
    assert circle(package) == []


@pytest.mark.parametrize(
    "modules",
    [
        {"domain/a": "from .b import x", "domain/b": "def f():\n    from . import a"},
        {"domain/a": "from autoforge_envs.domain import x", "domain/__init__": "from .a import x"},
        {
            "users/scripted": "from ..episode.messages import Message",
            "users/__init__": "from .scripted import ScriptedUser",
            "episode/messages": "",
            "episode/episode": "from ..users.user import User",
            "episode/__init__": "from .episode import Episode",
            "users/user": "",
        },
    ],
    ids=["two modules", "a package and its module", "two packages through their __init__"],
)
def test_a_circle_is_found(tmp_path: Path, modules: dict[str, str]) -> None:
    assert circle(plant(tmp_path, modules))


def test_a_hidden_import_is_found(tmp_path: Path) -> None:
    package = plant(
        tmp_path,
        {
            "a": "def f():\n    import torch\n    import json",
            "b": "import typing\nif typing.TYPE_CHECKING:\n    import torch",
        },
    )
    assert wrong_late_imports(package) == ["autoforge_envs.a, line 3, imports json"]
    assert type_checking_blocks(package) == ["autoforge_envs.b, line 2"]

"""Every archetype is a folder of one shape."""

from pathlib import Path

import pytest

from autoforge_envs.synthesis.design import archetypes
from autoforge_envs.synthesis.design.blocks import Archetype
from autoforge_envs.synthesis.design.catalogue import ARCHETYPES
from autoforge_envs.synthesis.design.templates import PARTS

ROOT = Path(archetypes.__file__).parent
MODULES = {"__init__.py", "archetype.py", "population.py", "variants.py", "vocabularies.py"}
TEMPLATES = {f"{part}.jinja" for part in PARTS}


def test_the_catalogue_lists_every_folder_once() -> None:
    folders = sorted(path.parent.name for path in ROOT.glob("*/archetype.py"))
    assert sorted(archetype.name for archetype in ARCHETYPES) == folders


def test_nothing_stands_beside_the_folders() -> None:
    assert [path.name for path in ROOT.iterdir() if path.is_file()] == ["__init__.py"]


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda each: each.name)
def test_an_archetype_has_the_modules_and_templates_that_all_have(archetype: Archetype) -> None:
    folder = ROOT / archetype.name
    assert archetype.core.template == folder
    assert {path.name for path in folder.glob("*.jinja")} == TEMPLATES
    assert {path.name for path in folder.glob("*.py")} >= MODULES


@pytest.mark.parametrize("archetype", ARCHETYPES, ids=lambda each: each.name)
def test_tools_that_look_things_up_write_nothing(archetype: Archetype) -> None:
    lookups = (ROOT / archetype.name / "lookups.jinja").read_text(encoding="utf-8")
    assert "@tool(" in lookups
    assert "writes=True" not in lookups

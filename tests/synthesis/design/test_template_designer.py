"""Every archetype, over many seeds: whole, clean, large enough, and the same anywhere."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.sealing import seal
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.blocks import Archetype
from autoforge_envs.synthesis.design.catalogue import ARCHETYPES, FEATURES
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.design.template_designer import (
    MIN_RULES,
    MIN_TABLES,
    MIN_TOOLS,
    TemplateDesigner,
)
from autoforge_envs.synthesis.pipeline.checking import find_flaws

NAMES = [archetype.name for archetype in ARCHETYPES]
CONFIG = Path(__file__).parents[3] / "pyproject.toml"


def drafts(archetype: str, seeds: range) -> Iterator[Draft]:
    designer = TemplateDesigner(archetype=archetype)
    return (designer.design(seed) for seed in seeds)


def sealed(draft: Draft, folder: Path) -> Domain:
    draft.write(folder)
    return seal(folder)


def lint(folder: Path) -> str:
    arguments = [sys.executable, "-m", "ruff"]
    done = subprocess.run(
        [*arguments, "check", "--config", str(CONFIG), "--output-format", "concise", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    formatted = subprocess.run(
        [*arguments, "format", "--check", "--config", str(CONFIG), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return (done.stdout if done.returncode else "") + (
        formatted.stdout if formatted.returncode else ""
    )


@pytest.mark.parametrize("archetype", NAMES)
def test_businesses_of_an_archetype_load_and_are_large_enough(
    archetype: str, tmp_path: Path
) -> None:
    for seed, draft in enumerate(drafts(archetype, range(2))):
        statistics = sealed(draft, tmp_path / str(seed)).contents.manifest.statistics
        assert statistics["tables"] >= MIN_TABLES
        assert statistics["tools"] >= MIN_TOOLS
        assert statistics["rules"] >= MIN_RULES
    assert lint(tmp_path) == ""


@pytest.mark.parametrize("archetype", NAMES)
def test_every_tool_of_an_archetype_can_succeed_and_fail_and_reads_write_nothing(
    archetype: str, tmp_path: Path
) -> None:
    TemplateDesigner(archetype=archetype).design(1).write(tmp_path)
    server = LocalServer(load_domain(tmp_path, sealed=False), in_memory=True)
    try:
        assert find_flaws(server, numpy.random.default_rng(0)) == []
    finally:
        server.close()


@pytest.mark.slow
@pytest.mark.parametrize("archetype", NAMES)
def test_many_businesses_of_an_archetype_load_and_read_well(archetype: str, tmp_path: Path) -> None:
    for seed, draft in enumerate(drafts(archetype, range(2, 22))):
        sealed(draft, tmp_path / str(seed))
    assert lint(tmp_path) == ""


@pytest.mark.slow
@pytest.mark.parametrize("archetype", NAMES)
def test_every_vocabulary_and_every_feature_that_fits_are_drawn_somewhere(archetype: str) -> None:
    found = list(drafts(archetype, range(40)))
    wanted = {each.title for each in _archetype(archetype).vocabularies}
    assert {draft.title for draft in found} == wanted
    fitting = {
        feature.name
        for feature in FEATURES
        if set(feature.needs) <= set(_archetype(archetype).slots)
    }
    drawn = {name for draft in found for name in draft.designer["features"]}
    assert drawn <= fitting
    assert len(drawn) >= 5


def _archetype(name: str) -> Archetype:
    return next(each for each in ARCHETYPES if each.name == name)


def test_a_seed_gives_the_same_bytes_in_another_process_and_with_another_hash_seed(
    tmp_path: Path,
) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from autoforge_envs.synthesis.design.template_designer import TemplateDesigner;"
        "TemplateDesigner().design(11).write(Path(sys.argv[1]))"
    )
    folders = [tmp_path / name for name in ("here", "one", "two")]
    TemplateDesigner().design(11).write(folders[0])
    for hash_seed, folder in zip(("1", "2"), folders[1:], strict=True):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", program, str(folder)], check=True, env=environment)
    contents = [{p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders]
    assert contents[0] == contents[1] == contents[2]


def test_another_seed_gives_another_business() -> None:
    one, two = (TemplateDesigner().design(seed) for seed in (1, 2))
    assert (one.models, one.tools, one.rules) != (two.models, two.tools, two.rules)


def test_the_manifest_says_how_the_business_was_made(tmp_path: Path) -> None:
    TemplateDesigner(archetype="lending", domain="library").design(3).write(tmp_path)
    manifest = json.loads((tmp_path / "domain.json").read_text())
    assert manifest["name"] == "library"
    assert manifest["designer"]["archetype"] == "lending"
    assert manifest["designer"]["seed"] == 3


def test_a_named_vocabulary_is_taken() -> None:
    draft = TemplateDesigner(archetype="lending", vocabulary="The Tool Shed").design(3)
    assert draft.title == "The Tool Shed"


@pytest.mark.parametrize(
    ("options", "seed", "message"),
    [
        ({"archetype": "piracy"}, 0, "no archetype 'piracy'; there are .*lending"),
        ({"archetype": "lending", "vocabulary": "Acme"}, 0, "no vocabulary 'Acme'; there are"),
        ({}, -1, "seed is -1; give zero or more"),
    ],
)
def test_a_wrong_option_is_refused_by_name(
    options: dict[str, str], seed: int, message: str
) -> None:
    with pytest.raises(DesignError, match=message):
        TemplateDesigner(**options).design(seed)


def test_names_of_archetypes_and_features_are_unique() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)


def test_people_of_a_business_share_names_but_neither_addresses_nor_numbers(
    tmp_path: Path,
) -> None:
    draft = TemplateDesigner(archetype="lending").design(5)
    draft.write(tmp_path)
    party = draft.records[0][0]
    rows = [values for table, values in draft.records if table == party]
    names = [row["name"] for row in rows]
    assert len(set(names)) < len(names)
    assert len({row["email"] for row in rows}) == len(rows)
    assert len({row["phone"] for row in rows}) == len(rows)
    assert load_domain(tmp_path, sealed=False).name == draft.name


_ONE_OF_MANY = re.compile(r"(?<![\w.,-])1 (?:copies|(?:\w+ ){0,1}(?!has |is |goes )\w*[^s\W]s)\b")


@pytest.mark.parametrize("seed", [0, 6, 7, 16, 18, 24, 33])  # variants with a limit of one
def test_rules_tell_one_of_a_thing_in_the_singular(seed: int) -> None:
    draft = TemplateDesigner().design(seed)
    texts = [*_docstrings(draft.rules), *_docstrings(draft.tools)]
    assert [text for text in texts if _ONE_OF_MANY.search(text) and "1 for " not in text] == []


def _docstrings(source: str) -> list[str]:
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    return [ast.get_docstring(function) or "" for function in functions]

"""Where schemas tell enough, a model amends a draft, and what it gets wrong stays as drafted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.cli import main
from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments, read_tool_documents
from autoforge_envs.synthesis.model_design.courses import choose_course
from autoforge_envs.synthesis.model_design.designer import DEFAULT_REPAIRS, LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.out_folder import digest_of
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner

from .conftest import SIX
from .scripted_model import ScriptedModel
from .written_for_drafts import (
    CRASHING,
    DATA,
    GOOD,
    MISTAKES,
    OTHER_PARAMETERS,
    PET_SHOP,
    changed,
)

SEED = 3
WRITTEN = ("models", "tools", "rules", "records", "phrasebook", "clock", "name")


@pytest.fixture
def shop_model(model: ScriptedModel, design_server: HTTPServer) -> Iterator[ScriptedModel]:
    """A model that knows the pet shop; the one of the sailing school makes way."""
    design_server.clear()
    yield ScriptedModel(design_server, GOOD)


@pytest.fixture
def shop_designer(shop_model: ScriptedModel, options: EndpointOptions) -> LanguageModelDesigner:
    return LanguageModelDesigner(PET_SHOP, Door(options))


@pytest.fixture(scope="module")
def plain() -> Draft:
    """What rules make of the document without a model."""
    return SchemaDesigner(PET_SHOP).design(SEED)


@pytest.fixture(scope="module")
def digests() -> set[str]:
    """Of the domains that came out, whatever mistakes were made on the way."""
    return set()


@pytest.mark.parametrize(
    ("name", "drafted"),
    [
        ("petstore.openapi.yaml", True),
        ("museum.openapi.yaml", True),
        ("clinic.openapi.yaml", True),
        ("library.mcp.json", True),
        ("bike_shop.functions.json", False),
        ("parcels.md", False),
    ],
)
def test_documents_that_say_what_tools_return_are_drafted(name: str, drafted: bool) -> None:
    course = choose_course(read_tool_documents(DATA / name), SEED)
    assert course.start.drafted is drafted


def test_a_topic_is_not_drafted() -> None:
    topic = ToolDocuments("topic", "t", "A pet shop", (), {}, "1" * 64)
    assert not choose_course(topic, SEED).start.drafted


def test_a_model_is_asked_for_what_schemas_cannot_tell(
    shop_model: ScriptedModel, shop_designer: LanguageModelDesigner, plain: Draft
) -> None:
    draft = shop_designer.design(SEED)
    assert sorted(shop_model.parts_asked()) == sorted(GOOD)
    assert draft.title == "Four Paws"
    assert draft.description.endswith("a shop where people offer pets and order those of others.")
    assert '"""A pet that somebody offers."""' in draft.models
    assert '"""List the pets that are available, pending or sold.' in draft.tools
    assert 'state.update(pet, status="pending")' in draft.tools
    assert "def release(" in draft.tools
    assert "An order is for at most 3 pets." in draft.rules
    names = {row["name"] for table, row in draft.records if table == "pets"}
    assert names == set(GOOD["vocabularies"]["vocabularies"][0]["texts"])
    assert draft.phrasebook.requests["place_order"][0] == "I want to have {pet_id}."
    kept = ("add_pet", "delete_pet", "update_pet")
    assert all(plain.phrasebook.requests[n] == draft.phrasebook.requests[n] for n in kept)
    assert [line for line in plain.rules.splitlines() if line not in draft.rules.splitlines()] == [
        '"""The policy of Petstore, executable: each docstring is a sentence of the document."""'
    ]
    assert draft.designer["start"] == "schemas"
    assert draft.designer["kept"] == {}
    assert not draft.reviewed


@pytest.mark.parametrize("num_mistakes", range(DEFAULT_REPAIRS + 1))
def test_so_many_mistakes_in_every_part_end_in_the_same_certified_domain(
    shop_model: ScriptedModel,
    shop_designer: LanguageModelDesigner,
    num_mistakes: int,
    digests: set[str],
) -> None:
    shop_model.script({part: said[:num_mistakes] for part, said in MISTAKES.items()})
    product = forge(Recipe(shop_designer, Composer, SIX), SEED)
    assert product.failure == ""
    assert product.files["tasks.jsonl"].count(b'"passed": true') == 6
    digests.add(digest_of(product.files))
    assert len(digests) == 1
    assert len(shop_model.bodies) == len(GOOD) * (num_mistakes + 1)
    assert not any(stage.kept for stage in product.stages)


def test_a_model_that_never_gets_anything_right_leaves_the_draft_as_it_is(
    shop_model: ScriptedModel, shop_designer: LanguageModelDesigner, plain: Draft
) -> None:
    shop_model.script({part: ["No."] * 4 for part in GOOD})
    product = forge(Recipe(shop_designer, Composer, SIX), SEED)
    assert product.failure == ""
    assert product.files["tasks.jsonl"].count(b'"passed": true') == 6
    draft = replace(plain, reviewed=False)
    assert product.files["tools.py"].decode() == draft.tools
    asked = [stage for stage in product.stages if stage.spent]
    assert [(stage.num_in, stage.num_out) for stage in asked] == [(4, 0)] * len(GOOD)
    assert [dict(stage.kept) for stage in asked] == [{"everything": 1}] * len(GOOD)
    manifest = json.loads(product.files["domain.json"])
    assert manifest["designer"]["kept"]["rules"] == ["everything"]


def test_nothing_but_the_draft_comes_of_no_right_answer(
    shop_model: ScriptedModel, shop_designer: LanguageModelDesigner, plain: Draft
) -> None:
    shop_model.script({part: ["No."] * 4 for part in GOOD})
    draft = shop_designer.design(SEED)
    for name in WRITTEN:
        assert getattr(draft, name) == getattr(plain, name)


@pytest.mark.parametrize(
    ("part", "wrong", "kept", "there", "not_there"),
    [
        (
            "effects",
            changed("effects", "tools", 0, "source", to=CRASHING),
            {"tool": 1},
            "def release(",
            "fee = {}[quantity]",
        ),
        (
            "effects",
            changed("effects", "tools", 1, "source", to=OTHER_PARAMETERS),
            {"tool": 1},
            'state.update(pet, status="pending")',
            "def release(",
        ),
        (
            "rules",
            changed("rules", "limits", to=[]),
            {"rule": 1},
            "An order whose ship date has passed is not deleted.",
            "An order is for at most 3 pets.",
        ),
        (
            "descriptions",
            changed("descriptions", "tables", 0, "name", to="Animal"),
            {"table": 1},
            "Order a pet; while the order stands, nobody else can have it.",
            "A pet that somebody offers.",
        ),
    ],
    ids=[
        "a tool that crashes",
        "another signature",
        "a rule without its limit",
        "an unknown table",
    ],
)
def test_the_part_that_stays_broken_stays_as_drafted_and_the_rest_is_taken(
    shop_model: ScriptedModel,
    shop_designer: LanguageModelDesigner,
    part: str,
    wrong: str,
    kept: dict[str, int],
    there: str,
    not_there: str,
) -> None:
    shop_model.script({part: [wrong] * 4})
    draft = shop_designer.design(SEED)
    source = draft.models + draft.tools + draft.rules
    assert there in source
    assert not_there not in source
    report = next(each for each in draft.reports if each.name == f"ask {part}")
    assert (report.num_in, report.num_out) == (4, 0)
    assert dict(report.kept) == kept
    assert sum(len(parts) for parts in draft.designer["kept"].values()) == 1


def test_a_run_started_again_pays_for_no_amendment_twice(
    shop_model: ScriptedModel, options: EndpointOptions, tmp_path: Path
) -> None:
    shop_model.script({part: said[:1] for part, said in MISTAKES.items()})
    designers = [
        LanguageModelDesigner(PET_SHOP, Door(options), answers=tmp_path / "answers")
        for _ in range(2)
    ]
    first, second = [designer.design(SEED) for designer in designers]
    assert len(shop_model.bodies) == 2 * len(GOOD)
    for name in WRITTEN:
        assert getattr(first, name) == getattr(second, name)


def test_the_command_and_the_ledger_tell_what_stays_as_drafted(
    shop_model: ScriptedModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop_model.script({"effects": [changed("effects", "tools", 0, "source", to=CRASHING)] * 2})
    code = main(
        [
            "synthesize", "--tools", str(DATA / "petstore.openapi.yaml"), "--model", "scripted",
            "--base-url", shop_model.base_url, "--repairs", "1", "--tasks", "5",
            "--out", str(tmp_path / "out"),
        ]
    )  # fmt: skip
    assert code == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "never right, so what was there stays: ask effects, tool: 1" in printed
    lines = (tmp_path / "out" / "ledger.jsonl").read_text().splitlines()
    stages = {stage["name"]: stage for stage in json.loads(lines[1])["stages"]}
    assert stages["ask effects"]["kept"] == {"tool": 1}
    assert "kept" not in stages["ask rules"]

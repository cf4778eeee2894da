"""A sound draft that too few tasks can be made of goes back to the model, with the reasons."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.design.draft import DesignRefusal, Findings
from autoforge_envs.synthesis.model_design.designer import DEFAULT_REPAIRS, LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.schema_design.designer import SchemaDesigner
from tests.synthesis.model_design.choosy import STRICT, Choosy

from .conftest import SIX
from .questions import PARTS
from .scripted_model import GOOD as SCHOOL
from .scripted_model import ScriptedModel
from .written_by_hand import RULES
from .written_for_drafts import GOOD, PET_SHOP

SEED = 3
TOO_FEW = Findings(
    "collect: patience is spent, train 0 of 2",
    num_attempts=200,
    num_tasks=1,
    rejections={"compose: too few requests fit this customer": 190, "certify: row_order": 9},
)
OLD_BOOKINGS = '''
@rule(before=cancel_booking, enforced_by="agent")
def old_bookings_stay(state: State, booking_id: Reference[Booking]) -> bool:
    """A booking that is older than 300 days cannot be cancelled."""
    return days_between(state.get(Booking, booking_id).booked_on, state.now) <= 300
'''


def last_told(model: ScriptedModel) -> dict[str, str]:
    """Return what each part was told last, by part."""
    told = [body["messages"][-1]["content"] for body in model.bodies]
    return dict(zip(model.parts_asked(), told, strict=True))


def test_only_the_parts_concerned_are_asked_again(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    with designer.begin(SEED) as design:
        first = design.draft()
        model.bodies.clear()
        findings = replace(TOO_FEW, unasked=("cancel_booking",))
        second = design.revise(findings)
    assert model.parts_asked() == ["last tools", "rules"]
    assert second is not None
    assert second.tools == first.tools  # the scripted model says the same again
    told = last_told(model)
    assert "- tool cancel_booking: no task could be made that asks for it" in told["last tools"]
    assert "book_course: no task" not in told["last tools"]
    assert "1 tasks of 200 attempts; rejected were 190 at compose: too few" in told["rules"]


def test_rules_that_never_matter_are_named(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    with designer.begin(SEED) as design:
        design.draft()
        design.revise(replace(TOO_FEW, unbroken=("dear_bookings_stay",)))
    told = last_told(model)["rules"]
    assert "- rule dear_bookings_stay: no task could be made in which it matters" in told


def test_phrases_are_asked_again_where_tasks_fall_at_their_certificates(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    with designer.begin(SEED) as design:
        design.draft()
        model.bodies.clear()
        design.revise(Findings("collect: patience is spent", 20, 0, {"certify: information": 20}))
    assert model.parts_asked() == ["rules", "phrases"]


def test_every_answer_is_counted_once_however_often_it_is_read(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    with designer.begin(SEED) as design:
        design.draft()
        second = design.revise(TOO_FEW)
    assert second is not None
    for report in second.reports:
        assert report.num_in == report.num_out + sum(report.rejections.values())
    rules = next(report for report in second.reports if report.name == "ask rules")
    assert (rules.num_in, rules.num_out) == (2, 1)
    assert dict(rules.rejections) == {"too few tasks": 1}
    assert sum(report.num_in for report in second.reports) == len(model.bodies) == len(PARTS) + 1


def test_a_draft_that_never_does_is_refused_with_what_came_of_each(
    designer: LanguageModelDesigner,
) -> None:
    with designer.begin(SEED) as design:
        design.draft()
        for _ in range(DEFAULT_REPAIRS):
            design.revise(TOO_FEW)
        with pytest.raises(DesignRefusal) as refused:
            design.revise(TOO_FEW)
    told = str(refused.value).splitlines()
    assert told[0] == "4 drafts, and no domain of any of them"
    assert told[4].startswith("draft 4: collect: patience is spent, train 0 of 2: 1 tasks of 200")
    assert refused.value.reports


def test_where_schemas_tell_enough_the_last_draft_is_theirs_alone(
    design_server: HTTPServer, model: ScriptedModel, options: EndpointOptions
) -> None:
    design_server.clear()
    ScriptedModel(design_server, GOOD)
    designer = LanguageModelDesigner(PET_SHOP, Door(options), max_repairs=1)
    with designer.begin(SEED) as design:
        assert "def release(" in design.draft().tools
        revised = design.revise(TOO_FEW)
        assert revised is not None
        assert "def release(" in revised.tools
        last = design.revise(TOO_FEW)
        with pytest.raises(DesignRefusal, match="3 drafts, and no domain of any of them"):
            design.revise(TOO_FEW)
    assert last is not None
    plain = SchemaDesigner(PET_SHOP).design(SEED)
    assert (last.models, last.tools, last.rules) == (plain.models, plain.tools, plain.rules)
    assert all(dict(report.kept) == {"everything": 1} for report in last.reports)


def test_a_run_started_again_pays_for_no_revision_twice(
    model: ScriptedModel, remembering: Callable[[], LanguageModelDesigner]
) -> None:
    drafts = []
    for _ in range(2):
        with remembering().begin(SEED) as design:
            design.draft()
            drafts.append(design.revise(TOO_FEW))
    assert len(model.bodies) == len(PARTS) + 1
    first, second = drafts
    assert first is not None
    assert second is not None
    assert (first.tools, first.rules, first.records) == (second.tools, second.rules, second.records)


def test_a_draft_of_which_no_task_comes_is_mended_and_becomes_a_domain(
    model: ScriptedModel, design_server: HTTPServer, recipe: Recipe
) -> None:
    milder = {**RULES, "rules": [rule for rule in RULES["rules"] if rule["name"] != STRICT]}
    milder["rules"] += [{**RULES["rules"][1], "name": "old_bookings_stay", "source": OLD_BOOKINGS}]
    design_server.clear()
    model = ScriptedModel(design_server, {**SCHOOL, "rules": milder})
    model.script({"rules": [json.dumps(RULES)]})
    product = forge(replace(recipe, make_composer=Choosy), SEED)
    assert product.failure == ""
    assert product.files["tasks.jsonl"].count(b'"passed": true') == 6
    assert sorted(model.parts_asked()[: len(PARTS)]) == sorted(PARTS)
    assert model.parts_asked()[len(PARTS) :] == ["last tools", "rules"]
    told = last_told(model)
    assert "- tool book_course: no task could be made that asks for it" in told["last tools"]
    assert "patience is spent, train 0 of 2" in told["rules"]
    assert "200 at compose: too few requests fit this customer" in told["rules"]
    assert "old_bookings_stay" in product.files["rules.py"].decode()
    rules = next(stage for stage in product.stages if stage.name == "ask rules")
    assert dict(rules.rejections) == {"too few tasks": 1}


def test_a_draft_of_which_no_task_ever_comes_is_rejected_with_its_report(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    once = replace(designer, max_repairs=1)
    product = forge(Recipe(once, Choosy, SIX), SEED)
    assert product.failure.startswith("design: 2 drafts, and no domain of any of them\ndraft 1: ")
    assert "rejected were 200 at compose: too few requests fit this customer" in product.failure
    assert not product.crashed
    assert not product.files
    assert sum(stage.num_in for stage in product.stages if stage.spent) == len(model.bodies)

"""A model that makes mistakes gets its domain certified up to the limit of repairs, never past."""

import threading
from dataclasses import replace

import pytest

from autoforge_envs.synthesis.design.draft import DesignRefusal
from autoforge_envs.synthesis.model_design.designer import DEFAULT_REPAIRS, LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.out_folder import digest_of
from autoforge_envs.synthesis.pipeline.recipe import Recipe

from .mistakes import MISTAKES
from .questions import PARTS
from .scripted_model import ScriptedModel

SEED = 3


@pytest.fixture(scope="module")
def digests() -> set[str]:
    """Of the domains that came out, whatever mistakes were made on the way."""
    return set()


@pytest.mark.parametrize("num_mistakes", range(DEFAULT_REPAIRS + 1))
def test_so_many_mistakes_in_every_stage_end_in_the_same_certified_domain(
    model: ScriptedModel, recipe: Recipe, num_mistakes: int, digests: set[str]
) -> None:
    model.script({part: said[:num_mistakes] for part, said in MISTAKES.items()})
    product = forge(recipe, SEED)
    assert product.failure == ""
    assert product.files["tasks.jsonl"].count(b'"passed": true') == 6
    digests.add(digest_of(product.files))
    assert len(digests) == 1
    assert len(model.bodies) == len(PARTS) * (num_mistakes + 1)
    asked = {stage.name: stage for stage in product.stages if stage.spent}
    assert list(asked) == [
        "ask schema",
        "ask vocabularies",
        "ask tools",
        "ask rules",
        "ask phrases",
    ]
    for stage in asked.values():
        assert stage.num_in == stage.num_out * (num_mistakes + 1)
        assert sum(stage.rejections.values()) == stage.num_in - stage.num_out
        assert stage.spent["requests"] == stage.num_in
        assert stage.spent["prompt_tokens"] == 9 * stage.num_in
        assert stage.spent["waited_ms"] > 0


@pytest.mark.parametrize("part", PARTS)
def test_one_mistake_too_many_is_refused_with_every_attempt_and_its_lines(
    model: ScriptedModel, designer: LanguageModelDesigner, part: str
) -> None:
    model.script({part: [*MISTAKES[part], MISTAKES[part][0]]})
    with pytest.raises(DesignRefusal) as refused:
        designer.design(SEED)
    told = str(refused.value)
    stage = part.rsplit(maxsplit=1)[-1]
    assert told.startswith(f"stage {stage}, ")
    assert "4 answers, none of them holds" in told
    assert [f"answer {number}, " in told for number in range(1, 6)] == [True] * 4 + [False]
    assert model.parts_asked().count(part) == 4
    report = next(each for each in refused.value.reports if each.name == f"ask {stage}")
    assert sum(report.rejections.values()) == 4


def test_a_repair_names_the_line_that_is_wrong(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    model.script({"last tools": MISTAKES["last tools"]})
    designer.design(SEED)
    told = [body["messages"][-1]["content"] for body in model.bodies]
    assert any(
        "line 10: `return state.update(booking, price=booking.price / 2" in each for each in told
    )
    assert any("tools.py, line" in each and "`fee = {}[booking.status]`" in each for each in told)
    assert any("writes, it says, and changes nothing in any sampled call" in each for each in told)


def test_a_rule_that_forbids_everything_is_told(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    model.script({"rules": MISTAKES["rules"][2:]})
    designer.design(SEED)
    told = [body["messages"][-1]["content"] for body in model.bodies]
    start = "rule large_invoices_are_paid_at_the_desk: forbids everything: all "
    assert any(start in each for each in told)


def test_a_refusal_is_a_rejected_seed_with_its_accounts(
    model: ScriptedModel, recipe: Recipe
) -> None:
    model.script({"schema": [MISTAKES["schema"][0]] * 4})
    product = forge(recipe, SEED)
    assert product.failure.startswith("design: stage schema, the tables and the list of tools")
    assert not product.crashed
    assert not product.files
    (asked,) = [stage for stage in product.stages if stage.spent]
    assert (asked.num_in, asked.num_out) == (4, 0)


def test_what_needs_no_other_answer_is_asked_at_once(
    model: ScriptedModel, designer: LanguageModelDesigner
) -> None:
    plain = designer.design(SEED)
    waiting = {
        part: together
        for pair in (("vocabularies", "first tools"), ("rules", "phrases"))
        for together in (threading.Barrier(2, timeout=30),)
        for part in pair
    }
    model.forget_designs()
    model.latency = lambda part: part in waiting and waiting[part].wait()
    draft = designer.design(SEED)
    assert replace(draft, reports=()) == replace(plain, reports=())
    assert model.most_at_once == 2

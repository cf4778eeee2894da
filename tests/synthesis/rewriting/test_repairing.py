"""A model that makes mistakes gets its tasks rewritten up to the limit of repairs, never past."""

import json
from typing import Any

import pytest

from autoforge_envs.synthesis.pipeline.forging import Product, forge
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.stages import StageReport
from autoforge_envs.synthesis.rewriting.rewriter import DEFAULT_REPAIRS

from .conftest import SEED
from .mistakes import MISTAKES, ONE_TOO_MANY
from .scripted_rewriter import ScriptedRewriter


def report(product: Product, name: str) -> StageReport:
    return next(stage for stage in product.stages if stage.name == name)


def tasks_of(product: Product) -> list[dict[str, Any]]:
    return [json.loads(line) for line in product.files["tasks.jsonl"].splitlines()]


def test_every_task_of_a_good_model_is_certified_and_rewritten(good: Product) -> None:
    assert good.failure == ""
    assert good.files["tasks.jsonl"].count(b'"passed": true') == 8
    assert report(good, "recompose").num_out > 0
    assert report(good, "reword").num_out == 8
    assert report(good, "ask words").num_in == 8
    assert all("Hello there." in task["user"]["requests"][0]["text"] for task in tasks_of(good))


@pytest.mark.parametrize(
    "count",
    [
        *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, DEFAULT_REPAIRS)),
        DEFAULT_REPAIRS,
    ],
)
def test_so_many_mistakes_about_every_task_end_in_the_same_domain(
    model: ScriptedRewriter, recipe: Recipe, good: Product, count: int
) -> None:
    model.script({part: said[:count] for part, said in MISTAKES.items()})
    assert forge(recipe, SEED).files == good.files
    assert model.count("words") == 8 * (count + 1)


def test_one_mistake_too_many_leaves_the_tasks_as_they_were_composed_and_is_told(
    model: ScriptedRewriter, recipe: Recipe, plain: Product
) -> None:
    model.script(ONE_TOO_MANY)
    product = forge(recipe, SEED)
    assert product.files == plain.files
    asked = report(product, "ask words")
    assert (asked.num_in, asked.num_out) == (8 * 4, 0)
    assert asked.kept == {"something added": 8}
    assert report(product, "ask nodes").kept["other requests"] > 0


def test_words_that_stay_broken_leave_the_nodes_that_hold(
    model: ScriptedRewriter, recipe: Recipe, plain: Product
) -> None:
    model.script({"words": ONE_TOO_MANY["words"]})
    product = forge(recipe, SEED)
    changed = {task["id"] for task in tasks_of(product)}
    composed = {task["id"] for task in tasks_of(plain)}
    assert len(changed - composed) == report(product, "recompose").num_out > 0
    assert report(product, "ask words").kept == {"something added": 8}


def test_a_repair_names_the_request_and_what_is_wrong_with_it(
    model: ScriptedRewriter, recipe: Recipe
) -> None:
    model.script(MISTAKES)
    forge(recipe, SEED)
    told = [body["messages"][-1]["content"] for body in model.bodies]
    assert any("must have each request from 1 to" in each for each in told)
    assert any("must be one of as it is" in each for each in told)
    assert any("adds 'no'" in each or "adds 'other'" in each for each in told)
    assert any("has to keep [" in each for each in told)

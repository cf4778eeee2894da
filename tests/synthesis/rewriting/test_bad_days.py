"""Whatever an endpoint or a model does on a bad day, the tasks come out as on a good one."""

import json
import time
from dataclasses import replace

import pytest
from werkzeug import Response

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.pipeline.engines import Job, ProcessEngine
from autoforge_envs.synthesis.pipeline.forging import Product, forge
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.thread_engine import ThreadEngine
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter
from tests.language_models.scripted_endpoint import chat_answer

from .conftest import SEED
from .mistakes import (
    chats,
    cut_off,
    is_german,
    obeys_nobody,
    repeats_one,
    takes_what_is_not_there,
)
from .scripted_rewriter import Mistake, ScriptedRewriter


def status(code: int, **headers: str) -> Response:
    return Response('{"error": {"message": "a bad day"}}', code, headers)


BAD_DAYS: tuple[Mistake, ...] = (
    lambda right: status(429, **{"Retry-After": "0.02"}),
    lambda right: status(500),
    lambda right: Response('{"choices": [', content_type="application/json"),
    lambda right: chat_answer(None, refusal="I will not."),
    lambda right: chat_answer(f"Gladly!\n```json\n{right}\n```\nAnything else?"),
)


def test_bad_days_of_an_endpoint_change_no_byte(
    model: ScriptedRewriter, recipe: Recipe, good: Product
) -> None:
    model.script({"nodes": BAD_DAYS, "words": BAD_DAYS})
    assert forge(recipe, SEED).files == good.files


def test_bad_days_of_a_model_change_no_byte(
    model: ScriptedRewriter, recipe: Recipe, good: Product
) -> None:
    model.script(
        {
            "nodes": (takes_what_is_not_there, repeats_one, chats),
            "words": (is_german, obeys_nobody, cut_off),
        }
    )
    product = forge(recipe, SEED)
    assert product.files == good.files
    said = next(stage for stage in product.stages if stage.name == "ask words")
    assert set(said.rejections) == {"something added", "no JSON"}


def test_the_order_in_which_answers_come_changes_no_byte(
    model: ScriptedRewriter, recipe: Recipe, good: Product
) -> None:
    delays = iter([0.3, 0.0, 0.2, 0.0, 0.1, 0.0] * 10)
    model.latency = lambda: time.sleep(next(delays))
    model.forget()
    assert forge(recipe, SEED).files == good.files
    assert model.most_at_once > 1


def test_an_endpoint_that_stays_broken_ends_the_run(
    model: ScriptedRewriter, recipe: Recipe
) -> None:
    model.script({"words": [lambda right: status(401)] * 4})
    with pytest.raises(EndpointError, match="401"):
        forge(recipe, SEED)


def test_a_budget_ends_the_run_after_what_is_on_its_way(
    model: ScriptedRewriter, recipe: Recipe, options: EndpointOptions
) -> None:
    door = Door(options, max_in_flight=1, max_tokens=12 * 3)
    with pytest.raises(EndpointError, match="the budget of 36 tokens is spent"):
        forge(replace(recipe, rewriter=Rewriter(door)), SEED)
    assert len(model.bodies) == 3


@pytest.mark.slow
def test_several_domains_at_once_and_other_processes_give_the_bytes_of_each_alone(
    recipe: Recipe, good: Product
) -> None:
    jobs = [Job(recipe, seed) for seed in (SEED, SEED + 1)]
    together = {product.seed: product for product in ThreadEngine(2).run(jobs)}
    assert together[SEED].files == good.files
    assert {product.failure for product in together.values()} == {""}
    (travelled,) = ProcessEngine(1).run(jobs[:1])
    assert travelled.files == good.files


def test_questions_show_no_more_than_the_customer_says(
    good: Product, settled: dict[str, str]
) -> None:
    tasks = [json.loads(line) for line in good.files["tasks.jsonl"].splitlines()]
    questions = " ".join(settled)
    secrets = [
        fact["value"]
        for task in tasks
        for fact in task["user"]["facts"]
        if fact["type"] == "Secret"
    ]
    assert secrets
    assert not [secret for secret in secrets if secret in questions]

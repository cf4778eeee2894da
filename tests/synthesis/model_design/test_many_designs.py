"""Many designs at once in one process, within a limit, and on Ray."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.model_design.designer import LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.engines import Job, ProcessEngine
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.ray_engine import RayEngine
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.thread_engine import ThreadEngine

from .conftest import SIX
from .scripted_model import ScriptedModel
from .written_by_hand import DOCUMENTS


def test_several_domains_at_once_give_the_bytes_of_each_alone(
    model: ScriptedModel, recipe: Recipe
) -> None:
    together = threading.Barrier(4, timeout=30)
    waited = threading.Event()

    def wait_for_all(_: str) -> None:
        """Let the first four requests go on only together: they are in flight at once."""
        if not waited.is_set():
            together.wait()
            waited.set()

    model.latency = wait_for_all
    products = {p.seed: p for p in ThreadEngine(4).run([Job(recipe, seed) for seed in range(4)])}
    assert model.most_at_once >= 4
    assert {product.failure for product in products.values()} == {""}
    assert len({product.files["records.jsonl"] for product in products.values()}) == 4
    assert forge(recipe, 2).files == products[2].files


def test_a_budget_ends_a_run_after_what_is_on_its_way(
    options: EndpointOptions, model: ScriptedModel
) -> None:
    door = Door(
        options, max_tokens=12 * 8
    )  # one design, a question, and two that are asked at once
    recipe = Recipe(LanguageModelDesigner(DOCUMENTS, door), Composer, SIX)
    made: list[int] = []
    with pytest.raises(EndpointError, match="the budget of 96 tokens is spent"):
        made.extend(p.seed for p in ThreadEngine(1).run([Job(recipe, seed) for seed in range(9)]))
    assert made == [0]
    assert len(model.bodies) in (8, 9)


def test_a_recipe_travels_to_other_processes(recipe: Recipe, tmp_path: Path) -> None:
    (product,) = ProcessEngine(1).run([Job(recipe, 2)])
    assert product.failure == ""
    assert product.files == forge(recipe, 2).files


def test_an_endpoint_that_is_gone_is_told_by_other_processes(recipe: Recipe) -> None:
    options = EndpointOptions("m", base_url="http://127.0.0.1:9/v1", max_retries=0)
    gone = replace(recipe, designer=LanguageModelDesigner(DOCUMENTS, Door(options)))
    with pytest.raises(EndpointError, match=r"no answer from m at http://127.0.0.1:9/v1"):
        list(ProcessEngine(1).run([Job(gone, 0)]))


@pytest.mark.slow
def test_ray_gives_the_same_bytes(recipe: Recipe) -> None:
    products = {p.seed: p for p in RayEngine(2).run([Job(recipe, seed) for seed in range(2)])}
    assert {product.failure for product in products.values()} == {""}
    assert products[1].files == forge(recipe, 1).files

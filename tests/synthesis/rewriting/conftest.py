"""A scripted model, and recipes whose tasks it rewrites."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner
from autoforge_envs.synthesis.pipeline.forging import Product, forge
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter

from .scripted_rewriter import ScriptedRewriter

EIGHT = Quota(8, (4, 2, 2), (1, 2, 3, 1, 1))


SEED = 3
PLAIN = Recipe(TemplateDesigner("lending"), Composer, EIGHT)
"""Makes a library's tasks without a model."""


def rewritten_by(model: ScriptedRewriter) -> Recipe:
    """Return the recipe for the same tasks, rewritten."""
    return replace(PLAIN, rewriter=Rewriter(Door(options_of(model))))


def options_of(model: ScriptedRewriter) -> EndpointOptions:
    return EndpointOptions(
        "scripted", base_url=model.base_url, max_retries=3, first_delay=0.01, timeout=5.0
    )


@pytest.fixture(scope="session")
def direct() -> Iterator[None]:
    """Nothing stands between this machine and itself."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy"):
            patch.delenv(name, raising=False)
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        yield


@pytest.fixture(scope="session")
def rewriting_server(direct: None) -> Iterator[HTTPServer]:
    with HTTPServer(threaded=True) as server:
        yield server


@pytest.fixture(scope="session")
def settled() -> dict[str, str]:
    """What the model says to each question when it makes no mistakes."""
    return {}


@pytest.fixture(scope="session")
def good(rewriting_server: HTTPServer, settled: dict[str, str]) -> Iterator[Product]:
    """The domain that comes of a model without mistakes."""
    model = ScriptedRewriter(rewriting_server, settled)
    yield forge(rewritten_by(model), SEED)


@pytest.fixture
def model(
    good: Product, rewriting_server: HTTPServer, settled: dict[str, str]
) -> Iterator[ScriptedRewriter]:
    rewriting_server.clear()
    yield ScriptedRewriter(rewriting_server, dict(settled))  # a test that stops half-way keeps it
    rewriting_server.clear()


@pytest.fixture
def options(model: ScriptedRewriter) -> EndpointOptions:
    return options_of(model)


@pytest.fixture
def recipe(model: ScriptedRewriter) -> Recipe:
    return rewritten_by(model)


@pytest.fixture(scope="session")
def plain() -> Product:
    """The same domain without a model."""
    return forge(PLAIN, SEED)

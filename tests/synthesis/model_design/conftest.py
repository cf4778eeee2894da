"""A scripted model, and designers that ask it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.model_design.designer import LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.recipe import Recipe

from .scripted_model import ScriptedModel
from .written_by_hand import DOCUMENTS

SIX = Quota(6, (2, 2, 2), (3, 3, 0, 0, 0))
"""Few tasks, and easy ones: what is tested is the design."""


@pytest.fixture(scope="module")
def design_server() -> Iterator[HTTPServer]:
    with HTTPServer(threaded=True) as server:
        yield server


@pytest.fixture
def model(design_server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    yield ScriptedModel(design_server)
    design_server.clear()


@pytest.fixture
def options(model: ScriptedModel) -> EndpointOptions:
    return EndpointOptions(
        "scripted", base_url=model.base_url, max_retries=3, first_delay=0.01, timeout=5.0
    )


@pytest.fixture
def designer(options: EndpointOptions) -> LanguageModelDesigner:
    return LanguageModelDesigner(DOCUMENTS, Door(options))


@pytest.fixture
def recipe(designer: LanguageModelDesigner) -> Recipe:
    return Recipe(designer, Composer, SIX)


@pytest.fixture
def remembering(options: EndpointOptions, tmp_path: Path) -> Callable[[], LanguageModelDesigner]:
    """Makes designers that keep their answers in one folder, as a run started again does."""

    def make() -> LanguageModelDesigner:
        return LanguageModelDesigner(DOCUMENTS, Door(options), answers=tmp_path / "answers")

    return make

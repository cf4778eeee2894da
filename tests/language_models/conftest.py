"""Fixtures: a scripted endpoint, options that reach it and a model that asks it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from autoforge_envs.language_models import EndpointOptions, LanguageModel

from .scripted_endpoint import ScriptedEndpoint, chat_answer


@pytest.fixture(scope="module")
def threaded_server() -> Iterator[HTTPServer]:
    with HTTPServer(threaded=True) as server:
        yield server


@pytest.fixture
def endpoint(
    threaded_server: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ScriptedEndpoint]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    scripted = ScriptedEndpoint(threaded_server)
    scripted.script(chat_answer())
    yield scripted
    threaded_server.clear()


@pytest.fixture
def waits() -> list[float]:
    """The seconds that `model` would have slept."""
    return []


@pytest.fixture
def options(endpoint: ScriptedEndpoint) -> EndpointOptions:
    return EndpointOptions(model="tiny", base_url=endpoint.base_url, max_retries=3)


@pytest.fixture
def model(options: EndpointOptions, waits: list[float]) -> Iterator[LanguageModel]:
    with LanguageModel(options, sleep=waits.append) as built:
        yield built


@pytest.fixture
def answer() -> Callable[..., dict[str, Any]]:
    return chat_answer

"""A business that a model designs can have its tasks rewritten by the same model."""

import json
from collections.abc import Iterator

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from autoforge_envs.language_models import Door, EndpointOptions
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.model_design.designer import LanguageModelDesigner
from autoforge_envs.synthesis.pipeline.forging import forge
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.rewriting.rewriter import Rewriter
from tests.language_models.scripted_endpoint import chat_answer
from tests.synthesis.model_design.questions import PARTS
from tests.synthesis.model_design.questions import part_of as part_of_design
from tests.synthesis.model_design.written_by_hand import ANSWERS, DOCUMENTS

from .answering import answer_to, part_of
from .conftest import EIGHT

TEXTS = dict(zip(PARTS, (json.dumps(answer) for _, answer in ANSWERS), strict=True))


def _answer(request: Request) -> Response:
    body = json.loads(request.get_data())
    is_about_task = part_of(body) is not None
    said = answer_to(body["messages"]) if is_about_task else TEXTS[part_of_design(body)]
    return Response(json.dumps(chat_answer(said)), content_type="application/json")


@pytest.fixture
def door(direct: None) -> Iterator[Door]:
    with HTTPServer(threaded=True) as server:
        server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(_answer)
        yield Door(EndpointOptions("scripted", base_url=server.url_for("/v1")))


def test_what_a_model_designs_it_may_rewrite(door: Door) -> None:
    designer = LanguageModelDesigner(DOCUMENTS, door)
    product = forge(Recipe(designer, Composer, EIGHT, Rewriter(door)), 3)
    assert product.failure == ""
    stages = {stage.name: stage for stage in product.stages}
    assert stages["reword"].num_out == 8
    assert stages["recompose"].num_out > 0
    assert stages["ask schema"].num_out == 1
    assert product.files["tasks.jsonl"].count(b"Hello there.") >= 8
    assert product.files["tasks.jsonl"].count(b'"passed": true') == 8

"""What a dry run tells is near what a large language model's recorded answers take."""

import json

import pytest

from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.estimating import estimate

from .recorded import RECORDING
from .written_by_hand import ANSWERS, DOCUMENTS, TOPIC, Answer
from .written_for_drafts import GOOD, PET_SHOP


def test_recorded_answers_take_about_what_is_estimated() -> None:
    exchanges = [json.loads(line) for line in RECORDING.read_text().splitlines()]
    parts = estimate(TOPIC, 0)
    for name in ("completion_tokens", "prompt_tokens"):
        told = sum(getattr(part, name) for part in parts)
        taken = sum(each["completion"][name] for each in exchanges)
        assert told / 2 < taken < 2 * told


@pytest.mark.parametrize(
    ("documents", "answers"),
    [(DOCUMENTS, [answer for _, answer in ANSWERS]), (PET_SHOP, list(GOOD.values()))],
    ids=["from nothing", "over a draft"],
)
def test_short_answers_take_less_than_is_estimated(
    documents: ToolDocuments, answers: list[Answer]
) -> None:
    told = sum(part.completion_tokens for part in estimate(documents, 0))
    taken = sum(len(json.dumps(answer)) // 4 for answer in answers)
    assert told / 8 < taken < told


def test_over_a_draft_no_tables_are_asked_for() -> None:
    parts = estimate(PET_SHOP, 1)
    assert [part.stage for part in parts] == list(GOOD)
    assert [part.questions for part in parts] == [1] * len(GOOD)


def test_every_stage_is_told_and_repairs_cost_more() -> None:
    parts = estimate(DOCUMENTS, 2)
    assert [part.stage for part in parts] == ["schema", "vocabularies", "tools", "rules", "phrases"]
    assert [part.questions for part in parts] == [1, 1, 2, 1, 1]
    for part, unrepaired in zip(parts, estimate(DOCUMENTS, 0), strict=True):
        assert unrepaired.most_tokens == part.prompt_tokens + part.completion_tokens
        assert part.most_tokens > unrepaired.most_tokens


def test_a_topic_has_an_estimate_too() -> None:
    assert all(part.completion_tokens > 0 for part in estimate(TOPIC, 1))

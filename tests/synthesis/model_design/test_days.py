"""From when to when the days in rows are, as the model says."""

import copy

import pytest

from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.problems import RejectedAnswer
from autoforge_envs.synthesis.model_design.stages.schema_stage import SchemaStage
from autoforge_envs.synthesis.model_design.stages.vocabulary_stage import VocabularyStage
from autoforge_envs.synthesis.schema_design.values import Days

from .written_by_hand import DOCUMENTS, SCHEMA, VOCABULARIES, Answer

SCHOOL = SchemaStage(DOCUMENTS, 3).read(SCHEMA, Blueprint())


def days(column: str, earliest: int, latest: int, after: str = "") -> Answer:
    return {"column": column, "after": after, "earliest": earliest, "latest": latest}


def with_days(*said: Answer) -> Answer:
    return {**copy.deepcopy(VOCABULARIES), "days": list(said)}


def test_days_are_asked_for_and_taken() -> None:
    assert "- Course.starts_on" in VocabularyStage().question(SCHOOL)
    answer = with_days(days("Course.starts_on", -30, 60))
    assert VocabularyStage().read(answer, SCHOOL).days == {"Course.starts_on": Days(-30, 60)}


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (days("Course.starts_on", 5, 1), "give a range of days from today"),
        (days("Course.starts_on", 0, 10**6), "give a range of days from today"),
        (days("Course.price", 0, 1), "there is no such column"),
        (days("Course.starts_on", 0, 1, "Course.price"), "cannot be counted from 'Course.price'"),
        (days("Course.starts_on", 0, 1, "starts_on"), "cannot be counted from 'starts_on'"),
    ],
)
def test_days_that_make_no_sense_are_told(said: Answer, reason: str) -> None:
    with pytest.raises(RejectedAnswer) as rejected:
        VocabularyStage().read(with_days(said), SCHOOL)
    assert reason in str(rejected.value.problems[0])

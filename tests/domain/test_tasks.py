"""Tasks as data: read, written, never changed."""

import dataclasses
import json
from typing import Any

import pytest

from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.task_reading import read_task
from autoforge_envs.domain.tasks import Task
from autoforge_envs.errors import DomainError

from .conftest import BOOKSHOP

LINES = (BOOKSHOP / "tasks.jsonl").read_text().splitlines()


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["id"])
def test_a_task_is_written_as_it_was_read(line: str) -> None:
    data = json.loads(line)
    task = read_task(data, "here")
    assert task.as_json() == data
    assert read_task(task.as_json(), "there") == task


def test_a_task_cannot_be_changed(bookshop: Domain) -> None:
    task = bookshop.contents.tasks[0]
    parts: list[Any] = [task, task.user, task.user.facts[0], task.plan[0], task.goal]
    for part in parts:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(part, dataclasses.fields(part)[0].name, None)


def test_a_user_knows_facts_by_name(bookshop: Domain) -> None:
    user = bookshop.contents.tasks[0].user
    assert user.fact("password").value == "marmalade"


def minimal(**changes: Any) -> Task:
    data = {
        "id": "t", "split": "train", "level": 1,
        "user": {"name": "A", "persona": "curt", "reveals": "one_by_one",
                 "requests": [{"text": "Hello."}], "facts": []},
        "plan": [], "goal": {"changes": [], "told": []},
    } | changes  # fmt: skip
    return read_task(data, "here")


def test_what_may_be_left_out_has_a_default() -> None:
    task = minimal(plan=[{"id": "a", "call": "find_book"}])
    request, step = task.user.requests[0], task.plan[0]
    assert (request.intent, request.fallback) == ("", None)
    assert (step.arguments, step.when, step.confirm, step.request) == ({}, None, False, 0)
    assert task.certificate == {}


def test_every_kind_of_step_is_told_by_its_field() -> None:
    value = {"value": 1}
    plan = [
        {"id": "a", "call": "f", "arguments": {"x": value}, "confirm": True},
        {"id": "b", "ask_user": "g", "when": value},
        {"id": "c", "think": "sum", "of": [value, {"result": "a"}]},
        {"id": "d", "tell": {"result": "c"}, "type": "Money", "label": "total"},
    ]
    steps = minimal(plan=plan).plan
    assert [(step.kind, step.name) for step in steps] == [
        ("call", "f"), ("ask_user", "g"), ("think", "sum"), ("tell", "total"),
    ]  # fmt: skip
    assert steps[2].arguments == {"of": [value, {"result": "a"}]}
    assert (steps[3].type, steps[3].arguments) == ("Money", {"value": {"result": "c"}})


@pytest.mark.parametrize(
    ("text", "fallback"), [("The one NOT YET paid.", None), ("That.", "Then what is not yet paid.")]
)
def test_words_stand_for_something_where_a_request_has_them(
    text: str, fallback: str | None
) -> None:
    meaning = {"words": "not yet paid", "name": "status", "value": "open"}
    request = {"text": text, "fallback": fallback, "meanings": [meaning]}
    user = {
        "name": "A", "persona": "curt", "reveals": "one_by_one", "facts": [], "requests": [request],
    }  # fmt: skip
    found = minimal(user=user).user.requests[0].meanings
    assert [dataclasses.asdict(each) for each in found] == [meaning]


@pytest.mark.parametrize("words", ["not yet sent", "", " "])
def test_words_that_are_not_said_stand_for_nothing(words: str) -> None:
    meaning = {"words": words, "name": "status", "value": "open"}
    request = {"text": "The one not yet paid.", "meanings": [meaning]}
    user = {
        "name": "A", "persona": "curt", "reveals": "one_by_one", "facts": [], "requests": [request],
    }  # fmt: skip
    with pytest.raises(DomainError, match="are not in the request"):
        minimal(user=user)


def test_a_refusal_may_say_what_was_asked_for() -> None:
    unknown = {"id": "no", "call": "decline_request", "declined": {"quantity": {"fact": "copies"}}}
    with pytest.raises(DomainError, match="uses the fact 'copies'"):
        minimal(plan=[unknown])

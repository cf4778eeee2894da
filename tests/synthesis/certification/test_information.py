"""Where a choice comes from: the user's words, never the schemas alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from autoforge_envs.domain.tasks import Meaning, Request
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.checks.information import check_information

MakeCase = Callable[[str], Case]
WORDS = "that you have not sent"


def choosing(case: Case, value: str | bool, request: Request) -> Case:
    """Let the plan choose the order by its status, which a request says in some way."""
    plan = tuple(
        replace(step, arguments={**step.arguments, "where": {"status": {"value": value}}})
        if step.id == "order"
        else step
        for step in case.task.plan
    )
    user = replace(case.task.user, requests=(request, *case.task.user.requests))
    return replace(case, task=replace(case.task, user=user, plan=plan))


def meaning(value: str | bool, name: str = "status") -> tuple[Meaning, ...]:
    return (Meaning(WORDS, name, value),)


@pytest.mark.parametrize(
    ("value", "text", "meanings", "is_known"),
    [
        ("pending", "It is the pending one.", (), True),
        ("pending", f"It is the one {WORDS}.", meaning("pending"), True),
        ("pending", f"It is the one {WORDS}.", (), False),
        ("pending", f"It is the one {WORDS}.", meaning("shipped"), False),
        ("pending", f"It is the one {WORDS}.", meaning("pending", "reason"), False),
        (True, f"It is the one {WORDS}.", meaning(True), True),
        (True, f"It is the one {WORDS}.", meaning(False), False),
        (True, "It is the one.", (), False),
    ],
)
def test_a_choice_must_be_said_or_meant(
    make_case: MakeCase, value: str | bool, text: str, meanings: Any, is_known: bool
) -> None:
    case = choosing(make_case("cancel_lighthouse"), value, Request(text, "", None, meanings))
    assert bool(check_information(case).failures) is not is_known

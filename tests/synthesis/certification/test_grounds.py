"""A refusal is judged by the call that was asked for, where the plan says which."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.checks.grounds import check_grounds
from autoforge_envs.synthesis.certification.rehearsal import rehearse

MakeCase = Callable[[str], Case]


def declining(case: Case, copies: int) -> Case:
    """Let the user have asked for a number of copies."""
    plan = tuple(
        replace(step, declined={**step.declined, "quantity": {"value": copies}})
        if step.declined
        else step
        for step in case.task.plan
    )
    task = replace(case.task, plan=plan)
    return replace(case, task=task, outcome=rehearse(case.stage.session, task, case.stage.tools))


@pytest.mark.parametrize(("copies", "is_forbidden"), [(5, True), (4, True), (3, False), (1, False)])
def test_what_was_asked_for_decides_and_no_other_call(
    make_case: MakeCase, copies: int, is_forbidden: bool
) -> None:
    findings = check_grounds(declining(make_case("five_or_two"), copies))
    assert bool(findings.failures) is not is_forbidden


def test_a_call_that_cannot_be_made_shows_nothing(make_case: MakeCase) -> None:
    assert check_grounds(declining(make_case("five_or_two"), -1)).failures

"""Does the plan reach the goal, every time?"""

from collections.abc import Iterator, Sequence

from autoforge_envs.domain.storage.difference import Change, digest
from autoforge_envs.domain.tasks import Goal
from autoforge_envs.synthesis.certification.cases import Case, Stumble
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.rehearsal import Rehearsal


def check_plan(case: Case) -> Findings:
    """The plan runs, twice and alike, breaks no rule, and ends where the goal says, for 1.0."""
    if isinstance(case.outcome, Stumble):
        return Findings(1, (f"the plan fails: {case.outcome.reason}",))
    problems = [*_broken_rules(case.rehearsal), *_unlike_goal(case.rehearsal, case.task.goal)]
    return Findings(3, (*problems, *_unlike_again(case), *_unearned(case)))


def _broken_rules(rehearsal: Rehearsal) -> Iterator[str]:
    if rehearsal.violations:
        yield f"the plan breaks {', '.join(rehearsal.violations)}"


def _unlike_goal(rehearsal: Rehearsal, goal: Goal) -> Iterator[str]:
    if rehearsal.changes != goal.changes:
        where = _first_difference(goal.changes, rehearsal.changes)
        yield f"the plan does not end where the goal says: {where}"
    if rehearsal.told != goal.told:
        yield f"the plan tells {_values(rehearsal.told)}, the goal asks for {_values(goal.told)}"


def _unlike_again(case: Case) -> Iterator[str]:
    first, second = case.rehearsal, case.again
    if isinstance(second, Stumble):
        yield f"the plan fails when it is executed again: {second.reason}"
        return
    tells_otherwise = (first.told, first.speaking) != (second.told, second.speaking)
    if digest(first.changes) != digest(second.changes) or tells_otherwise:
        where = _first_difference(first.changes, second.changes)
        yield f"executed again on another session, the plan ends elsewhere: {where}"


def _unearned(case: Case) -> Iterator[str]:
    if not case.played.succeeded:
        yield f"played as an episode, the plan earns 0: {case.played.why}"


def _first_difference(these: Sequence[Change], those: Sequence[Change]) -> str:
    lines = [_line(each) for each in those if each not in these]
    lost = [_line(each) for each in these if each not in those]
    if lost and lines:
        return f"{lost[0]} against {lines[0]}"
    return lost[0] + " is missing" if lost else "".join(lines[:1]) + " is too much"


def _line(change: Change) -> str:
    values = ", ".join(f"{name}={value!r}" for name, value in change.values.items())
    return f"{change.kind} {change.table} {change.key} ({values:.120})"


def _values(told: Sequence[object]) -> str:
    return ", ".join(f"{each}" for each in told) or "nothing"

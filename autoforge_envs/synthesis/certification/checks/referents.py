"""Does every description mean exactly one thing?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from autoforge_envs.domain.reasoning import Facts, think
from autoforge_envs.domain.tasks import Step
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.certification.cases import Case, Stumble
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.expressions import CONDITIONS, places_of
from autoforge_envs.synthesis.certification.rehearsal import facts_of
from autoforge_envs.synthesis.certification.vocabulary import is_named

REFERRING = ("only", "first", "max", "min")


def check_referents(case: Case) -> Findings:
    """Each description has exactly one referent; a condition that decides nothing is noted."""
    if isinstance(case.outcome, Stumble):
        step = case.outcome.step
        refers = step is not None and step.kind == "think" and step.name in REFERRING
        return Findings(1, (f"no single referent: {case.outcome.reason}",) if refers else ())
    results, facts = case.outcome.results, facts_of(case.task)
    steps = [step for step in case.task.plan if step.kind == "think" and step.id in results]
    referring = [step for step in steps if step.name in REFERRING]
    failures = [
        *(each for step in referring for each in _arbitrary(step, dict(results), facts)),
        *(each for step in case.task.plan for each in _by_position(step, results)),
    ]
    notes = [each for step in referring for each in _conditions(case, step, dict(results), facts)]
    return Findings(len(referring), tuple(failures), tuple(notes))


def _arbitrary(step: Step, results: dict[str, Any], facts: Facts) -> Iterator[str]:
    """Refuse "the first" of several: `only`, `max` and `min` refuse ties themselves."""
    if step.name == "first":
        count = think(replace(step, name="count"), results, facts)
        if count != 1:
            yield f"step {step.id!r} takes the first of {count} elements; say which is meant"


def _by_position(step: Step, results: Mapping[str, Any]) -> Iterator[str]:
    """Refuse positions in lists of several: `{"result": "readers", "path": [0, "id"]}`."""
    for place in places_of(step):
        value: Any = results.get(place.expression.get("result", ""))
        for part in place.expression.get("path", ()):
            if isinstance(value, list) and len(value) > 1:
                yield f"step {step.id!r} takes element {part} of {len(value)}; say which is meant"
            try:
                value = value[part]
            except (KeyError, IndexError, TypeError):
                break


def _conditions(case: Case, step: Step, results: dict[str, Any], facts: Facts) -> Iterator[str]:
    """Note conditions without which the same one thing is meant, and those that nobody says."""
    for kind in CONDITIONS:
        for field, expression in step.arguments.get(kind, {}).items():
            where = f"step {step.id!r} ({step.name}): the condition on {field!r}"
            if _is_idle(step, kind, field, results, facts):
                yield f"{where} decides nothing"
            elif "value" in expression and not _is_said(case, expression["value"]):
                yield f"{where} decides, and the user does not say {expression['value']!r}"


def _is_idle(step: Step, kind: str, field: str, results: dict[str, Any], facts: Facts) -> bool:
    rest = {key: value for key, value in step.arguments[kind].items() if key != field}
    looser = replace(step, arguments={**step.arguments, kind: rest})
    try:
        return bool(think(looser, results, facts) == results[step.id])
    except TaskError:
        return False


def _is_said(case: Case, value: object) -> bool:
    return any(
        is_named(f"{request.text} {request.fallback or ''}", value)
        or any(meaning.value == value for meaning in request.meanings)
        for request in case.task.user.requests
    )

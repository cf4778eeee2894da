"""Is what the plan declines forbidden, and by that rule alone, whenever it may be asked?

A step that says with which arguments the declined call would have been made is judged by that very
call; for one that does not, calls are guessed that the user could have meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.domain.reasoning import evaluate
from autoforge_envs.domain.session import Session, ToolResult
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.guesses import guess_calls
from autoforge_envs.synthesis.certification.orders import must_precede
from autoforge_envs.synthesis.certification.rehearsal import Move, facts_of, make


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A call that the plan declines, made: the declinable rules it broke, if it got that far."""

    accepted: bool
    broken: frozenset[str]


def check_grounds(case: Case) -> Findings:
    """The named rule forbids what is declined, and no other rule does that could be named."""
    writes = case.rehearsal.writes
    declines = [i for i, move in enumerate(writes) if move.name == DECLINE]
    found = [problem for i in declines if (problem := _problem(case, i)) is not None]
    failures = tuple(line for line, fails in found if fails)
    notes = tuple(line for line, fails in found if not fails)
    return Findings(len(declines), failures, notes)


def _problem(case: Case, position: int) -> tuple[str, bool] | None:
    """Say what is wrong with one decline, and whether that fails the task; None if nothing is."""
    decline = case.rehearsal.writes[position]
    arguments, step = decline.arguments, decline.step
    what = (
        f"step {step.id!r} declines {arguments['action']} for {arguments['subject'] or 'nothing'}"
    )
    for when, before in _moments(case, position):
        try:
            attempts = [*_attempts(case, before, decline)]
        except ToolCrash as error:
            return f"{what}{when}: {error}", True
        problem, is_certain = _judge(str(arguments["rule"]), attempts)
        if problem:
            return f"{what}{when}: {problem}", is_certain or bool(step.declined)
    return None


def _moments(case: Case, position: int) -> Iterator[tuple[str, Sequence[Move]]]:
    """Yield what has been done when a request is declined, and how to say when that is.

    Who is told everything at once may take the requests in any order: then it is declined before
    all others and after all others as well.
    """
    writes = case.rehearsal.writes
    yield "", writes[:position]
    if case.task.user.reveals != "all_at_once":
        return
    decline = writes[position]
    first = [move for move in writes[:position] if must_precede(move, decline, "all_at_once")]
    others = [move for move in writes if move.name not in (DECLINE, HAND_OVER)]
    yield ", before the other requests", first
    yield ", after the other requests", others


def _judge(rule: str, attempts: Sequence[_Attempt]) -> tuple[str, bool]:
    """Say what is wrong with a ground, and whether that is certain."""
    if any(attempt.broken == {rule} for attempt in attempts):
        return "", False
    forbidding = [attempt.broken for attempt in attempts if rule in attempt.broken]
    if forbidding:
        others = ", ".join(sorted(min(forbidding, key=len) - {rule}))
        return f"{others} forbids it as well as {rule}, and the goal takes only that", True
    accepted = [attempt for attempt in attempts if attempt.accepted]
    if not accepted:
        return f"no call could be made that shows {rule} at work", False
    named = sorted({name for attempt in accepted for name in attempt.broken})
    if named:
        return f"{rule} does not forbid it, {', '.join(named)} does", True
    return f"nothing forbids it, {rule} least of all", True


def _attempts(case: Case, before: Sequence[Move], decline: Move) -> Iterator[_Attempt]:
    """Make the declined call with one guess after another until only the named rule breaks."""
    action, rule = str(decline.arguments["action"]), str(decline.arguments["rule"])
    grounds = frozenset(case.stage.slots[DECLINE]["rule"].choices)
    is_fresh = False
    for arguments in _calls(case, decline):
        session = case.stage.lawless_session
        if not is_fresh:
            _prepare(session, before)
        result = session.call("agent", action, arguments)
        is_fresh = result.error
        attempt = _Attempt(not result.error, grounds & set(result.violations))
        if result.error:
            _prepare(case.stage.session, before)
            refusal = case.stage.session.call("agent", action, arguments)
            attempt = _Attempt(False, frozenset({rule} if _is_refused_by(rule, refusal) else ()))
        yield attempt
        if attempt.broken == {rule}:
            return


def _calls(case: Case, decline: Move) -> Iterator[Mapping[str, Any]]:
    """Yield the arguments of the declined call, or what they could be."""
    if decline.step.declined:
        facts = facts_of(case.task)
        results = dict(case.rehearsal.results)
        yield {n: evaluate(e, results, facts) for n, e in decline.step.declined.items()}
    else:
        action, subject = str(decline.arguments["action"]), str(decline.arguments["subject"])
        yield from guess_calls(case, action, subject)


def _prepare(session: Session, moves: Sequence[Move]) -> None:
    session.reset()
    for move in moves:
        make(session, move)


def _is_refused_by(rule: str, result: ToolResult) -> bool:
    return result.error and result.content.startswith(f"refused by rule {rule}:")

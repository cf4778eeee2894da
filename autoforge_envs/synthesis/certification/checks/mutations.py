"""What does a plan earn with something wrong in it, or something too much?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from autoforge_envs.domain.conversation import DECLINE, HAND_OVER
from autoforge_envs.synthesis.certification.alternatives import alternatives
from autoforge_envs.synthesis.certification.cases import Case, Result
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import extra_move
from autoforge_envs.synthesis.certification.rehearsal import Move

_MAX_EXTRAS = 3
"""Second, wrong writes tried after the right ones."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """A plan played with one other argument."""

    mutant: Move
    what: str
    result: Result
    was_refused: bool  # then the result is that of the plan without the call


def check_mutations(case: Case) -> Findings:
    """Any other argument of any write, and any write too much, earns 0.

    Where another value happens to lead to the very same state, that is noted; where every other
    value does, the tool does not look at the argument, and that is wrong.
    """
    failures: list[str] = []
    notes: list[str] = []
    second_writes: list[Move] = []
    num_tried = 0
    for position, move in enumerate(case.rehearsal.writes):
        for name in move.arguments:
            trials = [*_trials(case, position, name)]
            num_tried += len(trials)
            failures += _failures(name, move, trials)
            for line, is_wrong in _equivalents(case, name, move, trials):
                (failures if is_wrong else notes).append(line)
            second_writes += _accepted(trials)[:1]
    extras = [*_with_extras(case, second_writes)]
    failures += [f"{what} earns 1.0" for what, result in extras if result.earned]
    failures += [f"{what} crashes: {result.error}" for what, result in extras if result.error]
    return Findings(num_tried + len(extras), tuple(failures), tuple(notes))


def _trials(case: Case, position: int, name: str) -> Iterator[_Trial]:
    """Play the writes with each other value of one argument of one of them."""
    move = case.rehearsal.writes[position]
    slot = case.stage.slots[move.name][name]
    if slot.semantic == "FreeText":
        return
    for arguments, what in _mutants(case, move, name):
        mutant = replace(move, arguments=arguments)
        result = case.otherwise(position, mutant)
        where = f"step {move.step.id!r} ({move.name}) with {what}"
        yield _Trial(mutant, where, result or case.without(position), result is None)


def _mutants(case: Case, move: Move, name: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    slot, value = case.stage.slots[move.name][name], move.arguments[name]
    generate = partial(case.generator, f"mutations/{move.step.id}/{name}")
    others = alternatives(slot, value, case.stage.rows, generate) if value is not None else []
    for other in others:
        yield {**move.arguments, name: other}, f"{name}={other!r} instead of {value!r}"
    if not slot.required and value is not None:
        rest = {key: kept for key, kept in move.arguments.items() if key != name}
        yield rest, f"no {name} instead of {value!r}"


def _failures(name: str, move: Move, trials: Sequence[_Trial]) -> Iterator[str]:
    for trial in trials:
        if trial.result.error:
            yield f"{trial.what} crashes: {trial.result.error}"
        elif trial.was_refused and trial.result.earned:
            yield f"{trial.what} is refused, and the rest still earns 1.0"
    accepted = [trial for trial in trials if not trial.was_refused and not trial.result.error]
    if accepted and all(trial.result.is_same for trial in accepted):
        yield (
            f"nothing depends on {name!r} of step {move.step.id!r} ({move.name}): "
            f"{len(accepted)} other values lead to the same state"
        )


def _equivalents(
    case: Case, name: str, move: Move, trials: Sequence[_Trial]
) -> Iterator[tuple[str, bool]]:
    """Yield other values that lead to the same state, and whether that is wrong.

    It is wrong where the state shows the plan's own entity, while the call names another: the tool
    has done to the one what it was asked to do to the other.
    """
    accepted = [trial for trial in trials if not trial.was_refused]
    equal = [trial for trial in accepted if trial.result.is_same]
    if len(equal) == len(accepted):
        return  # there is none, or the argument is ignored altogether
    shown = bool(case.stage.slots[move.name][name].prefix) and any(
        move.arguments[name] in (change.key, *change.values.values())
        for change in case.rehearsal.changes
        if change.table in move.tables
    )
    for trial in equal:
        yield f"{trial.what} leads to the same state", shown


def _accepted(trials: Sequence[_Trial]) -> list[Move]:
    """Return mutants that changed something of the business, other than the plan does."""
    return [
        trial.mutant
        for trial in trials
        if trial.mutant.changes_the_business
        and not (trial.was_refused or trial.result.is_same or trial.result.error)
    ]


def _with_extras(case: Case, second_writes: Sequence[Move]) -> Iterator[tuple[str, Result]]:
    """Make all writes and one more; what is refused has changed nothing and is left out."""
    for move in _extras(case, second_writes):
        result = case.with_extra(move)
        if result is not None:
            yield f"one more write, {move.name}({_line(move.arguments)}),", result


def _extras(case: Case, second_writes: Sequence[Move]) -> Iterator[Move]:
    for move in second_writes[:_MAX_EXTRAS]:
        yield replace(move, step=replace(move.step, id="extra"))
    if ("agent", DECLINE) in case.stage.tools:
        slots = case.stage.slots[DECLINE]
        arguments = {name: slots[name].choices[0] for name in ("action", "rule")}
        yield extra_move(DECLINE, {**arguments, "subject": "nothing"})
    if not any(move.name == HAND_OVER for move in case.rehearsal.writes):
        yield extra_move(HAND_OVER, {"reason": "That is all I can do."})


def _line(arguments: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in arguments.items())

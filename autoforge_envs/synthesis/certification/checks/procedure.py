"""What do the right writes earn without the procedure?"""

from collections.abc import Iterator
from dataclasses import replace

from autoforge_envs.domain.conversation import HAND_OVER
from autoforge_envs.synthesis.cases import Case
from autoforge_envs.synthesis.certificates import Findings
from autoforge_envs.synthesis.experiments import Outcome, play_honestly
from autoforge_envs.synthesis.rehearsal import Move

Experiment = tuple[str, Outcome]
_NEVER_REPEATED = ("FreeText", "Flag", "Secret")


def check_procedure(case: Case) -> Findings:
    """Identity left out or checked last, confirmation left out or vague: each earns 0."""
    experiments = [*_without_identity(case), *_without_confirmation(case)]
    return Findings(
        len(experiments),
        tuple(f"{what} earns 1.0" for what, outcome in experiments if outcome.succeeded),
    )


def _without_identity(case: Case) -> Iterator[Experiment]:
    checks = [move for move in case.rehearsal.moves if move.identifies]
    if not checks:
        return
    others = [move for move in case.rehearsal.writes if not move.identifies]
    yield "leaving the identity check out", case.play(others)
    if any(move.changes_the_business and move.caller == "agent" for move in others):
        yield "checking the identity after the writes", case.play(_late(others, checks))
        return
    rest = [move for move in case.rehearsal.moves if not move.identifies]
    tells = case.rehearsal.tells
    if not tells and all(move.name == HAND_OVER for move in others):
        return  # a hand-over ends the conversation: nothing comes before the check but reading
    outcome = play_honestly(case.stage.episode, case.task, _late(rest, checks), tells)
    yield "checking the identity after everything else", outcome


def _late(moves: list[Move], checks: list[Move]) -> list[Move]:
    """Put checks behind everything but a hand-over, which ends the conversation."""
    handovers = [move for move in moves if move.name == HAND_OVER]
    return [*(move for move in moves if move.name != HAND_OVER), *checks, *handovers]


def _without_confirmation(case: Case) -> Iterator[Experiment]:
    writes = case.rehearsal.writes
    for position, move in enumerate(writes):
        if move.proposal is None:
            continue
        silent = replace(move, proposal=None)
        before, after = writes[:position], writes[position + 1 :]
        what = f"leaving out the confirmation of step {move.step.id!r} ({move.name})"
        yield what, case.play((*before, silent, *after))
        if _has_details(case, move):
            vague = replace(move, proposal=lambda name, arguments: "Shall I go ahead?")
            what = f"a yes to nothing in particular before step {move.step.id!r} ({move.name})"
            yield what, case.play((*before, vague, *after))


def _has_details(case: Case, move: Move) -> bool:
    """Tell whether a call has a detail that the user must hear; their own key is none."""
    subjects = {
        change.values.get("subject")
        for change in case.rehearsal.changes
        if change.table == "identity_checks"
    }
    slots = case.stage.slots[move.name]
    return any(
        value not in (None, []) and slots[name].semantic not in _NEVER_REPEATED
        and not (slots[name].prefix and value in subjects)
        for name, value in move.arguments.items()
    )  # fmt: skip

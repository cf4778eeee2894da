"""Does the goal need every write and everything that is told?"""

from collections.abc import Iterator

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.hearing import heard_anyway, say


def check_omissions(case: Case) -> Findings:
    """Dropping any one writing step, or anything that is to be told, earns 0."""
    writes, tells = case.rehearsal.writes, case.rehearsal.tells
    superfluous = [
        f"without step {move.step.id!r} ({move.name}) the rest still earns 1.0"
        for position, move in enumerate(writes)
        if case.without(position).earned
    ]
    return Findings(len(writes) + len(tells), (*superfluous, *_superfluous_tells(case)))


def _superfluous_tells(case: Case) -> Iterator[str]:
    """Say what need not be told: what the user hears anyway, and what nobody misses."""
    tells, moves = case.rehearsal.tells, case.rehearsal.moves
    proposals = [move.proposal(move.name, move.arguments) for move in moves if move.proposal]
    heard = dict(heard_anyway([tell.told for tell in tells], proposals))
    for position, tell in enumerate(tells):
        what = f"telling {tell.told.label!r} (step {tell.step_id!r})"
        others = [say(other.told) for other in tells if other is not tell]
        if position in heard:
            yield f"without {what} the user hears it all the same, in {heard[position]!r:.120}"
        elif not _is_missed(case, others):
            yield f"without {what} the rest still earns 1.0"


def _is_missed(case: Case, others: list[str]) -> bool:
    """Tell whether the verdict notices that something was not told."""
    declines = any(move.name == DECLINE for move in case.rehearsal.moves)
    small_talk = ["I'm afraid I cannot do that, our policy does not allow it."] if declines else []
    return not case.play(case.rehearsal.writes, [*others, *small_talk]).succeeded

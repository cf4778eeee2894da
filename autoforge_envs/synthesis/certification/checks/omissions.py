"""Does the goal need every write and everything that is told?"""

from collections.abc import Iterator

from autoforge_envs.domain.conversation import DECLINE
from autoforge_envs.episode.verdict import is_told
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import say
from autoforge_envs.synthesis.certification.rehearsal import Tell


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
    tells = case.rehearsal.tells
    proposals = [
        move.proposal(move.name, move.arguments)
        for move in case.rehearsal.moves
        if move.proposal is not None
    ]
    for tell in tells:
        what = f"telling {tell.told.label!r} (step {tell.step_id!r})"
        others = [say(other.told) for other in tells if other is not tell]
        heard = next((w for w in (*proposals, *others) if is_told(w, tell.told)), None)
        if heard is not None:
            yield f"without {what} the user hears it all the same, in {heard!r:.120}"
        elif not _is_missed(case, tell, others):
            yield f"without {what} the rest still earns 1.0"


def _is_missed(case: Case, tell: Tell, others: list[str]) -> bool:
    """Tell whether the verdict notices that something was not told."""
    declines = any(move.name == DECLINE for move in case.rehearsal.moves)
    small_talk = ["I'm afraid I cannot do that, our policy does not allow it."] if declines else []
    return not case.play(case.rehearsal.writes, [*others, *small_talk]).succeeded

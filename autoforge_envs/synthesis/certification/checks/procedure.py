"""What do the right writes earn without the procedure?"""

from collections.abc import Iterator
from dataclasses import replace

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.conversation import HAND_OVER, IdentityCheck
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.values import parse_value
from autoforge_envs.domain.wording import read_back
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import play_honestly
from autoforge_envs.synthesis.certification.rehearsal import Move, Proposal

Experiment = tuple[str, bool]
"""What was done otherwise, and whether it earned 1.0."""

_NEVER_REPEATED = ("FreeText", "Flag", "Secret")


def check_procedure(case: Case) -> Findings:
    """Identity left out or checked last, confirmation left out or incomplete: each earns 0."""
    experiments = [*_without_identity(case), *_without_confirmation(case)]
    return Findings(
        len(experiments),
        tuple(f"{what} earns 1.0" for what, has_earned in experiments if has_earned),
    )


def _without_identity(case: Case) -> Iterator[Experiment]:
    checks = [move for move in case.rehearsal.moves if move.identifies]
    if not checks:
        return
    others = [move for move in case.rehearsal.writes if not move.identifies]
    yield "leaving the identity check out", _earns_without(case, checks, others)
    if any(move.changes_the_business and move.caller == "agent" for move in others):
        yield "checking the identity after the writes", case.play(_late(others, checks)).succeeded
        return
    rest = [move for move in case.rehearsal.moves if not move.identifies]
    tells = case.rehearsal.tells
    if not tells and all(move.name == HAND_OVER for move in others):
        return  # a hand-over ends the conversation: nothing comes before the check but reading
    outcome = play_honestly(case.stage.episode, case.task, _late(rest, checks), tells)
    yield "checking the identity after everything else", outcome.succeeded


def _earns_without(case: Case, checks: list[Move], others: list[Move]) -> bool:
    if len(checks) > 1:
        return case.play(others).succeeded
    return case.without(case.rehearsal.writes.index(checks[0])).earned


def _late(moves: list[Move], checks: list[Move]) -> list[Move]:
    """Put checks behind everything but a hand-over, which ends the conversation."""
    handovers = [move for move in moves if move.name == HAND_OVER]
    return [*(move for move in moves if move.name != HAND_OVER), *checks, *handovers]


def _without_confirmation(case: Case) -> Iterator[Experiment]:
    for position, move in enumerate(case.rehearsal.writes):
        if move.proposal is None:
            continue
        others = [*_other_proposals(case, move)]
        # a yes to every part of it, and still a rule is broken: then it is after each alone
        is_broken = case.breaks_rules(position, [other for _, other in others if other])
        for what, other in others:
            where = f"{what} before step {move.step.id!r} ({move.name})"
            moved = replace(move, proposal=other)
            yield where, not is_broken and case.earns_otherwise(position, moved)


def _other_proposals(case: Case, move: Move) -> Iterator[tuple[str, Proposal | None]]:
    """Yield no proposal, an empty one, and those that leave one detail out."""
    yield "no confirmation", None
    details = _details(case, move)
    if details:
        yield "a yes to nothing in particular", _saying("Shall I go ahead?")
    for name in details:
        rest = {key: value for key, value in move.arguments.items() if key != name}
        words = read_back(move.name, rest)
        if not _names(case, move, name, words):
            yield f"a yes without the {name}", _saying(words)


def _saying(words: str) -> Proposal:
    return lambda name, arguments: words


def _details(case: Case, move: Move) -> list[str]:
    """Return the arguments that the user must hear of; their own key is none."""
    subjects = {
        change.values.get("subject")
        for change in case.rehearsal.changes
        if change.table == IdentityCheck.__tablename__
    }
    slots = case.stage.slots[move.name]
    return [
        name
        for name, value in move.arguments.items()
        if value not in (None, [])
        and slots[name].semantic not in _NEVER_REPEATED
        and not (slots[name].prefix and value in subjects)
    ]


def _names(case: Case, move: Move, name: str, words: str) -> bool:
    """Tell whether words name an argument all the same: another detail is spelled alike."""
    semantic = SEMANTIC_TYPES[case.stage.slots[move.name][name].semantic]
    value = move.arguments[name]
    return any(
        mentions(words, semantic.name, parse_value(semantic, each, name))
        for each in (value if isinstance(value, list) else [value])
    )

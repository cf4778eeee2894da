"""What does the same work earn, done another way?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.domain.wording import read_back
from autoforge_envs.episode.words import is_told
from autoforge_envs.errors import ToolCrash
from autoforge_envs.synthesis.certification.cases import Case
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import Outcome
from autoforge_envs.synthesis.certification.orders import other_orders
from autoforge_envs.synthesis.certification.reads import with_reads
from autoforge_envs.synthesis.certification.rehearsal import Move
from autoforge_envs.synthesis.certification.rewordings import (
    ask_in_other_words,
    other_spellings,
    other_tellings,
)

NUM_SAMPLES = 3
"""Random variations of one kind."""


@dataclass(frozen=True, slots=True)
class _Variation:
    """The same work done otherwise; `may_be_refused` where the steps need not be independent."""

    what: str
    moves: Sequence[Move]
    may_be_refused: bool = False


def check_variations(case: Case) -> Findings:
    """Extra reads, another order, other spellings and other words still earn 1.0."""
    failures: list[str] = []
    notes: list[str] = []
    try:
        variations = [each for make in _KINDS for each in make(case)]
    except ToolCrash as error:
        return Findings(1, (f"a reading call crashes: {error}",))
    for variation in variations:
        if case.is_as_good(variation.moves):
            continue
        outcome = case.play(variation.moves)
        if variation.may_be_refused and _is_forbidden(variation, outcome):
            notes.append(f"{variation.what} is forbidden: {outcome.why}")
        elif not outcome.succeeded:
            failures.append(f"{variation.what} earns 0: {outcome.why}")
    tellings = [*_tellings(case)]
    failures += [text for text, is_heard in tellings if not is_heard]
    return Findings(len(variations) + len(tellings), tuple(failures), tuple(notes))


def _is_forbidden(variation: _Variation, outcome: Outcome) -> bool:
    """Tell whether tools or rules demand that it be done the plan's way."""
    writes = {move.step.id for move in variation.moves if move.writes}
    return bool(outcome.refused & writes or outcome.verdict.violations)


def _extra_reads(case: Case) -> Iterator[_Variation]:
    known = [fact.value for fact in case.task.user.facts]
    for sample in range(NUM_SAMPLES - 1):
        generator = case.generator(f"reads/{sample}")
        moves = with_reads(case.stage, case.rehearsal.moves, known, generator)
        names = ", ".join(move.name for move in moves if move.step.id == "extra")
        yield _Variation(f"reading more ({names})", moves)


def _other_orders(case: Case) -> Iterator[_Variation]:
    reveals, generator = case.task.user.reveals, case.generator("orders")
    for moves in other_orders(case.rehearsal.moves, reveals, generator, NUM_SAMPLES):
        order = ", ".join(move.step.id for move in moves)
        yield _Variation(f"the order {order}", moves, may_be_refused=True)


def _other_spellings(case: Case) -> Iterator[_Variation]:
    """Spell every argument of every write otherwise at once, once for each manner."""
    for manner in range(2):
        moves = [_spelled(case, move, manner) for move in case.rehearsal.writes]
        if any(one is not other for one, other in zip(moves, case.rehearsal.writes, strict=True)):
            yield _Variation(f"spelling arguments otherwise ({_show(moves)})", moves)


def _spelled(case: Case, move: Move, manner: int) -> Move:
    slots = case.stage.slots[move.name]
    spelled = {
        name: ways[manner % len(ways)]
        for name, value in move.arguments.items()
        if (ways := other_spellings(slots[name].semantic, value))
    }
    if not spelled:
        return move
    proposal = move.proposal and _always(read_back(move.name, move.arguments))
    return replace(move, arguments={**move.arguments, **spelled}, proposal=proposal)


def _always(words: str) -> Callable[..., str]:
    return lambda name, arguments: words


def _other_words(case: Case) -> Iterator[_Variation]:
    """Propose every call in other words, once for each manner."""
    if not any(move.proposal for move in case.rehearsal.writes):
        return
    for manner in range(2):
        moves = [
            replace(move, proposal=ask_in_other_words(case.stage.slots[move.name], manner))
            if move.proposal
            else move
            for move in case.rehearsal.writes
        ]
        said = next(m.proposal(m.name, m.arguments) for m in moves if m.proposal)
        yield _Variation(f"proposing in other words ({said!r})", moves)


def _other_free_text(case: Case) -> Iterator[_Variation]:
    """Write something else wherever the text is free."""
    moves = [_rewritten(case, move) for move in case.rehearsal.writes]
    if any(one is not other for one, other in zip(moves, case.rehearsal.writes, strict=True)):
        yield _Variation("other words in free text", moves)


def _rewritten(case: Case, move: Move) -> Move:
    slots = case.stage.slots[move.name]
    free = [n for n, v in move.arguments.items() if slots[n].semantic == "FreeText" and v]
    if not free:
        return move
    words = dict.fromkeys(free, "in quite other words")
    return replace(move, arguments={**move.arguments, **words})


def _tellings(case: Case) -> Iterator[tuple[str, bool]]:
    """Tell each value in other words and say whether it is heard."""
    for tell in case.rehearsal.tells:
        for words in other_tellings(tell.told):
            yield f"telling it so earns 0: {words!r}", is_told(words, tell.told)


def _show(moves: Sequence[Move]) -> str:
    values: list[Any] = [value for move in moves for value in move.arguments.values()]
    return ", ".join(repr(value) for value in values)[:200]


_KINDS: tuple[Callable[[Case], Iterator[_Variation]], ...] = (
    _extra_reads, _other_orders, _other_spellings, _other_words, _other_free_text,
)  # fmt: skip

"""What a check looks at: one task on a stage, its rehearsal, and randomness of its own."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy

from autoforge_envs.domain.conversation import CONFIRM, HAND_OVER
from autoforge_envs.domain.tasks import Step, Task
from autoforge_envs.errors import TaskError, ToolCrash
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import (
    Outcome,
    play,
    play_unless_refused,
    sentences,
)
from autoforge_envs.synthesis.certification.rehearsal import (
    Move,
    Proposal,
    Rehearsal,
    Repetition,
    repeat,
)
from autoforge_envs.synthesis.certification.routes import Departure, Route, find_route
from autoforge_envs.synthesis.certification.staging import Stage
from autoforge_envs.synthesis.certification.tracing import Trace, TracedSession


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where and why a plan could not be rehearsed to its end."""

    step: Step | None
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a plan with one write otherwise.

    Attributes:
        earned: Whether it earned 1.0.
        is_same: Whether the state ended up as if nothing had been other.
        error: Why a tool is out of order; "" if none is.
    """

    earned: bool
    is_same: bool
    error: str


ELSEWHERE = Result(earned=False, is_same=False, error="")
"""The state ends otherwise than the plan's."""


@dataclass(frozen=True)
class Case:
    """One task to be certified.

    Attributes:
        outcome: The rehearsal of its plan, or why there is none.
        seed: Of the experiments.
    """

    stage: Stage
    task: Task
    outcome: Rehearsal | Stumble
    seed: int
    _without: dict[int, Result] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rehearsal(self) -> Rehearsal:
        """The rehearsal.

        Raises:
            TaskError: The plan fails.
        """
        if isinstance(self.outcome, Stumble):
            raise TaskError(f"task {self.task.id!r} has no rehearsal: {self.outcome.reason}")
        return self.outcome

    @property
    def told(self) -> list[str]:
        """Everything that the plan tells, in plain sentences."""
        return sentences(self.rehearsal.tells)

    @property
    def again(self) -> Repetition | Stumble:
        """The plan executed again on another session, or why that failed."""
        return self._second[0]

    @cached_property
    def _second(self) -> tuple[Repetition | Stumble, Sequence[Trace]]:
        session = self.stage.other_session
        try:
            again = repeat(session, self.task)
        except (TaskError, ToolCrash) as error:
            return Stumble(None, str(error)), ()
        return again, session.traces if isinstance(session, TracedSession) else ()

    @cached_property
    def played(self) -> Outcome:
        """The plan played as an episode."""
        return self.play(self.rehearsal.moves)

    @cached_property
    def route(self) -> Route | None:
        """The route of the plan's writes; None where there is none to rely on.

        There is none where the plan ends otherwise when it is executed again, or otherwise than the
        goal says: then what leaves the route may end right.
        """
        again, traces = self._second
        if isinstance(again, Stumble):
            return None
        if not (again.changes == self.rehearsal.changes == self.task.goal.changes):
            return None
        made = [trace for trace in traces if trace.name != CONFIRM]
        if len(made) != len(self.rehearsal.moves):
            return None
        writes = [
            (m, t.queries) for m, t in zip(self.rehearsal.moves, made, strict=True) if m.writes
        ]
        return find_route(self.stage.memory_session, [m for m, _ in writes], [q for _, q in writes])

    def play(self, moves: Sequence[Move], told: Sequence[str] | None = None) -> Outcome:
        """Play moves as an episode and tell everything, unless said otherwise."""
        return play(self.stage.episode, self.task, moves, self.told if told is None else told)

    def without(self, position: int) -> Result:
        """Say what the writes earn without the one at a position; several checks ask for it."""
        if position not in self._without:
            self._without[position] = self._try_without(position)
        return self._without[position]

    def _try_without(self, position: int) -> Result:
        if self.route is not None and self.route.ends_elsewhere(self.route.without(position)):
            return ELSEWHERE
        writes = self.rehearsal.writes
        return self._result(self.play((*writes[:position], *writes[position + 1 :])))

    def otherwise(self, position: int, move: Move) -> Result | None:
        """Say what the writes earn with another in the place of one; None if it is refused.

        What is refused has changed nothing, so the rest is the plan without it.
        """
        departure = self._depart(position, move)
        if departure is not None and departure.refused:
            return None
        if self._ends_elsewhere(departure):
            return ELSEWHERE
        writes = self.rehearsal.writes
        moves = (*writes[:position], move, *writes[position + 1 :])
        outcome = play_unless_refused(self.stage.episode, self.task, moves, self.told, position)
        return None if outcome is None else self._result(outcome)

    def earns_otherwise(self, position: int, move: Move) -> bool:
        """Tell whether the writes earn 1.0 with another in the place of one.

        Once a rule is broken for good, nothing earns anything.
        """
        departure = self._depart(position, move)
        if departure is not None and departure.refused:
            return self.without(position).earned
        if departure is not None and departure.breaks_rules:
            return False
        writes = self.rehearsal.writes
        return self.play((*writes[:position], move, *writes[position + 1 :])).succeeded

    def breaks_rules(self, position: int, proposals: Sequence[Proposal]) -> bool:
        """Tell whether a write breaks a rule for good even after a yes to all of some proposals."""
        return self.route is not None and self.route.breaks_rules(position, proposals)

    def is_as_good(self, moves: Sequence[Move]) -> bool:
        """Tell whether moves certainly earn what the plan earns; if not, they may all the same.

        They do if the plan has earned 1.0, and they end in the same rows without breaking a rule:
        what is told is told either way.
        """
        if self.route is None or not self.played.succeeded:
            return False
        return self.route.leads_there(moves)

    def with_extra(self, move: Move) -> Result | None:
        """Say what all writes earn with one more before a hand-over; None if that is refused."""
        writes = self.rehearsal.writes
        position = next((i for i, each in enumerate(writes) if each.name == HAND_OVER), len(writes))
        departure = self._depart(position, move, instead=False)
        if departure is not None and departure.refused:
            return None
        if self._ends_elsewhere(departure):
            return ELSEWHERE
        outcome = self.play((*writes[:position], move, *writes[position:]))
        return None if move.step.id in outcome.refused else self._result(outcome)

    def _depart(self, position: int, move: Move, *, instead: bool = True) -> Departure | None:
        """Leave the route with a move; None if there is no route or a tool crashes."""
        return None if self.route is None else self.route.depart(position, move, instead=instead)

    def _ends_elsewhere(self, departure: Departure | None) -> bool:
        """Tell whether the rest of the route ends elsewhere for certain."""
        if self.route is None or departure is None:
            return False
        return self.route.ends_elsewhere(departure)

    def _result(self, outcome: Outcome) -> Result:
        is_same = outcome.changes == self.rehearsal.changes and not outcome.error
        return Result(outcome.succeeded, is_same, outcome.error)

    def generator(self, purpose: str) -> numpy.random.Generator:
        """Give randomness that depends on seed, task and purpose alone."""
        digest = hashlib.sha256(f"{self.seed}/{self.task.id}/{purpose}".encode()).digest()
        return numpy.random.Generator(numpy.random.PCG64(int.from_bytes(digest[:8], "big")))


Check = Callable[[Case], Findings]

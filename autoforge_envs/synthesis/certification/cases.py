"""What a check looks at: one task on a stage, its rehearsal, and randomness of its own."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy

from autoforge_envs.domain.tasks import Step, Task
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.certification.certificate import Findings
from autoforge_envs.synthesis.certification.experiments import Outcome, play, sentences
from autoforge_envs.synthesis.certification.rehearsal import Move, Rehearsal
from autoforge_envs.synthesis.certification.staging import Stage


@dataclass(frozen=True, slots=True)
class Stumble:
    """Where and why a plan could not be rehearsed to its end."""

    step: Step | None
    reason: str


@dataclass(frozen=True, slots=True)
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
    _without: dict[int, Outcome] = field(default_factory=dict, compare=False, repr=False)

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

    def play(self, moves: Sequence[Move], told: Sequence[str] | None = None) -> Outcome:
        """Play moves as an episode and tell everything, unless said otherwise."""
        return play(self.stage.episode, self.task, moves, self.told if told is None else told)

    def play_without(self, position: int) -> Outcome:
        """Play the writes without the one at a position; several checks ask for it."""
        if position not in self._without:
            writes = self.rehearsal.writes
            self._without[position] = self.play((*writes[:position], *writes[position + 1 :]))
        return self._without[position]

    def generator(self, purpose: str) -> numpy.random.Generator:
        """Give randomness that depends on seed, task and purpose alone."""
        digest = hashlib.sha256(f"{self.seed}/{self.task.id}/{purpose}".encode()).digest()
        return numpy.random.Generator(numpy.random.PCG64(int.from_bytes(digest[:8], "big")))


Check = Callable[[Case], Findings]

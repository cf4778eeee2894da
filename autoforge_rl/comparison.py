"""Whether one policy succeeds more often than another, on the same tasks and trials."""

from dataclasses import dataclass

import numpy

from autoforge_rl.errors import ChoiceError
from autoforge_rl.evaluation import Score


@dataclass(frozen=True, slots=True)
class Lift:
    """How much more often tasks are solved.

    Attributes:
        value: Mean over tasks of the difference in their share of successes.
        low: Lower end of a 95 % interval.
        high: Upper end.
        num_tasks: Tasks that both policies have valid trials of; no others count.
    """

    value: float
    low: float
    high: float
    num_tasks: int


def compare(
    before: Score, after: Score, generator: numpy.random.Generator, resamples: int = 10_000
) -> Lift:
    """Return the mean difference over tasks, with a percentile bootstrap interval.

    Tasks are drawn again, never trials: they are the independent units. Source: Efron (1979),
    Bootstrap methods: another look at the jackknife. With fewer than some twenty tasks the
    interval is too narrow.

    Args:
        before: Of one policy.
        after: Of the other, on the same tasks.
        generator: Draws tasks.
        resamples: How often they are drawn.

    Raises:
        ChoiceError: They share no task with valid trials.
    """
    shared = [
        task for task, (_, trials) in before.by_task.items()
        if trials and after.by_task.get(task, (0, 0))[1]
    ]  # fmt: skip
    if not shared:
        raise ChoiceError(
            f"the scores of {before.part!r} and {after.part!r} share no task with valid trials; "
            "evaluate both policies on the same tasks"
        )
    differences = numpy.array([_share(after, task) - _share(before, task) for task in shared])
    drawn = generator.integers(len(shared), size=(resamples, len(shared)))
    low, high = numpy.quantile(differences[drawn].mean(axis=1), [0.025, 0.975])
    return Lift(float(differences.mean()), float(low), float(high), len(shared))


def _share(score: Score, task: str) -> float:
    successes, trials = score.by_task[task]
    return successes / trials

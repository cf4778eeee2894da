from dataclasses import replace

import numpy
import pytest

from autoforge_rl.comparison import compare
from autoforge_rl.errors import ChoiceError
from autoforge_rl.evaluation import Score

BLANK = Score("held-out tasks", "shop", 0, 0, 0, 0, (), 0.0, 0.0, 0.0, {}, {})


def scored(**by_task: tuple[int, int]) -> Score:
    return replace(BLANK, by_task=by_task)


def test_the_lift_is_the_mean_over_tasks_that_both_have_tried() -> None:
    before = scored(a=(0, 4), b=(2, 4), c=(4, 4), only_before=(4, 4), spoiled=(0, 0))
    after = scored(a=(4, 4), b=(1, 2), c=(2, 4), only_after=(4, 4), spoiled=(2, 2))
    lift = compare(before, after, numpy.random.default_rng(0))
    assert lift.num_tasks == 3
    assert lift.value == pytest.approx((1 + 0 - 0.5) / 3)
    assert lift.low < lift.value < lift.high


def test_the_interval_covers_the_true_lift_about_as_often_as_it_says() -> None:
    generator = numpy.random.default_rng(3)
    covered = 0
    for _ in range(200):
        wins = generator.random((40, 2, 4)) < [[[0.3], [0.5]]]
        before, after = (
            scored(**{f"t{n}": (int(each.sum()), 4) for n, each in enumerate(wins[:, side])})
            for side in (0, 1)
        )
        lift = compare(before, after, generator, resamples=400)
        covered += lift.low <= 0.2 <= lift.high
    assert 0.88 < covered / 200 < 0.99


def test_scores_without_a_task_in_common_are_not_compared() -> None:
    with pytest.raises(ChoiceError, match="share no task"):
        compare(scored(a=(1, 1)), scored(b=(1, 1)), numpy.random.default_rng(0))

from typing import Any

import pytest

from autoforge_rl.algorithm import PRESETS, Algorithm, Shaping, preset
from autoforge_rl.errors import ChoiceError
from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.recipe import Recipe, TrainingChoices
from autoforge_rl.rollouts import RolloutChoices
from autoforge_rl.sampling import SamplingChoices
from autoforge_rl.selection import SelectionChoices
from autoforge_rl.server import ServerChoices

ALONE = TrainingChoices(rollouts_per_task=1)
WITHOUT_GROUPS = {"reinforce_pp"}
"""Presets that compare a rollout with those of other tasks."""


@pytest.mark.parametrize("name", PRESETS)
def test_whoever_compares_rollouts_of_a_task_needs_two(name: str) -> None:
    choices: dict[str, Any] = {
        "algorithm": preset(name),
        "rollouts": RolloutChoices(anchor_key="state_digest"),
    }
    Recipe(**choices)
    if name in WITHOUT_GROUPS:
        Recipe(training=ALONE, **choices)
        return
    with pytest.raises(ChoiceError, match=r"training\.rollouts_per_task is 1.* at least 2"):
        Recipe(training=ALONE, **choices)


def test_a_batch_of_one_rollout_has_nothing_to_be_compared_with() -> None:
    lone = TrainingChoices(tasks_per_update=1, rollouts_per_task=1)
    with pytest.raises(ChoiceError, match="baseline is 'batch', which compares rollouts"):
        Recipe(training=lone, algorithm=preset("reinforce_pp"))


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        (
            {
                "algorithm": Algorithm(shaping=Shaping(9)),
                "rollouts": RolloutChoices(max_tokens=9),
            },
            r"shaping\.overlong_margin must be below rollouts\.max_tokens \(9\), got 9",
        ),
        ({"algorithm": preset("gigpo")}, r"anchors\.weight is 1\.0, .* rollouts\.anchor_key"),
        (
            {
                "algorithm": Algorithm(
                    SelectionChoices(min_valid=1, dynamic_sampling=True),
                    advantages=preset("reinforce_pp").advantages,
                ),
                "training": ALONE,
            },
            r"selection\.dynamic_sampling drops tasks",
        ),
        (
            {"algorithm": Algorithm(SelectionChoices(min_valid=9))},
            r"selection\.min_valid must be at most training\.rollouts_per_task \(8\), got 9",
        ),
        (
            {"sampling": SamplingChoices(temperature=0.0)},
            r"sampling\.temperature must be above 0, got 0",
        ),
        (
            {"training": TrainingChoices(sampler="server"), "server": ServerChoices("http://a")},
            r"needs server\.url and server\.shared_folder, got 'http://a' and ''",
        ),
        (
            {"training": TrainingChoices(evaluate_every=1)},
            r"training\.evaluate_every is 1, .*\[held_out\.NAME\]",
        ),
    ],
)
def test_what_cannot_work_together_is_refused(choices: dict[str, Any], message: str) -> None:
    with pytest.raises(ChoiceError, match=message):
        Recipe(**choices)


def test_what_works_together_is_taken() -> None:
    Recipe(algorithm=Algorithm(shaping=Shaping(8)), rollouts=RolloutChoices(max_tokens=9))
    Recipe(algorithm=preset("gigpo"), rollouts=RolloutChoices(anchor_key="state_digest"))
    held_out = {"desk": EnvironmentChoices("toy/desk-v0", num_tasks=1)}
    Recipe(training=TrainingChoices(evaluate_every=1), held_out=held_out)

from dataclasses import replace
from pathlib import Path

import gymnasium
import numpy
import pytest

from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.optimisation import OptimizerChoices
from autoforge_rl.recipe import TrainingChoices
from benchmarks.learning_study import (
    TREATMENTS,
    Study,
    add_desk_faults,
    add_domain_faults,
    mean_height,
    report,
    run_all,
)
from benchmarks.wish_desks import DESKS, ID, letters_for, make_recipe, wishes

RETAIL = EnvironmentChoices("autoforge_envs:autoforge/retail-v0", num_tasks=1)


def make(choices: EnvironmentChoices) -> gymnasium.Env[object, object]:
    return gymnasium.make(choices.id, disable_env_checker=True, **choices.options)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    recipe = make_recipe(tmp_path / "policy")
    training = TrainingChoices(updates=2, tasks_per_update=6, evaluate_every=1)
    recipe = replace(recipe, training=training, optimizer=OptimizerChoices(1e-2))
    recipe = replace(recipe, evaluation=replace(recipe.evaluation, trials=2))
    return Study(recipe, add_desk_faults, tmp_path / "runs", seeds=1, rates=(0.0, 0.5))


def test_a_study_trains_each_algorithm_at_each_rate_and_goes_on_where_it_was(study: Study) -> None:
    found = run_all(study)
    assert list(found) == [(name, rate) for rate in (0.0, 0.5) for name in TREATMENTS]
    clean = [found[name, 0.0] for name in ("GRPO", "exclusion, made up", "loss masking")]
    assert clean[0] == clean[1] == clean[2]
    weights = sorted((study.out).rglob("model.safetensors"))
    written = [path.stat().st_mtime_ns for path in weights]
    assert run_all(study) == found
    assert [path.stat().st_mtime_ns for path in weights] == written
    tables = report(study, found)
    assert "| success at the end | 0% | 50% |" in tables
    assert "| ERPO, exclusion | " in tables


def test_a_faulty_customer_is_told_at_the_end_and_met_less_often() -> None:
    environment = make(add_desk_faults(EnvironmentChoices(ID, {"desk": "hard"}, ("wish 0",)), 0.5))
    rewards: dict[bool, list[float]] = {True: [], False: []}
    for seed in range(200):
        environment.reset(seed=seed, options={"task_id": "wish 0"})
        _, reward, terminated, _, info = environment.step(letters_for("hard", "wish 0")[0])
        assert terminated
        rewards[info["verdict"]["spoiled"]].append(float(reward))
    assert set(rewards[False]) == {1.0}
    assert 0.3 < numpy.mean(rewards[True]) < 0.7
    assert 70 < len(rewards[True]) < 130


def test_desks_differ_in_how_many_letters_will_do() -> None:
    for desk, count in DESKS.items():
        for wish in wishes():
            assert len(set(letters_for(desk, wish))) == count


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_users_of_a_domain_are_given_faults(rate: float) -> None:
    environment = make(add_domain_faults(RETAIL, rate))
    _, info = environment.reset(seed=3)
    while not info.get("verdict"):
        _, _, _, _, info = environment.step("What can I do for you?")
    environment.close()
    assert bool(info["user_faults"]) == (rate == 1.0)


def test_a_curves_mean_height_counts_its_ends_half() -> None:
    assert mean_height([0.0, 1.0, 1.0]) == pytest.approx(0.75)

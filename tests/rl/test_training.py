from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch

from autoforge_rl.algorithm import preset
from autoforge_rl.errors import BatchError, BrokenRunError, ChoiceError
from autoforge_rl.evaluation import EvaluationChoices
from autoforge_rl.initial_policy import PolicyShape, make_policy
from autoforge_rl.learner import Learner, PolicyChoices
from autoforge_rl.lineup import EnvironmentChoices, Lineup
from autoforge_rl.optimisation import OptimizerChoices
from autoforge_rl.packing import PackingChoices
from autoforge_rl.processes import Processes
from autoforge_rl.recipe import Recipe, TrainingChoices
from autoforge_rl.rollouts import Assignment, Rollout, RolloutChoices
from autoforge_rl.sampling import SamplingChoices
from autoforge_rl.tally import describe
from autoforge_rl.token_stream import Segment
from autoforge_rl.training import draw_groups, examine, improve, judge, train

DESK = "tests.rl.toy_desk:toy/desk-v0"
ENVIRONMENT = EnvironmentChoices(DESK, num_tasks=4, prompt="conversation")
RECIPE = Recipe(
    environments={"desk": ENVIRONMENT},
    held_out={"desk": ENVIRONMENT},
    training=TrainingChoices(updates=1, tasks_per_update=4, rollouts_per_task=8),
    rollouts=RolloutChoices(num_seats=32, max_tokens=128),
    sampling=SamplingChoices(max_turn_tokens=2),
    optimizer=OptimizerChoices(1e-2, max_norm=1e9),
    evaluation=EvaluationChoices(trials=2),
    evaluation_sampling=SamplingChoices(temperature=0.0, max_turn_tokens=2),
)
ANCHORED = replace(RECIPE, rollouts=replace(RECIPE.rollouts, anchor_key="state_digest"))


@pytest.fixture
def learner(tmp_path: Path, tokenizer: Any) -> Learner:
    return make_learner(tmp_path / "policy", tokenizer)


def make_learner(path: Path, tokenizer: Any) -> Learner:
    make_policy(PolicyShape("qwen3", 320, 32, 1, 2), tokenizer, 3).save_pretrained(path)
    tokenizer.save_pretrained(path)
    return Learner(PolicyChoices(str(path)), path, RECIPE.optimizer)


def rollout(
    reward: float | None, number: int, *, spoiled: bool = False, length: int = 4, task: str = "t"
) -> Rollout:
    """A rollout of tokens that depend on its number."""
    given, said = [1, 2, 3 + number], [(7 * number + place) % 300 for place in range(length)]
    segment = Segment().with_given(given).with_sampled(said, [-5.0] * length, 0, 0)
    return Rollout(
        Assignment("desk", task, number),
        task,
        (segment.with_given([9]),),
        reward,
        spoiled,
        "",
        "x",
        1,
    )


def trained_with(recipe: Recipe, learner: Learner, groups: Sequence[Sequence[Rollout]]) -> Any:
    """Return the gradient of one update; the weights stay as they are."""
    kept: list[torch.Tensor] = []

    def catch(optimizer: Any, arguments: Any, options: Any) -> None:
        kept.extend(each.grad.clone() for each in learner.model.parameters())

    before = {name: each.clone() for name, each in learner.model.state_dict().items()}
    handle = learner.optimizer.register_step_pre_hook(catch)
    batch = judge(groups, ["desk"], recipe, learner)
    tally = improve(learner, batch, recipe, Processes(), None)
    handle.remove()
    learner.model.load_state_dict(before)
    return tally, torch.cat([each.flatten() for each in kept]) if kept else None, batch


def mixed(*extra: Rollout) -> list[list[Rollout]]:
    return [
        [rollout(1.0, 0), rollout(0.0, 1, length=7), rollout(0.0, 2), *extra],
        [
            rollout(1.0, 3, task="u"),
            rollout(1.0, 4, task="u"),
            rollout(0.0, 5, length=2, task="u"),
        ],
    ]


@pytest.mark.parametrize("name", ["erpo", "erpo_centred", "dapo", "gspo", "cispo"])
def test_spoiled_rollouts_change_no_gradient(learner: Learner, name: str) -> None:
    algorithm = replace(preset(name), selection=preset("erpo").selection)
    algorithm = replace(algorithm, shaping=preset("erpo").shaping)
    recipe = replace(RECIPE, algorithm=algorithm)
    _, clean, _ = trained_with(recipe, learner, mixed())
    spoiled = rollout(0.0, 8, spoiled=True), rollout(None, 9, spoiled=True)
    _, with_spoiled, _ = trained_with(recipe, learner, mixed(*spoiled))
    assert clean.abs().max() > 1e-3
    assert torch.allclose(clean, with_spoiled, atol=1e-6)


@pytest.mark.parametrize("packing", [
    PackingChoices(micro_batch_tokens=8),
    PackingChoices(micro_batch_tokens=24),
    PackingChoices(packed=True, row_tokens=24),
    PackingChoices(packed=True, row_tokens=16, micro_batch_tokens=32, chunk_tokens=5),
])  # fmt: skip
def test_the_gradient_does_not_depend_on_how_rows_are_laid_out(
    learner: Learner, packing: PackingChoices
) -> None:
    _, whole, _ = trained_with(RECIPE, learner, mixed())
    tally, parts, batch = trained_with(replace(RECIPE, packing=packing), learner, mixed())
    assert torch.allclose(whole, parts, atol=1e-6)
    share = describe(batch, tally, {"playing": 1.0})["padding_share"]
    assert 0 <= share < 1


def test_a_group_of_one_reward_passes_nothing_but_counts_in_the_denominators(
    learner: Learner,
) -> None:
    same = [rollout(1.0, 6, task="v"), rollout(1.0, 7, task="v")]
    tally, with_same, batch = trained_with(RECIPE, learner, [*mixed(), same])
    passed = describe(batch, tally, {"playing": 1.0})["passed_tokens"]
    tally, without, batch = trained_with(RECIPE, learner, mixed())
    assert passed == describe(batch, tally, {"playing": 1.0})["passed_tokens"]
    assert not torch.allclose(with_same, without, atol=1e-4)


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ([[rollout(0.0, 0, spoiled=True), rollout(1.0, 1, spoiled=True)]], "no valid rollout"),
        ([[rollout(1.0, 0), rollout(1.0, 1)]], "no advantage differs from 0"),
        ([[rollout(float("nan"), 0), rollout(None, 1)]], "no valid rollout"),
        ([[rollout(1.0, 0, length=0)]], "no rollout has a sampled token"),
    ],
)
def test_a_batch_that_teaches_nothing_is_skipped_and_said_so(
    learner: Learner, groups: list[list[Rollout]], reason: str
) -> None:
    tally, gradient, batch = trained_with(RECIPE, learner, groups)
    metrics = describe(batch, tally, {"playing": 1.0})
    assert gradient is None
    assert metrics["skipped"] == reason
    assert not learner.optimizer.state


@pytest.mark.parametrize(
    ("factors", "skipped"), [((torch.inf, torch.inf), True), ((1, torch.inf), False)]
)
def test_an_update_none_of_whose_gradients_is_finite_is_skipped(
    learner: Learner, factors: tuple[float, float], skipped: bool
) -> None:
    recipe = replace(RECIPE, training=replace(RECIPE.training, passes=2))
    first, left = next(learner.model.parameters()), list(factors)
    before = first.detach().clone()
    first.register_hook(lambda gradient: gradient * left.pop(0))
    tally = improve(learner, judge(mixed(), ["desk"], recipe, learner), recipe, Processes(), None)
    assert tally.skipped == ("no gradient is finite" if skipped else "")
    assert tally.of_all()["refused_steps"] == 1 + skipped
    assert torch.equal(first, before) is skipped


def test_no_update_is_made_from_a_sampler_that_is_no_number(learner: Learner) -> None:
    recipe = replace(RECIPE, algorithm=preset("erpo"))
    recipe = replace(
        recipe, algorithm=replace(recipe.algorithm, correction=replace(
            recipe.algorithm.correction, level="token")))  # fmt: skip
    segment = Segment().with_given([1]).with_sampled([2, 3], [float("nan"), -1.0], 0, 0)
    groups = mixed(replace(rollout(1.0, 8), segments=(segment,)))
    with pytest.raises(BatchError, match=r"corrections of rollout .* is nan; no update is made"):
        trained_with(recipe, learner, groups)
    assert not learner.optimizer.state


def test_several_steps_are_measured_against_the_policy_that_played(learner: Learner) -> None:
    several = replace(RECIPE, training=replace(RECIPE.training, passes=2, minibatches=2))
    tally, _, batch = trained_with(several, learner, mixed())
    metrics = describe(batch, tally, {"playing": 1.0})
    assert len(tally.steps) == 4
    assert metrics["all"]["divergence_from_old"] > 0
    tally, _, batch = trained_with(RECIPE, learner, mixed())
    assert describe(batch, tally, {"playing": 1.0})["all"]["divergence_from_old"] == 0


def test_the_loss_of_several_steps_is_their_mean(learner: Learner) -> None:
    recipe = replace(RECIPE, optimizer=replace(RECIPE.optimizer, learning_rate=1e-12))
    by_tokens = replace(preset("erpo").loss, average="tokens")
    recipe = replace(recipe, algorithm=replace(recipe.algorithm, loss=by_tokens))
    one, _, _ = trained_with(recipe, learner, mixed())
    passes = replace(recipe, training=replace(recipe.training, passes=3))
    three, _, _ = trained_with(passes, learner, mixed())
    assert len(three.steps) == 3
    for name in ("loss", "surrogate"):
        assert abs(one.of_all()[name]) > 1e-2
        assert three.of_all()[name] == pytest.approx(one.of_all()[name], abs=1e-5)


def test_a_reference_holds_the_policy_back(learner: Learner) -> None:
    recipe = replace(RECIPE, algorithm=preset("grpo"))
    reference = learner.reference()
    for parameter in learner.model.parameters():
        parameter.data += 0.01
    batch = judge(mixed(), ["desk"], recipe, learner)
    tally = improve(learner, batch, recipe, Processes(), reference)
    metrics = describe(batch, tally, {"playing": 1.0})
    assert metrics["divergence"] > 0
    assert metrics["all"]["divergence_from_reference"] > 0


def stepped(reward: float | None, number: int, anchors: tuple[str, ...]) -> Rollout:
    """Return a rollout of two turns; without a reward it crashed in the second."""
    rewards = (0.0,) if reward is None else (0.0, reward)
    segment = Segment().with_given([1])
    for turn in range(2):
        segment = segment.with_sampled([5 + number, 6], [-1.0, -1.0], turn, 0).with_given([3])
    return replace(
        rollout(reward, number, spoiled=reward is None),
        segments=(segment,), turn_rewards=rewards, anchors=anchors, num_turns=2,
    )  # fmt: skip


def test_steps_in_the_same_situation_are_compared(learner: Learner) -> None:
    groups = [[stepped(1.0, 0, ("s", "left")), stepped(0.0, 1, ("s", "right"))]]
    algorithm = replace(preset("gigpo"), loss=replace(preset("gigpo").loss, divergence_weight=0))
    _, anchored, _ = trained_with(replace(ANCHORED, algorithm=algorithm), learner, groups)
    plain = replace(algorithm, anchors=preset("erpo").anchors)
    _, unanchored, _ = trained_with(replace(ANCHORED, algorithm=plain), learner, groups)
    assert not torch.allclose(anchored, unanchored, atol=1e-4)


def test_a_turn_without_a_reward_changes_no_gradient_and_must_be_spoiled(learner: Learner) -> None:
    group = [stepped(1.0, 0, ("s", "left")), stepped(0.0, 1, ("s", "left"))]
    algorithm = replace(preset("gigpo"), selection=preset("erpo").selection)
    algorithm = replace(algorithm, loss=replace(algorithm.loss, divergence_weight=0))
    recipe = replace(ANCHORED, algorithm=algorithm)
    _, clean, _ = trained_with(recipe, learner, [group])
    crashed = stepped(None, 2, ("s", "left"))
    _, with_crashed, _ = trained_with(recipe, learner, [[crashed, *group]])
    assert clean.abs().max() > 1e-3
    assert torch.allclose(clean, with_crashed, atol=1e-6)
    unpaid = replace(crashed, reward=0.0, spoiled=False)
    with pytest.raises(BatchError, match="mark its rollout as spoiled"):
        trained_with(recipe, learner, [[unpaid, *group]])


def test_all_tasks_come_up_before_one_comes_again() -> None:
    tasks = [("desk", str(number)) for number in range(6)]
    choices = TrainingChoices(tasks_per_update=4)
    drawn = [group for update in range(3) for group in draw_groups(tasks, update, choices, 1)]
    for turn in (drawn[:6], drawn[6:]):
        assert sorted(group.task_id for group in turn) == [str(number) for number in range(6)]
    assert len({group.seed for group in drawn}) == 12
    assert draw_groups(tasks, 2, choices, 1) == drawn[8:]
    assert draw_groups(tasks, 2, choices, 2) != drawn[8:]


def test_a_policy_learns_what_pays(learner: Learner) -> None:
    seen: list[dict[str, Any]] = []
    recipe = replace(RECIPE, training=replace(RECIPE.training, updates=40))
    before = examine(recipe, learner, Lineup(recipe.held_out), Processes())
    train(recipe, learner, Lineup(recipe.environments), Processes(), None, seen.append)
    after = examine(recipe, learner, Lineup(recipe.held_out), Processes())
    assert learner.update == len(seen) == 40
    assert seen[0]["all"]["reward"] < 0.3
    assert seen[-1]["all"]["reward"] > 0.8
    assert after.scores[0].success > before.scores[0].success
    for name in (
        "entropy",
        "mismatch",
        "advantage_rms",
        "turns",
        "sampled_tokens",
        "spoiled_share",
    ):
        assert isinstance(seen[0]["environments"]["desk"][name], float)
    assert abs(seen[0]["all"]["mismatch"]) < 1e-8
    for name in ("sampled_tokens_each", "valid_rollouts_each", "playing", "improving"):
        assert seen[0]["seconds"][name] > 0


def test_spoiled_rollouts_are_made_up_for_and_reported(learner: Learner) -> None:
    options = {"spoils": "task 1", "breaks": "task 2"}
    recipe = replace(RECIPE, environments={"desk": replace(
        ENVIRONMENT, num_tasks=0, options=options, tasks=("task 0", "task 1", "task 2", "task 3"),
    )})  # fmt: skip
    seen: list[dict[str, Any]] = []
    train(recipe, learner, Lineup(recipe.environments), Processes(), None, seen.append)
    metrics = seen[0]["all"]
    limit = recipe.algorithm.selection.max_rollouts
    assert metrics["rollouts"] == 8 + limit + limit + 8
    assert metrics["spoiled_share"] == pytest.approx(2 * limit / (16 + 2 * limit))
    assert metrics["crashed_share"] == pytest.approx(limit / (16 + 2 * limit))


def test_turns_that_were_cut_off_are_reported(learner: Learner) -> None:
    (first, *others), second = mixed()
    cut = replace(first, num_turns=3, num_cut_turns=2)
    tally, _, batch = trained_with(RECIPE, learner, [[cut, *others], second])
    metrics = describe(batch, tally, {"playing": 1.0})["all"]
    assert metrics["turns"] == pytest.approx(8 / 6)
    assert metrics["cut_turns"] == pytest.approx(2 / 6)


def test_an_all_spoiled_run_makes_no_update(learner: Learner) -> None:
    recipe = replace(RECIPE, environments={"desk": replace(
        ENVIRONMENT, options={"spoils": "all"})})  # fmt: skip
    seen: list[dict[str, Any]] = []
    train(recipe, learner, Lineup(recipe.environments), Processes(), None, seen.append)
    assert seen[0]["skipped"] == "no valid rollout"
    assert seen[0]["all"]["spoiled_share"] == 1.0
    assert not learner.optimizer.state


def test_a_run_without_environments_is_told(learner: Learner) -> None:
    with pytest.raises(ChoiceError, match=r"no environments; add a section \[environments.NAME\]"):
        train(RECIPE, learner, Lineup({}), Processes(), None, print)


def test_whoever_talks_on_forever_has_failed_an_exam(learner: Learner) -> None:
    short = replace(RECIPE, rollouts=RolloutChoices(num_seats=32, max_tokens=8, too_long="mask"))
    report = examine(short, learner, Lineup(short.held_out), Processes())
    assert report.scores[0].num_spoiled == 0


def test_a_conversation_that_forked_is_as_long_as_one_that_did_not(learner: Learner) -> None:
    whole = rollout(1.0, 0, length=8)
    forked = replace(whole, segments=(rollout(1.0, 1).segments[0], *whole.segments))
    shaping = replace(preset("dapo").shaping, overlong_margin=4)
    recipe = replace(
        RECIPE,
        rollouts=replace(RECIPE.rollouts, max_tokens=14),
        algorithm=replace(preset("dapo"), shaping=shaping),
    )
    batch = judge([[whole, forked, rollout(0.0, 2)]], ["desk"], recipe, learner)
    assert batch.estimate.advantages_B[0] == batch.estimate.advantages_B[1]


def test_a_task_that_is_drawn_twice_is_one_group(learner: Learner) -> None:
    twice = [[rollout(1.0, 0), rollout(1.0, 1)], [rollout(0.0, 2), rollout(0.0, 3)]]
    batch = judge(twice, ["desk"], RECIPE, learner)
    assert batch.estimate.advantages_B.tolist() == pytest.approx([1, 1, -1, -1])
    other = replace(twice[1][0].assignment, task_id="u")
    apart = [twice[0], [replace(each, assignment=other) for each in twice[1]]]
    assert not judge(apart, ["desk"], RECIPE, learner).estimate.advantages_B.any()


def broken_recipe(updates: int) -> Recipe:
    """Return a run whose one task breaks each time."""
    desk = replace(ENVIRONMENT, num_tasks=0, options={"breaks": "task 2"}, tasks=("task 2",))
    training = replace(RECIPE.training, updates=updates, tasks_per_update=1)
    return replace(RECIPE, environments={"desk": desk}, training=training)


def test_a_run_whose_rollouts_all_crash_ends(learner: Learner) -> None:
    recipe, seen = broken_recipe(9), list[dict[str, Any]]()
    with pytest.raises(BrokenRunError, match=r"3 updates in a row .*RuntimeError: no database"):
        train(recipe, learner, Lineup(recipe.environments), Processes(), None, seen.append)
    assert [each["error"] for each in seen] == ["RuntimeError: no database"] * 3


def test_truncated_rollouts_are_those_the_environment_flags(learner: Learner) -> None:
    (first, *others), second = mixed()
    flagged = replace(first, ending="out_of_steps", truncated=True)
    tally, _, batch = trained_with(RECIPE, learner, [[flagged, *others], second])
    assert describe(batch, tally, {})["all"]["truncated_share"] == pytest.approx(1 / 6)

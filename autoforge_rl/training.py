"""Policy gradients, from top to bottom: play, judge, improve.

    groups     tasks of this update, drawn by seed and update number
    play       each task several times, more often where rollouts were spoiled
    judge      rewards to advantages, over valid rollouts
    improve    advantages to a loss, the loss to one step or a few

Everything an update depends on is the learner's state, the recipe and the update's number, so that
a run that was killed makes the same next update. Left out: replay of old rollouts, a critic, and
playing while improving.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

import numpy
import torch
from torch import Tensor

from autoforge_rl.advantages import Estimate, Returns, estimate_advantages
from autoforge_rl.algorithm import Algorithm
from autoforge_rl.anchors import add_step_advantages, compare_steps
from autoforge_rl.batches import Rows, pad
from autoforge_rl.continuous import ContinuousSampler
from autoforge_rl.corrections import correction_weights
from autoforge_rl.denominators import count, token_weights
from autoforge_rl.errors import BrokenRunError
from autoforge_rl.evaluation import Exam, Report, evaluate
from autoforge_rl.groups import Group, Player, play_groups
from autoforge_rl.learner import Learner
from autoforge_rl.lineup import Lineup
from autoforge_rl.log_probs import Scores
from autoforge_rl.losses import TokenBatch, policy_loss
from autoforge_rl.optimisation import learning_rate, step
from autoforge_rl.packing import MicroBatch, lengths_of, score_rows, split
from autoforge_rl.processes import Processes
from autoforge_rl.recipe import Recipe, TrainingChoices
from autoforge_rl.rollouts import Rollout, Sampler, StreamingSampler, play
from autoforge_rl.sampling import ModelSampler, SamplingChoices
from autoforge_rl.selection import Selection, select
from autoforge_rl.server import ServerSampler
from autoforge_rl.serving import refresh
from autoforge_rl.shaping import overlong_penalties
from autoforge_rl.tally import Tally, describe

MAX_CRASHED = 3
"""Updates in a row whose rollouts may all crash before the run ends."""

NOTHING_SAMPLED = "no rollout has a sampled token"
NOTHING_VALID = "no valid rollout"
NOTHING_TO_LEARN = "no advantage differs from 0"
NOTHING_FINITE = "no gradient is finite"
"""Why an update is skipped."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Rollouts of one update, judged. Axis: B rollouts.

    Attributes:
        rollouts: All that were played, spoiled ones included.
        tasks: Environment and task of each.
        environments: Names, in the order of their numbers.
        environments_B: The number of each rollout's environment.
        selection: Which count, and which are trained on.
        estimate: Their advantages.
    """

    rollouts: Sequence[Rollout]
    tasks: Sequence[str]
    environments: Sequence[str]
    environments_B: Tensor
    selection: Selection
    estimate: Estimate


def train(
    recipe: Recipe,
    learner: Learner,
    lineup: Lineup,
    processes: Processes,
    reference: Any,
    finish: Callable[[dict[str, Any]], None],
) -> None:
    """Make all updates that are still to be made.

    Args:
        recipe: The run.
        learner: Goes on from the updates it has made.
        lineup: Of the environments that are trained on.
        processes: Which share is this process's.
        reference: The policy that distances are measured from; None if there is none.
        finish: Is told what each update measured; saves and logs.

    Raises:
        ChoiceError: The run has no environments, or one is not as it says.
        BatchError: A number that a loss is made of is not finite.
        BrokenRunError: Every rollout of `MAX_CRASHED` updates in a row crashed.
    """
    num_crashed = 0
    tasks = [(name, task) for name, found in lineup.tasks().items() for task in found]
    player = make_player(recipe, learner, lineup, recipe.sampling, processes)
    for update in range(learner.update, recipe.training.updates):
        began = time.perf_counter()
        groups = draw_groups(tasks, update, recipe.training, recipe.run.seed)
        selection = recipe.algorithm.selection
        played = play_groups(player, groups, recipe.training.rollouts_per_task, selection)
        batch = judge(played, list(recipe.environments), recipe, learner)
        ended = time.perf_counter()
        tally = improve(learner, batch, recipe, processes, reference)
        learner.history = batch.estimate.history
        learner.update = update + 1
        seconds = {"playing": ended - began, "improving": time.perf_counter() - ended}
        metrics = describe(batch, tally, seconds)
        finish(metrics)
        num_crashed = num_crashed + 1 if metrics["all"]["crashed_share"] == 1 else 0
        if num_crashed == MAX_CRASHED:
            raise BrokenRunError(
                f"every rollout of {num_crashed} updates in a row crashed, the last ones mostly "
                f"with: {metrics['error']}; mend the environments and start the run again"
            )


def draw_groups(
    tasks: Sequence[tuple[str, str]], update: int, choices: TrainingChoices, seed: int
) -> list[Group]:
    """Return the tasks of one update: all tasks in a new order each time they have been through."""
    groups = []
    for place in range(update * choices.tasks_per_update, (update + 1) * choices.tasks_per_update):
        turn, position = divmod(place, len(tasks))
        order = numpy.random.default_rng([seed, 3, turn]).permutation(len(tasks))
        name, task = tasks[order[position]]
        groups.append(Group(name, task, seed * 1_000_003 + place))
    return groups


def make_player(
    recipe: Recipe,
    learner: Learner,
    lineup: Lineup,
    sampling: SamplingChoices,
    processes: Processes,
) -> Player:
    """Return what plays assignments with the learner as it then is, shared out over processes."""
    sampler = make_sampler(recipe, learner, sampling)

    def play_share(assignments: Sequence[Any]) -> list[Rollout]:
        weights = learner.gathered()
        if isinstance(sampler, ServerSampler):
            refresh(sampler, learner, processes)
            weights = nullcontext()
        mine = processes.share(assignments)
        with weights, learner.precision():
            rollouts = play(sampler, learner.tokenizer, mine, lineup.make, recipe.rollouts)
        return processes.collect(rollouts)

    return play_share


def make_sampler(
    recipe: Recipe, learner: Learner, sampling: SamplingChoices
) -> Sampler | StreamingSampler:
    """Return who speaks for the learner."""
    if recipe.training.sampler == "server":
        return ServerSampler(recipe.server, sampling)
    kind = ContinuousSampler if recipe.training.sampler == "continuous" else ModelSampler
    return kind(learner.speaker, sampling)


def judge(
    played: Sequence[Sequence[Rollout]],
    environments: Sequence[str],
    recipe: Recipe,
    learner: Learner,
) -> Batch:
    """Return the rollouts of all groups with their advantages; those of one task are compared."""
    algorithm = recipe.algorithm
    rollouts = [rollout for group in played for rollout in group]
    tasks = [f"{each.assignment.environment_id} {each.assignment.task_id}" for each in rollouts]
    numbers = {task: number for number, task in enumerate(dict.fromkeys(tasks))}
    tasks_B = torch.tensor([numbers[task] for task in tasks])
    environments_B = torch.tensor(
        [environments.index(each.assignment.environment_id) for each in rollouts]
    )
    rewards_B = torch.tensor(
        [float("nan") if each.reward is None else each.reward for each in rollouts]
    )
    spoiled_B = torch.tensor([each.spoiled for each in rollouts])
    selection = select(rewards_B, spoiled_B, tasks_B, algorithm.selection)
    margin = algorithm.shaping.margin(recipe.rollouts.max_tokens)
    if margin:
        lengths_B = torch.tensor(
            [max((len(s.ids) for s in each.segments), default=0) for each in rollouts]
        )
        rewards_B += overlong_penalties(lengths_B, recipe.rollouts.max_tokens, margin)
    returns = Returns(rewards_B, selection.counted_B, tasks_B, environments_B)
    estimate = estimate_advantages(
        returns, algorithm.advantages, len(environments), learner.history
    )
    return Batch(rollouts, tasks, environments, environments_B, selection, estimate)


def improve(
    learner: Learner, batch: Batch, recipe: Recipe, processes: Processes, reference: Any
) -> Tally:
    """Make the steps of one update.

    Rows whose advantage is 0 have no gradient, and do not pass through the model where nothing
    else wants them; they stay in the denominators.
    """
    device = learner.model.device
    tally = Tally(len(batch.rollouts), device)
    rows = pad(batch.rollouts, learner.padding_id).to(device)
    if not len(rows):
        return replace(tally, skipped=NOTHING_SAMPLED)
    trained_B = batch.selection.trained_B.to(device)[rows.rollouts_B]
    advantages_BT = token_advantages(batch, rows, recipe.algorithm)
    useful_B = trained_B
    if not recipe.algorithm.loss.divergence_weight:
        useful_B = trained_B & (advantages_BT.ne(0) & rows.mask_BT).any(dim=1)
    if not useful_B.any():
        return replace(tally, skipped=NOTHING_TO_LEARN if trained_B.any() else NOTHING_VALID)
    work = Work(rows, lengths_of(rows), trained_B, useful_B, advantages_BT)
    is_single = recipe.training.passes * recipe.training.minibatches == 1
    old_BT = None if is_single else score_all(learner, learner.model, work, recipe, processes)
    anchor_BT = None
    if reference is not None:
        anchor_BT = score_all(learner, reference, work, recipe, processes)
    rate = learning_rate(recipe.optimizer, learner.update, recipe.training.updates)
    for numbers in draw_minibatches(batch, learner.update, recipe):
        part = work.part(torch.tensor(numbers, device=device))
        add_gradients(learner, part, recipe, processes, tally, old_BT, anchor_BT)
        tally.note_step(step(learner.optimizer, recipe.optimizer, rate), rate)
    if tally.num_refused == len(tally.steps):
        tally.skipped = NOTHING_FINITE
    tally.add_up(processes)
    return tally


def token_advantages(batch: Batch, rows: Rows, algorithm: Algorithm) -> Tensor:
    """Return the advantage of each token: its rollout's, and its step's where steps count.

    Raises:
        BatchError: A rollout that counts has more turns rewarded than anchored, or fewer.
    """
    device = rows.ids_BT.device
    advantages_B = batch.estimate.advantages_B.to(device)[rows.rollouts_B]
    if not algorithm.anchors.weight:
        return advantages_B[:, None].expand(rows.ids_BT.shape)
    steps = compare_steps(
        [rollout.turn_rewards for rollout in batch.rollouts],
        [rollout.anchors for rollout in batch.rollouts],
        batch.tasks,
        batch.selection.counted_B.tolist(),
        algorithm.anchors,
    )
    steps_BT = steps.of_tokens(rows.turns_BT, rows.rollouts_B)
    return add_step_advantages(
        advantages_B, steps.advantages_S.to(advantages_B), steps_BT, algorithm.anchors.weight
    )


@dataclass(frozen=True, slots=True)
class Work:
    """Rows to be trained on. Axes: B rows, T tokens.

    Attributes:
        rows: All rows of the batch.
        lengths: Tokens of each.
        trained_B: Whether a row's rollout is in the denominators.
        useful_B: Whether it has a gradient as well.
        advantages_BT: Of each token.
    """

    rows: Rows
    lengths: Sequence[int]
    trained_B: Tensor
    useful_B: Tensor
    advantages_BT: Tensor

    def part(self, rollouts: Tensor) -> "Work":
        """Return the same with the rows of these rollouts alone being worked on."""
        mine_B = torch.isin(self.rows.rollouts_B, rollouts)
        return replace(self, trained_B=self.trained_B & mine_B, useful_B=self.useful_B & mine_B)

    def micro_batches(self, recipe: Recipe) -> list[MicroBatch]:
        """Return the useful rows, split."""
        useful = self.useful_B.nonzero()[:, 0].tolist()
        batches = split([self.lengths[number] for number in useful], recipe.packing)
        return [
            replace(each, numbers=tuple(useful[number] for number in each.numbers))
            for each in batches
        ]


def draw_minibatches(batch: Batch, update: int, recipe: Recipe) -> Iterator[list[int]]:
    """Yield the numbers of the rollouts of each step."""
    choices = recipe.training
    trained = batch.selection.trained_B.nonzero()[:, 0].tolist()
    for turn in range(choices.passes):
        generator = numpy.random.default_rng([recipe.run.seed, 4, update, turn])
        order = [trained[number] for number in generator.permutation(len(trained))]
        for start in range(choices.minibatches):
            chosen = order[start :: choices.minibatches]
            if chosen:
                yield chosen


def add_gradients(
    learner: Learner,
    work: Work,
    recipe: Recipe,
    processes: Processes,
    tally: Tally,
    old_BT: Tensor | None,
    anchor_BT: Tensor | None,
) -> None:
    """Add up the loss's gradient over micro-batches and processes.

    Args:
        learner: Its model is differentiated.
        work: The rows of one step.
        recipe: The run.
        processes: Which micro-batches are this process's.
        tally: Is told what was measured.
        old_BT: Log-probabilities before the update; None where this is its only step, and they
            are those computed here.
        anchor_BT: Log-probabilities of the reference; None where there is none.
    """
    algorithm, rows = recipe.algorithm, work.rows
    weights_BT = _weights(work, algorithm, recipe.rollouts.max_tokens)
    batches = work.micro_batches(recipe)
    for batch, is_mine in processes.rounds(batches, even=learner.is_sharded):
        numbers, end = list(batch.numbers), batch.length
        scores = score(learner, learner.model, work, batch, recipe)
        log_probs, mask = scores.log_probs_BT, rows.mask_BT[numbers, :end]
        old = log_probs.detach() if old_BT is None else old_BT[numbers, :end]
        sampler = rows.sampler_log_probs_BT[numbers, :end]
        advantages = work.advantages_BT[numbers, :end]
        tokens = TokenBatch(
            log_probs, old, advantages, mask, weights_BT[numbers, :end] * is_mine,
            correction_weights(old, sampler, mask, advantages, algorithm.correction),
            None if anchor_BT is None else anchor_BT[numbers, :end],
        )  # fmt: skip
        loss = policy_loss(tokens, algorithm.loss)
        loss.total.backward()
        tally.note_loss(loss)
        tally.note_tokens(rows.rollouts_B[numbers], tokens, scores, sampler)
        tally.note_layout(batch if is_mine else replace(batch, num_real=0))
    if batches and not learner.is_sharded:
        processes.add_up_gradients(learner.model)


def score_all(
    learner: Learner, model: Any, work: Work, recipe: Recipe, processes: Processes
) -> Tensor:
    """Return a model's log-probabilities of all useful rows, without gradient."""
    log_probs_BT = torch.zeros(work.rows.ids_BT.shape, device=work.rows.ids_BT.device)
    for batch, is_mine in processes.rounds(work.micro_batches(recipe), even=learner.is_sharded):
        with torch.no_grad():
            scores = score(learner, model, work, batch, recipe)
        if is_mine:
            log_probs_BT[list(batch.numbers), : batch.length] = scores.log_probs_BT
    processes.add_up([log_probs_BT])
    return log_probs_BT


def score(learner: Learner, model: Any, work: Work, batch: MicroBatch, recipe: Recipe) -> Scores:
    """Return what a model, the learner's or its reference, gives to one micro-batch."""
    numbers, end = list(batch.numbers), batch.length
    with learner.precision():
        return score_rows(
            model,
            work.rows.ids_BT[numbers, :end],
            [work.lengths[number] for number in numbers],
            recipe.packing,
            recipe.sampling.temperature,
            work.rows.mask_BT[numbers, :end],
        )


def _weights(work: Work, algorithm: Algorithm, max_length: int) -> Tensor:
    mask_BT, rollouts_B = work.rows.mask_BT, work.rows.rollouts_B
    totals = count(mask_BT, work.trained_B, rollouts_B)
    average = algorithm.loss.average
    return token_weights(mask_BT, work.trained_B, totals, average, max_length, rollouts_B)


def examine(recipe: Recipe, learner: Learner, held_out: Lineup, processes: Processes) -> Report:
    """Play held-out environments with the learner as it is.

    Raises:
        ChoiceError: There are none, or one is not as the run says.
    """
    # whoever talks on forever has failed, whatever training makes of it
    recipe = replace(recipe, rollouts=replace(recipe.rollouts, too_long="fail"))
    exams = [Exam("held out", name, tasks) for name, tasks in held_out.tasks().items()]
    player = make_player(recipe, learner, held_out, recipe.evaluation_sampling, processes)
    return evaluate(player, exams, recipe.evaluation)

"""A run from its recipe: load it or go on with it, train, log, save, evaluate."""

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autoforge_rl.checkpoints import POLICY, newest, progress_of
from autoforge_rl.conversations import Conversation
from autoforge_rl.errors import BrokenRunError, ChoiceError, EnvironmentCrash, PolicyError
from autoforge_rl.evaluation import Report
from autoforge_rl.imitation import (
    count_updates,
    draw_share,
    encode,
    imitate,
    offered_conversations,
    read_files,
    with_prompt,
)
from autoforge_rl.learner import Learner
from autoforge_rl.lineup import Lineup, begin
from autoforge_rl.metrics import MetricsLog, read_metrics
from autoforge_rl.processes import Processes
from autoforge_rl.recipe import Recipe
from autoforge_rl.run_lock import locked
from autoforge_rl.training import (
    NOTHING_FINITE,
    NOTHING_SAMPLED,
    NOTHING_TO_LEARN,
    NOTHING_VALID,
    examine,
    train,
)

IMITATION, TRAINING = "imitation", "training"
"""Folders of the two stages within a run's."""

ADVICE = {
    NOTHING_SAMPLED: "raise rollouts.max_tokens above what is read before the first turn, "
    'or have less read with prompt = "conversation"',
    NOTHING_VALID: "look up spoiled_share and too_long_share in the metrics and mend what spoils",
    NOTHING_TO_LEARN: "choose tasks that are solved now and then, imitate first, or raise "
    "training.rollouts_per_task",
    NOTHING_FINITE: "start from other weights (imitated ones may want a lower "
    'imitation.learning_rate), or set policy.precision = "float32"',
}
"""What to change in a run all of whose updates were skipped, by the reason of most."""


def run_imitation(recipe: Recipe, processes: Processes, console: Console) -> str:
    """Imitate, from the policy's folder on or from where a killed run got to.

    Raises:
        LearnerError: Recipe, files or folder are wrong, or no update made a step.
    """
    choices, seed = recipe.imitation, recipe.run.seed
    learner = Learner(recipe.policy, first_policy(recipe), choices.optimizer(), processes)
    conversations = draw_share(find_conversations(recipe), choices, seed)
    examples = [encode(each, learner.tokenizer) for each in conversations]
    about = {"seed": seed, "imitation": _plain(choices), "packing": _plain(recipe.packing)}
    goal = count_updates(len(examples), choices)
    with (
        locked(Path(recipe.run.out), processes),
        Keeper(recipe, learner, processes, console, IMITATION, goal, about) as keeper,
    ):
        imitate(learner, examples, choices, recipe.packing, seed, processes, keeper.finish)
    if processes.rank == 0:
        check_imitated(recipe)
    return (
        f"{len(examples)} conversations imitated; the policy is {stage_policy(recipe, IMITATION)}"
    )


def check_imitated(recipe: Recipe) -> None:
    """See that imitation has made a step.

    Raises:
        BrokenRunError: It has not.
    """
    updates = read_metrics(Path(recipe.run.out) / IMITATION / "metrics.jsonl")
    if updates and all(line["refused_steps"] for line in updates):
        raise BrokenRunError(
            f"none of {len(updates)} updates imitated anything ({NOTHING_FINITE}); start from "
            'other weights, or set policy.precision = "float32", then begin anew with another '
            "run.out"
        )


def run_training(recipe: Recipe, processes: Processes, console: Console) -> str:
    """Train by policy gradients, from the imitated policy on if the run imitates.

    What it returns says how many updates there are, and how many of them were skipped.

    Raises:
        LearnerError: Recipe, environments or folder are wrong, another run works there,
            imitation has not come to its end, or all updates were skipped.
    """
    start = start_of_training(recipe)
    lineup, held_out = open_lineups(recipe)
    learner = Learner(recipe.policy, start, recipe.optimizer, processes)
    every = recipe.training.evaluate_every
    for sampling in (recipe.sampling, *([recipe.evaluation_sampling] if every else [])):
        learner.check_room(recipe.rollouts.max_tokens, sampling.max_turn_tokens)
    loss = recipe.algorithm.loss
    wants_reference = loss.divergence_weight > 0 and loss.divergence_from == "reference"
    reference = learner.reference() if wants_reference else None
    goal = recipe.training.updates
    about = {"seed": recipe.run.seed, "recipe": decisive(recipe)}

    def examined() -> dict[str, Any]:
        return {"held_out": in_short(examine(recipe, learner, held_out, processes))}

    with (
        locked(Path(recipe.run.out), processes),
        Keeper(recipe, learner, processes, console, TRAINING, goal, about) as keeper,
    ):

        def finish(metrics: dict[str, Any]) -> None:
            is_due = every and (learner.update % every == 0 or learner.update == goal)
            keeper.finish({**metrics, **examined()} if is_due else metrics)

        if learner.update == 0 and every:
            keeper.log(examined())
        train(recipe, learner, lineup, processes, reference, finish)
    made = max(learner.update, goal)
    more = f", more than training.updates ({goal})" if made > goal else ""
    skipped = told_skips(recipe) if processes.rank == 0 else ""
    return f"{made} updates made{more}{skipped}; the policy is {stage_policy(recipe, TRAINING)}"


def told_skips(recipe: Recipe) -> str:
    """Return how many of a run's updates were skipped and why; empty if none were.

    The error is the one that most updates name as the commonest of their rollouts.

    Raises:
        BrokenRunError: All were skipped.
    """
    lines = read_metrics(Path(recipe.run.out) / TRAINING / "metrics.jsonl")
    updates = [line for line in lines if "skipped" in line]
    reasons = Counter(line["skipped"] for line in updates if line["skipped"])
    if not reasons:
        return ""
    told = ", ".join(f"{reason}: {count}" for reason, count in reasons.most_common())
    errors = Counter(line["error"] for line in updates if line.get("error"))
    blamed = "".join(f"; most rollouts failed with: {error}" for error, _ in errors.most_common(1))
    if reasons.total() == len(updates):
        reason = reasons.most_common(1)[0][0]
        is_theirs = bool(errors) and reason != NOTHING_FINITE
        advice = "mend the environments" if is_theirs else ADVICE[reason]
        raise BrokenRunError(
            f"none of {len(updates)} updates trained anything ({told}{blamed}); {advice}, then "
            "begin anew with another run.out"
        )
    return f", {reasons.total()} of them skipped ({told}{blamed})"


def run_evaluation(recipe: Recipe, processes: Processes, console: Console) -> str:
    """Evaluate the run's newest policy on its held-out environments.

    Raises:
        LearnerError: Recipe or folder are wrong.
    """
    folder = newest_policy(recipe)
    console.print(f"evaluating {folder}")
    learner = Learner(recipe.policy, folder, recipe.optimizer, processes)
    learner.check_room(recipe.rollouts.max_tokens, recipe.evaluation_sampling.max_turn_tokens)
    report = examine(recipe, learner, Lineup(recipe.held_out, "held_out"), processes)
    if processes.rank == 0:
        out = Path(recipe.run.out) / "evaluation.json"
        out.parent.mkdir(parents=True, exist_ok=True)
        scratch = out.with_suffix(".new")
        scratch.write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")
        scratch.replace(out)
    return report.as_table()


def open_lineups(recipe: Recipe) -> tuple[Lineup, Lineup]:
    """Return what is trained and what is evaluated on, every environment tried.

    Raises:
        ChoiceError: There is nothing to train on, or an environment is not as the run says.
    """
    lineup, held_out = Lineup(recipe.environments), Lineup(recipe.held_out, "held_out")
    lineup.tasks()
    if recipe.held_out:
        held_out.tasks()
    return lineup, held_out


def stage_policy(recipe: Recipe, stage: str) -> Path | None:
    """Return the newest policy that a stage has saved."""
    path = _newest(recipe, stage)
    return None if path is None else path / POLICY


def start_of_training(recipe: Recipe) -> Path:
    """Return the policy that policy gradients start from.

    Raises:
        PolicyError: The run imitates, and has not done so yet or not to the end.
        CheckpointError: What it has imitated cannot be read.
    """
    imitates = recipe.imitation.files or recipe.imitation.info_key
    if not imitates:
        return first_policy(recipe)
    found = _newest(recipe, IMITATION)
    if found is None:
        raise PolicyError(
            f"{recipe.run.out} holds no imitated policy; run `autoforge-rl imitate` first, "
            "or take the section [imitation] out"
        )
    progress = progress_of(found)
    if not progress.is_complete:
        raise PolicyError(
            f"imitation ended early, at update {progress.update} of {progress.goal} ({found}); "
            "run `autoforge-rl imitate` again, it goes on from there"
        )
    return found / POLICY


def newest_policy(recipe: Recipe) -> Path:
    """Return the policy of the stage that the run got to."""
    found = stage_policy(recipe, TRAINING) or stage_policy(recipe, IMITATION)
    return found or first_policy(recipe)


def first_policy(recipe: Recipe) -> Path:
    """Return the folder of the policy that the run starts from.

    Raises:
        PolicyError: The run names none.
    """
    if not recipe.policy.folder:
        raise PolicyError(
            "policy.folder is missing; name the folder of a checkpoint under [policy], such as "
            "one that `autoforge-rl init` made"
        )
    return Path(recipe.policy.folder)


def decisive(recipe: Recipe) -> dict[str, Any]:
    """Return what decides a run's updates; where it is kept and evaluated does not.

    How many updates there will be decides only how the learning rate falls.
    """
    sections = (
        "environments", "imitation", "training", "rollouts", "sampling", "algorithm", "optimizer",
        "packing",
    )  # fmt: skip
    plain = {f"{name}.{key}": value for name in sections
             for key, value in _flat(getattr(recipe, name)).items()}  # fmt: skip
    plain.pop("training.evaluate_every")
    if recipe.optimizer.schedule == "constant":
        plain.pop("training.updates")
    return plain


class Keeper:
    """Keeps what a stage makes: progress on the screen, metrics and checkpoints in its folder.

    Only the first process writes.
    """

    def __init__(
        self,
        recipe: Recipe,
        learner: Learner,
        processes: Processes,
        console: Console,
        stage: str,
        goal: int,
        about: Mapping[str, Any],
    ) -> None:
        """Go on from the stage's newest checkpoint, if there is one.

        Raises:
            CheckpointError: It is of another policy or run.
        """
        self._recipe = recipe
        self._learner = learner
        self._processes = processes
        self._folder = Path(recipe.run.out) / stage
        self._goal = goal
        self._about = dict(about)
        if learner.resume(self._folder / "checkpoints", self._about):
            console.print(f"going on after update {learner.update}")
        self._open = ExitStack()
        self._progress = Progress(
            TextColumn(stage), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TextColumn("{task.fields[said]}"), console=console,
        )  # fmt: skip
        self._bar = self._progress.add_task(stage, total=goal, completed=learner.update, said="")

    def __enter__(self) -> "Keeper":
        self._log: MetricsLog | None = None
        if self._processes.rank == 0:
            tensorboard = self._recipe.run.tensorboard
            log = MetricsLog(self._folder, self._learner.update, tensorboard=tensorboard)
            self._log = self._open.enter_context(log)
            self._open.enter_context(self._progress)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def finish(self, metrics: Mapping[str, Any]) -> None:
        """Take in what one update measured; log it, and save as is due."""
        update = self._learner.update
        self.log(metrics)
        if update % self._recipe.checkpoints.every == 0 or update == self._goal:
            self._save()
        self._progress.update(self._bar, completed=update, said=summary(metrics))

    def log(self, metrics: Mapping[str, Any]) -> None:
        """Write metrics of the present update."""
        if self._log is not None:
            self._log.write(self._learner.update, metrics)

    def _save(self) -> None:
        folder, choices = self._folder / "checkpoints", self._recipe.checkpoints
        self._learner.save(folder, self._goal, self._about, choices)


def in_short(report: Report) -> dict[str, Any]:
    """Return pass^1 of each environment, its interval, and how many rollouts were spoiled."""
    return {
        score.environment_id: {
            "success": score.pass_hat[0].value,
            "low": score.pass_hat[0].low,
            "high": score.pass_hat[0].high,
            "tasks": score.num_tasks,
            "spoiled": score.num_spoiled,
        }
        for score in report.scores
        if score.environment_id
    }


def summary(metrics: Mapping[str, Any]) -> str:
    """Return the few words about an update that fit behind a progress bar."""
    if metrics.get("skipped"):
        return f"skipped: {metrics['skipped']}"
    if "all" in metrics:
        return f"reward {metrics['all']['reward']:.2f}"
    return f"loss {metrics['loss']:.3f}"


def find_conversations(recipe: Recipe) -> list[Conversation]:
    """Return the conversations of all files, and those that environments offer.

    Trajectories of the run's own environments begin as rollouts there do.

    Raises:
        LearnerError: A file or an environment is not as the run says.
    """
    found = read_files(recipe.imitation)
    lineup, key = Lineup(recipe.environments), recipe.imitation.info_key
    for name, choices in recipe.environments.items():
        tasks = lineup.task_ids(name) if key else ()
        environment = lineup.make(name)
        played = choices.id.rpartition(":")[2]
        try:
            info = begin(environment, "cannot begin a task")
            found = [
                with_prompt(each, info) if each.environment == played else each for each in found
            ]
            found += offered_conversations(environment, tasks, key)
        except (ChoiceError, EnvironmentCrash) as error:
            raise ChoiceError(f"environments.{name}: {error}") from error
        finally:
            environment.close()
    return found


def _newest(recipe: Recipe, stage: str) -> Path | None:
    return newest(Path(recipe.run.out) / stage / "checkpoints")


def _plain(section: Any) -> Any:
    return json.loads(json.dumps(asdict(section)))


def _flat(section: Any) -> dict[str, Any]:
    """Return a section's values; those of environments and of an algorithm's parts as a whole."""
    if isinstance(section, Mapping):
        return {name: _plain(each) for name, each in section.items()}
    return dict(_plain(section))

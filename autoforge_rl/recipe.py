"""Everything that makes up a run, as one value."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from autoforge_rl.algorithm import Algorithm
from autoforge_rl.checkpoints import CheckpointChoices
from autoforge_rl.errors import ChoiceError
from autoforge_rl.evaluation import EvaluationChoices
from autoforge_rl.imitation import ImitationChoices
from autoforge_rl.learner import PolicyChoices
from autoforge_rl.lineup import EnvironmentChoices
from autoforge_rl.optimisation import OptimizerChoices
from autoforge_rl.packing import PackingChoices
from autoforge_rl.rollouts import RolloutChoices
from autoforge_rl.sampling import SamplingChoices
from autoforge_rl.server import ServerChoices


@dataclass(frozen=True, slots=True)
class RunChoices:
    """Where a run is kept, and its seed.

    Attributes:
        out: Folder of its checkpoints and metrics.
        seed: Decides everything that is drawn.
        tensorboard: Whether metrics are also written as TensorBoard's events.
    """

    out: str = "runs/learning"
    seed: int = 0
    tensorboard: bool = False

    def __post_init__(self) -> None:
        if not self.out or self.seed < 0:
            raise ChoiceError(
                f"out must name a folder and seed be 0 or more, got {self.out!r} and {self.seed}"
            )


@dataclass(frozen=True, slots=True)
class TrainingChoices:
    """How much is played and learnt.

    Attributes:
        updates: Batches of rollouts in all.
        tasks_per_update: Groups of a batch.
        rollouts_per_task: Rollouts of a group, before spoiled ones are made up for.
        passes: How often a batch is gone through.
        minibatches: Into how many steps one pass is split.
        evaluate_every: Updates between two evaluations; 0 for none.
        sampler: "continuous" lets each conversation go on at its own pace; "batches" waits for
            all turns, for models that the first refuses; "server" asks a server.
    """

    updates: int = 100
    tasks_per_update: int = 8
    rollouts_per_task: int = 8
    passes: int = 1
    minibatches: int = 1
    evaluate_every: int = 0
    sampler: Literal["continuous", "batches", "server"] = "continuous"

    def __post_init__(self) -> None:
        for name in ("updates", "tasks_per_update", "rollouts_per_task", "passes", "minibatches"):
            if getattr(self, name) < 1:
                raise ChoiceError(f"{name} must be positive, got {getattr(self, name)}")
        if self.evaluate_every < 0:
            raise ChoiceError(f"evaluate_every must be 0 or more, got {self.evaluate_every}")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A run.

    Attributes:
        run: Folder and seed.
        policy: What it starts from.
        environments: What is trained on, by name.
        held_out: What is evaluated on, by name.
        imitation: The cold start.
        training: How much is played and learnt.
        rollouts: Seats and limits.
        server: Who samples, where that is a server.
        sampling: How turns are sampled while training.
        algorithm: From rewards to a loss.
        optimizer: From gradients to steps.
        packing: How rows are laid out for the model.
        checkpoints: How often the run is saved.
        evaluation: How often each held-out task is played.
        evaluation_sampling: How turns are sampled there.

    Raises:
        ChoiceError: Choices of two sections cannot work together.
    """

    run: RunChoices = field(default_factory=RunChoices)
    policy: PolicyChoices = field(default_factory=PolicyChoices)
    environments: Mapping[str, EnvironmentChoices] = field(default_factory=dict)
    held_out: Mapping[str, EnvironmentChoices] = field(default_factory=dict)
    imitation: ImitationChoices = field(default_factory=ImitationChoices)
    training: TrainingChoices = field(default_factory=TrainingChoices)
    rollouts: RolloutChoices = field(default_factory=RolloutChoices)
    server: ServerChoices = field(default_factory=ServerChoices)
    sampling: SamplingChoices = field(default_factory=SamplingChoices)
    algorithm: Algorithm = field(default_factory=Algorithm)
    optimizer: OptimizerChoices = field(default_factory=OptimizerChoices)
    packing: PackingChoices = field(default_factory=PackingChoices)
    checkpoints: CheckpointChoices = field(default_factory=CheckpointChoices)
    evaluation: EvaluationChoices = field(default_factory=lambda: EvaluationChoices(trials=1))
    evaluation_sampling: SamplingChoices = field(
        default_factory=lambda: SamplingChoices(temperature=0.0)
    )

    def __post_init__(self) -> None:
        clash = next(chain(_clashes(self), _lonely(self)), None)
        if clash is not None:
            raise ChoiceError(clash)


def _clashes(recipe: Recipe) -> Iterator[str]:
    """Yield which choices cannot work together, each named by section and key."""
    training, server, algorithm = recipe.training, recipe.server, recipe.algorithm
    limit = recipe.rollouts.max_tokens
    margin = algorithm.shaping.margin(limit)
    if margin >= limit:
        yield (
            f"shaping.overlong_margin must be below rollouts.max_tokens ({limit}), got {margin}; "
            "lower the one or raise the other"
        )
    if recipe.rollouts.too_long == "mask" and algorithm.selection.spoiled == "keep":
        yield (
            "rollouts.too_long is 'mask', which leaves stopped conversations out as if spoiled, "
            "and selection.spoiled is 'keep', which trains on them; set rollouts.too_long to "
            "'fail', or selection.spoiled to 'exclude' or 'mask_loss'"
        )
    if algorithm.anchors.weight and not recipe.rollouts.anchor_key:
        yield (
            f"anchors.weight is {algorithm.anchors.weight}, which needs rollouts.anchor_key, the "
            "name of a key of info; name it, or set the weight to 0"
        )
    if not recipe.sampling.temperature:
        yield (
            "sampling.temperature must be above 0, got 0: who always takes the likeliest token "
            "tries nothing else; 0 is for evaluation_sampling"
        )
    if training.sampler == "server" and not (server.url and server.shared_folder):
        yield (
            "training.sampler is 'server', which needs server.url and server.shared_folder, got "
            f"{server.url!r} and {server.shared_folder!r}; name both"
        )
    if training.evaluate_every and not recipe.held_out:
        yield (
            f"training.evaluate_every is {training.evaluate_every}, and there is nothing to "
            "evaluate on; add a section [held_out.NAME], or set it to 0"
        )


def _lonely(recipe: Recipe) -> Iterator[str]:
    """Yield the choices that compare rollouts with others where there are no others."""
    training, algorithm = recipe.training, recipe.algorithm
    size, wanted = training.rollouts_per_task, algorithm.selection.min_valid
    sizes = {"none": math.inf, "task": size}
    advantages = {"baseline": algorithm.advantages.baseline, "scale": algorithm.advantages.scale}
    for name, pool in advantages.items():
        if sizes.get(pool, size * training.tasks_per_update) < 2:
            yield (
                f"advantages.{name} is {pool!r}, which compares rollouts, and "
                f"training.rollouts_per_task is {size}; every advantage would be 0, set it to at "
                "least 2"
            )
    if algorithm.selection.dynamic_sampling and size < 2:
        yield (
            "selection.dynamic_sampling drops tasks whose rollouts all earn the same, and "
            f"training.rollouts_per_task is {size}; set it to at least 2"
        )
    if wanted > size:
        yield (
            f"selection.min_valid must be at most training.rollouts_per_task ({size}), got "
            f"{wanted}; lower the one or raise the other"
        )

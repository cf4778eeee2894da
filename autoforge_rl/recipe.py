"""Everything that makes up a run, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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

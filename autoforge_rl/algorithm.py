"""An algorithm is a handful of choices; the published ones are named here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autoforge_rl.advantages import AdvantageChoices
from autoforge_rl.anchors import AnchorChoices
from autoforge_rl.choices import require_finite
from autoforge_rl.corrections import CorrectionChoices
from autoforge_rl.errors import ChoiceError
from autoforge_rl.losses import LossChoices
from autoforge_rl.selection import SelectionChoices


@dataclass(frozen=True, slots=True)
class Shaping:
    """Penalty for long rollouts.

    Attributes:
        overlong_margin: How many tokens before the limit it sets in; 0 for no penalty, None for a
            fifth of the limit.
    """

    overlong_margin: int | None = 0

    def __post_init__(self) -> None:
        require_finite(self)
        if self.overlong_margin is not None and self.overlong_margin < 0:
            raise ChoiceError(f"overlong_margin must be 0 or more, got {self.overlong_margin}")

    def margin(self, limit: int) -> int:
        """Return how many tokens before a limit the penalty sets in."""
        return limit // 5 if self.overlong_margin is None else self.overlong_margin


@dataclass(frozen=True, slots=True)
class Algorithm:
    """Everything that turns rewards and log-probabilities into a loss.

    Attributes:
        selection: Which rollouts count.
        shaping: What is added to rewards.
        advantages: Baseline and scale.
        anchors: Advantages of single steps.
        correction: Weights for a sampler that differs from the trainer.
        loss: Surrogate and averages.
    """

    selection: SelectionChoices = field(default_factory=SelectionChoices)
    shaping: Shaping = field(default_factory=Shaping)
    advantages: AdvantageChoices = field(default_factory=AdvantageChoices)
    anchors: AnchorChoices = field(default_factory=AnchorChoices)
    correction: CorrectionChoices = field(default_factory=CorrectionChoices)
    loss: LossChoices = field(default_factory=LossChoices)


_KEEP = SelectionChoices(spoiled="keep", min_valid=1)
_GRPO = AdvantageChoices(scale="task")

PRESETS: Mapping[str, Algorithm] = {
    # AutoForge (arXiv 2512.22857), section 3.4. Token ratios and a mean over each rollout's
    # tokens are GRPO's, which the paper says it extends; its deviation is taken as that of a
    # population, and it prints no weight for the divergence.
    "erpo": Algorithm(),
    # The same with the ratio as printed: one product over a whole trajectory. Clipping then acts
    # on whole trajectories, and after a few hundred tokens on nearly all of them.
    "erpo_printed": Algorithm(
        loss=LossChoices(ratio="trajectory", divergence_from="old", divergence_estimator="k2")
    ),
    # Environment deviation of centred rewards: environments with very unequal tasks, whose raw
    # deviation is mostly between tasks, are not starved. Small ones lean on the others.
    "erpo_centred": Algorithm(advantages=AdvantageChoices(scale_of="centred")),
    "erpo_shrunk": Algorithm(advantages=AdvantageChoices(scale_of="centred", shrinkage=8.0)),
    "erpo_moving": Algorithm(advantages=AdvantageChoices(scale_of="centred", decay=0.9)),
    # Shao et al. (2024), DeepSeekMath (arXiv 2402.03300).
    "grpo": Algorithm(_KEEP, advantages=_GRPO, loss=LossChoices(divergence_weight=0.04)),
    # Liu et al. (2025), Understanding R1-Zero-like training (arXiv 2503.20783).
    "dr_grpo": Algorithm(
        _KEEP,
        advantages=AdvantageChoices(scale="none"),
        loss=LossChoices(average="rollout_sums"),
    ),
    # Ahmadian et al. (2024), Back to basics (arXiv 2402.14740): sums over tokens, no clipping.
    "rloo": Algorithm(
        _KEEP,
        advantages=AdvantageChoices(leave_one_out=True, scale="none"),
        loss=LossChoices(surrogate="plain", average="rollout_sums"),
    ),
    # Hu et al. (2025), REINFORCE++ (arXiv 2501.03262), and its form with a task's baseline.
    "reinforce_pp": Algorithm(
        _KEEP,
        advantages=AdvantageChoices(baseline="batch", scale="batch"),
        loss=LossChoices(average="tokens"),
    ),
    "reinforce_pp_baseline": Algorithm(
        _KEEP,
        advantages=AdvantageChoices(scale="batch", scale_of="centred"),
        loss=LossChoices(average="tokens", divergence_weight=0.001, divergence_estimator="k2"),
    ),
    # Liu et al. (2025), Tricks or traps? (arXiv 2508.08221).
    "lite_ppo": Algorithm(
        _KEEP, advantages=AdvantageChoices(scale="batch"), loss=LossChoices(average="tokens")
    ),
    # Yu et al. (2025), DAPO (arXiv 2503.14476); its margin is 4,096 of 20,480 tokens.
    "dapo": Algorithm(
        SelectionChoices(spoiled="keep", min_valid=1, dynamic_sampling=True),
        shaping=Shaping(overlong_margin=None),
        advantages=_GRPO,
        loss=LossChoices(clip_high=0.28, average="tokens"),
    ),
    # Zheng et al. (2025), GSPO (arXiv 2507.18071).
    "gspo": Algorithm(
        _KEEP,
        advantages=_GRPO,
        loss=LossChoices(ratio="rollout", clip_low=3e-4, clip_high=4e-4),
    ),
    # MiniMax-M1 (2025, arXiv 2506.13585): no lower bound. The upper one is not
    # reported; 5 in all is what open implementations use.
    "cispo": Algorithm(
        _KEEP,
        advantages=_GRPO,
        loss=LossChoices(surrogate="stopped", clip_low=1.0, clip_high=4.0, average="tokens"),
    ),
    # Feng et al. (2025), GiGPO (arXiv 2505.10978).
    "gigpo": Algorithm(
        _KEEP,
        advantages=_GRPO,
        anchors=AnchorChoices(weight=1.0),
        loss=LossChoices(divergence_weight=0.01),
    ),
}


def preset(name: str) -> Algorithm:
    """Return the published algorithm of this name.

    Raises:
        ChoiceError: There is none.
    """
    if name not in PRESETS:
        raise ChoiceError(f"there is no preset {name!r}; the presets are {', '.join(PRESETS)}")
    return PRESETS[name]

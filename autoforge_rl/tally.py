"""What an update measured, in all and by environment. Axes: B rollouts, R rows, T tokens."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor

from autoforge_rl.advantages import Estimate
from autoforge_rl.divergences import divergence
from autoforge_rl.log_probs import Scores
from autoforge_rl.losses import Loss, TokenBatch
from autoforge_rl.packing import MicroBatch
from autoforge_rl.processes import Processes
from autoforge_rl.rollouts import Rollout
from autoforge_rl.selection import Selection

SUMS = ("tokens", "entropy", "divergence_from_old", "divergence_from_reference", "mismatch")
"""What is added up over the trained tokens of each rollout."""


class Judged(Protocol):
    """What is used of a batch."""

    @property
    def rollouts(self) -> Sequence[Rollout]:
        """All that were played."""

    @property
    def environments(self) -> Sequence[str]:
        """Names, in the order of their numbers."""

    @property
    def environments_B(self) -> Tensor:  # noqa: N802 - tensors name their axes
        """The number of each rollout's environment."""

    @property
    def selection(self) -> Selection:
        """Which count, and which are trained on."""

    @property
    def estimate(self) -> Estimate:
        """Their advantages."""


@dataclass(slots=True)
class Tally:
    """Sums that grow with each micro-batch.

    Attributes:
        num_rollouts: Of the batch.
        device: Where the sums are.
        skipped: Why no step was made; empty if one was.
        steps: Norm of the gradient and learning rate of each step.
    """

    num_rollouts: int
    device: torch.device
    skipped: str = ""
    steps: list[tuple[float, float]] = field(default_factory=list)
    _sums_SB: Tensor = field(init=False)
    _losses: Tensor = field(init=False)
    _layout: Tensor = field(init=False)

    def __post_init__(self) -> None:
        self._sums_SB = torch.zeros(len(SUMS), self.num_rollouts, device=self.device)
        self._losses = torch.zeros(5, device=self.device)
        self._layout = torch.zeros(2, device=self.device)

    def note_step(self, norm: float, rate: float) -> None:
        """Note one step of the optimizer."""
        self.steps.append((norm, rate))

    @property
    def num_refused(self) -> int:
        """How many steps were not made because their gradient is not finite."""
        return sum(not math.isfinite(norm) for norm, _ in self.steps)

    def note_loss(self, loss: Loss) -> None:
        """Note a micro-batch's part of the loss."""
        parts = (loss.total.detach(), loss.surrogate, loss.divergence, loss.clipped, loss.weight)
        self._losses += torch.stack(parts)

    def note_layout(self, batch: MicroBatch) -> None:
        """Note how many tokens passed through the model, and how many were no padding."""
        self._layout += torch.tensor([batch.num_passed, batch.num_real], device=self.device)

    def note_tokens(
        self, rollouts_R: Tensor, tokens: TokenBatch, scores: Scores, sampler_RT: Tensor
    ) -> None:
        """Note what the tokens of a micro-batch are like.

        Each divergence is estimated from tokens of the policy that sampled them: KL(old | now),
        KL(sampler | old), and, where no step has been made yet, KL(now | reference).
        """
        active_RT = tokens.mask_BT & (tokens.weights_BT > 0)
        now_RT, old_RT = tokens.log_probs_BT.detach(), tokens.old_log_probs_BT
        reference_RT = tokens.reference_log_probs_BT
        values = (
            torch.ones_like(now_RT),
            scores.entropies_BT,
            divergence(old_RT, now_RT, "k3"),
            torch.zeros_like(now_RT) if reference_RT is None
            else divergence(now_RT, reference_RT, "k3"),
            divergence(sampler_RT, old_RT, "k3"),
        )  # fmt: skip
        for row, value_RT in enumerate(values):
            sums_R = torch.where(active_RT, value_RT, 0.0).sum(dim=1)
            self._sums_SB[row].index_add_(0, rollouts_R, sums_R.to(self._sums_SB.dtype))

    def add_up(self, processes: Processes) -> None:
        """Add up the sums of all processes."""
        processes.add_up([self._sums_SB, self._losses, self._layout])

    def of_tokens(self, chosen_B: Tensor) -> dict[str, float]:
        """Return means over the trained tokens of some rollouts, without those nobody passed."""
        sums = dict(zip(SUMS, self._sums_SB[:, chosen_B.to(self.device)].sum(1).tolist(),
                        strict=True))  # fmt: skip
        tokens = sums.pop("tokens")
        return {name: value / tokens for name, value in sums.items()} if tokens else {}

    def of_all(self) -> dict[str, Any]:
        """Return what holds for the update as a whole.

        Loss, surrogate and divergence are means over its steps; the gradient's norm and the
        learning rate are those of the last.
        """
        *parts, clipped, weight = self._losses.tolist()
        total, surrogate, spread = (each / max(len(self.steps), 1) for each in parts)
        passed, real = self._layout.tolist()
        return {
            "skipped": self.skipped,
            "refused_steps": self.num_refused,
            "loss": total,
            "surrogate": surrogate,
            "divergence": spread,
            "clipped_share": clipped / weight if weight else 0.0,
            "gradient_norm": self.steps[-1][0] if self.steps else float("nan"),
            "learning_rate": self.steps[-1][1] if self.steps else float("nan"),
            "passed_tokens": passed,
            "padding_share": 1 - real / passed if passed else 0.0,
        }


def describe(batch: Judged, tally: Tally, seconds: Mapping[str, float]) -> dict[str, Any]:
    """Return an update's metrics.

    Args:
        batch: The rollouts, judged.
        tally: What training on them measured.
        seconds: How long each part took; all else is the same in every run.
    """
    everything_B = torch.ones(len(batch.rollouts), dtype=torch.bool)
    by_environment = {
        name: _describe_some(batch, tally, batch.environments_B == number)
        for number, name in enumerate(batch.environments)
        if (batch.environments_B == number).any()
    }
    sampled = sum(sum(segment.mask) for each in batch.rollouts for segment in each.segments)
    whole = sum(seconds.values())
    return {
        **tally.of_all(),
        "error": _commonest(each.error for each in batch.rollouts if each.error),
        "all": _describe_some(batch, tally, everything_B),
        "environments": by_environment,
        "seconds": {
            **seconds,
            "sampled_tokens_each": sampled / max(seconds.get("playing", whole), 1e-9),
            "valid_rollouts_each": int(batch.selection.counted_B.sum()) / max(whole, 1e-9),
        },
    }


def _describe_some(batch: Judged, tally: Tally, chosen_B: Tensor) -> dict[str, Any]:
    """Return the metrics of some rollouts; spoiled ones are in no mean but their own share."""
    rollouts = [
        each for each, is_in in zip(batch.rollouts, chosen_B.tolist(), strict=True) if is_in
    ]
    counted_B = chosen_B & batch.selection.counted_B
    valid = [each for each, is_in in zip(batch.rollouts, counted_B.tolist(), strict=True) if is_in]
    advantages_B = batch.estimate.advantages_B[counted_B]
    return {
        "rollouts": len(rollouts),
        "reward": _mean([each.reward or 0.0 for each in valid]),
        "spoiled_share": _mean([float(each.spoiled) for each in rollouts]),
        "crashed_share": _mean([float(each.ending == "crashed") for each in rollouts]),
        "too_long_share": _mean([float(each.ending == "too_long") for each in rollouts]),
        "truncated_share": _mean([float(each.truncated) for each in rollouts]),
        "advantage_rms": float(advantages_B.square().mean().sqrt()) if valid else float("nan"),
        "informative_share": _mean(advantages_B.ne(0).float().tolist()),
        "turns": _mean([float(each.num_turns) for each in valid]),
        "cut_turns": _mean([float(each.num_cut_turns) for each in valid]),
        "sampled_tokens": _mean([float(_sampled(each)) for each in valid]),
        **tally.of_tokens(counted_B),
    }


def _commonest(errors: Iterable[str]) -> str:
    return next((error for error, _ in Counter(errors).most_common(1)), "")


def _sampled(rollout: Rollout) -> int:
    return sum(sum(segment.mask) for segment in rollout.segments)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")

"""Divergences between two policies, estimated from the tokens that one of them sampled.

All take log-probabilities of the same sampled tokens. Source of k1, k2, k3: Schulman (2020),
Approximating KL divergence, http://joschu.net/blog/kl-approx.html.
"""

from typing import Literal

import torch
from torch import Tensor

Estimator = Literal["k1", "k2", "k3"]

MAX_LOG_RATIO = 20.0
"""Log-ratios are clamped here before `exp`: beyond it a float32 says nothing useful any more."""


def divergence(log_probs: Tensor, reference_log_probs: Tensor, estimator: Estimator) -> Tensor:
    """Estimate KL(policy | reference) for each token that the policy sampled.

    With d = log policy - log reference: k1 = d is unbiased, yet as a loss its gradient is 0 in
    expectation. k2 = d^2 / 2 is biased in value, but its gradient is that of the divergence. k3 =
    exp(-d) - 1 + d is unbiased and never negative; its gradient is that of KL(reference | policy).

    Args:
        log_probs: Of the policy that is trained.
        reference_log_probs: Of the policy it is kept close to.
        estimator: Which of the three.
    """
    distance = log_probs - reference_log_probs
    if estimator == "k1":
        return distance
    if estimator == "k2":
        return distance**2 / 2
    return torch.exp(-clamped(distance)) - 1 + distance


def clamped(log_ratio: Tensor) -> Tensor:
    """Return log-ratios within the range whose exponential is a usable number."""
    return log_ratio.clamp(-MAX_LOG_RATIO, MAX_LOG_RATIO)

"""Means and deviations over the rollouts that share a pool: a task, an environment, the batch.

Axes: B rollouts, P pools. Everything here is computed in float64.
"""

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Moments:
    """Count, mean and squared deviations of the values in each pool.

    Attributes:
        count_P: How many values; less than whole numbers once old ones have decayed.
        mean_P: Their mean, 0 where there are none.
        squares_P: Sum of their squared distances from the mean.
    """

    count_P: Tensor
    mean_P: Tensor
    squares_P: Tensor

    def decayed(self, decay: float) -> "Moments":
        """Return the same moments with all counts weighted by `decay`."""
        return Moments(self.count_P * decay, self.mean_P, self.squares_P * decay)

    def merged(self, other: "Moments") -> "Moments":
        """Return the moments of both samples together.

        Source: Chan, Golub, LeVeque (1979), Updating formulae and a pairwise algorithm for
        computing sample variances; it does not cancel, as sums of squares do.
        """
        count_P = self.count_P + other.count_P
        share_P = other.count_P / count_P.clamp(min=1e-300)
        distance_P = other.mean_P - self.mean_P
        return Moments(
            count_P,
            self.mean_P + distance_P * share_P,
            self.squares_P + other.squares_P + distance_P**2 * self.count_P * share_P,
        )

    def variances(self, correction: int = 0) -> Tensor:
        """Return the variance in each pool, 0 where there are too few values.

        Args:
            correction: 0 divides by n (population), 1 by n - 1 (sample).
        """
        freedom_P = self.count_P - correction
        return torch.where(freedom_P > 0, self.squares_P / freedom_P.clamp(min=1e-300), 0.0)


def measure(values_B: Tensor, valid_B: Tensor, pools_B: Tensor, num_pools: int) -> Moments:
    """Return the moments of the valid values in each pool; the others may be anything, NaN too.

    Args:
        values_B: What is measured.
        valid_B: Which values count.
        pools_B: The pool of each value, from 0 to `num_pools - 1`.
        num_pools: How many pools there are.
    """
    clean_B = torch.where(valid_B, values_B.double(), 0.0)
    count_P = _sum_by_pool(valid_B.double(), pools_B, num_pools)
    mean_P = _sum_by_pool(clean_B, pools_B, num_pools) / count_P.clamp(min=1.0)
    distance_B = torch.where(valid_B, clean_B - mean_P[pools_B], 0.0)
    return Moments(count_P, mean_P, _sum_by_pool(distance_B**2, pools_B, num_pools))


def _sum_by_pool(values_B: Tensor, pools_B: Tensor, num_pools: int) -> Tensor:
    return values_B.new_zeros(num_pools).index_add(0, pools_B, values_B)


def number_pools(keys_B: Tensor) -> tuple[Tensor, int]:
    """Number the distinct keys from 0 on; return each value's pool and how many there are."""
    unique_P, pools_B = torch.unique(keys_B, return_inverse=True)
    return pools_B, len(unique_P)

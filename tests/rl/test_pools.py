import statistics

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.pools import Moments, measure, number_pools

VALUES = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=12)


def in_one_pool(values: list[float]) -> Moments:
    values_B = torch.tensor(values, dtype=torch.float64)
    return measure(
        values_B,
        torch.ones(len(values), dtype=torch.bool),
        torch.zeros(len(values), dtype=torch.long),
        1,
    )


@given(VALUES)
def test_moments_are_those_of_the_statistics_module(values: list[float]) -> None:
    moments = in_one_pool(values)
    assert float(moments.mean_P) == pytest.approx(statistics.fmean(values), abs=1e-9)
    assert float(moments.variances()) == pytest.approx(statistics.pvariance(values), abs=1e-6)


@given(VALUES, VALUES)
def test_merging_two_samples_is_measuring_both_at_once(
    left: list[float], right: list[float]
) -> None:
    merged, whole = in_one_pool(left).merged(in_one_pool(right)), in_one_pool(left + right)
    for name in ("count_P", "mean_P", "squares_P"):
        torch.testing.assert_close(
            getattr(merged, name), getattr(whole, name), rtol=1e-9, atol=1e-6
        )


def test_invalid_values_may_be_anything() -> None:
    moments = measure(
        torch.tensor([1.0, float("nan"), 3.0, float("inf")]),
        torch.tensor([True, False, True, False]),
        torch.tensor([0, 0, 0, 1]),
        2,
    )
    assert moments.count_P.tolist() == [2, 0]
    assert moments.mean_P.tolist() == [2, 0]
    assert moments.variances().tolist() == [1, 0]


def test_one_value_has_no_sample_variance() -> None:
    assert in_one_pool([5.0]).variances(correction=1).tolist() == [0]


def test_a_large_offset_costs_no_precision() -> None:
    assert float(in_one_pool([1e9, 1e9 + 1]).variances()) == pytest.approx(0.25)


def test_pools_are_numbered_from_zero() -> None:
    pools_B, num_pools = number_pools(torch.tensor([7, 3, 7]))
    assert (pools_B.tolist(), num_pools) == ([1, 0, 1], 2)

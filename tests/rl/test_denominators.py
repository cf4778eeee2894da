import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autoforge_rl.denominators import Average, Totals, count, token_weights
from autoforge_rl.errors import ChoiceError

MASK = torch.tensor([[True, True, True, False], [True, False, False, False], [True] * 4])
TRAINED = torch.tensor([True, True, False])
TOTALS = Totals(num_rollouts=2, num_tokens=4)


def test_only_trained_rollouts_are_counted() -> None:
    assert count(MASK, TRAINED) == TOTALS
    assert count(MASK, ~TRAINED) == Totals(1, 4)


@pytest.mark.parametrize(
    ("average", "first", "second"),
    [("tokens", 1 / 4, 1 / 4), ("rollouts", 1 / 6, 1 / 2), ("rollout_sums", 1 / 20, 1 / 20)],
)
def test_each_average_weighs_tokens_by_its_formula(
    average: Average, first: float, second: float
) -> None:
    weights = token_weights(MASK, TRAINED, TOTALS, average, max_length=10)
    assert weights[0].tolist() == pytest.approx([first, first, first, 0])
    assert weights[1].tolist() == pytest.approx([second, 0, 0, 0])
    assert weights[2].tolist() == [0, 0, 0, 0]


LENGTHS = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=6)


@given(LENGTHS, st.sampled_from(["tokens", "rollouts"]))
def test_weights_of_a_batch_sum_to_one(rollouts: list[tuple[int, bool]], average: Average) -> None:
    lengths, trained = (list(column) for column in zip(*rollouts, strict=True))
    mask = torch.arange(5) < torch.tensor(lengths)[:, None]
    totals = count(mask, torch.tensor(trained))
    weights = token_weights(mask, torch.tensor(trained), totals, average)
    assert float(weights.sum()) == pytest.approx(1.0 if totals.num_tokens else 0.0)


def test_segments_of_one_rollout_share_its_weight() -> None:
    whole = torch.tensor([[True] * 6, [True, True, False, False, False, False]])
    split = torch.tensor([[True] * 4, [True, True, False, False], [True, True, False, False]])
    rollouts = torch.tensor([0, 0, 1])
    trained = torch.tensor([True, True, True])
    totals = count(split, trained, rollouts)
    assert totals == count(whole, trained[:2]) == Totals(2, 8)
    averages: tuple[Average, ...] = ("tokens", "rollouts", "rollout_sums")
    for average in averages:
        found = token_weights(split, trained, totals, average, 9, rollouts)
        expected = token_weights(whole, trained[:2], totals, average, 9)
        assert sorted(found[found > 0].tolist()) == sorted(expected[expected > 0].tolist())


def test_a_batch_without_rows_has_no_totals() -> None:
    nothing = torch.zeros(0, 0, dtype=torch.bool)
    assert count(nothing, torch.zeros(0, dtype=torch.bool)) == Totals(0, 0)


def test_a_sum_needs_its_constant() -> None:
    with pytest.raises(ChoiceError, match="positive max_length, got None"):
        token_weights(MASK, TRAINED, TOTALS, "rollout_sums")

import pytest
import torch

from autoforge_rl.errors import ChoiceError
from autoforge_rl.optimisation import OptimizerChoices, learning_rate, make_optimizer, step


def test_the_rate_rises_and_then_falls_as_the_schedule_says() -> None:
    warm = OptimizerChoices(1.0, warmup=4)
    assert [learning_rate(warm, update, 8) for update in (0, 1, 3, 4, 7)] == [0.25, 0.5, 1, 1, 1]
    linear = OptimizerChoices(1.0, warmup=2, schedule="linear")
    assert [learning_rate(linear, update, 6) for update in (2, 4, 6)] == [1, 0.5, 0]
    cosine = OptimizerChoices(1.0, schedule="cosine")
    assert [learning_rate(cosine, update, 4) for update in (0, 2, 4)] == pytest.approx([1, 0.5, 0])


def test_a_step_moves_weights_and_forgets_gradients() -> None:
    weight = torch.nn.Parameter(torch.ones(2, 2))
    optimizer = make_optimizer([weight], OptimizerChoices(0.1))
    weight.grad = torch.full((2, 2), 3.0)
    assert step(optimizer, OptimizerChoices(0.1), 0.1) == pytest.approx(6.0)
    assert torch.allclose(weight, torch.full((2, 2), 0.9))
    assert [each.grad for each in (weight,)] == [None]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_step_is_made_from_gradients_that_are_no_numbers(value: float) -> None:
    weight = torch.nn.Parameter(torch.ones(2, 2))
    optimizer = make_optimizer([weight], OptimizerChoices(0.1))
    weight.grad = torch.tensor([[1.0, value], [0.0, 0.0]])
    assert step(optimizer, OptimizerChoices(0.1), 0.1) not in {0.0, 1.0}
    assert torch.equal(weight, torch.ones(2, 2))
    assert [each.grad for each in (weight,)] == [None]
    assert not optimizer.state


def test_vectors_do_not_decay_and_frozen_weights_are_left_out() -> None:
    matrix, vector, frozen = (
        torch.nn.Parameter(torch.ones(shape)) for shape in ((2, 2), (2,), (2,))
    )
    frozen.requires_grad_(False)
    choices = OptimizerChoices(0.1, weight_decay=0.5)
    optimizer = make_optimizer([matrix, vector, frozen], choices)
    matrix.grad, vector.grad = torch.zeros(2, 2), torch.zeros(2)
    step(optimizer, choices, 0.1)
    assert torch.allclose(matrix, torch.full((2, 2), 0.95))
    assert torch.equal(vector, torch.ones(2))
    assert sum(len(group["params"]) for group in optimizer.param_groups) == 2


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"learning_rate": 0.0}, "learning_rate and max_norm must be positive, got 0.0"),
        ({"warmup": -1}, "warmup and weight_decay must be 0 or more, got -1"),
        ({"beta2": 1.0}, "beta1 and beta2 must be from 0 to below 1, got 0.9 and 1.0"),
    ],
)
def test_wrong_choices_are_refused(choices: dict[str, float], message: str) -> None:
    with pytest.raises(ChoiceError, match=message):
        OptimizerChoices(**choices)  # type: ignore[arg-type]

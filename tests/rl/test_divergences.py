import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from autoforge_rl.divergences import Estimator, divergence

LOGITS = st.lists(st.floats(-3, 3), min_size=4, max_size=4)


def exact(policy: Tensor, reference: Tensor) -> Tensor:
    return (policy.exp() * (policy - reference)).sum()


def log_probs(logits: list[float]) -> Tensor:
    return torch.tensor(logits, dtype=torch.float64).log_softmax(0)


def expected_gradient(logits: list[float], reference: Tensor, estimator: Estimator) -> Tensor:
    """The gradient of the estimate, averaged over what the policy samples."""
    variable = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    policy = variable.log_softmax(0)
    estimate = (policy.exp().detach() * divergence(policy, reference, estimator)).sum()
    return torch.autograd.grad(estimate, variable)[0]


@given(LOGITS, LOGITS)
def test_k1_and_k3_are_unbiased_and_k3_is_never_negative(
    logits: list[float], others: list[float]
) -> None:
    policy, reference = log_probs(logits), log_probs(others)
    for estimator in ("k1", "k3"):
        mean = (policy.exp() * divergence(policy, reference, estimator)).sum()
        assert float(mean) == pytest.approx(float(exact(policy, reference)), abs=1e-9)
    assert (divergence(policy, reference, "k3") >= -1e-12).all()
    assert (divergence(policy, reference, "k2") >= 0).all()


@given(LOGITS, LOGITS)
def test_gradients_are_those_the_docstring_promises(
    logits: list[float], others: list[float]
) -> None:
    reference = log_probs(others)
    variable = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    policy = variable.log_softmax(0)
    reverse = torch.autograd.grad(exact(policy, reference), variable, retain_graph=True)[0]
    forward = torch.autograd.grad(exact(reference, policy), variable)[0]
    wanted = {"k1": torch.zeros(4, dtype=torch.float64), "k2": reverse, "k3": forward}
    names: tuple[Estimator, ...] = ("k1", "k2", "k3")
    for name in names:
        torch.testing.assert_close(
            expected_gradient(logits, reference, name), wanted[name], atol=1e-9, rtol=1e-9
        )


def test_by_hand() -> None:
    one, half = torch.tensor(0.0), torch.log(torch.tensor(0.5))
    assert float(divergence(one, half, "k1")) == pytest.approx(0.6931, abs=1e-4)
    assert float(divergence(one, half, "k2")) == pytest.approx(0.2402, abs=1e-4)
    assert float(divergence(one, half, "k3")) == pytest.approx(0.5 - 1 + 0.6931, abs=1e-4)


def test_far_policies_give_a_finite_number() -> None:
    assert torch.isfinite(divergence(torch.tensor(-900.0), torch.tensor(0.0), "k3"))

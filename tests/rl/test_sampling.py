import copy
from typing import Any

import numpy
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import GenerationConfig

from autoforge_rl.continuous import ContinuousSampler
from autoforge_rl.errors import PolicyError
from autoforge_rl.sampling import SamplingChoices, Turn, draw_tokens, sample_turns

LOGITS = torch.tensor([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]]).log()


def test_a_uniform_number_chooses_the_token_in_whose_share_it_lies() -> None:
    for levels, tokens in (
        ([0.0, 0.0], [0, 0]),
        ([0.49, 0.26], [0, 1]),
        ([0.51, 0.74], [1, 1]),
        ([0.99, 0.76], [2, 2]),
    ):
        ids, log_probs = draw_tokens(LOGITS, 1.0, levels)
        assert ids.tolist() == tokens
        chosen = LOGITS.gather(1, ids[:, None])[:, 0]
        torch.testing.assert_close(log_probs, chosen)


def test_at_temperature_zero_the_likeliest_token_is_taken() -> None:
    ids, log_probs = draw_tokens(LOGITS, 0.0, [0.99, 0.0])
    assert ids.tolist() == [0, 1]
    assert log_probs.exp().tolist() == pytest.approx([0.5, 0.5])


def test_a_temperature_flattens_the_distribution_and_its_log_probabilities() -> None:
    _, log_probs = draw_tokens(LOGITS[:1], 2.0, [0.0])
    share = 0.5**0.5 / (0.5**0.5 + 2 * 0.25**0.5)
    assert float(log_probs.exp()) == pytest.approx(share)


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=9), st.floats(0, 1, exclude_max=True))
def test_no_impossible_token_is_ever_drawn(logits: list[float], level: float) -> None:
    row = torch.tensor([[-torch.inf, *logits, -torch.inf]])
    ids, log_probs = draw_tokens(row, 1.0, [level])
    assert 1 <= int(ids) <= len(logits)
    assert torch.isfinite(log_probs).all()


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_a_policy_that_says_no_number_is_told(
    tokenizer: Any, model: Any, temperature: float
) -> None:
    broken = copy.deepcopy(model)
    for parameter in broken.parameters():
        parameter.data.fill_(torch.nan)
    choices = SamplingChoices(temperature, max_turn_tokens=2)
    generators = [numpy.random.default_rng(0)]
    with pytest.raises(PolicyError, match="log-probability nan; its weights"):
        sample_turns(broken, [[5, 6]], 1, choices, generators)
    turns = ContinuousSampler(broken, choices).open(1)
    turns.begin(0, [5, 6], generators[0])
    with pytest.raises(PolicyError, match="log-probability nan; its weights"):
        turns.advance()


def test_how_a_checkpoint_wants_to_be_sampled_does_not_count(tokenizer: Any, model: Any) -> None:
    def sampled() -> list[Turn]:
        generators = [numpy.random.default_rng(0)]
        return sample_turns(model, [[5, 6]], 1, SamplingChoices(max_turn_tokens=8), generators)

    plain, kept = sampled(), model.generation_config
    wanted = GenerationConfig(suppress_tokens=list(plain[0].ids))
    model.generation_config = wanted
    try:
        assert sampled() == plain
        assert model.generation_config is wanted
    finally:
        model.generation_config = kept

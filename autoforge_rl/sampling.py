"""Turns sampled from a policy, with the log-probability of each token.

Axes: B prompts, V vocabulary.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy
import torch
from torch import Tensor
from transformers import GenerationConfig, LogitsProcessor, LogitsProcessorList

from autoforge_rl.choices import require_finite
from autoforge_rl.errors import ChoiceError, PolicyError
from autoforge_rl.models import CausalModel


@dataclass(frozen=True, slots=True)
class SamplingChoices:
    """How turns are sampled.

    Attributes:
        temperature: What logits are divided by; 0 takes the likeliest token.
        max_turn_tokens: Most tokens of one turn.
    """

    temperature: float = 1.0
    max_turn_tokens: int = 512

    def __post_init__(self) -> None:
        require_finite(self)
        if self.temperature < 0:
            raise ChoiceError(f"temperature must be 0 or more, got {self.temperature}")
        if self.max_turn_tokens < 1:
            raise ChoiceError(f"max_turn_tokens must be positive, got {self.max_turn_tokens}")


@dataclass(frozen=True, slots=True)
class Turn:
    """What a policy sampled in one turn.

    Attributes:
        ids: The tokens; the last one ends the turn, unless the turn was cut off.
        log_probs: Of each, at the temperature it was sampled at (at 1 where that is 0).
        version: Of the weights that sampled it.
    """

    ids: tuple[int, ...]
    log_probs: tuple[float, ...]
    version: int = 0


def sample_turns(
    model: CausalModel,
    prompts: Sequence[Sequence[int]],
    end_id: int,
    choices: SamplingChoices,
    generators: Sequence[numpy.random.Generator],
) -> list[Turn]:
    """Sample one turn after each prompt, all at once.

    A prompt's turn depends on its own generator alone, not on what else is in the batch, up to
    the rounding of the model's arithmetic.

    Args:
        model: A causal language model, in evaluation mode.
        prompts: Tokens to go on after.
        end_id: The token that ends a turn.
        choices: Temperature and limit.
        generators: One for each prompt.

    Raises:
        PolicyError: The model says what is no number.
    """
    draw = _Draw(choices.temperature, end_id, generators)
    ids_BT, attention_BT = _padded_left(prompts, end_id, model.device)
    with torch.no_grad(), _without_defaults(model):
        model.generate(
            input_ids=ids_BT,
            attention_mask=attention_BT,
            generation_config=GenerationConfig(
                do_sample=False,
                eos_token_id=end_id,
                max_new_tokens=choices.max_turn_tokens,
                pad_token_id=end_id,
                repetition_penalty=1.0,
            ),
            logits_processor=LogitsProcessorList([draw]),
        )
    return draw.turns()


def require_number(log_prob: float) -> float:
    """Return the log-probability of a token that was drawn.

    Raises:
        PolicyError: It is not finite, as where weights are not.
    """
    if not math.isfinite(log_prob):
        raise PolicyError(
            f"the policy drew a token of log-probability {log_prob}; its weights hold numbers that "
            "are not finite or far too large, go back to an earlier checkpoint"
        )
    return log_prob


def draw_tokens(
    logits_BV: Tensor, temperature: float, uniform: Sequence[float]
) -> tuple[Tensor, Tensor]:
    """Draw a token in each row, and return it with its log-probability.

    The cumulative distribution is inverted at one uniform number a row, in float64.

    Args:
        logits_BV: What a policy says.
        temperature: What they are divided by; 0 takes the likeliest token.
        uniform: From 0 to below 1, one for each row.
    """
    log_probs_BV = (logits_BV.float() / (temperature or 1.0)).log_softmax(dim=1)
    if temperature == 0:
        ids_B = log_probs_BV.argmax(dim=1)
    else:
        sums_BV = log_probs_BV.double().exp().cumsum(dim=1)
        levels_B1 = torch.tensor(uniform, dtype=torch.float64, device=sums_BV.device)[:, None]
        drawn_B1 = torch.searchsorted(sums_BV, levels_B1 * sums_BV[:, -1:], right=True)
        ids_B = drawn_B1[:, 0].clamp(max=sums_BV.shape[1] - 1)
    return ids_B, log_probs_BV.gather(1, ids_B[:, None])[:, 0]


@dataclass(frozen=True, slots=True)
class ModelSampler:
    """A model in this process as the one who speaks in rollouts.

    Attributes:
        model: In evaluation mode.
        choices: Temperature and limit.
    """

    model: CausalModel
    choices: SamplingChoices

    def __call__(
        self,
        prompts: Sequence[Sequence[int]],
        end_id: int,
        generators: Sequence[numpy.random.Generator],
    ) -> list[Turn]:
        """Sample one turn after each prompt."""
        return sample_turns(self.model, prompts, end_id, self.choices, generators)


class _Draw(LogitsProcessor):
    """Draws each token and leaves `generate`, which takes the likeliest one, no other.

    `generate` draws from torch's global randomness; this draws from generators handed in.
    """

    def __init__(
        self, temperature: float, end_id: int, generators: Sequence[numpy.random.Generator]
    ) -> None:
        self._temperature = temperature
        self._end_id = end_id
        self._generators = generators
        self._ids: list[list[int]] = [[] for _ in generators]
        self._log_probs: list[list[float]] = [[] for _ in generators]

    def turns(self) -> list[Turn]:
        """Return what was drawn."""
        pairs = zip(self._ids, self._log_probs, strict=True)
        return [Turn(tuple(ids), tuple(log_probs)) for ids, log_probs in pairs]

    def __call__(self, input_ids: Tensor, scores: Tensor) -> Tensor:
        uniform = [
            0.0 if self._has_ended(row) else generator.random()
            for row, generator in enumerate(self._generators)
        ]
        drawn_B, log_probs_B = draw_tokens(scores, self._temperature, uniform)
        self._note(drawn_B.tolist(), log_probs_B.tolist())
        return torch.full_like(scores, -torch.inf).scatter(1, drawn_B[:, None], 0.0)

    def _note(self, ids: list[int], log_probs: list[float]) -> None:
        for row, (token_id, log_prob) in enumerate(zip(ids, log_probs, strict=True)):
            if not self._has_ended(row):
                self._ids[row].append(token_id)
                self._log_probs[row].append(require_number(log_prob))

    def _has_ended(self, row: int) -> bool:
        return bool(self._ids[row]) and self._ids[row][-1] == self._end_id


@contextmanager
def _without_defaults(model: CausalModel) -> Iterator[None]:
    """Put aside how the checkpoint wants to be sampled; `generate` would mix it in."""
    kept = model.generation_config
    model.generation_config = GenerationConfig()
    try:
        yield
    finally:
        model.generation_config = kept


def _padded_left(
    prompts: Sequence[Sequence[int]], pad_id: int, device: torch.device
) -> tuple[Tensor, Tensor]:
    length = max(map(len, prompts))
    ids = [[pad_id] * (length - len(prompt)) + list(prompt) for prompt in prompts]
    seen = [[0] * (length - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return torch.tensor(ids, device=device), torch.tensor(seen, device=device)

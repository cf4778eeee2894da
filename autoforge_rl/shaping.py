"""Rewards reshaped before advantages are taken."""

from torch import Tensor

from autoforge_rl.errors import ChoiceError


def overlong_penalties(lengths_B: Tensor, max_length: int, margin: int) -> Tensor:
    """Return what is added to each reward for coming near the length limit.

    0 up to `max_length - margin` tokens, then falling linearly to -1 at `max_length`. Source:
    DAPO, Yu et al. (2025), arXiv 2503.14476.

    Args:
        lengths_B: Tokens of each rollout, counted as the limit counts them.
        max_length: Most tokens a rollout may have.
        margin: How many tokens before the limit the penalty sets in.

    Raises:
        ChoiceError: The margin is not from 1 to `max_length`.
    """
    if not 1 <= margin <= max_length:
        raise ChoiceError(f"margin must be from 1 to max_length ({max_length}), got {margin}")
    return ((max_length - margin - lengths_B) / margin).clamp(-1.0, 0.0)

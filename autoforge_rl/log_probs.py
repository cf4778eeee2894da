"""Log-probabilities of tokens under a policy, in float32 and without all logits in memory.

Axes: B rows, T tokens, N tokens of all rows, H hidden size, V vocabulary.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from autoforge_rl.errors import PolicyError
from autoforge_rl.models import CausalModel

_CHANGED_LOGITS = ("final_logit_softcapping", "logits_scaling", "logit_scale")


@dataclass(frozen=True, slots=True)
class Scores:
    """What a policy says about given tokens.

    Attributes:
        log_probs_BT: Of each token, given those before it; 0 for the first of a sequence.
        entropies_BT: Of the distribution each token was drawn from, in nats; without gradient.
    """

    log_probs_BT: Tensor
    entropies_BT: Tensor


def score_tokens(
    model: CausalModel,
    ids_BT: Tensor,
    positions_BT: Tensor | None = None,
    temperature: float = 1.0,
    chunk_size: int = 1024,
    wanted_BT: Tensor | None = None,
) -> Scores:
    """Score tokens in one pass.

    Rows may be padded on the right, where attention never looks back from, or packed: sequences
    one after the other, each with positions from 0 on, do not see each other. The head is computed
    in float32 for `chunk_size` tokens at a time, and again in the backward pass, so that no more
    than `chunk_size` x V logits exist at once, and only at tokens that are wanted.

    Args:
        model: A causal language model; dropout is as its `training` says.
        ids_BT: The tokens.
        positions_BT: Their positions; None where each row is one sequence.
        temperature: What the sampler divided logits by.
        chunk_size: Tokens whose logits are held at once.
        wanted_BT: Tokens to be scored, the others get 0; None scores all.

    Raises:
        PolicyError: The model changes its logits after the head.
    """
    check_head(model)
    if positions_BT is None:
        positions_BT = torch.arange(ids_BT.shape[1], device=ids_BT.device).expand_as(ids_BT)
    decoder = model.get_decoder()
    hidden_BTH = decoder(
        input_ids=ids_BT, position_ids=positions_BT, use_cache=False
    ).last_hidden_state
    wanted_BT = positions_BT > 0 if wanted_BT is None else wanted_BT & (positions_BT > 0)
    wanted_N = wanted_BT[:, 1:].flatten().nonzero()[:, 0]
    hidden_NH = hidden_BTH[:, :-1].flatten(0, 1)[wanted_N]
    next_N = ids_BT[:, 1:].flatten()[wanted_N]
    weight_VH = model.get_output_embeddings().weight
    chunks = [
        checkpoint(_score, hidden_CH, next_C, weight_VH, temperature, use_reentrant=False)
        for hidden_CH, next_C in zip(
            hidden_NH.split(chunk_size), next_N.split(chunk_size), strict=True
        )
    ]
    log_probs_BT, entropies_BT = (
        _aligned(torch.cat(parts), wanted_N, ids_BT.shape) for parts in zip(*chunks, strict=True)
    )
    return Scores(log_probs_BT, entropies_BT)


def _score(
    hidden_NH: Tensor, next_N: Tensor, weight_VH: Tensor, temperature: float
) -> tuple[Tensor, Tensor]:
    with torch.autocast(hidden_NH.device.type, enabled=False):  # whatever holds below the head
        logits_NV = functional.linear(hidden_NH.float(), weight_VH.float()) / temperature
    log_probs_NV = logits_NV.log_softmax(dim=1)
    with torch.no_grad():
        entropies_N = -(log_probs_NV.exp() * log_probs_NV).sum(dim=1)
    return log_probs_NV.gather(1, next_N[:, None])[:, 0], entropies_N


def _aligned(values_N: Tensor, wanted_N: Tensor, shape: torch.Size) -> Tensor:
    """Put each value at the token it is about, and 0 at all others."""
    num_rows, length = shape
    all_N = values_N.new_zeros(num_rows * (length - 1)).index_copy(0, wanted_N, values_N)
    return functional.pad(all_N.view(num_rows, length - 1), (1, 0))


def check_head(model: CausalModel) -> None:
    """Refuse a model whose head is more than a matrix.

    Raises:
        PolicyError: It has a bias, or its logits are changed afterwards.
    """
    for name in _CHANGED_LOGITS:
        if getattr(model.config, name, None) not in {None, 1.0}:
            raise PolicyError(
                f"the model changes its logits after the head ({name} is "
                f"{getattr(model.config, name)}); use one that does not"
            )
    head = model.get_output_embeddings()
    if getattr(head, "bias", None) is not None:
        raise PolicyError("the model's head has a bias; use one without")

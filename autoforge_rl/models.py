"""What is used of a Hugging Face causal language model."""

from typing import Any, Protocol

import torch
from torch import Tensor


class CausalModel(Protocol):
    """A decoder with a head; transformers annotates too little of it to be checked otherwise."""

    config: Any
    generation_config: Any

    @property
    def device(self) -> torch.device:
        """Where its weights are."""

    def get_decoder(self) -> Any:
        """Return the part below the head."""

    def get_output_embeddings(self) -> Any:
        """Return the head."""

    def generate(
        self, *, input_ids: Tensor, attention_mask: Tensor, generation_config: Any,
        logits_processor: Any,
    ) -> Any:  # fmt: skip
        """Go on after prompts."""

"""Weights, gradients and the optimizer's memory shared out over processes (FSDP2).

Every process holds a part of each matrix. A layer's whole weights are there only while it is
passed, forwards or backwards; gradients are summed and each process keeps its part of them. All
this is `torch.distributed.fsdp.fully_shard`, one group a layer and one for the rest.

Gathering is a collective: every process must take part, in the same order. That holds while
scoring, where every process makes equally many passes (`Processes.rounds`). It cannot hold while
playing, where every process has other conversations. So for playing a `Replica` is filled with
whole weights, once, and emptied afterwards: then a process needs room for whole weights, but never
for whole gradients or a whole memory of the optimizer.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import FSDPModule, fully_shard
from torch.distributed.tensor import DTensor
from torch.nn import Module

from autoforge_rl.errors import PolicyError
from autoforge_rl.log_probs import Scores, score_tokens


class ShardedModel(Module):
    """A causal model of which each process holds a part.

    Attributes:
        inner: The model; its parameters are parts, under their usual names.
    """

    def __init__(self, model: Any, device: torch.device, num_processes: int) -> None:
        """Share a model out that every process has loaded whole.

        Args:
            model: A causal language model; it is changed.
            device: Where the parts go.
            num_processes: All of those that train together.

        Raises:
            PolicyError: The model's layers cannot be found.
        """
        super().__init__()
        self.inner = model
        layers = _layers_of(model)
        mesh = init_device_mesh(device.type, (num_processes,))
        for layer in layers:
            fully_shard(layer, mesh=mesh)
        # Also after scoring without gradient: nothing whole may be there when a step changes parts.
        fully_shard(self, mesh=mesh, reshard_after_forward=True)
        for module in self.modules():
            if isinstance(module, FSDPModule):
                _add_up(module)
        model.to(device)  # buffers

    @property
    def device(self) -> torch.device:
        """Where the parts are."""
        device: torch.device = next(self.inner.parameters()).device
        return device

    def forward(self, *arguments: Any) -> tuple[Tensor, Tensor]:
        """Score tokens within a pass of this module, which is what weights are gathered for."""
        scores = score_tokens(self.inner, *arguments)
        return scores.log_probs_BT, scores.entropies_BT

    def score(self, *arguments: Any) -> Scores:
        """Return what `score_tokens` returns; all processes must score equally often."""
        return Scores(*self(*arguments))


class Replica:
    """A whole model to play with, which has weights only while it is filled.

    Attributes:
        model: The model.
    """

    def __init__(self, model: Any, device: torch.device) -> None:
        """Begin empty.

        Args:
            model: A causal language model that is not sharded; it is copied.
            device: Where it is to play.
        """
        self.model: Any = copy.deepcopy(model)
        self._empty()
        self.model.to(device)

    @contextmanager
    def filled(self, source: ShardedModel) -> Iterator[None]:
        """Gather all weights, and let go of them at the end; all processes must take part."""
        pairs = zip(self.model.parameters(), source.inner.parameters(), strict=True)
        with torch.no_grad():
            for mine, part in pairs:
                mine.data = part.full_tensor()
        try:
            yield
        finally:
            self._empty()

    def _empty(self) -> None:
        for parameter in self.model.parameters():
            parameter.data = parameter.data.new_empty(0)


def whole(tensor: Tensor) -> Tensor:
    """Return a tensor as a whole, gathered if it is shared out."""
    return tensor.full_tensor() if isinstance(tensor, DTensor) else tensor


def _add_up(module: FSDPModule) -> None:
    """Have gradients added up; to divide by the number of processes is the default."""
    module.set_gradient_divide_factor(1.0)
    module.set_force_sum_reduction_for_comms(True)


def _layers_of(model: Any) -> Any:
    layers = getattr(model.get_decoder(), "layers", None)
    if not layers:
        raise PolicyError(
            "the model's decoder has no `layers` to share out; set policy.weights = 'replicated'"
        )
    return layers

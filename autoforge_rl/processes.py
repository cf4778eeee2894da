"""Several processes that train one policy: rollouts are shared out, gradients added up.

Every process holds the whole batch of rollouts and so computes the same advantages, weights and
denominators; only what passes through the model is shared out. `torchrun` starts several; one alone
needs nothing. Weights can be shared out as well, which is `sharding`.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
import torch.distributed
from torch import Tensor

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Processes:
    """This process among those that train together.

    Attributes:
        rank: Its number, from 0.
        count: How many there are.
    """

    rank: int = 0
    count: int = 1

    def share(self, items: Sequence[Item]) -> list[Item]:
        """Return this process's share of what all processes hold."""
        return list(items[self.rank :: self.count])

    def rounds(self, items: Sequence[Item], *, even: bool) -> list[tuple[Item, bool]]:
        """Return this process's share, and of each item that it is one's own.

        Args:
            items: What all processes hold.
            even: Whether all processes must have equally many, because they wait for each other
                at each. Who has one less is given the last of all, which is not its own.
        """
        mine = [(item, True) for item in self.share(items)]
        if even and len(mine) < -(-len(items) // self.count):
            mine.append((items[-1], False))
        return mine

    def collect(self, mine: Sequence[Item]) -> list[Item]:
        """Return all processes' shares in the order of the whole."""
        if self.count == 1:
            return list(mine)
        parts: list[Any] = [None] * self.count
        torch.distributed.all_gather_object(parts, list(mine))
        whole: list[Item] = []
        for position in range(max(map(len, parts))):
            whole += [part[position] for part in parts if position < len(part)]
        return whole

    def add_up(self, tensors: Iterable[Tensor]) -> None:
        """Replace each tensor by its sum over all processes."""
        if self.count == 1:
            return
        for tensor in tensors:
            torch.distributed.all_reduce(tensor)

    def add_up_gradients(self, model: torch.nn.Module) -> None:
        """Replace each gradient by its sum over all processes; who has none has zeros."""
        if self.count == 1:
            return
        for parameter in model.parameters():
            if parameter.requires_grad:
                if parameter.grad is None:
                    parameter.grad = torch.zeros_like(parameter)
                torch.distributed.all_reduce(parameter.grad)

    def wait(self) -> None:
        """Go on when all processes are here."""
        if self.count > 1:
            torch.distributed.barrier()


@contextmanager
def joined() -> Iterator[Processes]:
    """Join the processes that the launcher's variables tell of, and leave them at the end."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        yield Processes()
        return
    backend = "nccl" if torch.cuda.is_available() else "gloo"
    if backend == "nccl":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    torch.distributed.init_process_group(backend)
    try:
        yield Processes(torch.distributed.get_rank(), count)
    finally:
        torch.distributed.destroy_process_group()

"""Makes one update, alone or as one of several processes, and saves the gradient of its step."""

import sys
from pathlib import Path
from typing import Any

import torch

from autoforge_rl.config import read_recipe
from autoforge_rl.learner import Learner
from autoforge_rl.processes import Processes, joined
from autoforge_rl.training import train


def main(config: str, out: str) -> None:
    """Train for one update.

    Args:
        config: The run's file.
        out: File for the gradient; the process's number is put behind it.
    """
    torch.set_num_threads(1)
    recipe = read_recipe(Path(config))
    with joined() as processes:
        learner = Learner(recipe.policy, Path(recipe.policy.folder), recipe.optimizer)
        gradient: list[torch.Tensor] = []

        def catch(optimizer: Any, arguments: Any, options: Any) -> None:
            gradient.extend(each.grad.flatten().clone() for each in learner.model.parameters())

        learner.optimizer.register_step_pre_hook(catch)
        measured: list[dict[str, Any]] = []
        train(recipe, learner, processes, None, measured.append)
        measured[0].pop("seconds")
        save(out, processes, torch.cat(gradient), measured[0])


def save(out: str, processes: Processes, gradient: torch.Tensor, metrics: dict[str, Any]) -> None:
    """Write down what one process came to."""
    torch.save({"gradient": gradient, "metrics": metrics}, f"{out}.{processes.rank}")


if __name__ == "__main__":
    main(*sys.argv[1:])

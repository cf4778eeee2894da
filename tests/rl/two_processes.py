"""Makes one update, alone or as one of several processes, and saves the gradient of its step."""

import sys
from pathlib import Path
from typing import Any

import torch
from torch.distributed.tensor import DTensor

from autoforge_rl.config import read_recipe
from autoforge_rl.learner import Learner
from autoforge_rl.lineup import Lineup
from autoforge_rl.processes import joined
from autoforge_rl.sharding import whole
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
        folder = Path(recipe.policy.folder)
        learner = Learner(recipe.policy, folder, recipe.optimizer, processes)
        trained = [each for each in learner.model.parameters() if each.requires_grad]
        gradient: list[torch.Tensor] = []

        def catch(optimizer: Any, arguments: Any, options: Any) -> None:
            gradient.extend(whole(each.grad).flatten().clone() for each in trained)

        learner.optimizer.register_step_pre_hook(catch)
        measured: list[dict[str, Any]] = []
        lineup = Lineup(recipe.environments)
        train(recipe, learner, lineup, processes, None, measured.append)
        measured[0].pop("seconds")
        found = {"gradient": torch.cat(gradient), "metrics": measured[0], "held": held(learner)}
        torch.save(found, f"{out}.{processes.rank}")


def held(learner: Learner) -> int:
    """Count the numbers that this process keeps: weights, and the optimizer's memory of them."""
    memory = [each for state in learner.optimizer.state.values() for each in state.values()]
    kept = [*learner.model.parameters(), *learner.speaker.parameters(), *memory]
    different = {id(each): each for each in kept}.values()
    local = [each.to_local() if isinstance(each, DTensor) else each for each in different]
    return sum(each.numel() for each in local)


if __name__ == "__main__":
    main(*sys.argv[1:])

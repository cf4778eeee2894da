"""Trains a run and prints the resident memory, in pages, after each update."""

import sys
from pathlib import Path
from typing import Any

import torch

from autoforge_rl.config import read_recipe
from autoforge_rl.learner import Learner
from autoforge_rl.lineup import Lineup
from autoforge_rl.processes import Processes
from autoforge_rl.training import train


def main(config: str) -> None:
    """Train; what is measured goes nowhere."""
    torch.set_num_threads(1)
    recipe = read_recipe(Path(config))
    learner = Learner(recipe.policy, Path(recipe.policy.folder), recipe.optimizer)

    def tell(metrics: dict[str, Any]) -> None:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        sys.stdout.write(f"{pages}\n")

    train(recipe, learner, Lineup(recipe.environments), Processes(), None, tell)


if __name__ == "__main__":
    main(*sys.argv[1:])

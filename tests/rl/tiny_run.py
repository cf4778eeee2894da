"""Files of a run so small that it takes seconds, for tests that start processes of their own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from autoforge_rl.initial_policy import PolicyShape, make_policy

LAUNCHER = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
REPOSITORY = Path(__file__).parents[2]
CONFIG = """
[run]
out = "{folder}/{out}"
seed = 1
[policy]
folder = "{folder}/policy"
[environments.desk]
id = "tests.rl.toy_desk:toy/desk-v0"
num_tasks = 4
[held_out.desk]
id = "tests.rl.toy_desk:toy/desk-v0"
num_tasks = 4
options = {{ wanted = "abc" }}
[imitation]
info_key = "reference"
passes = 6
batch_size = 2
[training]
updates = {updates}
tasks_per_update = 4
rollouts_per_task = 4
evaluate_every = 4
[sampling]
max_turn_tokens = 2
[evaluation_sampling]
temperature = 0.0
max_turn_tokens = 2
[optimizer]
learning_rate = 1e-2
[checkpoints]
every = 2
"""


def write_run(
    folder: Path, tokenizer: Any, *, out: str = "out", updates: int = 8, more: str = ""
) -> Path:
    """Write a policy and a run's file, and return the file."""
    if not (folder / "policy").exists():
        shape = PolicyShape("qwen3", 320, 16, 1, 2)
        make_policy(shape, tokenizer, 1).save_pretrained(folder / "policy")
        tokenizer.save_pretrained(folder / "policy")
    path = folder / f"{out}.toml"
    text = CONFIG.format(folder=folder, out=out, updates=updates)
    path.write_text(text + more, encoding="utf-8")
    return path


def start(*arguments: str, **variables: str) -> "subprocess.Popen[bytes]":
    """Start `python` with one thread, able to import the repository.

    Args:
        arguments: Of `python`.
        variables: More of its environment.
    """
    ours = {"PYTHONPATH": str(REPOSITORY), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **ours, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

"""What a live environment takes: a thousand in one process, each of which has played.

Each measurement runs in a fresh process, for memory that was freed is used again. Resident memory
is Linux's proportional set size, before and after a thousand environments are made.

Run with `python -m benchmarks.memory` from the checkout; `benchmarks.state` prints it too.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import cycle, islice
from typing import Any, cast

import gymnasium

from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from benchmarks.episodes import ENVIRONMENT, Recording, record, replay
from benchmarks.timing import print_table, resident_bytes

LIVE = 1_000
WARMING = 50
"""Environments that live before and whose memory is not counted: what all share is there then."""

Env = gymnasium.Env[Any, Any]


def made(env: Env, recording: Recording) -> None:
    """Do nothing."""


def first_question(env: Env, recording: Recording) -> None:
    """Begin an episode."""
    env.reset(seed=0, options={"task_id": recording.task_id})
    env.step("What is your e-mail address, please?")


def whole_episode(env: Env, recording: Recording) -> None:
    """Play an episode to its end."""
    replay(env, recording)


def episode_and_snapshot(env: Env, recording: Recording) -> None:
    """Play an episode to its end and take a snapshot."""
    replay(env, recording)
    cast(AutoForgeEnv, env.unwrapped).save()


MOMENTS: dict[str, Callable[[Env, Recording], None]] = {
    "made": made,
    "in its first turn": first_question,
    "after a whole episode": whole_episode,
    "after a whole episode and a snapshot": episode_and_snapshot,
}


def memory_rows() -> list[tuple[str, str]]:
    """Measure a live environment at each moment of its life."""
    context = multiprocessing.get_context("spawn")
    rows = []
    for name in MOMENTS:
        with context.Pool(1) as pool:
            each = pool.apply(bytes_each, (name,))
        rows.append((f"memory, each of {LIVE:,} alive, {name}", f"{each / 1e6:.3f} MB"))
    return rows


def bytes_each(moment: str) -> float:
    """Bring a thousand environments to a moment, playing all tasks in turn, and count bytes."""
    with closing(gymnasium.make(ENVIRONMENT, split="all")) as env:
        tasks = cast(AutoForgeEnv, env.unwrapped).tasks
        recordings = [record(env, task.id) for task in tasks]
        for warm in list(_alive(recordings, moment, WARMING)):
            warm.close()
        gc.collect()
        before = resident_bytes()
        alive = list(_alive(recordings, moment, LIVE))
        gc.collect()
        used = resident_bytes() - before
        for each in alive:
            each.close()
    return used / LIVE


def _alive(recordings: list[Recording], moment: str, number: int) -> Iterator[Env]:
    for recording in islice(cycle(recordings), number):
        env = gymnasium.make(ENVIRONMENT, split="all")
        MOMENTS[moment](env, recording)
        yield env


if __name__ == "__main__":
    print_table("Memory of a live environment", ("moment", "bytes"), memory_rows())

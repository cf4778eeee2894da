"""What an episode costs through Gymnasium: whole reference episodes, one step, import time.

Actions are recorded once from the reference agent and replayed, so that the agent's own thinking
is not timed. A step is compared with hand-written sqlite3 doing the look-up of the same row. Whole
episodes are measured in processor time, in turns with a fixed workload that has nothing to do with
this package: on a shared machine compare the ratios.

Run with `python -m benchmarks.episodes` from the checkout.
"""

import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean
from typing import Any, cast

import gymnasium

import autoforge_envs  # noqa: F401  (registers the bundled environments)
from autoforge_envs.benchmark.agents import ReferenceAgent
from autoforge_envs.benchmark.evaluation import make_brief
from autoforge_envs.domain.session import LocalSession
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from benchmarks.timing import medians, microseconds, print_table

ENVIRONMENT = "autoforge/outdoor-v0"
CALLS = 10
ROUNDS = 200
IMPORT_ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Recording:
    """One reference episode: the task and the agent's actions."""

    task_id: str
    actions: tuple[str, ...]

    @property
    def num_calls(self) -> int:
        """Number of tool calls among the actions."""
        return sum(action.startswith("{") for action in self.actions)


def main() -> None:
    """Print the tables."""
    env = gymnasium.make(ENVIRONMENT, split="all")
    audited = gymnasium.make(ENVIRONMENT, split="all", audited=True)
    recordings = [record(env, task.id) for task in cast(AutoForgeEnv, env.unwrapped).tasks]
    long = [each for each in recordings if each.num_calls == CALLS]
    print_table("Episodes", ("tasks", "steps", "median", "a second", "ratio to a fixed workload"), [
        row
        for name, chosen in ((f"{len(long)} with {CALLS} calls", long), ("all", recordings))
        for row in (
            episode_row(env, name, chosen), episode_row(audited, f"{name}, audited", chosen)
        )
    ])  # fmt: skip
    print_table("One reading call", ("through", "median", "ratio"), step_rows(env))
    title = f"Where the time of an episode with {CALLS} calls goes"
    print_table(title, ("part", "median", "share"), parts(audited, long[0]))
    audited.close()
    env.close()
    print_table("Import", ("measurement", "value"), import_rows())


def record(env: gymnasium.Env[Any, Any], task_id: str) -> Recording:
    """Let the reference agent play a task and keep what it did."""
    inner = cast(AutoForgeEnv, env.unwrapped)
    agent = ReferenceAgent()
    observation, info = env.reset(seed=0, options={"task_id": task_id})
    agent.reset(make_brief(inner, agent, info, 0), observation)
    actions, ended = [], False
    while not ended:
        actions.append(agent.act(observation))
        observation, _, terminated, truncated, _ = env.step(actions[-1])
        ended = terminated or truncated
    return Recording(task_id, tuple(actions))


def replay(env: gymnasium.Env[Any, Any], recording: Recording) -> float:
    """Play a recording again and return the reward."""
    env.reset(seed=0, options={"task_id": recording.task_id})
    reward = 0.0
    for action in recording.actions:
        _, paid, *_ = env.step(action)
        reward += float(paid)
    return reward


def episode_row(
    env: gymnasium.Env[Any, Any], name: str, recordings: Sequence[Recording]
) -> tuple[str, ...]:
    """Time whole episodes: the mean over tasks of each task's median."""
    for recording in recordings:
        if replay(env, recording) != 1.0:
            raise RuntimeError(f"the recording of {recording.task_id} does not earn 1.0")
    contestants: dict[str, Callable[[], object]] = {
        each.task_id: partial(replay, env, each) for each in recordings
    }
    contestants["fixed"] = fixed_workload()
    times = medians(contestants, rounds=ROUNDS // 5, clock=time.process_time)
    fixed = times.pop("fixed")
    seconds = fmean(times.values())
    steps = fmean(len(each.actions) for each in recordings)
    return (
        name, f"{steps:.1f}", microseconds(seconds), f"{1 / seconds:,.0f}", f"{seconds / fixed:.2f}"
    )  # fmt: skip


def fixed_workload() -> Callable[[], object]:
    """Prepare 150 look-ups by key with sqlite3, each row made JSON and sorted: about 1 ms."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE pairs (id INTEGER PRIMARY KEY, name TEXT)")
    connection.executemany("INSERT INTO pairs VALUES (?, ?)", enumerate(map(str, range(2_000))))

    def work() -> int:
        length = 0
        for at in range(150):
            query = "SELECT id, name FROM pairs WHERE id = ?"
            number, name = connection.execute(query, (at * 7 % 2_000,)).fetchone()
            row = {"id": number, "name": name, "numbers": list(range(8))}
            text = json.dumps(row)
            length += len("".join(character.lower() for character in text)) + len(sorted(row))
        return length

    return work


def step_rows(env: gymnasium.Env[Any, Any]) -> list[tuple[str, ...]]:
    """Time one reading tool call: raw SQL, through the session, through `step`."""
    inner = cast(AutoForgeEnv, env.unwrapped)
    env.reset(seed=0)
    session = cast(LocalSession, inner.episode.session)
    raw = cast(sqlite3.Connection, session.connection)
    (code,) = raw.execute("SELECT code FROM vouchers ORDER BY id LIMIT 1").fetchone()
    names = next(kind.columns for kind in session.domain.record_types if kind.name == "vouchers")
    sql = f"SELECT {', '.join(names)} FROM vouchers WHERE code = ? ORDER BY id"
    action = json.dumps({"name": "get_voucher", "arguments": {"code": code}})

    def by_hand() -> str:
        return json.dumps(dict(zip(names, raw.execute(sql, (code,)).fetchone(), strict=True)))

    def restart() -> None:
        env.reset(seed=0)

    contestants: dict[str, Callable[[], object]] = {
        "hand-written sqlite3": by_hand,
        "session.call": lambda: session.call("agent", "get_voucher", {"code": code}),
        "env.step": lambda: env.step(action),
    }
    prepare = dict.fromkeys(contestants, restart)
    seconds = medians(contestants, rounds=ROUNDS, prepare=prepare, repeats=30)
    base = seconds["hand-written sqlite3"]
    return [(name, microseconds(each), f"{each / base:.2f}x") for name, each in seconds.items()]


def parts(env: gymnasium.Env[Any, Any], recording: Recording) -> list[tuple[str, ...]]:
    """Split an episode's time between its layers by timing each layer's own calls."""
    inner = cast(AutoForgeEnv, env.unwrapped)
    clock: dict[str, float] = {}
    watched = {
        "reset of the state": (inner.episode.session, "reset"),
        "tools and rules": (inner.episode.session, "call"),
        "verdict: difference": (inner.episode.session, "difference"),
        "verdict: user errors": (inner.episode, "_attribute"),
        "user": (inner._user, "act"),  # noqa: SLF001
    }
    for name, (owner, method) in watched.items():
        _watch(owner, method, name, clock)
    totals: list[dict[str, float]] = []
    for _ in range(ROUNDS):
        clock.clear()
        start = time.process_time()
        replay(env, recording)
        totals.append({**clock, "whole": time.process_time() - start})
    totals.sort(key=lambda each: each["whole"])
    middle = totals[len(totals) // 2]
    rest = middle["whole"] - sum(middle[name] for name in watched)
    rows = [(name, middle[name]) for name in watched] + [("episode, spaces, wrappers", rest)]
    return [(name, microseconds(each), f"{each / middle['whole']:.0%}") for name, each in rows]


def _watch(owner: object, method: str, name: str, clock: dict[str, float]) -> None:
    plain = getattr(owner, method)

    def timed(*arguments: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return plain(*arguments, **options)
        finally:
            clock[name] = clock.get(name, 0.0) + time.process_time() - start

    setattr(owner, method, timed)


def import_rows() -> list[tuple[str, str]]:
    """Import in fresh processes, in turns."""
    statements = ("import gymnasium", "import autoforge_envs")
    contestants: dict[str, Callable[[], object]] = {
        statement: partial(subprocess.run, [sys.executable, "-c", statement], check=True)
        for statement in statements
    }
    seconds = medians(contestants, rounds=IMPORT_ROUNDS)
    more = seconds[statements[1]] - seconds[statements[0]]
    rows = [(f"process: {name}", f"{each:.3f} s") for name, each in seconds.items()]
    return [*rows, ("autoforge_envs over gymnasium", f"{more:.3f} s")]


if __name__ == "__main__":
    main()

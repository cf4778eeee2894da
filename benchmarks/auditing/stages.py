"""Domains on which episodes with faulty users are played: every bundled one, and a test domain."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import gymnasium
import numpy

import autoforge_envs
from autoforge_envs.benchmark.agents import Agent, ReferenceAgent
from autoforge_envs.benchmark.evaluation import episode_seed, make_brief
from autoforge_envs.domain.conversation import CONFIRM, HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import Task, UserScript
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.episode.messages import Action, Message
from autoforge_envs.users.auditing.audit import audit
from autoforge_envs.users.faults.faulty import FaultOptions, FaultyUser
from autoforge_envs.users.faults.making import can_err
from autoforge_envs.users.faults.words import Voice
from autoforge_envs.users.scripted import ScriptedUser
from autoforge_envs.users.user_errors import ErrorKind
from autoforge_envs.users.vocabulary import content_stems
from benchmarks.auditing.scores import Played
from benchmarks.misreading import MisreadingAgent

BOOKSHOP = Path(__file__).parents[2] / "tests" / "domains" / "bookshop_v0"

ATTEMPTS = 4
"""Episodes played for each fault wanted, at most: in some the occasion does not come up."""

ABOUT_TOOLS: tuple[ErrorKind, ...] = ("false_claim", "tool_misuse")


class Seat:
    """A user whose part another one plays in each episode."""

    def __init__(self) -> None:
        """Leave it empty."""
        self.taken_by = FaultyUser(ScriptedUser(), FaultOptions(0.0))

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Start playing a script."""
        self.taken_by.reset(script, tools, generator)

    def act(self, heard: Message | None) -> Action:
        """Act once."""
        return self.taken_by.act(heard)

    def save(self) -> dict[str, Any]:
        """Return what the present user has in mind."""
        return self.taken_by.save()

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring the present user to a saved moment."""
        self.taken_by.restore(saved)


class Stage:
    """A domain on which many episodes are played."""

    def __init__(self, environment: str) -> None:
        """Open it."""
        self.name = environment
        self._seat = Seat()
        made = gymnasium.make(
            environment, split="all", isolation="none", audited=audit, user=lambda: self._seat,
            disable_env_checker=True,
        )  # fmt: skip
        self.env = cast(AutoForgeEnv, made.unwrapped)
        self.tasks = self.env.tasks
        self.user_tools = [tool for tool in self.env.tools if tool.caller == "user"]
        self._wishes = [
            (r.text, content_stems(r.text)) for t in self.tasks for r in t.user.requests
        ]

    def sample(self, count: int, purpose: str, tasks: Sequence[Task] | None = None) -> list[Task]:
        """Draw tasks, the same for the same purpose; each comes up once before any does again."""
        tasks = self.tasks if tasks is None else tasks
        generator = numpy.random.default_rng(crc32(f"{self.name} {purpose}".encode()))
        order: list[int] = []
        while tasks and len(order) < count:
            order += generator.permutation(len(tasks)).tolist()
        return [tasks[at] for at in order[:count]]

    def options(
        self, task: Task, rate: float, mix: Mapping[ErrorKind, float], voice: Voice
    ) -> FaultOptions:
        """Make the options of one task: extra wishes are those of the domain's other tasks."""
        own = content_stems(" ".join(request.text for request in task.user.requests))
        others = tuple(wish for wish, stems in self._wishes if len(stems - own) > 1)
        return FaultOptions(rate, mix, voice, others)

    def play(self, task: Task, seed: int, options: FaultOptions, agent: Agent) -> Played:
        """Play an episode, audited at its end."""
        user = self._seat.taken_by = FaultyUser(ScriptedUser(), options)
        env = self.env
        observation, info = env.reset(seed=seed, options={"task_id": task.id})
        agent.reset(make_brief(env, agent, info, seed), observation)
        while env.episode.ending is None:
            observation, *_ = env.step(agent.act(observation))
        verdict = env.episode.verdict()
        transcript = tuple(env.episode.transcript)
        return Played(task, transcript, tuple(user.injected), verdict.user_errors, verdict)

    def play_kind(self, kind: ErrorKind, voice: Voice, count: int) -> list[Played]:
        """Play until so many faults of a kind were made, or occasions are too scarce."""
        tasks = [task for task in self.tasks if self._can_err(kind, task)]
        played: list[Played] = []
        for seed, task in enumerate(self.sample(ATTEMPTS * count, f"{kind} {voice}", tasks)):
            options = self.options(task, 1.0, {kind: 1.0}, voice)
            agent = MisreadingAgent() if kind == "wrong_confirmation" else ReferenceAgent()
            played.append(self.play(task, episode_seed(0, task.id, seed), options, agent))
            if sum(len(each.injected) for each in played) == count:
                break
        return played

    def _can_err(self, kind: ErrorKind, task: Task) -> bool:
        names = frozenset(tool.name for tool in self.user_tools) - {CONFIRM, HANG_UP}
        asked = any(step.kind == "ask_user" for step in task.plan)
        return can_err(kind, task.user, names) and (asked or kind not in ABOUT_TOOLS)


def environments() -> list[str]:
    """Name the domains: all bundled ones, and the test domain whose customers have a device."""
    (bookshop,) = autoforge_envs.register_domains(BOOKSHOP)
    bundled = [name for name in gymnasium.registry if name.startswith("autoforge/")]
    return sorted({bookshop, *(name for name in bundled if _is_domain(name))})


def _is_domain(name: str) -> bool:
    spec = gymnasium.spec(name)
    folder = spec.kwargs.get("domain")
    is_agents_view = str(spec.entry_point).endswith(":AutoForgeEnv")
    return is_agents_view and folder is not None and (Path(folder) / "tasks.jsonl").is_file()

"""Evaluating an agent: every task, several trials, many episodes at once, resumable.

Episode seeds derive from the run's seed, the task and the trial, so any part of a run can be
repeated alone and a resumed run ends with the same trajectories.
"""

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from types import FunctionType
from typing import Any, cast

import gymnasium

from autoforge_envs.background import in_background
from autoforge_envs.benchmark.agents import Agent, AgentFactory, Brief
from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.domain.tasks import SPLITS, Task
from autoforge_envs.environments.gymnasium_env import AutoForgeEnv
from autoforge_envs.errors import BudgetError, EndpointError, OptionError

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
"""What Python writes for an object that has no words of its own; it changes from run to run."""


MOST_UNANSWERED = 10
"""Episodes in a row without an answer after which a run is given up; more where more are played at
once, for what breaks breaks for all of these."""


@dataclass(frozen=True, slots=True)
class EvaluationOptions:
    """What to evaluate on.

    Attributes:
        environment: Environment id.
        split: "train", "validation", "test" or "all".
        task_ids: Only these tasks; empty for all of the split.
        num_trials: Trials a task.
        seed: The run's seed.
        concurrency: Episodes played at once; more than one pays off only for model agents.
        make_options: Further options of `gymnasium.make`.
    """

    environment: str
    split: str = "all"
    task_ids: tuple[str, ...] = ()
    num_trials: int = 1
    seed: int = 0
    concurrency: int = 1
    make_options: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        """Check every value.

        Raises:
            OptionError: One cannot be used.
        """
        for name, least in (("num_trials", 1), ("concurrency", 1), ("seed", 0)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise OptionError(f"{name} must be a whole number, got {value!r}")
            if value < least:
                raise OptionError(f"{name} must be at least {least}, got {value}")
        twice = [each for each in self.task_ids if self.task_ids.count(each) > 1]
        if twice:
            raise OptionError(f"task_ids holds {twice[0]!r} twice; name it once")


@dataclass(frozen=True, slots=True)
class Job:
    """One episode to play."""

    task: Task
    trial: int
    seed: int


def evaluate(
    agent_name: str,
    make_agent: AgentFactory,
    options: EvaluationOptions,
    file: TrajectoryFile,
    on_progress: Callable[[Trajectory | None, int], None] = lambda trajectory, total: None,
) -> list[Trajectory]:
    """Play every task `num_trials` times and record each finished episode.

    Args:
        agent_name: How the agent is called in trajectories and reports.
        make_agent: Makes one agent for each worker.
        options: What to evaluate on.
        file: Where trajectories go; episodes that it holds already are not played again, but for
            those that an endpoint left without an answer.
        on_progress: Called with None and the number of episodes at the start, then with each one.

    Returns:
        The trajectories of this evaluation, earlier ones included, ordered by task and trial.

    Raises:
        OptionError: The file holds results of other tasks or seeds, or an option cannot be told
            apart from others in the next run.
        BudgetError: The token budget is spent; what was finished is in the file.
        EndpointError: Many episodes in a row got no answer; what was finished is in the file.
    """
    with closing(_Players(agent_name, make_agent, options)) as players:
        setting_hash = hash_setting(players.tasks, options)
        jobs = _choose_jobs(players.tasks, options)
        done = _finished(file, agent_name, options, setting_hash, jobs)
        left = [job for job in jobs if (job.task.id, job.trial) not in done]
        on_progress(None, len(jobs))
        for trajectory in done.values():
            on_progress(trajectory, len(jobs))
        play = partial(players.play, setting_hash)
        num_unanswered = 0
        for trajectory in _play_all(play, left, options.concurrency):
            file.add(trajectory)
            done[trajectory.task_id, trajectory.trial] = trajectory
            on_progress(trajectory, len(jobs))
            num_unanswered = num_unanswered + 1 if trajectory.unanswered else 0
            if num_unanswered >= max(MOST_UNANSWERED, options.concurrency):
                raise EndpointError(
                    f"{num_unanswered} episodes in a row got no answer ({trajectory.error}); mend "
                    "that, then give the same command again: it goes on where it stopped"
                )
    return [done[job.task.id, job.trial] for job in jobs]


def check_options(options: EvaluationOptions) -> None:
    """Make the environment once, so that a mistake is told before any file is opened.

    Raises:
        OptionError: An option cannot be used there, or names no task.
    """
    with closing(_make(options)) as env:
        hash_setting(env.tasks, options)
        _choose_jobs(env.tasks, options)


def _make(options: EvaluationOptions) -> AutoForgeEnv:
    env = gymnasium.make(
        options.environment, disable_env_checker=True, **dict(options.make_options or {})
    )
    if not isinstance(env.unwrapped, AutoForgeEnv):
        env.close()
        raise OptionError(f"{options.environment} is no environment of this package")
    return env.unwrapped


def _choose_jobs(tasks: Sequence[Task], options: EvaluationOptions) -> list[Job]:
    return [
        Job(task, trial, episode_seed(options.seed, task.id, trial))
        for task in _choose_tasks(tasks, options)
        for trial in range(options.num_trials)
    ]


def _choose_tasks(tasks: Sequence[Task], options: EvaluationOptions) -> list[Task]:
    chosen = [task for task in tasks if options.split in ("all", task.split)]
    if options.task_ids:
        known = {task.id: task for task in tasks}
        for task_id in options.task_ids:
            if task_id not in known:
                raise OptionError(
                    f"{options.environment} has no task {task_id!r}; see `autoforge show`"
                )
        chosen = [known[task_id] for task_id in options.task_ids]
    if not chosen:
        raise OptionError(
            f"{options.environment} has no task in split {options.split!r}; "
            f"there are {', '.join(SPLITS)} and all"
        )
    return chosen


def hash_setting(tasks: Sequence[Task], options: EvaluationOptions) -> str:
    """Hash a domain's tasks and how they are played, to tell results of other settings apart.

    Raises:
        OptionError: A further option would read otherwise in the next run.
    """
    lines = [repr(task) for task in tasks]
    lines.append(json.dumps(dict(options.make_options or {}), sort_keys=True, default=_describe))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _describe(value: object) -> str:
    """Write what is no JSON as text that is the same in every run."""
    if isinstance(value, FunctionType) and value.__name__ != "<lambda>":
        return f"{value.__module__}.{value.__qualname__}"
    text = repr(value)
    if _ADDRESS.search(text):
        raise OptionError(
            f"the option {text:.120} reads otherwise in every run, so no run could go on where "
            "another stopped; pass a class, a function with a name, or something whose __repr__ "
            "says what it does"
        )
    return text


def episode_seed(seed: int, task_id: str, trial: int) -> int:
    """Derive an episode's seed from the run's seed, the task and the trial."""
    digest = hashlib.sha256(f"{seed}/{task_id}/{trial}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def _finished(
    file: TrajectoryFile,
    agent_name: str,
    options: EvaluationOptions,
    setting_hash: str,
    jobs: Sequence[Job],
) -> dict[tuple[str, int], Trajectory]:
    wanted = {(job.task.id, job.trial): job.seed for job in jobs}
    done = {}
    for each in file.trajectories:
        if (each.environment, each.agent) != (options.environment, agent_name):
            continue
        if each.setting_hash != setting_hash:
            raise OptionError(
                f"{file.path} holds results of other tasks or options of {options.environment} "
                f"({each.setting_hash}, now {setting_hash}); choose another folder"
            )
        key = (each.task_id, each.trial)
        if key in wanted and each.seed != wanted[key]:
            raise OptionError(f"{file.path} holds results of another seed; choose another folder")
        if key in wanted and not each.unanswered:
            done[key] = each
    return done


class _Players:
    """One environment and one agent for each thread that plays."""

    def __init__(
        self, agent_name: str, make_agent: AgentFactory, options: EvaluationOptions
    ) -> None:
        self._agent_name = agent_name
        self._make_agent = make_agent
        self._options = options
        self._lock = threading.Lock()
        self._free: list[tuple[AutoForgeEnv, Agent]] = []
        self._closed = False
        self._unused: AutoForgeEnv | None = _make(options)
        self.tasks = self._unused.tasks

    def play(self, setting_hash: str, job: Job) -> Trajectory:
        """Play one episode with a free pair."""
        env, agent = self._take()
        try:
            return play_episode(
                env, agent, job, self._options.environment, self._agent_name, setting_hash
            )
        finally:
            self._give_back(env, agent)

    def _take(self) -> tuple[AutoForgeEnv, Agent]:
        with self._lock:
            if self._free:
                return self._free.pop()
            agent = self._make_agent()
            env, self._unused = self._unused or _make(self._options), None
            return env, agent

    def _give_back(self, env: AutoForgeEnv, agent: Agent) -> None:
        with self._lock:
            if not self._closed:
                self._free.append((env, agent))
                return
        env.close()

    def close(self) -> None:
        """Close the environments; one that still plays, after an interrupt, closes at its end.

        To close it under a thread that reads its database would end the process.
        """
        with self._lock:
            self._closed = True
            free = [env for env, _ in self._free]
        for env in (*free, self._unused):
            if env is not None:
                env.close()


def _play_all(
    play: Callable[[Job], Trajectory], jobs: Sequence[Job], concurrency: int
) -> Iterator[Trajectory]:
    """Yield episodes as they end; after an error nothing is started, and what still ends kept.

    An interrupt waits for no episode.
    """
    if concurrency == 1:
        yield from map(play, jobs)
        return
    left = iter(jobs)
    error: BaseException | None = None
    running: list[Future[Trajectory]] = []  # in the order of their jobs
    while True:
        while error is None and len(running) < concurrency and (job := next(left, None)):
            running.append(in_background(partial(play, job)))
        if not running:
            break
        finished, _ = wait(running, return_when=FIRST_COMPLETED)
        ended = [future for future in running if future in finished]
        running = [future for future in running if future not in finished]
        for future in ended:
            problem = future.exception()
            if problem is None:
                yield future.result()
            error = error or problem
    if error is not None:
        raise error


def make_brief(env: AutoForgeEnv, agent: Agent, info: Mapping[str, Any], seed: int) -> Brief:
    """Give an agent what it may see, and the plan if it declares that it reads plans.

    Args:
        env: The environment, just reset.
        agent: Who gets the brief.
        info: What `reset` returned.
        seed: The agent's randomness.
    """
    return Brief(
        policy_document=info["policy_document"],
        tools=info["tools"],
        intents={tool.name: tool.intent for tool in env.tools},
        seed=seed,
        task=env.reveal() if agent.reads_plan else None,
        writes=env.reveal_writes() if agent.reads_plan else (),
        writers=frozenset(tool.name for tool in env.tools if tool.writes),
    )


def play_episode(
    env: AutoForgeEnv,
    agent: Agent,
    job: Job,
    environment: str,
    agent_name: str,
    setting_hash: str,
) -> Trajectory:
    """Play one episode to its end.

    Raises:
        BudgetError: The token budget is spent.
    """
    observation, info = env.reset(seed=job.seed, options={"task_id": job.task.id})
    agent.reset(make_brief(env, agent, info, job.seed), observation)
    messages = list(info["messages"])
    num_steps, ended, error = 0, False, ""
    while not ended:
        try:
            action = agent.act(observation)
        except BudgetError:
            raise
        except EndpointError as problem:
            error = str(problem)
            env.episode.fail_agent(problem)
            break
        observation, _, terminated, truncated, info = env.step(action)
        messages.extend(info["messages"])
        num_steps += 1
        ended = terminated or truncated
    episode, spent = env.episode, agent.spent()
    return Trajectory(
        environment=environment,
        setting_hash=setting_hash,
        agent=agent_name,
        task_id=job.task.id,
        level=job.task.level,
        trial=job.trial,
        seed=job.seed,
        num_turns=episode.num_turns,
        num_steps=num_steps,
        num_tool_errors=sum(m.error and m.party == "agent" for m in episode.transcript),
        prompt_tokens=spent.prompt_tokens,
        completion_tokens=spent.completion_tokens,
        ending=str(episode.ending),
        error=error or episode.error,
        verdict=cast(Mapping[str, Any], episode.verdict().as_json()),
        messages=tuple(messages),
    )

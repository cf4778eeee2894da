"""pass^k with intervals, and what else a benchmark reports: pure functions of trajectories."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from autoforge_envs.benchmark.trajectories import Trajectory

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class PassHatK:
    """The chance that k trials of one task all succeed.

    Attributes:
        k: Number of trials.
        value: Mean over tasks.
        low: Lower end of a 95 % interval.
        high: Upper end.
    """

    k: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Report:
    """What one agent reached on one environment.

    Attributes:
        spoiled: Episodes that somebody other than the agent ruined; they leave every mean.
        num_erred: Episodes in which the user made an error, whether it mattered or not.
        clean_success: Share of successes where the user made none.
        erred_success: Share of successes where it made one, ruined episodes included.
    """

    environment: str
    agent: str
    num_tasks: int
    num_trials: int
    pass_hat: tuple[PassHatK, ...]
    mean_turns: float
    mean_steps: float
    tool_errors: float
    violations: float
    prompt_tokens: float
    completion_tokens: float
    spoiled: int
    endings: Mapping[str, int] = field(default_factory=dict)
    by_level: Mapping[int, float] = field(default_factory=dict)
    num_erred: int = 0
    clean_success: float = 0.0
    erred_success: float = 0.0


def pass_hat_k(successes: int, trials: int, k: int) -> float:
    """Estimate without bias that k trials all succeed: comb(c, k) / comb(n, k).

    Source: tau-bench (Yao et al., 2024, arXiv 2406.12045), section 3.

    Raises:
        ValueError: k is not from 1 to the number of trials.
    """
    if not 1 <= k <= trials:
        raise ValueError(f"k must be from 1 to {trials} trials, got {k}")
    return math.comb(successes, k) / math.comb(trials, k)


def wilson_interval(mean: float, count: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a mean of values from 0 to 1.

    The tasks are the independent units, so `count` is the number of tasks: repeated trials of one
    task do not narrow it. Source: Wilson (1927), Journal of the American Statistical Association.
    """
    if count == 0:
        return 0.0, 1.0
    z2 = Z_95**2
    centre = (mean + z2 / (2 * count)) / (1 + z2 / count)
    spread = mean * (1 - mean) / count + z2 / (4 * count**2)
    half = Z_95 * math.sqrt(spread) / (1 + z2 / count)
    return max(0.0, centre - half), min(1.0, centre + half)


def summarize(environment: str, agent: str, trajectories: Sequence[Trajectory]) -> Report:
    """Reduce one agent's trajectories on one environment to a report.

    Trajectories that the user, a tool or the infrastructure spoiled are counted apart and leave
    every mean.
    """
    valid = [each for each in trajectories if not each.spoiled]
    by_task: dict[str, list[Trajectory]] = defaultdict(list)
    for each in valid:
        by_task[each.task_id].append(each)
    trials = min((len(group) for group in by_task.values()), default=0)
    return Report(
        environment=environment,
        agent=agent,
        num_tasks=len(by_task),
        num_trials=trials,
        pass_hat=tuple(_pass_hat(by_task.values(), k) for k in range(1, trials + 1)),
        mean_turns=_mean(valid, lambda each: each.num_turns),
        mean_steps=_mean(valid, lambda each: each.num_steps),
        tool_errors=_mean(valid, lambda each: each.num_tool_errors),
        violations=_mean(valid, lambda each: len(each.verdict["violations"])),
        prompt_tokens=_mean(valid, lambda each: each.prompt_tokens),
        completion_tokens=_mean(valid, lambda each: each.completion_tokens),
        spoiled=len(trajectories) - len(valid),
        endings=dict(sorted(Counter(each.ending for each in trajectories).items())),
        by_level=_success_by_level(valid),
        num_erred=sum(map(_erred, trajectories)),
        clean_success=_mean([t for t in valid if not _erred(t)], _succeeded),
        erred_success=_mean([t for t in trajectories if _erred(t)], _succeeded),
    )


def _pass_hat(groups: Iterable[Sequence[Trajectory]], k: int) -> PassHatK:
    values = [pass_hat_k(sum(map(_succeeded, group)), len(group), k) for group in groups]
    mean = sum(values) / len(values)
    low, high = wilson_interval(mean, len(values))
    return PassHatK(k, mean, low, high)


def _success_by_level(trajectories: Sequence[Trajectory]) -> dict[int, float]:
    levels: dict[int, list[bool]] = defaultdict(list)
    for each in trajectories:
        levels[each.level].append(_succeeded(each))
    return {level: sum(wins) / len(wins) for level, wins in sorted(levels.items())}


def _succeeded(trajectory: Trajectory) -> bool:
    return bool(trajectory.verdict["reward"] == 1.0)


def _erred(trajectory: Trajectory) -> bool:
    return bool(trajectory.verdict.get("user_errors"))


def _mean(trajectories: Sequence[Trajectory], value: Callable[[Trajectory], float]) -> float:
    return sum(map(value, trajectories)) / len(trajectories) if trajectories else 0.0

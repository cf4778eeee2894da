"""How often a policy succeeds, by environment, on tasks and domains it may not have trained on.

A task is played several times. pass^k is the chance that k trials of one task all succeed. Spoiled
rollouts leave every figure but their own count, and are played again up to a limit.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autoforge_rl.choices import require_finite
from autoforge_rl.errors import ChoiceError
from autoforge_rl.groups import Group, Player, is_valid, play_groups
from autoforge_rl.rollouts import Rollout
from autoforge_rl.selection import SelectionChoices

Z_95 = 1.959963984540054
"""Two-sided 95 % quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Exam:
    """Tasks of one environment to be evaluated on.

    Attributes:
        part: What the policy has to do with them: "training tasks", "held-out tasks", "held-out
            domains" or any other name; exams of one part are also reported together.
        environment_id: What the environment is made from.
        task_ids: The tasks, each once.
    """

    part: str
    environment_id: str
    task_ids: tuple[str, ...]

    def __post_init__(self) -> None:
        twice = [task for task, count in Counter(self.task_ids).items() if count > 1]
        if twice or not self.task_ids:
            found = f"{twice[0]!r} twice" if twice else "none"
            raise ChoiceError(
                f"an exam on {self.environment_id} needs tasks, each of them once; got {found}"
            )


@dataclass(frozen=True, slots=True)
class EvaluationChoices:
    """How a policy is evaluated.

    Attributes:
        trials: Valid rollouts of each task; pass^k is told up to this k.
        max_rollouts: Most rollouts of one task that are made to have as many; None for twice as
            many.
        success: The least return that is a success.
        seed: Decides users and sampling. The same seed plays the same trials of a task, whatever
            else is evaluated, so that two policies can be compared task by task.
    """

    trials: int = 4
    max_rollouts: int | None = None
    success: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        require_finite(self)
        if self.trials < 1:
            raise ChoiceError(f"trials must be at least 1, got {self.trials}")
        if self.max_rollouts is not None and self.max_rollouts < self.trials:
            raise ChoiceError(
                f"max_rollouts must be at least trials ({self.trials}), got {self.max_rollouts}"
            )

    def selection(self) -> SelectionChoices:
        """Return the limits as those of a group's refill."""
        most = 2 * self.trials if self.max_rollouts is None else self.max_rollouts
        return SelectionChoices(min_valid=self.trials, max_rollouts=most)


@dataclass(frozen=True, slots=True)
class PassHatK:
    """The chance that k trials of one task all succeed.

    Attributes:
        k: Number of trials.
        value: Mean over tasks; NaN where there are none.
        low: Lower end of a 95 % interval.
        high: Upper end.
        num_tasks: Tasks with k valid trials.
    """

    k: int
    value: float
    low: float
    high: float
    num_tasks: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a policy reached on one environment, or on all of one part.

    Attributes:
        part: The part of its exams.
        environment_id: The environment; empty for all of the part together.
        num_tasks: Tasks played.
        num_rollouts: Rollouts played, spoiled ones included.
        num_spoiled: Rollouts that somebody other than the policy ruined; in no mean below.
        num_crashed: Those of them whose environment raised.
        pass_hat: pass^1 to pass^trials.
        success: Share of successes; pass^1 weighs each task the same, this each rollout.
        mean_turns: Turns of the policy in a rollout.
        mean_tokens: Tokens it sampled in a rollout.
        endings: How many rollouts ended how, spoiled ones included.
        by_task: For each environment and task successes and valid trials, to compare policies.
    """

    part: str
    environment_id: str
    num_tasks: int
    num_rollouts: int
    num_spoiled: int
    num_crashed: int
    pass_hat: tuple[PassHatK, ...]
    success: float
    mean_turns: float
    mean_tokens: float
    endings: Mapping[str, int]
    by_task: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a policy reached.

    Attributes:
        scores: One for each exam in their order, then one for each part.
    """

    scores: tuple[Score, ...]

    def of_part(self, part: str) -> Score:
        """Return the score of all exams of one part.

        Raises:
            ChoiceError: There was no such part.
        """
        for score in self.scores:
            if score.part == part and not score.environment_id:
                return score
        parts = sorted({score.part for score in self.scores})
        raise ChoiceError(f"there is no part {part!r}; the parts are {', '.join(parts)}")

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values; a number that is not there is None."""
        return {"scores": [_plain(asdict(score)) for score in self.scores]}

    def as_table(self, max_k: int = 4) -> str:
        """Return a Markdown table: pass^k in percent with 95 % intervals over tasks."""
        shown = min(max_k, max((len(score.pass_hat) for score in self.scores), default=0))
        head = ["part", "environment", "tasks", "rollouts", "spoiled"]
        head += [*(f"pass^{k}" for k in range(1, shown + 1)), "turns", "tokens"]
        lines = [head, ["---", "---", *["---:"] * (len(head) - 2)]]
        lines += [_cells(score, shown) for score in self.scores]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def evaluate(player: Player, exams: Sequence[Exam], choices: EvaluationChoices) -> Report:
    """Play all exams, in one batch of rollouts, and report.

    Args:
        player: Plays assignments: `rollouts.play` with the policy and all else filled in.
        exams: What to play.
        choices: How often, and what a success is.

    Raises:
        ChoiceError: There are no exams, or two of one part are on one environment.
    """
    _check(exams)
    groups = [
        Group(exam.environment_id, task_id, choices.seed)
        for exam in exams
        for task_id in exam.task_ids
    ]
    played = play_groups(player, groups, choices.trials, choices.selection())
    by_exam: list[dict[str, list[Rollout]]] = []
    for exam in exams:
        mine, played = played[: len(exam.task_ids)], played[len(exam.task_ids) :]
        keys = [f"{exam.environment_id} {task_id}" for task_id in exam.task_ids]
        by_exam.append(dict(zip(keys, mine, strict=True)))
    scores = [
        _score(exam.part, exam.environment_id, tasks, choices)
        for exam, tasks in zip(exams, by_exam, strict=True)
    ]
    for part in dict.fromkeys(exam.part for exam in exams):
        together: dict[str, list[Rollout]] = {}
        for exam, tasks in zip(exams, by_exam, strict=True):
            together |= tasks if exam.part == part else {}
        scores.append(_score(part, "", together, choices))
    return Report(tuple(scores))


def pass_hat_k(successes: int, trials: int, k: int) -> float:
    """Estimate without bias that k trials all succeed: comb(c, k) / comb(n, k).

    Source: tau-bench, Yao et al. (2024), arXiv 2406.12045.

    Raises:
        ChoiceError: k is not from 1 to the number of trials.
    """
    if not 1 <= k <= trials:
        raise ChoiceError(f"k must be from 1 to the {trials} trials, got {k}")
    return math.comb(successes, k) / math.comb(trials, k)


def wilson_interval(mean: float, count: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a mean of values from 0 to 1.

    Trials of one task are no independent evidence, so `count` is the number of tasks. A value
    from 0 to 1 varies at most as much as a coin of the same mean, so that for means of several
    trials the interval is rather too wide. Where all tasks are passed or none is, it keeps a
    width, which a bootstrap's does not. Source: Wilson (1927), Probable inference, the law of
    succession, and statistical inference.
    """
    if count == 0:
        return 0.0, 1.0
    z2 = Z_95**2
    centre = (mean + z2 / (2 * count)) / (1 + z2 / count)
    spread = mean * (1 - mean) / count + z2 / (4 * count**2)
    half = Z_95 * math.sqrt(spread) / (1 + z2 / count)
    return max(0.0, centre - half), min(1.0, centre + half)


def _check(exams: Sequence[Exam]) -> None:
    if not exams:
        raise ChoiceError("an evaluation needs at least one exam, got none")
    pairs = Counter((exam.part, exam.environment_id) for exam in exams)
    (part, environment_id), count = pairs.most_common(1)[0]
    if count > 1:
        raise ChoiceError(
            f"part {part!r} has {count} exams on {environment_id}; put their tasks into one"
        )


def _score(
    part: str,
    environment_id: str,
    tasks: Mapping[str, Sequence[Rollout]],
    choices: EvaluationChoices,
) -> Score:
    rule = choices.selection()
    counted = {
        task: [each for each in group if is_valid(each, rule)] for task, group in tasks.items()
    }
    everything = [each for group in tasks.values() for each in group]
    valid = [each for group in counted.values() for each in group]
    by_task = {
        task: (sum(_succeeded(each, choices) for each in group), len(group))
        for task, group in counted.items()
    }
    return Score(
        part=part,
        environment_id=environment_id,
        num_tasks=len(tasks),
        num_rollouts=len(everything),
        num_spoiled=len(everything) - len(valid),
        num_crashed=sum(each.ending == "crashed" for each in everything),
        pass_hat=tuple(_pass_hat(by_task, k) for k in range(1, choices.trials + 1)),
        success=_mean(valid, lambda each: float(_succeeded(each, choices))),
        mean_turns=_mean(valid, lambda each: float(each.num_turns)),
        mean_tokens=_mean(valid, lambda each: float(_num_sampled(each))),
        endings=dict(sorted(Counter(each.ending for each in everything).items())),
        by_task=by_task,
    )


def _pass_hat(by_task: Mapping[str, tuple[int, int]], k: int) -> PassHatK:
    values = [pass_hat_k(wins, trials, k) for wins, trials in by_task.values() if trials >= k]
    mean = sum(values) / len(values) if values else math.nan
    low, high = wilson_interval(mean, len(values))
    return PassHatK(k, mean, low, high, len(values))


def _succeeded(rollout: Rollout, choices: EvaluationChoices) -> bool:
    return rollout.reward is not None and rollout.reward >= choices.success - 1e-9


def _num_sampled(rollout: Rollout) -> int:
    return sum(sum(segment.mask) for segment in rollout.segments)


def _mean(rollouts: Sequence[Rollout], value: Callable[[Rollout], float]) -> float:
    return sum(map(value, rollouts)) / len(rollouts) if rollouts else math.nan


def _cells(score: Score, shown: int) -> list[str]:
    passed = [
        f"{each.value * 100:.1f} [{each.low * 100:.0f}, {each.high * 100:.0f}]"
        if each.num_tasks
        else "–"
        for each in score.pass_hat[:shown]
    ]
    counts = [str(score.num_tasks), str(score.num_rollouts), str(score.num_spoiled)]
    means = [f"{score.mean_turns:.1f}", f"{score.mean_tokens:.0f}"]
    return [score.part, score.environment_id or "all", *counts, *passed, *means]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and math.isnan(value) else value

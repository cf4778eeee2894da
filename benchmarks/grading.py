"""How often careless agents pass, by level of difficulty: does difficulty mean something?

    python -m benchmarks.grading [ENVIRONMENT ...] [--trials 20]

Grades every task by its plan, plays each graded agent on it, and prints a table in Markdown.
"""

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from autoforge_envs.benchmark.agents import AGENTS
from autoforge_envs.benchmark.evaluation import EvaluationOptions, evaluate
from autoforge_envs.benchmark.graded_agents import GRADED_AGENTS
from autoforge_envs.benchmark.trajectories import TrajectoryFile
from autoforge_envs.commands.environments import find_folder, find_id
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.synthesis.comparison.task_statistics import grade_all
from autoforge_envs.synthesis.grading import LEVELS, Grade

SCALE = {"reference": AGENTS["reference"], **GRADED_AGENTS}


def main() -> None:
    """Grade, play, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("environments", nargs="*", default=["autoforge/outdoor-v0"])
    parser.add_argument("--trials", type=int, default=20)
    arguments = parser.parse_args()
    all_grades: dict[str, Grade] = {}
    all_rates: dict[str, dict[str, float]] = {agent: {} for agent in SCALE}
    environments = [find_id(each) for each in arguments.environments]
    for environment in environments:
        grades = grade_tasks(environment)
        rates = {agent: pass_rates(environment, agent, arguments.trials) for agent in SCALE}
        print_table(environment, grades, rates)
        all_grades |= {f"{environment} {task}": grade for task, grade in grades.items()}
        for agent in SCALE:
            all_rates[agent] |= {f"{environment} {t}": rate for t, rate in rates[agent].items()}
    if len(environments) > 1:
        print_table(f"all {len(environments)}", all_grades, all_rates)


def grade_tasks(environment: str) -> dict[str, Grade]:
    """Grade a domain's tasks."""
    domain = load_domain(find_folder(environment))
    server = LocalServer(domain, in_memory=True)
    session = server.open_session()
    try:
        return grade_all(session, domain.contents.tasks)
    finally:
        session.close()
        server.close()


def pass_rates(environment: str, agent: str, num_trials: int) -> dict[str, float]:
    """Play an agent and return how often it passes each task."""
    options = EvaluationOptions(
        environment, num_trials=num_trials, make_options={"isolation": "none"}
    )
    with tempfile.TemporaryDirectory() as folder:
        file = TrajectoryFile(Path(folder) / "trajectories.jsonl")
        try:
            played = evaluate(agent, SCALE[agent], options, file)
        finally:
            file.close()
    rewards: dict[str, list[float]] = {}
    for each in played:
        rewards.setdefault(each.task_id, []).append(float(each.verdict["reward"]))
    return {task: float(np.mean(values)) for task, values in rewards.items()}


def print_table(
    environment: str, grades: Mapping[str, Grade], rates: Mapping[str, Mapping[str, float]]
) -> None:
    """Print pass rates by level, and how score and failures go together."""
    careless = {
        task: float(np.mean([rates[agent][task] for agent in GRADED_AGENTS])) for task in grades
    }
    print(f"\n{environment}\n")
    _print_row("level", ["tasks", *SCALE, "mean of the four"])
    _print_row("---", ["---:"] * (len(SCALE) + 2))
    for level in range(1, len(LEVELS) + 1):
        tasks = [task for task, grade in grades.items() if grade.level == level]
        if tasks:
            shares = [_mean(rates[agent], tasks) for agent in SCALE] + [_mean(careless, tasks)]
            _print_row(str(level), [str(len(tasks)), *(f"{share:.0%}" for share in shares)])
    scores = [grades[task].score for task in careless]
    found = rank_correlation(scores, list(careless.values()))
    print(f"\nrank correlation of a task's score and the four's pass rate: {found:.2f}")


def _print_row(first: str, cells: Sequence[str]) -> None:
    print(f"| {' | '.join([first, *cells])} |")


def _mean(rates: Mapping[str, float], tasks: Sequence[str]) -> float:
    return float(np.mean([rates[task] for task in tasks]))


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Spearman's rank correlation, ties given their mean rank."""
    ranks = np.asarray([_ranks(first), _ranks(second)])
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    return float(centred[0] @ centred[1] / np.sqrt((centred**2).sum(axis=1).prod()))


def _ranks(values: Sequence[float]) -> list[float]:
    return [sum(b < a for b in values) + (sum(b == a for b in values) - 1) / 2 for a in values]


if __name__ == "__main__":
    main()

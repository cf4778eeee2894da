"""`autoforge bench`: play agents on environments and report pass^k.

Every finished episode is a line of JSON in the output folder; the same command started again
after a kill plays only what is missing.
"""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autoforge_envs.benchmark.evaluation import EvaluationOptions, evaluate
from autoforge_envs.benchmark.metrics import Report, summarize
from autoforge_envs.benchmark.report import (
    as_json,
    effort_table,
    level_table,
    success_table,
    user_table,
)
from autoforge_envs.benchmark.trajectories import Trajectory, TrajectoryFile
from autoforge_envs.commands.agents import NAMES, find_agent
from autoforge_envs.commands.environments import find_id
from autoforge_envs.commands.replacing import replace_files
from autoforge_envs.commands.users import NAMES as USER_NAMES
from autoforge_envs.commands.users import find_user
from autoforge_envs.environments.options import UserFactory
from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import Budget


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "bench", help="benchmark agents: pass^k, turns, errors, tokens", description=__doc__
    )
    add = parser.add_argument
    add("environments", nargs="+", metavar="environment", help="ids or domain folders")
    add("--agent", action="append", metavar="NAME", help=f"{NAMES}; repeatable [reference]")
    add("--split", default="all", help="train, validation, test or all [%(default)s]")
    add("--task", action="append", default=[], metavar="ID", help="only this task; repeatable")
    add("--trials", type=int, default=1, help="episodes a task [%(default)s]")
    add("--seed", type=int, default=0, help="of the whole run [%(default)s]")
    add("--concurrency", type=int, default=1, help="episodes at once, for models [%(default)s]")
    add("--max-turns", type=int, default=40, help="words of the agent an episode [%(default)s]")
    add("--rule-enforcement", default="as_designed", help="as_designed, tools, agent [%(default)s]")
    add("--isolation", default="auto", help="auto, none, worker [%(default)s]")
    add("--user", default="scripted", metavar="NAME", help=f"{USER_NAMES} [%(default)s]")
    add("--user-faults", type=float, default=0.0, metavar="RATE",
        help="share of episodes in which the user goes wrong on purpose [%(default)s]")  # fmt: skip
    add("--max-tokens", type=int, help="token budget of the whole run [none]")
    add("--out", type=Path, default=Path("runs"), help="output folder [%(default)s]")
    parser.set_defaults(run=run, goes_on=True)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Play everything, then print and store the reports."""
    if arguments.max_tokens is not None and arguments.max_tokens < 0:
        raise OptionError(f"--max-tokens must be 0 or more, got {arguments.max_tokens}")
    budget = Budget(max_tokens=arguments.max_tokens)
    agents = arguments.agent or ["reference"]
    factories = {name: find_agent(name, budget) for name in agents}
    make_user = find_user(arguments.user, budget, arguments.user_faults)
    reports = []
    for environment in map(find_id, arguments.environments):
        for name, factory in factories.items():
            folder = arguments.out / environment.replace("/", "_")
            file = TrajectoryFile(folder / f"{_file_name(name)}.jsonl")
            try:
                options = _options(arguments, environment, make_user)
                with _progress(console) as progress:
                    follow = _Follower(progress, f"{environment} {name}")
                    trajectories = evaluate(name, factory, options, file, follow)
            finally:
                file.close()
            reports.append(summarize(environment, name, trajectories))
            _store(folder / f"{_file_name(name)}.report.json", reports[-1])
    console.print(success_table(reports))
    console.print(effort_table(reports))
    if any(len(report.by_level) > 1 for report in reports):
        console.print(level_table(reports))
    if any(report.num_erred for report in reports):
        console.print(user_table(reports))
    console.print(f"trajectories and reports: {arguments.out}", style="dim")
    return 0


def _file_name(agent: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in agent)


def _options(
    arguments: argparse.Namespace, environment: str, make_user: UserFactory
) -> EvaluationOptions:
    return EvaluationOptions(
        environment=environment,
        split=arguments.split,
        task_ids=tuple(arguments.task),
        num_trials=arguments.trials,
        seed=arguments.seed,
        concurrency=arguments.concurrency,
        make_options={
            "max_turns": arguments.max_turns,
            "rule_enforcement": arguments.rule_enforcement,
            "isolation": arguments.isolation,
            "split": "all",
            "user": make_user,
        },
    )


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("passed {task.fields[passed]}"),
        TimeRemainingColumn(),
        console=console,
    )


class _Follower:
    """Keeps a progress bar up to date."""

    def __init__(self, progress: Progress, description: str) -> None:
        self._progress = progress
        self._bar = progress.add_task(description, total=None, passed=0)
        self._passed = 0

    def __call__(self, trajectory: Trajectory | None, total: int) -> None:
        if trajectory is None:
            self._progress.update(self._bar, total=total)
            return
        self._passed += trajectory.verdict["reward"] == 1.0
        self._progress.update(self._bar, advance=1, passed=self._passed)


def _store(path: Path, report: Report) -> None:
    text = json.dumps(as_json(report), indent=2) + "\n"
    try:
        replace_files({path: text.encode()})
    except OSError as error:
        raise OptionError(
            f"{path} cannot be written: {error.strerror}; make room, then give the same command "
            "again: no episode is played twice"
        ) from None

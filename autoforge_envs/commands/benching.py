"""`autoforge bench`: play agents on environments and report pass^k.

Every finished episode is a line of JSON in the output folder; the same command started again
after a kill plays only what is missing, and what an endpoint gave no answer to. Exits with 1 if
there is such an episode.
"""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from autoforge_envs.benchmark.agents import AgentFactory
from autoforge_envs.benchmark.evaluation import EvaluationOptions, check_options, evaluate
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
from autoforge_envs.commands.paths import named_path
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
    add("--out", type=named_path, default=Path("runs"), help="output folder [%(default)s]")
    parser.set_defaults(run=run, goes_on=True)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Play everything, then print and store the reports.

    Raises:
        OptionError: An option cannot be used; nothing was written.
    """
    _check_numbers(arguments)
    budget = Budget(max_tokens=arguments.max_tokens)
    factories = {name: find_agent(name, budget) for name in arguments.agent or ["reference"]}
    make_user = find_user(arguments.user, budget, arguments.user_faults)
    environments = dict.fromkeys(map(find_id, arguments.environments))
    rounds = [_options(arguments, environment, make_user) for environment in environments]
    for options in rounds:
        check_options(options)
    played = [
        _play(name, factory, options, arguments.out, console)
        for options in rounds
        for name, factory in factories.items()
    ]
    reports = [report for report, _ in played]
    console.print(success_table(reports))
    console.print(effort_table(reports))
    if any(len(report.by_level) > 1 for report in reports):
        console.print(level_table(reports))
    if any(report.num_erred for report in reports):
        console.print(user_table(reports))
    console.print(f"trajectories and reports: {escape(str(arguments.out))}", style="dim")
    errors = [error for _, unanswered in played for error in unanswered]
    if errors:
        console.print(
            f"{len(errors)} episodes got no answer ({escape(errors[0])}); the same command plays "
            "them again",
            style="red",
            soft_wrap=True,
        )
    return 1 if errors else 0


def _check_numbers(arguments: argparse.Namespace) -> None:
    """Refuse numbers by the names that they have on the command line."""
    for name, least in (("trials", 1), ("concurrency", 1), ("seed", 0), ("max-tokens", 0)):
        value = getattr(arguments, name.replace("-", "_"))
        if value is not None and value < least:
            raise OptionError(f"--{name} must be {least} or more, got {value}")
    if not 0 <= arguments.user_faults <= 1:
        raise OptionError(f"--user-faults must be a share from 0 to 1, got {arguments.user_faults}")


def _play(
    name: str, factory: AgentFactory, options: EvaluationOptions, out: Path, console: Console
) -> tuple[Report, list[str]]:
    """Play an agent on an environment and store its report; return also what got no answer."""
    folder = out / options.environment.replace("/", "_")
    file = TrajectoryFile(folder / f"{_file_name(name)}.jsonl")
    try:
        with _progress(console) as progress:
            follow = _Follower(progress, f"{options.environment} {name}")
            trajectories = evaluate(name, factory, options, file, follow)
    finally:
        file.close()
    report = summarize(options.environment, name, trajectories)
    _store(folder / f"{_file_name(name)}.report.json", report)
    return report, [each.error for each in trajectories if each.unanswered]


def _file_name(agent: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in agent)


def _options(
    arguments: argparse.Namespace, environment: str, make_user: UserFactory
) -> EvaluationOptions:
    return EvaluationOptions(
        environment=environment,
        split=arguments.split,
        task_ids=tuple(dict.fromkeys(arguments.task)),
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

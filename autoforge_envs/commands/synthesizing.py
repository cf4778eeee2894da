"""`autoforge synthesize`: seeds in, certified domains out, with a language model or without one.

Every seed gives one domain: a business, its rows, tools and rules, and tasks that have passed every
check. Without further options it is made from templates; --tools and --topic say what it is about.
The same command gives the same bytes; killed at any instant and given again, it goes on.
What every stage came to is in ledger.jsonl. Exits with 1 if a seed gave no domain, with 2 if
something has to be mended first.
"""

import argparse
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from autoforge_envs.commands.designing import (
    Makers,
    add_options,
    answers_folder,
    choose_makers,
    print_estimate,
    write_recording,
)
from autoforge_envs.commands.paths import input_file, named_path
from autoforge_envs.errors import OptionError
from autoforge_envs.language_models import PriceTable, check_reachable
from autoforge_envs.synthesis.composition.composer import Composer
from autoforge_envs.synthesis.design.catalogue import ARCHETYPES
from autoforge_envs.synthesis.design.suite import read_suite
from autoforge_envs.synthesis.pipeline.engines import Engine, Job, ProcessEngine, SerialEngine
from autoforge_envs.synthesis.pipeline.ledger import LedgerEntry
from autoforge_envs.synthesis.pipeline.quota import Quota
from autoforge_envs.synthesis.pipeline.ray_engine import RayEngine
from autoforge_envs.synthesis.pipeline.recipe import Recipe
from autoforge_envs.synthesis.pipeline.stages import TASK_STAGES, StageReport
from autoforge_envs.synthesis.pipeline.synthesis import Order, Result, synthesize
from autoforge_envs.synthesis.pipeline.thread_engine import ThreadEngine
from autoforge_envs.synthesis.pipeline.totals import total
from autoforge_envs.synthesis.pipeline.watching import NotesWatcher


def _serial(num_workers: int | None) -> Engine:
    if num_workers not in (None, 1):
        raise OptionError(
            f"--workers {num_workers} does not go with the engine 'serial', which has one; leave "
            "it out, or choose another engine"
        )
    return SerialEngine()


ENGINES: Mapping[str, Callable[[int | None], Engine]] = {
    "processes": ProcessEngine,
    "ray": RayEngine,
    "serial": _serial,
    "threads": ThreadEngine,
}

_SECONDS_A_LOOK = 0.5
_MAX_REASONS = 8


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "synthesize", help="make new domains from seeds", description=__doc__
    )
    add = parser.add_argument
    seeds = parser.add_mutually_exclusive_group()
    seeds.add_argument(
        "--seed", type=int, help="one domain [0 with --tools, --mcp, --topic, --tasks-for]"
    )
    seeds.add_argument("--seeds", metavar="A:B", help="the domains of seeds A to B - 1")
    seeds.add_argument(
        "--suite", type=input_file, metavar="FILE", help="the domains that a file names"
    )
    add("--out", type=named_path, default=Path("my_domains"), help="folder for them [%(default)s]")
    kinds = ", ".join(each.name for each in ARCHETYPES)
    add("--archetype", default="", metavar="NAME", help=f"{kinds} [one drawn from each seed]")
    add("--tasks", type=int, default=120, metavar="N", help="tasks a domain [%(default)s]")
    add("--tasks-for", type=named_path, metavar="FOLDER", help="give this domain new tasks instead")
    add(
        "--engine",
        default="",
        metavar="NAME",
        help=f"{', '.join(ENGINES)} [processes; threads with a model]",
    )
    add("--workers", type=int, metavar="N", help="seeds at once [one a core; 32 with a model]")
    add_options(parser)
    parser.set_defaults(run=run, goes_on=True)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Synthesize, then print what every stage came to."""
    makers, seeds = _read_what(arguments)
    recipe = Recipe(makers.designer, Composer, Quota(arguments.tasks), makers.rewriter)
    engine = _choose_engine(
        arguments.engine or ("threads" if arguments.model else "processes"), arguments.workers
    )
    if arguments.dry_run:
        print_estimate(makers, len(seeds), arguments.tasks, console)
        return 0
    if makers.door is not None and arguments.replay is None:
        check_reachable(makers.door.options)
    with _Display(console, arguments.tasks) as display:
        result = synthesize(Order(recipe, seeds, arguments.out), engine, display)
    _print(result, arguments.out, console)
    if makers.door is not None:
        _print_costs(result, makers.prices, console)
        if arguments.record is not None:
            count = write_recording(arguments.record, answers_folder(arguments.out), list(seeds))
            console.print(f"{count} exchanges are in {arguments.record}", soft_wrap=True)
    if result.problems:
        return 2
    return 0 if all(entry.status == "emitted" for entry in result.entries) else 1


def _read_what(arguments: argparse.Namespace) -> tuple[Makers, Sequence[int]]:
    """Read who makes the domains, and of which seeds.

    Raises:
        OptionError: Options do not go together, or one names nothing.
        DesignError: The suite is wrong.
    """
    if arguments.suite is None:
        return choose_makers(arguments), _read_seeds(arguments)
    designing = () if arguments.rewrite else ("model",)
    for name in ("archetype", "tasks_for", "tools", "mcp", "topic", *designing):
        if getattr(arguments, name):
            raise OptionError(
                f"{name.replace('_', '-')} {str(getattr(arguments, name))!r} does not go with "
                "--suite, which names its domains itself; leave one out"
            )
    suite = read_suite(arguments.suite)
    return choose_makers(arguments, suite), range(len(suite.entries))


def _read_seeds(arguments: argparse.Namespace) -> Sequence[int]:
    """Read which seeds are meant.

    Raises:
        OptionError: It is no seed, or no range of some.
    """
    seed, seeds = arguments.seed, arguments.seeds
    if seeds is None:
        has_matter = arguments.tools or arguments.mcp or arguments.topic or arguments.tasks_for
        if seed is None and has_matter:
            return [0]
        if seed is None:
            raise OptionError("which domains? give --seed, --seeds, --suite, --tools or --topic")
        if seed < 0:
            raise OptionError(f"seed must be zero or more, got {seed}")
        return [seed]
    first, _, end = seeds.partition(":")
    if not (first.isdecimal() and end.isdecimal() and int(first) < int(end)):
        raise OptionError(
            f"seeds must be A:B with 0 <= A < B, such as 0:1000 for a thousand, got {seeds!r}"
        )
    return range(int(first), int(end))


def _choose_engine(name: str, num_workers: int | None) -> Engine:
    if name not in ENGINES:
        raise OptionError(f"there is no engine {name!r}; there are {', '.join(ENGINES)}")
    return ENGINES[name](num_workers)


class _Display:
    """Tells how a run gets on: bars on a terminal, a line for each seed elsewhere."""

    def __init__(self, console: Console, tasks_a_domain: int) -> None:
        self._console = console
        self._tasks_a_domain = tasks_a_domain
        columns = (
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeRemainingColumn(), TextColumn("{task.fields[note]}"),
        )  # fmt: skip
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)
        self._domains = self._progress.add_task("domains", total=None, note="")
        self._tasks = self._progress.add_task("tasks", total=None, note="")
        self._num_tasks = self._num_attempts = 0
        self._watcher: NotesWatcher | None = None
        self._over = threading.Event()

    def __enter__(self) -> "_Display":
        self._progress.start()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._progress.stop()

    def begin(self, jobs: Sequence[Job], done: Sequence[LedgerEntry]) -> None:
        """Show what there is to do."""
        if done:
            self._console.print(f"{len(done)} of {len(done) + len(jobs)} seeds are done already")
        self._progress.update(self._domains, total=len(jobs))
        self._progress.update(self._tasks, total=len(jobs) * self._tasks_a_domain)
        if jobs and jobs[0].scratch is not None:
            self._watcher = NotesWatcher(jobs[0].scratch)

    def finish(self, entry: LedgerEntry) -> None:
        """Show what became of a seed."""
        self._num_tasks += entry.num_tasks
        self._num_attempts += sum(s.num_in for s in entry.stages if s.name == TASK_STAGES[0])
        self._progress.update(self._domains, advance=1)
        name = escape(entry.folder or "no draft")
        if entry.status == "emitted":
            what = f"{name}, {entry.num_tasks} tasks, {entry.seconds:.1f} s"
        else:
            what = f"{name}, [yellow]{entry.status}[/] at {escape(entry.failure)}"
        self._console.print(f"seed {entry.seed}: {what}", soft_wrap=True)

    def object(self, problem: str) -> None:
        """Show what has to be mended."""
        self._console.print(f"[red]{escape(problem)}[/]", soft_wrap=True)

    def _look(self) -> None:
        while not self._over.wait(_SECONDS_A_LOOK):
            if self._watcher is not None:
                making = self._watcher.look()
                num_attempts = self._num_attempts + making.num_attempts
                self._progress.update(
                    self._tasks,
                    completed=self._num_tasks + making.num_tasks,
                    note=f"of {num_attempts} attempts",
                )


def _print(result: Result, out: Path, console: Console) -> None:
    totals = total(result.entries)
    console.print(_stage_table(totals.stages))
    reasons = list(_reasons(totals.stages))
    if reasons:
        console.print(_reason_table(reasons[:_MAX_REASONS]))
    console.print(
        f"{totals.num_domains} domains with {totals.num_tasks} tasks in {out}; "
        f"{totals.num_rejected} seeds rejected, {totals.num_crashed} crashed; "
        f"{totals.seconds:.1f} s of one core, {totals.tasks_per_second:.1f} tasks a second"
    )


def _stage_table(stages: Sequence[StageReport]) -> Table:
    table = Table(title="Stages", title_justify="left")
    table.add_column("stage", no_wrap=True)
    for name in ("in", "out", "yield", "seconds", "share"):
        table.add_column(name, justify="right")
    seconds = sum(stage.seconds for stage in stages) or 1.0
    for stage in stages:
        table.add_row(
            stage.name,
            str(stage.num_in),
            str(stage.num_out),
            f"{stage.num_out / stage.num_in:.0%}" if stage.num_in else "-",
            f"{stage.seconds:.2f}",
            f"{stage.seconds / seconds:.0%}",
        )
    return table


def _print_costs(result: Result, prices: PriceTable, console: Console) -> None:
    """Print what the model was asked and what it cost, by stage and by what came of it."""
    totals = total(result.entries)
    asked = [stage for stage in totals.stages if stage.spent]
    table = Table(title="Asked of the model", title_justify="left")
    table.add_column("stage", no_wrap=True)
    for name in ("answers", "accepted", "requests", "prompt tokens", "completion tokens", "waited"):
        table.add_column(name, justify="right")
    for stage in asked:
        table.add_row(
            stage.name,
            str(stage.num_in),
            str(stage.num_out),
            f"{stage.spent.get('requests', 0):,}",
            f"{stage.spent.get('prompt_tokens', 0):,}",
            f"{stage.spent.get('completion_tokens', 0):,}",
            f"{stage.spent.get('waited_ms', 0) / 1000:.1f} s",
        )
    console.print(table)
    names = ("prompt_tokens", "completion_tokens")
    tokens = sum(stage.spent.get(name, 0) for stage in asked for name in names)
    cost = sum(stage.spent.get("millionths", 0) for stage in asked)
    shown = f", {prices.show(cost)}" if prices.prices else ""
    per = [("domain", totals.num_domains), ("accepted task", totals.num_tasks)]
    each = "; ".join(f"{tokens // count:,} for each {name}" for name, count in per if count)
    console.print(f"{tokens:,} tokens{shown}{f': {each}' if each else ''}", soft_wrap=True)
    kept = [f"{stage.name}, {kind}: {n}" for stage in asked for kind, n in stage.kept.items()]
    if kept:
        console.print(f"never right, so what was there stays: {'; '.join(kept)}", soft_wrap=True)


def _reasons(stages: Sequence[StageReport]) -> Iterator[tuple[str, str, int]]:
    """Yield stage, reason and number of rejections, the most frequent first."""
    found = [
        (stage.name, reason, count)
        for stage in stages
        for reason, count in stage.rejections.items()
    ]
    yield from sorted(found, key=lambda each: -each[2])


def _reason_table(reasons: Sequence[tuple[str, str, int]]) -> Table:
    table = Table(title="Rejections", title_justify="left")
    table.add_column("stage", no_wrap=True)
    table.add_column("reason")
    table.add_column("times", justify="right")
    for stage, reason, count in reasons:
        table.add_row(stage, escape(reason), str(count))
    return table

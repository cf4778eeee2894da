"""`autoforge compare`: are domains too like the known benchmarks, or tasks too like each other?

Compares tools, tables and task texts with tau-bench, tau2-bench and VitaBench, and a domain's tasks
with each other. Exits with 2 if a domain does not pass. Reads files only, unless options say so.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autoforge_envs.commands.environments import find_folders, known_ids
from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.environments.servers import SERVERS, folder_source
from autoforge_envs.registration import is_bundled
from autoforge_envs.synthesis.comparison.contamination import Overlap, compare
from autoforge_envs.synthesis.comparison.duplicates import (
    Duplicates,
    find_duplicates,
    find_duplicates_between,
)
from autoforge_envs.synthesis.comparison.similarity import (
    QUANTILES,
    Distribution,
    distribution,
    loose_shape_of,
    shape_of,
)
from autoforge_envs.synthesis.comparison.task_statistics import (
    KNOWN,
    TaskStatistics,
    grade_all,
    summarize_levels,
)


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "compare", help="compare domains with known benchmarks and each other", description=__doc__
    )
    add = parser.add_argument
    add(
        "environments", nargs="*", metavar="environment", help="ids or folders [all that are known]"
    )
    add(
        "--statistics", action="store_true", help="what tasks consist of, theirs beside; runs plans"
    )
    add(
        "--similarity",
        action="store_true",
        help="how alike the domains are, names apart; runs their code in this process",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Compare, print, and say whether everything passes."""
    folders = [
        folder for name in arguments.environments or known_ids() for folder in find_folders(name)
    ]
    overlaps = [compare(folder) for folder in folders]
    suite = [read_contents(folder) for folder in folders]
    duplicates = [find_duplicates(contents) for contents in suite]
    if len(suite) > 1:
        duplicates.append(find_duplicates_between(suite))
    console.print(_overlap_table(overlaps))
    console.print(_duplicate_table(duplicates))
    if arguments.statistics:
        console.print(_statistics_table([line for folder in folders for line in _count(folder)]))
    if arguments.similarity and len(folders) < 2:
        console.print("no similarity: it takes at least 2 domains; name another", soft_wrap=True)
    elif arguments.similarity:
        domains = [load_domain(folder) for folder in folders]
        found = distribution([shape_of(domain) for domain in domains])
        loose = distribution([loose_shape_of(domain) for domain in domains])
        console.print(_similarity_table(found, loose))
    objections = [line for found in overlaps for each in found for line in each.objections]
    objections += [line for each in duplicates for line in each.objections]
    for line in objections:
        console.print(f"[red]{escape(line)}[/]", soft_wrap=True)
    return 2 if objections else 0


def _overlap_table(overlaps: Sequence[Sequence[Overlap]]) -> Table:
    """Lay out, for each domain, the area that it has most of, by tools, tables and texts."""
    table = Table(
        title="Known benchmarks",
        title_justify="left",
        caption="most that a domain has of any area: twin tools, twin tables, words of one task",
        caption_justify="left",
    )
    for name in ("domain", "tools", "of", "tables", "of", "text", "of"):
        table.add_column(name)
    measures: tuple[Callable[[Overlap], float], ...] = (
        lambda each: each.tools, lambda each: each.tables, lambda each: each.text
    )  # fmt: skip
    for found in overlaps:
        cells = []
        for measure in measures:
            worst = max(found, key=measure)
            cells += [f"{measure(worst):.0%}", worst.area if measure(worst) else "-"]
        table.add_row(found[0].domain, *cells)
    return table


def _duplicate_table(duplicates: Sequence[Duplicates]) -> Table:
    table = Table(title="Near-duplicates", title_justify="left")
    for name in ("domain", "tasks", "repeat another", "over splits"):
        table.add_column(name, justify="left" if name == "domain" else "right")
    for each in duplicates:
        shown = (each.num_tasks, f"{each.superfluous:.1%}", len(each.over_splits))
        table.add_row(each.domain, *map(str, shown))
    return table


def _count(folder: Path) -> list[TaskStatistics]:
    """Execute a domain's plans, in a locked worker unless the domain came with this package."""
    source = folder_source(folder, isolation="auto", bundled=is_bundled(folder))
    lease = SERVERS.lease(source)
    try:
        contents = lease.server.contents
        session = lease.server.open_session()
        try:
            grades = grade_all(session, contents.tasks)
        finally:
            session.close()
        return summarize_levels(contents.manifest.environment_id, list(grades.values()))
    finally:
        lease.end()


def _statistics_table(lines: Sequence[TaskStatistics]) -> Table:
    table = Table(title="Tasks", title_justify="left")
    header = "tasks|calls|most|writes|no write|thoughts|two or more|refused, conditional"
    table.add_column("")
    for name in header.split("|"):
        table.add_column(name, justify="right")
    for at, line in enumerate((*lines, *KNOWN)):
        if at == len(lines):
            table.add_section()
        table.add_row(line.name, *_cells(line))
    return table


def _cells(line: TaskStatistics) -> list[str]:
    return [
        str(line.num_tasks),
        f"{line.mean_calls:.1f}",
        _shown(line.max_calls, "d"),
        _shown(line.mean_writes, ".1f"),
        _shown(line.idle, "d"),
        _shown(line.mean_reasoning, ".1f"),
        _shown(line.two_thoughts, ".0%"),
        _shown(line.special, ".0%"),
    ]


def _shown(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _similarity_table(found: Distribution, loose: Distribution) -> Table:
    table = Table(
        title=f"Similarity of {found.num_domains} domains, names taken away",
        title_justify="left",
        caption="what two domains share, over all pairs of them",
        caption_justify="left",
    )
    table.add_column("")
    for quantile in QUANTILES:
        table.add_column(f"{quantile:.0%}", justify="right")
    for name, values in (*found.quantiles.items(), ("by parts", loose.quantiles["overall"])):
        table.add_row(name, *(f"{value:.2f}" for value in values))
    return table

"""`autoforge show`: what a domain consists of, or one task with its plan."""

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.table import Table

from autoforge_envs.commands.environments import find_contents
from autoforge_envs.commands.paths import named_path
from autoforge_envs.commands.replacing import replace_files
from autoforge_envs.domain.domain import Contents, ToolInfo
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.serving import LocalServer
from autoforge_envs.domain.tasks import Task
from autoforge_envs.environments.servers import SERVERS, folder_source
from autoforge_envs.errors import OptionError
from autoforge_envs.registration import is_bundled
from autoforge_envs.synthesis.drawing import draw_tool_graph
from autoforge_envs.synthesis.tool_graph import build_tool_graph

GRAPH_SEED = 0
"""The drawing of a domain is the same each time."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "show", help="show a domain: statistics, tools, policy document, tasks", description=__doc__
    )
    parser.add_argument("environment", help="an id (see `autoforge list`) or a domain folder")
    parser.add_argument("--tools", action="store_true", help="the tools and their arguments")
    parser.add_argument("--policy", action="store_true", help="the policy document")
    parser.add_argument("--tasks", action="store_true", help="the tasks, a line each")
    parser.add_argument("--task", metavar="ID", help="one task: user, plan and goal")
    parser.add_argument(
        "--graph",
        type=named_path,
        metavar="FILE.svg",
        help="draw which tool's results feed which tool; runs the domain's code in this process",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print what is asked for; without options, statistics and what there is to ask for."""
    if arguments.graph is not None:
        _check_graph(arguments.graph)
    contents = find_contents(arguments.environment)
    task = None if arguments.task is None else _find_task(contents, arguments.task)
    if arguments.tools:
        _print_tools(contents, console)
    if arguments.policy:
        console.print(Markdown(contents.policy_document))
    if arguments.tasks:
        _print_tasks(contents, console)
    if task is not None:
        _print_task(task, console)
    if arguments.graph is not None:
        _draw_graph(contents, arguments.graph, console)
    options = ("tools", "policy", "tasks", "task", "graph")
    if not any(getattr(arguments, option) for option in options):
        _print_statistics(contents, console)
    return 0


def _print_statistics(contents: Contents, console: Console) -> None:
    manifest = contents.manifest
    console.print(f"[bold]{escape(manifest.title)}[/] ({manifest.environment_id})")
    console.print(escape(manifest.description))
    table = Table(show_header=False)
    for name, value in manifest.statistics.items():
        shown = (
            ", ".join(f"{count} {key}" for key, count in value.items())
            if isinstance(value, dict)
            else value
        )
        table.add_row(name.replace("_", " "), str(shown))
    table.add_row("clock", manifest.clock)
    table.add_row("folder", str(contents.folder))
    console.print(table)
    console.print("More: --tools, --policy, --tasks, --task ID, --graph FILE.svg", style="dim")


def _tools_of(folder: Path) -> Sequence[ToolInfo]:
    """Load a domain, in a locked worker unless it came with this package."""
    lease = SERVERS.lease(folder_source(folder, isolation="auto", bundled=is_bundled(folder)))
    try:
        return lease.server.tools
    finally:
        lease.end()


def _print_tools(contents: Contents, console: Console) -> None:
    table = Table(title="Tools", title_justify="left", show_lines=True)
    for name in ("tool", "caller", "", "what it does"):
        table.add_column(name)
    for info in _tools_of(contents.folder):
        function = info.schema["function"]
        arguments = "\n".join(f"  {name}: {kind}" for name, kind in info.parameters.items())
        table.add_row(
            f"[bold]{info.name}[/]\n{arguments}",
            info.caller,
            "writes" if info.writes else "reads",
            escape(function["description"]),
        )
    console.print(table)


def _check_graph(path: Path) -> None:
    if (path.exists() and not path.is_file()) or not path.parent.is_dir():
        raise OptionError(f"--graph {path}: name a file, in a folder that exists")
    if path.suffix.lower() != ".svg":
        raise OptionError(f"--graph {path}: what is drawn is SVG; name a file that ends in .svg")


def _draw_graph(contents: Contents, path: Path, console: Console) -> None:
    server = LocalServer(load_domain(contents.folder), in_memory=True)
    try:
        graph = build_tool_graph(server, np.random.default_rng(GRAPH_SEED))
    finally:
        server.close()
    try:
        replace_files({Path(os.path.realpath(path)): draw_tool_graph(graph).encode()})
    except OSError as error:
        raise OptionError(
            f"--graph {path} cannot be written: {error.strerror}; make room, or choose another file"
        ) from None
    console.print(
        f"drew {len(graph.tools)} tools and what flows between them to {escape(str(path))}: "
        f"{len(graph.edges)} edges confirmed, {len(graph.unconfirmed)} matches of types not",
        soft_wrap=True,
    )


def _print_tasks(contents: Contents, console: Console) -> None:
    if not contents.tasks:
        console.print(escape(f"{contents.manifest.environment_id} has no tasks"))
        return
    table = Table(title="Tasks", title_justify="left")
    for name in ("id", "split", "level", "calls", "wants"):
        table.add_column(name)
    for task in contents.tasks:
        calls = sum(step.kind in ("call", "ask_user") for step in task.plan)
        wants = " / ".join(request.text for request in task.user.requests)
        table.add_row(task.id, task.split, str(task.level), str(calls), escape(wants))
    console.print(table)


def _find_task(contents: Contents, task_id: str) -> Task:
    for task in contents.tasks:
        if task.id == task_id:
            return task
    raise OptionError(f"there is no task {task_id!r}; `autoforge show ID --tasks` lists them")


def _print_task(task: Task, console: Console) -> None:
    data = task.as_json()
    user = data["user"]
    console.print(f"[bold]{task.id}[/]  {task.split}, level {task.level}")
    console.print(f"{escape(user['name'])} ({user['persona']}, {user['reveals']}) wants:")
    for request in user["requests"]:
        console.print(f"  - {escape(request['text'])}")
        if request["fallback"]:
            console.print(f"    if refused: {escape(request['fallback'])}")
    console.print("and knows:")
    for fact in user["facts"]:
        console.print(f"  - {escape(fact['label'])}: {escape(str(fact['value']))}")
    for title, lines in (("Plan", data["plan"]), ("Goal", _goal_lines(data["goal"]))):
        console.print(f"[bold]{title}[/]")
        for line in lines:
            console.print("  " + escape(json.dumps(line, ensure_ascii=False)), soft_wrap=True)


def _goal_lines(goal: dict[str, list[object]]) -> list[object]:
    return [*goal["changes"], *goal["told"]]

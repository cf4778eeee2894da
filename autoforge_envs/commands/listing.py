"""`autoforge list`: every registered environment."""

import argparse
from pathlib import Path

import gymnasium
from rich.console import Console
from rich.table import Table

from autoforge_envs.commands.environments import known_ids
from autoforge_envs.domain.contents import read_manifest


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser("list", help="list every environment", description=__doc__)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the table."""
    table = Table(title="Environments", title_justify="left")
    table.add_column("id", no_wrap=True)
    table.add_column("title")
    for name in ("tables", "rows", "tools", "rules", "train", "validation", "test"):
        table.add_column(name, justify="right")
    for name in known_ids():
        manifest = read_manifest(Path(gymnasium.spec(name).kwargs["domain"]))
        facts = manifest.statistics
        tasks = facts.get("tasks", {})
        cells = [facts.get(key, "-") for key in ("tables", "rows", "tools", "rules")]
        cells += [tasks.get(split, "-") for split in ("train", "validation", "test")]
        table.add_row(name, manifest.title, *map(str, cells))
    console.print(table)
    return 0

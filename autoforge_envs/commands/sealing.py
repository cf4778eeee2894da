"""`autoforge seal`: finish a hand-made domain: goals, policy document, card, statistics, hashes.

Runs the folder's code in this process and executes every plan; seal only what you trust.
"""

import argparse
from pathlib import Path

from rich.console import Console

from autoforge_envs.domain.sealing import seal


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "seal", help="finish a hand-made domain folder", description=__doc__
    )
    parser.add_argument("folder", type=Path, help="the domain folder")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Seal the folder."""
    domain = seal(arguments.folder)
    statistics = domain.contents.manifest.statistics
    console.print(
        f"sealed {domain.contents.manifest.environment_id}: {statistics['tables']} tables, "
        f"{statistics['rows']} rows, {statistics['tools']} tools, {statistics['rules']} rules, "
        f"{len(domain.contents.tasks)} tasks"
    )
    return 0

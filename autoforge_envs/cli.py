"""The command line: `autoforge list | show | play | bench | synthesize | seal | verify`."""

import argparse
import os
import sys
from collections.abc import Sequence

from rich.console import Console

from autoforge_envs import __version__
from autoforge_envs.commands import (
    benching,
    comparing,
    listing,
    playing,
    sealing,
    showing,
    synthesizing,
    verifying,
)
from autoforge_envs.errors import AutoForgeError

COMMANDS = (
    listing,
    showing,
    playing,
    benching,
    synthesizing,
    comparing,
    sealing,
    verifying,
)


def _width() -> int | None:
    """Leave the width to a terminal; a pipe or a file gets lines that hold every table."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else 132


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0; 2 for a mistake of the caller's, told in one line; 130 when interrupted.
    """
    parser = argparse.ArgumentParser(
        prog="autoforge", description="Synthesized, certified environments for language agents."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed, Console(highlight=False, width=_width())))
    except AutoForgeError as error:
        print(f"autoforge: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("autoforge: interrupted; the same command goes on where it stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0

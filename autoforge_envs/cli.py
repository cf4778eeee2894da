"""The command line: `autoforge list`, `show`, `play`, `bench`, `synthesize` and the others."""

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


class _Output(Console):
    """Prints; whoever stops reading, as `| head` does, does not stop the work."""

    def on_broken_pipe(self) -> None:
        """Print nothing any more."""
        self.quiet = True
        _drop_output()


def _width() -> int | None:
    """Leave the width to a terminal; a pipe or a file gets lines that hold every table."""
    return None if sys.stdout.isatty() or "COLUMNS" in os.environ else 132


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Returns:
        0; 2 for a mistake of the caller's, and for a file that cannot be read or written, told in
        one line; 130 when interrupted.
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
        code = int(parsed.run(parsed, _Output(highlight=False, width=_width())))
        sys.stdout.flush()
        return code
    except AutoForgeError as error:
        print(f"autoforge: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        begins = "goes on where it stopped" if "goes_on" in parsed else "starts anew"
        print(f"autoforge: interrupted; the same command {begins}", file=sys.stderr)
        return 130
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        print(f"autoforge: {_told(error)}", file=sys.stderr)
        try:
            sys.stdout.flush()
        except OSError:
            _drop_output()
        return 2


def _drop_output() -> None:
    """Send what is still to be printed nowhere, so that leaving does not fail for it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(error: OSError) -> str:
    """Say in one line which file it was and what was wrong."""
    reason = error.strerror or " ".join(str(error).split()) or type(error).__name__
    where = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
    return f"{where}{reason}"

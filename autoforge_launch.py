"""Starts a command in an orderly way, whoever interrupts it while it loads, or hears nothing of it.

Loading takes a second or more, and begins with the package, so this module lies in none.
"""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

_MODULES = {"autoforge": "autoforge_envs.cli", "autoforge-rl": "autoforge_rl.cli"}


def autoforge() -> int:
    """Run the command `autoforge` and return its exit code."""
    return launch("autoforge")


def autoforge_rl() -> int:
    """Run the command `autoforge-rl` and return its exit code."""
    return launch("autoforge-rl")


def launch(command: str) -> int:
    """Load a command and run it; what it says goes nowhere if the caller closed its output.

    Returns:
        Its exit code; 130 if it was interrupted before it had one.
    """
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere
        try:
            return cast(Callable[[], int], import_module(_MODULES[command]).main)()
        except KeyboardInterrupt:
            sys.stderr.write(f"{command}: interrupted; nothing was begun\n")
            return 130

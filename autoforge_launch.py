"""Starts a command in an orderly way, whoever interrupts it while it loads, or hears nothing of it.

Loading takes a second or more, and begins with the package, so this module lies in none.
"""

import io
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

_MODULES = {"autoforge": "autoforge_envs.cli", "autoforge-rl": "autoforge_rl.cli"}

_EXTRAS = {
    "rl": ("peft", "tensorboard", "tokenizers", "torch", "transformers"),
    "sb3": ("matplotlib", "sb3_contrib", "stable_baselines3"),
    "postgres": ("psycopg",),
    "ray": ("ray",),
    "mcp": ("mcp",),
    "trl": ("datasets", "trl"),
}
"""What each extra of the distribution brings, as it is imported."""


def autoforge() -> int:
    """Run the command `autoforge` and return its exit code."""
    return launch("autoforge")


def autoforge_rl() -> int:
    """Run the command `autoforge-rl` and return its exit code."""
    return launch("autoforge-rl")


def launch(command: str) -> int:
    """Load a command and run it; what it says goes nowhere if the caller closed its output.

    Returns:
        Its exit code; 2 if it needs an extra that is not installed; 130 if it was interrupted
        before it had one.
    """
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stdout or nowhere
        sys.stderr = sys.stderr or nowhere
        _take_any_text()
        try:
            return cast(Callable[[], int], import_module(_MODULES[command]).main)()
        except KeyboardInterrupt:
            sys.stderr.write(f"{command}: interrupted; nothing was begun\n")
            return 130
        except ModuleNotFoundError as error:
            extra = _extra_of(error.name)
            if extra is None:
                raise
            install = f'pip install -c constraints.txt -e ".[{extra}]"'
            sys.stderr.write(f"{command}: needs the package {error.name}; {install}\n")
            return 2


def _take_any_text() -> None:
    """Have the standard streams escape what their encoding has no letters for."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")


def _extra_of(package: str | None) -> str | None:
    return next((extra for extra, brought in _EXTRAS.items() if package in brought), None)

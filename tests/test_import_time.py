"""Importing the package stays cheap: what is heavy is loaded when it is used."""

import subprocess
import sys

import pytest

HEAVY = ("matplotlib", "openai", "stable_baselines3", "sb3_contrib", "torch", "transformers")


def loaded_after(statement: str) -> set[str]:
    """The heavy packages that a fresh interpreter has loaded after the statement."""
    program = f"import sys\n{statement}\nprint(*(set({HEAVY}) & set(sys.modules)))"
    command = [sys.executable, "-c", program]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    "statement",
    [
        "import autoforge_envs",
        "import autoforge_envs.cli",
        "import gymnasium; gymnasium.make('autoforge_envs:autoforge/outdoor-v0').reset(seed=0)",
    ],
)
def test_nothing_heavy_is_loaded(statement: str) -> None:
    assert loaded_after(statement) == set()


def test_the_check_sees_a_heavy_package() -> None:
    assert loaded_after("import openai") == {"openai"}

"""A command that is interrupted while it loads, or whose output is closed, ends in good order."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

import autoforge_launch

REPOSITORY = Path(__file__).parent.parent


def run(program: str, **how: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command, cwd=REPOSITORY, text=True, stderr=subprocess.PIPE, check=False, **how
    )


@pytest.mark.parametrize("command", ["autoforge", "autoforge-rl"])
def test_an_interrupt_while_a_command_loads_is_no_crash(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(autoforge_launch, "import_module", interrupted)
    assert autoforge_launch.launch(command) == 130
    assert capsys.readouterr().err == f"{command}: interrupted; nothing was begun\n"


def test_both_commands_start_there() -> None:
    setup = configparser.ConfigParser()
    setup.read(REPOSITORY / "setup.cfg")
    scripts = setup["options.entry_points"]["console_scripts"].split("\n")
    started = dict(script.split(" = ") for script in scripts if script)
    assert started == {
        "autoforge": f"{autoforge_launch.autoforge.__module__}:autoforge",
        "autoforge-rl": f"{autoforge_launch.autoforge_rl.__module__}:autoforge_rl",
    }


def test_nothing_is_loaded_before_the_interrupt_is_awaited() -> None:
    result = run(
        "import sys, autoforge_launch\n"
        "sys.exit(len({'numpy', 'autoforge_envs', 'autoforge_rl'} & set(sys.modules)))"
    )
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("arguments", [["list"], ["show", "nowhere"]])
def test_a_command_whose_output_is_closed_ends_as_ever(arguments: list[str]) -> None:
    program = (
        "import os, sys, autoforge_launch\n"
        f"sys.argv[1:], sys.stdout = {arguments}, None\n"
        "sys.exit(autoforge_launch.autoforge())"
    )
    result = run(program)
    assert "Traceback" not in result.stderr
    assert result.returncode == (0 if arguments == ["list"] else 2)

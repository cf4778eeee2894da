"""A command ends in good order: interrupted while it loads, without its extra, heard by nobody."""

import configparser
import os
import re
import subprocess
import sys
from collections.abc import Callable
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


def lacking(package: str) -> Callable[[str], None]:
    def load(module: str) -> None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)

    return load


def test_a_command_without_its_extra_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(autoforge_launch, "import_module", lacking("transformers"))
    assert autoforge_launch.autoforge_rl() == 2
    told = capsys.readouterr().err
    assert told.startswith("autoforge-rl: needs the package transformers; pip install ")
    assert told.endswith('".[rl]"\n')
    assert told.count("\n") == 1


@pytest.mark.parametrize("package", ["autoforge_rl.tpyo", "torch.tpyo", "numpy"])
def test_a_module_that_no_extra_brings_is_a_mistake_of_ours(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autoforge_launch, "import_module", lacking(package))
    with pytest.raises(ModuleNotFoundError):
        autoforge_launch.autoforge_rl()


def test_every_package_of_an_extra_is_known() -> None:
    setup = configparser.ConfigParser(interpolation=None)
    setup.read(REPOSITORY / "setup.cfg")
    for extra, packages in setup["options.extras_require"].items():
        names = re.findall(r"^[\w-]+", packages, re.MULTILINE)
        if extra not in ("test", "dev"):
            told = {autoforge_launch._extra_of(name.replace("-", "_")) for name in names}
            assert told - {"rl"} <= {extra}, names


@pytest.mark.parametrize(
    ("encoding", "arguments", "typed", "shown"),
    [
        ("latin-1", ["show", "autoforge/retail-v0", "--policy"], b"", b"\\u2022"),
        ("ascii", ["play", "autoforge/retail-v0", "--watch"], b"", b"reward"),
        (
            "ascii",
            ["play", "autoforge/retail-v0"],
            "\u00e9\n/quit\n".encode(),
            b"this is no valid text; type it again",
        ),
    ],
)
def test_letters_that_a_terminal_lacks_are_no_crash(
    encoding: str, arguments: list[str], typed: bytes, shown: bytes
) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "autoforge_envs", *arguments],
        input=typed, capture_output=True, check=False, cwd=REPOSITORY,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert (result.returncode, result.stderr) == (0, b"")
    assert shown in result.stdout

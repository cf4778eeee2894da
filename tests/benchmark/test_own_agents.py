"""Agents of one's own: found by module and factory, kept from plans, blamed by name and line."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autoforge_envs.benchmark.own_agents import find_own_agent, names_own_agent
from autoforge_envs.benchmark.trajectories import TrajectoryFile
from autoforge_envs.cli import main

from .conftest import DOMAINS

AGENT = """
from autoforge_envs.benchmark.agents import Spent

class Agent:
    reads_plan = True

    def reset(self, brief, observation):
        assert brief.task is None and brief.writes == ()
        self.said = 0

    def act(self, observation):
        self.said += 1
        return "Is there anything else?"

    def spent(self):
        return Spent(7, self.said)

def make():
    return Agent()
"""

Write = Callable[[str], str]
Bench = Callable[..., int]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Return what writes a module into the current directory, and tells its name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [each for each in sys.path if each])
    before = list(sys.modules)

    def write(text: str) -> str:
        (tmp_path / "my_agent.py").write_text(text)
        return "my_agent"

    yield write
    for name in [each for each in sys.modules if each not in before]:
        del sys.modules[name]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Return what plays some agent on two of the bookshop's tasks."""

    def bench(agent: str, *more: str) -> int:
        tasks = ("--task", "five_or_two", "--task", "cancel_lighthouse")
        where = ("--isolation", "none", "--out", str(tmp_path / "runs"))
        return main(
            ["bench", str(DOMAINS / "bookshop_v0"), "--agent", agent, *tasks, *where, *more]
        )

    return bench


def lines_of(tmp_path: Path) -> list[str]:
    (path,) = (tmp_path / "runs").rglob("*.jsonl")
    file = TrajectoryFile(path)
    file.close()
    return [each.task_id for each in file.trajectories]


@pytest.mark.parametrize("factory", ["Agent", "make"])
@pytest.mark.parametrize("concurrency", ["1", "2"])
def test_an_agent_of_ones_own_is_played_without_the_plan(
    write: Write, bench: Bench, tmp_path: Path, factory: str, concurrency: str
) -> None:
    assert bench(f"{write(AGENT)}:{factory}", "--concurrency", concurrency) == 0
    assert sorted(lines_of(tmp_path)) == ["cancel_lighthouse", "five_or_two"]


def test_the_agent_made_to_be_checked_is_the_first_that_plays(write: Write) -> None:
    counted = AGENT + "\nmade = []\ndef count():\n    made.append(Agent())\n    return made[-1]\n"
    find = find_own_agent(f"{write(counted)}:count")
    made = sys.modules["my_agent"].made
    assert len(made) == 1
    assert find() is not find()
    assert len(made) == 2


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (AGENT, "no_agent:Agent", "there is no module 'no_agent', neither in the current dir"),
        (AGENT, "my_agent.inner:Agent", "there is no module 'my_agent.inner'"),
        (AGENT, "my_agent:Agnet", "the module has no class or function 'Agnet'"),
        (AGENT, "my_agent:__name__", "no class or function '__name__'"),
        (
            "import no_such_thing",
            "my_agent:A",
            "No module named 'no_such_thing' (my_agent.py, line 1",
        ),
        ("def a(:\n", "my_agent:A", "raised SyntaxError: invalid syntax (my_agent.py, line 1)"),
        ("\nexit(3)\n", "my_agent:A", "its module raised SystemExit: 3 (my_agent.py, line 2)"),
        (
            "def a():\n    1 / 0",
            "my_agent:a",
            "raised ZeroDivisionError: division by zero (my_agent",
        ),
        ("def a(b): pass", "my_agent:a", "making it raised TypeError: a() missing 1 required"),
        (
            "a = dict",
            "my_agent:a",
            "makes dict, which is no agent: it has no method reset, act, sp",
        ),
        (AGENT, "my agent:Agent", "there is no agent 'my agent:Agent'"),
        (AGENT, "my_agent:", "there is no agent 'my_agent:'"),
        (AGENT, ".my_agent:Agent", "there is no agent '.my_agent:Agent'"),
    ],
)
def test_what_is_no_agent_is_told_in_one_line(
    write: Write,
    bench: Bench,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    name: str,
    message: str,
) -> None:
    write(text)
    assert bench(name) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize(
    ("sound", "broken", "message"),
    [
        (
            "self.said += 1",
            "1 / 0",
            "act() raised ZeroDivisionError: division by zero (my_agent.py, ",
        ),
        (
            "self.said = 0",
            "raise OSError('a\\nb')",
            "reset() raised OSError: a b (my_agent.py, line 9",
        ),
        ("return Spent(7, self.said)", "return 7", "spent() returned 7; it must be a"),
        ("def act(self, observation)", "def act(self)", "act() raised TypeError: "),
        ("self.said += 1", "raise SystemExit", "act() raised SystemExit (my_agent.py, line 12)"),
    ],
)
def test_an_agent_that_fails_while_it_plays_loses_no_finished_episode(
    write: Write,
    bench: Bench,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    sound: str,
    broken: str,
    message: str,
) -> None:
    assert bench(f"{write(AGENT)}:Agent") == 0
    whole = next((tmp_path / "runs").rglob("*.jsonl")).read_bytes()
    next((tmp_path / "runs").rglob("*.jsonl")).write_bytes(whole[: whole.index(b"\n") + 1])
    del sys.modules["my_agent"]
    write(AGENT.replace(sound, broken))
    capsys.readouterr()
    assert bench("my_agent:Agent") == 2
    err = capsys.readouterr().err
    assert f"agent 'my_agent:Agent': {message}" in err
    assert err.count("\n") == 1
    assert len(lines_of(tmp_path)) == 1
    del sys.modules["my_agent"]
    write(AGENT)
    assert bench("my_agent:Agent") == 0
    assert next((tmp_path / "runs").rglob("*.jsonl")).read_bytes() == whole


def test_names_of_other_agents_import_nothing(write: Write, bench: Bench) -> None:
    write("raise AssertionError('imported')")
    for name in ("my_agent", "openai:my_agent", "noop", "a:b:c"):
        assert names_own_agent(name) is False
    assert bench("noop") == 0
    assert "my_agent" not in sys.modules

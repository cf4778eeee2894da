"""The page on making a domain, followed to the letter."""

import json
import re
import sys
from pathlib import Path

import pytest

from autoforge_envs.cli import main

PAGE = Path(__file__).parent.parent.parent / "docs" / "making_a_domain.md"
BOOKSHOP = Path(__file__).parent.parent / "domains" / "bookshop_v0"
KINDS = ("python", "json", "json lines")
BLOCK = re.compile(r"```(\w[\w ]*)\n(.*?)```", re.DOTALL)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "town_library_v0"
    folder.mkdir()
    for section in PAGE.read_text().split("\n## ")[1:]:
        name = section.split("\n", 1)[0].split(":")[0]
        blocks = [text for kind, text in BLOCK.findall(section) if kind in KINDS]
        if name.endswith((".json", ".py")) or name == "records.jsonl":
            (folder / name).write_text("".join(blocks))
        elif name == "tasks.jsonl":
            (folder / name).write_text(json.dumps(json.loads(blocks[0])) + "\n")
    return folder


def test_the_page_gives_a_domain_that_seals_and_that_the_reference_agent_solves(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seal", str(library)]) == 0
    agents = ["reference", "noop", "random", "writes-only"]
    chosen = [word for agent in agents for word in ("--agent", agent)]
    command = ["bench", str(library), "--isolation", "none", "--out", str(tmp_path), *chosen]
    assert main(command) == 0, capsys.readouterr().err
    reports = tmp_path / "autoforge_town_library-v0"
    rewards = {
        agent: json.loads((reports / f"{agent}.report.json").read_text()) for agent in agents
    }
    values = {agent: report["pass_hat"][0]["value"] for agent, report in rewards.items()}
    assert values == {"reference": 1.0, "noop": 0.0, "random": 0.0, "writes-only": 0.0}


def test_the_page_s_agent_can_be_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (agent,) = [text for _, text in BLOCK.findall(PAGE.read_text()) if "class Agent" in text]
    (tmp_path / "my_agent_of_the_page.py").write_text(agent)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    more = ("--task", "five_or_two", "--isolation", "none", "--out", str(tmp_path / "runs"))
    assert main(["bench", str(BOOKSHOP), "--agent", "my_agent_of_the_page:Agent", *more]) == 0

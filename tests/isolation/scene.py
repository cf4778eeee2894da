"""Where attacks happen: two sessions in one worker, and a host with something to lose."""

import json
from pathlib import Path

import pytest

from autoforge_envs.errors import ToolCrash
from autoforge_envs.isolation.remote import Worker, WorkerSession


class Scene:
    """One attack and what must hold around it."""

    def __init__(self, worker: Worker, folder: Path) -> None:
        self.folder = folder
        self.worker = worker
        self.victim = worker.open_session()
        self.bystander = worker.open_session()
        self.victim.call("agent", "note", {"text": "of the victim"})
        self.bystander.call("agent", "note", {"text": "of the bystander"})

    def attack(self, expected: str) -> None:
        """Attacks, and checks that the attack is reported and everybody recovers."""
        with pytest.raises(ToolCrash, match=expected):
            self.victim.call("agent", "attack", {})
        with pytest.raises(ToolCrash, match="must be reset"):
            self.victim.call("agent", "notes", {})
        self.check_recovery()

    def check_recovery(self) -> None:
        assert texts(self.bystander) == {"first", "of the bystander"}
        self.victim.reset()
        assert self.victim.difference() == []
        self.victim.call("agent", "note", {"text": "after"})
        assert texts(self.victim) == {"first", "after"}
        assert [change.values["text"] for change in self.victim.difference()] == ["after"]
        assert not (self.folder / "canary").exists()
        assert (self.folder / "treasure").read_text() == "gold"


def texts(session: WorkerSession) -> set[str]:
    """The notes that a session sees."""
    return {row["text"] for row in json.loads(session.call("agent", "notes", {}).content)}

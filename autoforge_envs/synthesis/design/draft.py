"""A draft: a business as source and rows, before it has tasks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from autoforge_envs.domain.contents import FORMAT
from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.pipeline.stages import StageReport

Record = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a designer hands over.

    Attributes:
        name: Of the domain, an identifier.
        clock: The time it is in every episode, an ISO timestamp.
        designer: How it was made: designer, seed, model, and what else tells it apart.
        split: Whether whole-domain splits count it as "train" or "held_out".
        models: Source of models.py; `tools` and `rules` likewise.
        records: The first rows, parents before children: table and values.
        reviewed: Whether somebody answers for the code; if not, it runs behind locks only.
        reports: What the designer's own stages came to, if it has some.
    """

    name: str
    version: int
    title: str
    description: str
    clock: str
    designer: Mapping[str, Any]
    models: str
    tools: str
    rules: str
    records: tuple[Record, ...]
    split: str = "train"
    phrasebook: Phrasebook = field(default_factory=Phrasebook)
    reviewed: bool = True
    reports: tuple[StageReport, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it as an unsealed domain folder without tasks.

        Args:
            folder: Made if it is not there; files in it are replaced.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for name, source in (("models", self.models), ("tools", self.tools), ("rules", self.rules)):
            _write(folder / f"{name}.py", source)
        _write(folder / "records.jsonl", "".join(_line(record) for record in self.records))
        _write(folder / "tasks.jsonl", "")
        _write(folder / "domain.json", json.dumps(self._manifest(), indent=2) + "\n")

    def _manifest(self) -> dict[str, Any]:
        names = ("name", "version", "title", "description", "clock", "designer", "split")
        return {"format": FORMAT, **{name: getattr(self, name) for name in names}}


class DesignRefusal(DesignError):  # noqa: N818 - a verdict on what was designed
    """A designer gave a draft up.

    Attributes:
        reports: What its stages came to until then.
    """

    def __init__(self, message: str, reports: tuple[StageReport, ...] = ()) -> None:
        """Keep the reports beside the message."""
        super().__init__(message)
        self.reports = reports


class Designer(Protocol):
    """Designs businesses; interchangeable, and a pure function of the seed."""

    @property
    def name(self) -> str:
        """What ledgers and manifests call it."""
        ...

    def design(self, seed: int) -> Draft:
        """Design one business.

        Raises:
            DesignError: It cannot, with this seed or these options.
        """
        ...


def _line(record: Record) -> str:
    table, values = record
    return json.dumps({"table": table, "values": values}, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

"""A draft: a business as source and rows, before it has tasks."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from autoforge_envs.domain.contents import FORMAT
from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.pipeline.stages import StageReport

Record = tuple[str, Mapping[str, Any]]

_MAX_REASONS = 6


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


@dataclass(frozen=True, slots=True)
class Findings:
    """Why no domain came of a draft.

    Attributes:
        failure: The stage and what it objected to.
        num_attempts: Tasks that were attempted.
        num_tasks: Those that came through.
        rejections: How many were rejected for each reason, as "stage: reason", most first.
        unasked: Tools that write and that no task asks for.
        unbroken: Rules that customers can be declined by, and in no task are.
    """

    failure: str
    num_attempts: int = 0
    num_tasks: int = 0
    rejections: Mapping[str, int] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()
    unbroken: tuple[str, ...] = ()

    @property
    def fail_at_certificates(self) -> bool:
        """Whether most attempts that failed did so at their certificates."""
        refused = sum(n for reason, n in self.rejections.items() if reason.startswith("certify"))
        return 2 * refused > sum(self.rejections.values())

    def __str__(self) -> str:
        """Reads as part of a sentence."""
        if not self.num_attempts:
            return self.failure
        reasons = [f"{count} at {reason}" for reason, count in self.rejections.items()]
        told = f"; rejected were {', '.join(reasons[:_MAX_REASONS])}" if reasons else ""
        return f"{self.failure}: {self.num_tasks} tasks of {self.num_attempts} attempts{told}"


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


class Design(Protocol):
    """A design in the making, which can be gone on with."""

    def draft(self) -> Draft:
        """Return the first draft.

        Raises:
            DesignError: There is none.
        """
        ...

    def revise(self, findings: Findings) -> Draft | None:
        """Return another draft, after no domain came of the last one; None if it stays as it is.

        Raises:
            DesignError: There is none.
        """
        ...


@runtime_checkable
class RevisingDesigner(Designer, Protocol):
    """A designer that can be told what came of its drafts."""

    def begin(self, seed: int) -> AbstractContextManager[Design]:
        """Begin a design; leaving the context ends it."""
        ...


@dataclass(frozen=True, slots=True)
class _OneDraft:
    """A design of a designer that has one draft of each seed."""

    designer: Designer
    seed: int

    def draft(self) -> Draft:
        """Return it."""
        return self.designer.design(self.seed)

    def revise(self, findings: Findings) -> Draft | None:
        """Return nothing: there is no other."""
        return None


def begin(designer: Designer, seed: int) -> AbstractContextManager[Design]:
    """Begin a design, whichever designer it is."""
    if isinstance(designer, RevisingDesigner):
        return designer.begin(seed)
    return nullcontext(_OneDraft(designer, seed))


def _line(record: Record) -> str:
    table, values = record
    return json.dumps({"table": table, "values": values}, ensure_ascii=False) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")

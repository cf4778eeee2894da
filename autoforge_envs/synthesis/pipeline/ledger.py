"""The ledger of a folder of synthesized domains: a line for each seed that is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from autoforge_envs.errors import EmissionError
from autoforge_envs.synthesis.pipeline.line_file import LineFile
from autoforge_envs.synthesis.pipeline.stages import StageReport, read_report

LEDGER = "ledger.jsonl"
"""Name of the file; a folder that has it is ours."""

FORMAT = 1
"""Version of the ledger's lines, written to the first."""

Status = Literal["emitted", "rejected", "crashed"]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What became of a seed.

    Attributes:
        recipe: Digest of the recipe.
        status: A domain was emitted; the draft was found wanting; or something of ours failed.
        folder: Name of the domain folder.
        digest: Of the emitted files; "" if there are none.
        failure: Why there is no domain.
        num_tasks: Tasks emitted.
        stages: What each stage came to.
    """

    seed: int
    recipe: str
    status: Status
    folder: str
    digest: str
    failure: str
    num_tasks: int
    stages: Sequence[StageReport]

    @property
    def seconds(self) -> float:
        """Time that went into it, on one core."""
        return sum(stage.seconds for stage in self.stages)

    def as_json(self) -> dict[str, Any]:
        """Return its line."""
        return {
            "seed": self.seed,
            "recipe": self.recipe,
            "status": self.status,
            "folder": self.folder,
            "digest": self.digest,
            "failure": self.failure,
            "num_tasks": self.num_tasks,
            "seconds": round(self.seconds, 3),
            "stages": [stage.as_json() for stage in self.stages],
        }


class Ledger:
    """The ledger's file; what it says last of a seed and recipe holds."""

    def __init__(self, path: Path) -> None:
        """Open or begin a ledger.

        Raises:
            EmissionError: The file is damaged, of another version, or cannot be written.
        """
        self._file = LineFile(path)
        try:
            entries = _read_entries(self._file)
        except EmissionError:
            self._file.close()
            raise
        self._entries = {(each.recipe, each.seed): each for each in entries}

    def find(self, recipe: str, seed: int) -> LedgerEntry | None:
        """Return what became of a seed by a recipe; None if it was never done."""
        return self._entries.get((recipe, seed))

    def add(self, entry: LedgerEntry) -> None:
        """Append an entry and wait until the disk holds it.

        Raises:
            EmissionError: The disk is full.
        """
        self._file.append(entry.as_json())
        self._file.sync()
        self._entries[entry.recipe, entry.seed] = entry

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _read_entries(file: LineFile) -> list[LedgerEntry]:
    """Read a ledger's lines; an empty file becomes a ledger."""
    if not file.lines:
        file.append({"ledger": FORMAT})
    if file.lines[0] != {"ledger": FORMAT}:
        raise EmissionError(
            f"{file.path} begins with {dict(file.lines[0])!r:.80}, this version reads ledgers of "
            f"format {FORMAT}; choose another folder"
        )
    try:
        return [_read(line) for line in file.lines[1:]]
    except (KeyError, TypeError) as error:
        raise EmissionError(
            f"{file.path} has a line that is no entry ({error!r}); choose another folder"
        ) from None


def _read(line: Mapping[str, Any]) -> LedgerEntry:
    return LedgerEntry(
        seed=line["seed"],
        recipe=line["recipe"],
        status=line["status"],
        folder=line["folder"],
        digest=line["digest"],
        failure=line["failure"],
        num_tasks=line["num_tasks"],
        stages=tuple(read_report(stage) for stage in line["stages"]),
    )

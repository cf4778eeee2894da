"""A designer that designs nothing: an existing domain, to get new tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autoforge_envs.domain.contents import content_hash, read_manifest, read_rows
from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.draft import Draft


@dataclass(frozen=True, slots=True)
class FolderDesigner:
    """Gives every seed the same business; the seed tells its new tasks from others.

    Attributes:
        folder: The domain folder; its tasks are left out.
        content_hash: Of its tables, tools, rules and rows, as they were when this was made.
    """

    folder: Path = field(repr=False)
    content_hash: str

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "folder"

    def design(self, seed: int) -> Draft:
        """Return the folder's business under a name of its own.

        Raises:
            DesignError: The folder was edited since.
            DomainError: The folder is wrong.
        """
        manifest = read_manifest(self.folder)
        if content_hash(self.folder, manifest.clock) != self.content_hash:
            raise DesignError(f"{self.folder} was edited meanwhile; give the command again")
        designer: Mapping[str, Any] = {**manifest.designer, "tasks_seed": seed}
        return Draft(
            name=f"{manifest.name}_{seed}",
            version=manifest.version,
            title=manifest.title,
            description=manifest.description,
            clock=manifest.clock,
            designer=designer,
            models=_text(self.folder / "models.py"),
            tools=_text(self.folder / "tools.py"),
            rules=_text(self.folder / "rules.py"),
            records=tuple((table, values) for table, values, _ in read_rows(self.folder)),
            split=manifest.split,
        )


def designer_of(folder: Path) -> FolderDesigner:
    """Return the designer for a domain folder as it is now.

    Raises:
        DomainError: The folder is wrong.
    """
    clock = read_manifest(folder).clock
    folder = folder.resolve()
    return FolderDesigner(folder, content_hash(folder, clock))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")

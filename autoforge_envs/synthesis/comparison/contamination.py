"""How much of a domain is in the known benchmarks: tools, tables and task texts.

Only files are read: no code of the domain runs. Two tools (or tables) are twins if they are alike
by name and by parameters (or columns). What a domain has of an area is the share of twins among
the fewer of the two, so that neither a small copy in a large domain nor a large copy in a small one
hides. Of a task text it is the share of its word sequences that occur in the area's texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autoforge_envs.domain.contents import read_contents
from autoforge_envs.domain.tasks import Task
from autoforge_envs.synthesis.comparison.fingerprints import Fingerprint, known_benchmarks
from autoforge_envs.synthesis.comparison.shingles import containment, shingles_of
from autoforge_envs.synthesis.comparison.signatures import Signature, read_classes, read_functions

TWINS = 0.7
"""Least likeness of two tools or tables that are called twins."""

MAX_TWINS = 1 / 3
"""Largest share of twin tools, and of twin tables, that passes the gate."""

MAX_TEXT = 0.25
"""Largest share of one task's text that passes the gate."""

MIN_MATCHES = 4
"""Fewer word sequences than these, eight words in a row, are no copy but how people talk."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a domain is compared.

    Attributes:
        texts: What the user says in each task, by task id.
    """

    name: str
    tools: tuple[Signature, ...]
    tables: tuple[Signature, ...]
    texts: dict[str, str]


def read_traits(folder: Path) -> Traits:
    """Read a domain folder's traits.

    Raises:
        DomainError: The folder is no sealed domain.
    """
    contents = read_contents(folder)
    models = (folder / "models.py").read_text(encoding="utf-8")
    tools = (folder / "tools.py").read_text(encoding="utf-8")
    return Traits(
        name=contents.manifest.name,
        tools=tuple(read_functions(tools, ("tool",))),
        tables=tuple(read_classes(models)),
        texts={task.id: text_of(task) for task in contents.tasks},
    )


def text_of(task: Task) -> str:
    """Return everything the user asks for in a task, as they would say it."""
    said = (text for each in task.user.requests for text in (each.text, each.fallback))
    return " ".join(filter(None, said))


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a domain has in common with one area of a known benchmark.

    Attributes:
        tools: Share of twin tools, and which they are: ours, theirs.
        tables: The same of tables.
        text: The largest share of a task's text that their texts have, and whose task it is.
    """

    domain: str
    area: str
    tools: float
    twin_tools: tuple[tuple[str, str], ...]
    tables: float
    twin_tables: tuple[tuple[str, str], ...]
    text: float
    worst_task: str

    @property
    def objections(self) -> list[str]:
        """What the gate has against it; empty if it passes."""
        found = []
        for what, share in (("tools", self.tools), ("tables", self.tables)):
            if share > MAX_TWINS:
                found.append(f"{share:.0%} of the {what} have twins in {self.area}")
        if self.text > MAX_TEXT:
            found.append(f"{self.text:.0%} of the text of {self.worst_task!r} is in {self.area}")
        return [f"{self.domain}: {each}" for each in found]


def compare(folder: Path) -> list[Overlap]:
    """Compare a domain with every area of the known benchmarks.

    Raises:
        DomainError: The folder is no sealed domain.
    """
    traits = read_traits(folder)
    return [overlap(traits, area) for area in known_benchmarks()]


def overlap(traits: Traits, area: Fingerprint) -> Overlap:
    """Compare a domain with one area."""
    tools, tables = twins(traits.tools, area.tools), twins(traits.tables, area.tables)
    shares = {task: _copied(text, area) for task, text in traits.texts.items()}
    worst = max(shares, key=lambda task: shares[task], default="")
    return Overlap(
        domain=traits.name,
        area=area.name,
        tools=_share(tools, traits.tools, area.tools),
        twin_tools=tools,
        tables=_share(tables, traits.tables, area.tables),
        twin_tables=tables,
        text=shares.get(worst, 0.0),
        worst_task=worst,
    )


def _copied(text: str, area: Fingerprint) -> float:
    shingles = shingles_of(text)
    share = containment(shingles, area.shingles)
    return share if share * len(shingles) >= MIN_MATCHES else 0.0


def twins(ours: Sequence[Signature], theirs: Sequence[Signature]) -> tuple[tuple[str, str], ...]:
    """Pair those that are alike, the most alike first, each at most once."""
    pairs = sorted(
        ((one.likeness(other), one.name, other.name) for one in ours for other in theirs),
        reverse=True,
    )
    found: dict[str, str] = {}
    for likeness, one, other in pairs:
        if likeness >= TWINS and one not in found and other not in found.values():
            found[one] = other
    return tuple(found.items())


def _share(
    found: Sequence[tuple[str, str]], ours: Sequence[Signature], theirs: Sequence[Signature]
) -> float:
    fewer = min(len(ours), len(theirs))
    return len(found) / fewer if fewer else 0.0

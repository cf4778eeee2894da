"""A suite: named businesses, each with an archetype and a seed of its own, in one TOML file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoforge_envs.errors import DesignError
from autoforge_envs.files import read_regular
from autoforge_envs.synthesis.design.draft import Draft
from autoforge_envs.synthesis.design.template_designer import TemplateDesigner

_MAX_BYTES = 2**20

DOMAIN_SPLITS = ("train", "held_out")


@dataclass(frozen=True, slots=True)
class SuiteEntry:
    """One business of a suite.

    Attributes:
        name: What the domain is called.
        archetype: Its kind.
        seed: Of its design.
        vocabulary: Title of one of the archetype's vocabularies; "" to draw one.
        split: "train", or "held_out" to test on a business of a kind never trained on.
    """

    name: str
    archetype: str
    seed: int
    vocabulary: str = ""
    split: str = "train"


@dataclass(frozen=True, slots=True)
class SuiteDesigner:
    """Designs the businesses of a suite: seed 0 is the first, seed 1 the second."""

    entries: tuple[SuiteEntry, ...]

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "suite"

    def design(self, seed: int) -> Draft:
        """Design one business.

        Raises:
            DesignError: The suite has fewer, or names something that there is not.
        """
        if not 0 <= seed < len(self.entries):
            raise DesignError(f"the suite has {len(self.entries)} domains, there is no {seed}")
        entry = self.entries[seed]
        return TemplateDesigner(
            archetype=entry.archetype,
            domain=entry.name,
            vocabulary=entry.vocabulary,
            split=entry.split,
        ).design(entry.seed)


def read_suite(path: Path) -> SuiteDesigner:
    """Read a suite: a `[[domain]]` with name, archetype and seed for each.

    Raises:
        DesignError: The file cannot be read, or an entry is wrong; the message says which.
    """
    try:
        data = tomllib.loads(read_regular(path, _MAX_BYTES).decode())
    except OSError as error:
        raise DesignError(f"{path} cannot be read: {error.strerror}; give a TOML file") from None
    except UnicodeDecodeError:
        raise DesignError(f"{path} is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # no TOML, an endless number or nesting
        raise DesignError(f"{path}: {error}; mend the line") from None
    tables = data.get("domain", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DesignError(f"{path}: 'domain' is no list of tables; write [[domain]] before each")
    entries = tuple(
        _read_entry(table, f"{path}, domain {at}") for at, table in enumerate(tables, 1)
    )
    names = [entry.name for entry in entries]
    twice = sorted(name for name in set(names) if names.count(name) > 1)
    if not entries or twice:
        what = f"two domains are called {twice[0]!r}" if twice else "there is no [[domain]] in it"
        raise DesignError(f"{path}: {what}; mend it")
    return SuiteDesigner(entries)


def _read_entry(table: dict[str, Any], where: str) -> SuiteEntry:
    unknown = sorted(table.keys() - set(SuiteEntry.__slots__))
    if unknown:
        known = ", ".join(SuiteEntry.__slots__)
        raise DesignError(f"{where}: unknown key {unknown[0]!r}; there are {known}")
    given = {"vocabulary": "", **table}
    for name, kind in (("name", str), ("archetype", str), ("seed", int), ("vocabulary", str)):
        if type(given.get(name)) is not kind:  # for isinstance, True would be a number
            raise DesignError(f"{where}: {name!r} is {given.get(name)!r}, give a {kind.__name__}")
    entry = SuiteEntry(**table)
    if not entry.name.isidentifier():
        raise DesignError(f"{where}: the name {entry.name!r} must be an identifier")
    if entry.split not in DOMAIN_SPLITS:
        raise DesignError(f"{where}: split {entry.split!r} must be one of {DOMAIN_SPLITS}")
    return entry

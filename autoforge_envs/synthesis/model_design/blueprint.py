"""The blueprint of a business: what the accepted answers of a model say, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.model_design.sources import Source
from autoforge_envs.synthesis.schema_design.pairing import Pair
from autoforge_envs.synthesis.schema_design.values import Days

CUSTOMER = Noun("customer")
"""What those are called whom the agent serves, until the model says."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        kind: A semantic type, "Reference" or "Choice".
        to: The table that a reference refers to.
        choices: The words of a choice.
        alias: The type of a choice; "" for one made of table and column.
    """

    name: str
    kind: str
    to: str = ""
    choices: tuple[str, ...] = ()
    alias: str = ""
    optional: bool = False
    unique: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: Its class.
        plural: Its name in the database.
        prefix: What its keys begin with; "" for letters of its name.
    """

    name: str
    plural: str
    description: str
    columns: tuple[Column, ...]
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A tool that is wanted: what it is called and what it is for."""

    name: str
    purpose: str
    writes: bool


@dataclass(frozen=True, slots=True)
class Blueprint:
    """A business as far as it is designed.

    Attributes:
        name: An identifier.
        about: What the business is, after "You answer CUSTOMERS of TITLE, ".
        party: What those are called whom the agent serves.
        identity: How they are found and checked, as names that templates use.
        party_columns: Columns of theirs besides name, address and the like.
        tables: All other tables, parents first.
        outline: The tools that are wanted.
        vocabularies: "Table.column" -> texts that may stand there.
        ranges: "Table.column" -> least and most of its numbers; money in cents.
        days: "Table.column" -> from which day to which.
        choices: Alias -> words, for parameters.
        sources: Tools, rules and what they share, in order.
        drafted: Whether it began as a whole business, of which stays what gets no other.
        shared: Tables whose rows belong to somebody, and to which those of others may refer.
        public: Tools that show a row of somebody's to everybody.
        pairs: Choices that tell whether a row refers to something.
    """

    name: str = ""
    title: str = ""
    about: str = ""
    party: Noun = CUSTOMER
    identity: Mapping[str, Any] = field(default_factory=dict)
    party_columns: tuple[Column, ...] = ()
    tables: tuple[Table, ...] = ()
    outline: tuple[Outline, ...] = ()
    vocabularies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    phrasebook: Phrasebook = field(default_factory=Phrasebook)
    drafted: bool = False
    shared: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def of_kind(self, *kinds: str) -> list[Source]:
        """Return the sources of some kinds."""
        return [source for source in self.sources if source.kind in kinds]

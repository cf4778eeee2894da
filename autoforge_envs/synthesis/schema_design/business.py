"""What a designer has understood of tool documents: entities, operations, rules; plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from autoforge_envs.synthesis.composition.wording.names import column_words
from autoforge_envs.synthesis.design.nouns import Noun

Kind = Literal["get", "list", "list_own", "create", "update", "move", "remove"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of an entity, and a parameter of its tools.

    Attributes:
        type: Semantic type: "Money", "Choice", "Reference".
        choices: Words of a choice.
        references: Entity that a reference leads to, by its singular in words.
        nullable: Whether it may be empty.
        unique: Whether no two rows share a value.
        is_given: Whether whoever makes a row says it; the rest comes about later.
        least: Smallest number that is accepted, of money in cents; `most` likewise.
    """

    name: str
    type: str
    choices: tuple[str, ...] = ()
    references: str = ""
    nullable: bool = False
    unique: bool = False
    is_given: bool = True
    least: int | None = None
    most: int | None = None

    @property
    def words(self) -> str:
        """As it is called in sentences: "start date" for `starts_on`."""
        if self.is_day:
            return column_words(self.name, self.type)
        return self.name.removesuffix("_id").rstrip("_").replace("_", " ")

    @property
    def is_day(self) -> bool:
        """Whether it tells a time."""
        return self.type in ("Date", "Timestamp")

    def optional(self) -> "Field":
        """Return it as a parameter that may be left out."""
        return replace(self, nullable=True)


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of thing: one table.

    Attributes:
        noun: What it is called.
        key: The parameter and column that refers to it: "event_id".
        fields: Its columns besides the key.
        owner: The column that leads to whose it is; "" for what belongs to nobody.
        is_shared: Whether what belongs to one customer is there for others too.
    """

    noun: Noun
    key: str
    fields: tuple[Field, ...]
    owner: str = ""
    is_shared: bool = False

    @property
    def name(self) -> str:
        """Its singular in words."""
        return self.noun.singular

    @property
    def status(self) -> Field | None:
        """The choice that tells how things stand with it."""
        return next((f for f in self.fields if f.type == "Choice" and is_status(f.name)), None)

    @property
    def is_private(self) -> bool:
        """Whether it concerns nobody but its owner."""
        return bool(self.owner) and not self.is_shared

    def field(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((each for each in self.fields if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Operation:
    """A tool to be.

    Attributes:
        name: Of the function.
        kind: What it does.
        entity: To what, by its singular in words.
        parameters: What it takes besides the key of what it is about, or of whose it will be.
        verb: What it is called in sentences: "buy".
        status: What a move moves to.
    """

    name: str
    kind: Kind
    entity: str
    parameters: tuple[Field, ...] = ()
    verb: str = ""
    status: str = ""

    @property
    def writes(self) -> bool:
        """Whether it changes anything."""
        return self.kind in ("create", "update", "move", "remove")


@dataclass(frozen=True, slots=True)
class Business:
    """A whole business.

    Attributes:
        party: Whom the agent serves.
        party_fields: What their table has beyond what every party's table has.
        entities: By singular in words.
        left_out: What became of tools that are not among the operations, by their names.
    """

    title: str
    party: Noun
    party_fields: tuple[Field, ...]
    entities: Mapping[str, Entity]
    operations: tuple[Operation, ...]
    left_out: Mapping[str, str]


def is_status(name: str) -> bool:
    """Tell whether a column of this name says how things stand."""
    return name.rstrip("_").rpartition("_")[2] in ("status", "state", "stage", "phase")

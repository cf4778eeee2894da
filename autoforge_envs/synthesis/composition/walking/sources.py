"""Where an argument's value comes from: the customer's key, their words, a row that was shown."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autoforge_envs.domain.clock import shift
from autoforge_envs.domain.columns import SemanticType
from autoforge_envs.synthesis.composition.views import Field, View, value_at
from autoforge_envs.synthesis.composition.walking.describing import Atom


@dataclass(frozen=True, slots=True)
class Party:
    """The key of the customer whose identity was checked."""

    value: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something that the user says.

    Attributes:
        name: The parameter it is for.
        value: As an agent writes it.
        held_back: Whether they wait to be asked for it.
        about: Class of the rows that are looked for by it; "" if none are.
    """

    name: str
    semantic: SemanticType
    value: Any
    held_back: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """A reading call: where its arguments come from, and what it showed."""

    tool: str
    arguments: Mapping[str, "Source"]
    result: Any = dataclasses.field(repr=False)

    @property
    def values(self) -> dict[str, Any]:
        """The arguments as an agent writes them."""
        return {name: source.value for name, source in self.arguments.items()}

    @property
    def is_own(self) -> bool:
        """Whether it was asked for by the customer's own key."""
        return any(isinstance(source, Party) for source in self.arguments.values())


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A cell of a row that a look showed."""

    look: Look
    view: View
    index: int
    field: Field
    row: Any = dataclasses.field(repr=False)

    @property
    def value(self) -> Any:
        """The cell."""
        return value_at(self.row, self.field.path)

    @property
    def is_itself(self) -> bool:
        """Whether it is the key of the row itself."""
        return self.field == self.view.own_key

    def other(self, field: Field) -> "Shown":
        """Return another cell of the row."""
        return Shown(self.look, self.view, self.index, field, self.row)


@dataclass(frozen=True, slots=True, eq=False)
class Shifted:
    """A day some days after one that a row shows."""

    base: Shown
    days: int

    @property
    def value(self) -> str:
        """The day, or the moment."""
        return shift(self.base.value, days=self.days)


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """What a column of several rows of a list comes to.

    Attributes:
        atoms: What the rows have in common; nothing for all of them.
        value: As an agent writes it.
    """

    look: Look
    view: View
    field: Field
    atoms: tuple[Atom, ...]
    value: str


Source = Party | Said | Shown | Shifted | Total
Sources = Mapping[str, Source]
"""The arguments of a call, by name."""


def values_of(sources: Sources) -> dict[str, Any]:
    """Return arguments as an agent writes them."""
    return {name: source.value for name, source in sources.items()}

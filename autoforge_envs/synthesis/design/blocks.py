"""What a business is put together from: an archetype, features, and the words it uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

Names = Mapping[str, Any]
"""What the names in templates stand for: nouns in all their forms, variants, slots."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How one kind of business may present itself.

    Attributes:
        title: The business ("Linden Street Library").
        about: What it is, after "You answer customers of TITLE, ".
        nouns: Who plays each role; "party" is whom the agent serves.
        words: Lists that population and templates draw from: categories, names of goods.
    """

    title: str
    about: str
    nouns: Mapping[str, Noun]
    words: Mapping[str, Any] = field(default_factory=dict)


Choose = Callable[[Chance, Names], dict[str, Any]]
Populate = Callable[[Population, People, Names], None]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a business: source from a template, and the rows it begins with.

    Attributes:
        template: Its sections, in a file or a folder of them; see `templates.render`.
        choose: Draws the block's variants; what it returns joins the names.
        populate: Makes its rows, after those of the blocks before it.
        needs: Names that must be there already, for a feature that fits only some archetypes.
    """

    name: str
    template: Path
    choose: Choose
    populate: Populate
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of business.

    Attributes:
        core: What every business of the kind has.
        vocabularies: The ways it may present itself.
        slots: What features may build on, such as the statuses in which a deal is over.
        parties: How many customers are in its books at first.
    """

    core: Block
    vocabularies: tuple[Vocabulary, ...]
    slots: Names
    parties: int = 240

    @property
    def name(self) -> str:
        """What `--archetype` calls it."""
        return self.core.name

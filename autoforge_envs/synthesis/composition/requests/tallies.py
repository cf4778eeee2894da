"""Tallies: how many rows there are of a kind, or what they come to, as something that decides."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from autoforge_envs.domain.reasoning import comparable
from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.composition.requests.inquiring import listings
from autoforge_envs.synthesis.composition.scene import Scene
from autoforge_envs.synthesis.composition.views import Field, value_at
from autoforge_envs.synthesis.composition.walking.describing import Atom
from autoforge_envs.synthesis.composition.walking.listings import Listing, living_groups
from autoforge_envs.synthesis.composition.walking.sources import Shown

_SIZES = range(1, 8)
_ROUND = Decimal(50)
"""Sums are compared with multiples of this."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Whether there are so many rows of a kind, or whether they come to so much.

    Attributes:
        field: What is added up; None to count.
        total: What it comes to.
        limit: What it is compared with, as people say it.
    """

    listing: Listing
    atom: Atom
    field: Field | None
    total: Decimal
    limit: Any

    names_row: ClassVar[bool] = False

    @property
    def is_true(self) -> bool:
        """Whether it is at least the limit."""
        return bool(self.total >= comparable(self.limit))

    @property
    def kind(self) -> str:
        """What kind of condition it is, for signatures."""
        return "count" if self.field is None else "sum"

    def think(self, scene: Scene) -> str:
        """Add the reasoning nodes that count or add up, and decide."""
        draft = scene.draft
        operands: dict[str, Any] = {
            "over": self.listing.over(draft.look(self.listing.look)),
            "where": {self.atom.field.dotted: {"value": self.atom.value}},
        }
        if self.field is not None:
            operands["by"] = self.field.dotted
        total = draft.think(self.kind, self.kind, operands)
        of = [{"result": total}, {"value": self.limit}]
        return draft.think("decides", "at_least", {"of": of})

    def words(self, scene: Scene) -> str:
        """Say it: "I have at least two pending orders"."""
        speech, view = scene.speech, self.listing.view
        noun = speech.noun(view.shows, view.tool)
        if self.field is None:
            count = speech.value("Quantity", self.limit)
            rows = speech.rows(noun, [self.atom], whose="")
            if self.limit == 1:
                return f"I have any {rows}"
            return f"I have at least {count} {rows}"
        rows = speech.rows(noun, [self.atom], whose="my")
        return f"the {speech.property(self.field)} of {rows} adds up to at least {self.limit}"

    def rows_otherwise(self, scene: Scene) -> list[str] | None:
        """Any row will do: that there are others does not change what can be done about it."""
        return None


def tallies(scene: Scene, row: Shown) -> list[Tally]:
    """Return what the customer's rows of a row's kind add up to, and limits that are near."""
    return [
        tally
        for listing in listings(scene)
        if listing.view.shows == row.view.shows
        for atom, holders in living_groups(listing, _SIZES)
        if atom.field.semantic.name == "Choice"
        for tally in _tallies(scene, listing, atom, holders)
    ]


def _tallies(scene: Scene, listing: Listing, atom: Atom, holders: Sequence[int]) -> Iterator[Tally]:
    count = len(holders)
    limit = max(1, count + scene.speech.pick((0, 0, 1)))
    yield Tally(listing, atom, None, Decimal(count), limit)
    for field in listing.view.fields:
        if field.semantic.name != "Money" or field.is_nested or count == 1:
            continue
        amounts = [value_at(listing.rows[i], field.path) for i in holders]
        if None in amounts:
            continue
        total = sum((Decimal(amount) for amount in amounts), Decimal(0))
        near = int(total // _ROUND) * _ROUND + scene.speech.pick((0, 1)) * _ROUND
        if near > 0:
            yield Tally(listing, atom, field, total, format_money(int(near * 100)))

"""Seeking: which values an argument could have for one customer, and where each comes from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.tools import Parameter
from autoforge_envs.synthesis.composition.atlas import Atlas, Cell
from autoforge_envs.synthesis.composition.views import Field, View, value_at
from autoforge_envs.synthesis.composition.walking.listings import totals
from autoforge_envs.synthesis.composition.walking.own_rows import OwnRows
from autoforge_envs.synthesis.composition.walking.sayings import DAYS, Sayings
from autoforge_envs.synthesis.composition.walking.sources import (
    Look,
    Party,
    Said,
    Shifted,
    Shown,
    Source,
    Sources,
    Total,
    values_of,
)
from autoforge_envs.synthesis.composition.walking.walk import Walk
from autoforge_envs.synthesis.exploration import AnyTool

T = TypeVar("T")

MAX_DEPTH = 2
"""Looks that build on each other to find one row."""
MAX_ROWS = 40
"""Longest list from which a user picks something."""

_TAKEN_OVER = ("Quantity", "Money")
"""Types of which a user can mean "as many as there are"."""
_NAMES = ("Label", "PersonName", "Identifier")
"""Types of which a label must say what they are of."""
_SHIFTED = 0.4
"""Chance to name a day by its distance from another."""
_TOTALLED = 0.15
"""Chance to mean an amount by what rows come to together."""
_NEAR = 0.75
"""Chance to take a value from the rows that a call is about, where they have one."""
_OPTIONAL = 0.3
"""Chance to give an argument that may be left out."""


class Seeker:
    """Seeks arguments for one customer's calls, where the walk stands.

    Attributes:
        party: The customer's key.
        own: What looks at the customer's own rows show.
        sayings: What the customer says of their own.
    """

    def __init__(self, walk: Walk, party: Any, generator: numpy.random.Generator) -> None:
        """Stand beside a walk.

        Args:
            walk: The customer's.
            party: The customer's row.
            generator: Where all choices come from.
        """
        self._walk = walk
        self._atlas: Atlas = walk.atlas
        self._generator = generator
        self.party = Party(getattr(party, self._atlas.kinds[self._atlas.party].key))
        self.own = OwnRows(walk, self.party)
        self.sayings = Sayings(walk.atlas, party, generator)

    def arguments(self, tool: AnyTool, fixed: Sources | None = None) -> Sources | None:
        """Draw arguments for a call, keys first; None if one cannot be found.

        Args:
            tool: What is called.
            fixed: Arguments that are given.
        """
        chosen: dict[str, Source] = dict(fixed or {})
        near = [source for source in chosen.values() if isinstance(source, Shown)]
        anchor: Cell | None = None
        for parameter in sorted(tool.parameters, key=lambda each: not each.semantic.references):
            if parameter.name in chosen:
                continue
            if not parameter.required and self._generator.random() > _OPTIONAL:
                continue
            source, anchor = self._argument(tool, parameter, near, anchor, chosen)
            if source is None:
                if parameter.required:
                    return None
                continue
            chosen[parameter.name] = source
            if isinstance(source, Shown):
                near.append(source)
        return {p.name: chosen[p.name] for p in tool.parameters if p.name in chosen}

    def _argument(
        self,
        tool: AnyTool,
        parameter: Parameter,
        near: Sequence[Shown],
        anchor: Cell | None,
        chosen: Sources,
    ) -> tuple[Source | None, Cell | None]:
        if parameter.is_list:
            return None, anchor
        if parameter.semantic.references:
            taken = [each.value for each in chosen.values()]
            options = [o for o in self.keys(parameter, near, 0) if o.value not in taken]
            return (draw(options, self._generator) if options else None), anchor
        if parameter.required and parameter.semantic.name in _TAKEN_OVER:
            shown = self._whole(tool, parameter, near)
            if shown is not None:
                return shown, anchor
        said = _said_already(parameter, chosen)
        if said is not None:
            return said, anchor
        reckoned = self._shifted(parameter, near) or self._total(parameter)
        if reckoned is not None:
            return reckoned, anchor
        return self.sayings.say_beside(tool, parameter, anchor)

    def keys(self, parameter: Parameter, near: Sequence[Shown], depth: int) -> list[Source]:
        """Return rows of one place whose keys fit a parameter."""
        model = parameter.semantic.references
        if model == self._atlas.party:
            return [self.party]
        if depth == MAX_DEPTH:
            return []
        for view, field in self._shuffled(model):
            look = self.look(self._atlas.tools[view.tool], near, depth)
            rows = view.rows(look.result) if look is not None else []
            if look is None or len(rows) > MAX_ROWS:
                continue
            options: list[Source] = [
                Shown(look, view, index, field, row)
                for index, row in enumerate(rows)
                if value_at(row, field.path) not in (None, *look.values.values())
            ]
            if options:
                return options
        return []

    def _shuffled(self, model: str) -> list[tuple[View, Field]]:
        """Put places of keys in a random order, those first that show the rows themselves."""
        places = self._atlas.sources_of(model)
        if not places:
            return []
        drawn = self._generator.exponential(size=len(places)) / self._atlas.weights_of(model)
        return [places[i] for i in drawn.argsort().tolist()]

    def look(
        self,
        tool: AnyTool,
        near: Sequence[Shown],
        depth: int = 0,
        *,
        only_near: Sources | None = None,
    ) -> Look | None:
        """Make a reading call with arguments that the customer or shown rows give.

        Args:
            tool: The reading tool.
            near: Rows that the call is about.
            depth: Looks made on the way here.
            only_near: Take keys of the customer and those rows only, and let the user say nothing
                but what they have said for these arguments.
        """
        sources: dict[str, Source] = {}
        for parameter in tool.parameters:
            if not parameter.required and self._generator.random() > 2 * _OPTIONAL:
                continue
            if only_near is not None:
                source = self._argument_of_look(tool, parameter, near, MAX_DEPTH)
                if isinstance(source, Said):
                    source = _said_for(parameter, only_near)
            else:
                source = self._argument_of_look(tool, parameter, near, depth)
            if source is not None:
                sources[parameter.name] = source
            elif parameter.required:
                return None
        result = self._walk.look(tool, values_of(sources))
        return None if result is None else Look(tool.name, sources, result)

    def _argument_of_look(
        self, tool: AnyTool, parameter: Parameter, near: Sequence[Shown], depth: int
    ) -> Source | None:
        if parameter.is_list:
            return None
        if parameter.semantic.references:
            related = [
                shown.other(field)
                for shown in near
                for field in shown.view.key_fields(parameter.semantic.references)
            ]
            options = [each for each in related if each.value is not None]
            if options:
                return options[-1]
            found = self.keys(parameter, near, min(depth + 1, MAX_DEPTH))
            source = draw(found, self._generator) if found else None
            shown_there = {view.shows for view in self._atlas.views[tool.name]}
            if isinstance(source, Shown) and source.view.shows in shown_there:
                return None  # rows of a kind are not found by rows of the same kind
            return source
        said = self._near(parameter, near) or self.sayings.say(tool, parameter)
        views = self._atlas.views[tool.name]
        if isinstance(said, Said) and views and said.semantic.name in _NAMES:
            return replace(said, about=views[0].shows)
        return said

    def _near(
        self, parameter: Parameter, near: Sequence[Shown], *, account: bool = True
    ) -> Shown | None:
        """Take the cell of the same name and type of a row that the call is about."""
        rows: list[Shown] = [*near, *(self.own.account() if account else ())]
        found = [
            shown.other(field)
            for shown in rows
            for field in shown.view.fields
            if field.name == parameter.name and not field.is_nested
            if field.semantic.name == parameter.semantic.name
        ]
        found = [each for each in found if each.value is not None]
        if found and self._generator.random() < _NEAR:
            return found[0]
        return None

    def _shifted(self, parameter: Parameter, near: Sequence[Shown]) -> Shifted | None:
        """Take a day some time after one that a row of the customer's shows."""
        if parameter.semantic.name not in ("Date", "Timestamp"):
            return None
        days = [
            shown.other(field)
            for shown in near
            if shown.is_itself and self._atlas.belongs(shown.field.model)
            for field in shown.view.fields
            if field.semantic.name == parameter.semantic.name and not field.is_nested
        ]
        days = [each for each in days if (each.value or "") >= self._atlas.domain.clock[:10]]
        if not days or self._generator.random() > _SHIFTED:
            return None
        return Shifted(draw(days, self._generator), draw(DAYS, self._generator))

    def _total(self, parameter: Parameter) -> Total | None:
        """Take what rows of the customer's come to together."""
        if parameter.semantic.name != "Money" or self._generator.random() > _TOTALLED:
            return None
        found = [total for listing in self.own.listings() for total in totals(listing)]
        return draw(found, self._generator) if found else None

    def _whole(self, tool: AnyTool, parameter: Parameter, near: Sequence[Shown]) -> Shown | None:
        """Take as much as a row of the customer's has, where "all" can mean nothing else."""
        if f"{{{parameter.name}}} of " not in tool.intent:
            return None
        own = [shown for shown in near if shown.is_itself and shown.look.is_own]
        return self._near(parameter, own[-1:], account=False)


def _said_already(parameter: Parameter, chosen: Sources) -> Said | None:
    """Return what the user has said of the same name to find a row: the day of a free table."""
    for source in chosen.values():
        if isinstance(source, Shown):
            said = source.look.arguments.get(parameter.name)
            if isinstance(said, Said) and said.semantic.name == parameter.semantic.name:
                return said
    return None


def _said_for(parameter: Parameter, sources: Sources) -> Said | None:
    """Return what the user has said for an argument of the same name and type."""
    said = sources.get(parameter.name)
    same = isinstance(said, Said) and said.semantic.name == parameter.semantic.name
    return said if same and isinstance(said, Said) else None

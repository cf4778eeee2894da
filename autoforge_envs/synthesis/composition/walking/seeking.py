"""Seeking: which values an argument could have for one customer, and where each comes from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy

from autoforge_envs.domain.clock import shift
from autoforge_envs.domain.tools import Parameter
from autoforge_envs.domain.values import format_money, render_value
from autoforge_envs.synthesis.composition.atlas import Atlas, Cell
from autoforge_envs.synthesis.composition.views import Field, View, value_at
from autoforge_envs.synthesis.composition.walking.listings import Listing, totals
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
_NUMBERS = (1, 1, 2, 2, 3, 4)
_CENTS = (500, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000)
_MADE_UP: Mapping[str, Sequence[Any]] = {
    "Quantity": _NUMBERS,
    "Number": _NUMBERS,
    "Percentage": (5, 10, 15, 20, 25, 50),
    "Money": [format_money(cents) for cents in _CENTS],
    "Flag": (True, False),
    "FreeText": ("as the customer asked for it",),
}
_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 28)
_HOURS = ("09:00:00", "10:30:00", "14:00:00", "16:30:00")


class Seeker:
    """Seeks arguments for one customer's calls, where the walk stands."""

    def __init__(self, walk: Walk, party: Any, generator: numpy.random.Generator) -> None:
        """Stand beside a walk.

        Args:
            walk: The customer's.
            party: The customer's row.
            generator: Where all choices come from.
        """
        self._walk = walk
        self._atlas: Atlas = walk.atlas
        self._party = party
        self._kind = self._atlas.kinds[self._atlas.party]
        self._generator = generator
        self._own: tuple[int, list[Look]] = (-1, [])
        self._accounts: tuple[int, list[Shown]] = (-1, [])

    @property
    def party(self) -> Party:
        """The customer's key."""
        return Party(getattr(self._party, self._kind.key))

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
            return (self.pick(options) if options else None), anchor
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
        return self._said(tool, parameter, anchor)

    # --- keys: rows that looks show

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
            source = self.pick(found) if found else None
            shown_there = {view.shows for view in self._atlas.views[tool.name]}
            if isinstance(source, Shown) and source.view.shows in shown_there:
                return None  # rows of a kind are not found by rows of the same kind
            return source
        said = self._near(parameter, near) or self._said(tool, parameter, None)[0]
        views = self._atlas.views[tool.name]
        if isinstance(said, Said) and views and said.semantic.name in _NAMES:
            return replace(said, about=views[0].shows)
        return said

    def own_looks(self) -> list[Look]:
        """Make the reading calls that need nothing but the customer's key."""
        if self._own[0] != self._walk.version:
            self._own = self._walk.version, [*self._make_own_looks()]
        return self._own[1]

    def own_listings(self) -> list[Listing]:
        """Return the lists that the customer's own key leads to, where the walk stands."""
        found = [
            Listing(look, view)
            for look in self.own_looks()
            for view in self._atlas.views[look.tool]
        ]
        return [each for each in found if each.is_of_own_rows]

    def _make_own_looks(self) -> Iterator[Look]:
        for tool in self._atlas.reading_tools():
            required = [p for p in tool.parameters if p.required]
            if required and all(p.semantic.references == self._atlas.party for p in required):
                sources: Sources = {p.name: self.party for p in required}
                result = self._walk.look(tool, values_of(sources))
                if result is not None:
                    yield Look(tool.name, sources, result)

    # --- values

    def _near(
        self, parameter: Parameter, near: Sequence[Shown], *, account: bool = True
    ) -> Shown | None:
        """Take the cell of the same name and type of a row that the call is about."""
        rows: list[Shown] = [*near, *(self._account() if account else ())]
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
        return Shifted(self.pick(days), self.pick(_DAYS))

    def _total(self, parameter: Parameter) -> Total | None:
        """Take what rows of the customer's come to together."""
        if parameter.semantic.name != "Money" or self._generator.random() > _TOTALLED:
            return None
        found = [total for listing in self.own_listings() for total in totals(listing)]
        return self.pick(found) if found else None

    def _whole(self, tool: AnyTool, parameter: Parameter, near: Sequence[Shown]) -> Shown | None:
        """Take as much as a row of the customer's has, where "all" can mean nothing else."""
        if f"{{{parameter.name}}} of " not in tool.intent:
            return None
        own = [shown for shown in near if shown.is_itself and shown.look.is_own]
        return self._near(parameter, own[-1:], account=False)

    def _account(self) -> list[Shown]:
        """Return the customer's own row, where a look shows it."""
        if self._accounts[0] != self._walk.version:
            self._accounts = self._walk.version, self._find_account()
        return self._accounts[1]

    def _find_account(self) -> list[Shown]:
        found = []
        for look in self.own_looks():
            for view in self._atlas.views[look.tool]:
                if not view.is_list and view.shows == self._atlas.party:
                    rows = view.rows(look.result)
                    found.append(Shown(look, view, 0, view.fields[0], rows[0]))
        return found[:1]

    def _said(
        self, tool: AnyTool, parameter: Parameter, anchor: Cell | None
    ) -> tuple[Said | None, Cell | None]:
        """Let the user say a value."""
        semantic = parameter.semantic
        if anchor is not None and parameter.name in anchor.kind.semantics:
            same = anchor.kind.semantics[parameter.name]
            value = render_value(same, getattr(anchor.row, parameter.name))
            if same.name == semantic.name and value is not None:
                return Said(parameter.name, semantic, value), anchor
        value = self._invented(tool, parameter)
        if value is not None:
            return Said(parameter.name, semantic, value), anchor
        cells = self._atlas.cells(parameter, tool.name)
        if not cells:
            return None, anchor
        cell = self.pick(cells)
        about = cell.kind.model.__name__ if semantic.name == "Label" else ""
        return Said(parameter.name, semantic, cell.value, about=about), cell

    def said(self, tool: AnyTool, parameter: Parameter) -> Said | None:
        """Let the user say a value of their own."""
        return self._said(tool, parameter, None)[0]

    def _invented(self, tool: AnyTool, parameter: Parameter) -> Any:
        """Make a value up; None where values of the type are only found, not made up."""
        semantic = parameter.semantic
        if semantic.choices:
            return self.pick(semantic.choices)
        if semantic.name in ("Date", "Timestamp"):
            day = shift(self._atlas.domain.clock, days=self.pick(_DAYS))[:10]
            return day if semantic.name == "Date" else f"{day}T{self.pick(_HOURS)}"
        if semantic.name == "Secret":
            same = parameter.name in self._kind.semantics
            return getattr(self._party, parameter.name) if same else f"{self._draw(900_000):06}"
        made_up = self._customary(tool, parameter) or _MADE_UP.get(semantic.name)
        return None if made_up is None else self.pick(made_up)

    def _customary(self, tool: AnyTool, parameter: Parameter) -> Sequence[Any]:
        """Return the numbers that rows like the one that a tool makes have: points, kilometres.

        None where there are small ones among them: pieces and guests can be made up.
        """
        if parameter.semantic.name != "Quantity":
            return ()
        cells = self._atlas.cells(parameter, tool.name)
        made = {view.shows for view in self._atlas.views[tool.name]}
        alike = [cell.value for cell in cells if cell.kind.model.__name__ in made]
        found = alike or [cell.value for cell in cells]
        return () if set(found) & set(_NUMBERS) else found

    def pick(self, candidates: Sequence[T]) -> T:
        """Return one of several."""
        return candidates[self._draw(len(candidates))]

    def _draw(self, count: int) -> int:
        return int(self._generator.integers(count)) if count > 1 else 0  # nothing to draw


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

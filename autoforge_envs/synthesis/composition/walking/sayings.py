"""What a customer says of their own: a value made up, or one that the business has."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.domain.clock import shift
from autoforge_envs.domain.tools import Parameter
from autoforge_envs.domain.values import format_money, render_value
from autoforge_envs.synthesis.composition.atlas import Atlas, Cell
from autoforge_envs.synthesis.composition.walking.sources import Said
from autoforge_envs.synthesis.exploration import AnyTool

DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 28)
"""In how many days customers want something."""

_HOURS = ("09:00:00", "10:30:00", "14:00:00", "16:30:00")
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


class Sayings:
    """Chooses what one customer says for arguments of calls."""

    def __init__(self, atlas: Atlas, party: object, generator: numpy.random.Generator) -> None:
        """Say nothing yet.

        Args:
            atlas: The business.
            party: The customer's row.
            generator: Where all choices come from.
        """
        self._atlas = atlas
        self._party = party
        self._generator = generator

    def say(self, tool: AnyTool, parameter: Parameter) -> Said | None:
        """Say a value; None where there is none of its kind."""
        return self.say_beside(tool, parameter, None)[0]

    def say_beside(
        self, tool: AnyTool, parameter: Parameter, anchor: Cell | None
    ) -> tuple[Said | None, Cell | None]:
        """Say a value that goes with one said before.

        Args:
            tool: What is called.
            parameter: What for.
            anchor: The cell that another argument was taken from.

        Returns:
            What is said, and the cell that the next values should go with.
        """
        semantic = parameter.semantic
        if anchor is not None and parameter.name in anchor.kind.semantics:
            same = anchor.kind.semantics[parameter.name]
            value = render_value(same, getattr(anchor.row, parameter.name))
            if same.name == semantic.name and value is not None:
                return Said(parameter.name, semantic, value), anchor
        value = self._made_up(tool, parameter)
        if value is not None:
            return Said(parameter.name, semantic, value), anchor
        cells = self._atlas.cells(parameter, tool.name)
        if not cells:
            return None, anchor
        cell = draw(cells, self._generator)
        about = cell.kind.model.__name__ if semantic.name == "Label" else ""
        return Said(parameter.name, semantic, cell.value, about=about), cell

    def _made_up(self, tool: AnyTool, parameter: Parameter) -> Any:
        """Make a value up; None where values of the type are only found, not made up."""
        semantic = parameter.semantic
        if semantic.choices:
            return draw(semantic.choices, self._generator)
        if semantic.name in ("Date", "Timestamp"):
            day = shift(self._atlas.domain.clock, days=draw(DAYS, self._generator))[:10]
            return day if semantic.name == "Date" else f"{day}T{draw(_HOURS, self._generator)}"
        if semantic.name == "Secret":
            return self._secret(parameter)
        choices = self._customary(tool, parameter) or _MADE_UP.get(semantic.name)
        return None if choices is None else draw(choices, self._generator)

    def _secret(self, parameter: Parameter) -> str:
        """Return the customer's own secret, or any where they have none of that name."""
        if parameter.name in self._atlas.kinds[self._atlas.party].semantics:
            return str(getattr(self._party, parameter.name))
        return f"{draw(range(900_000), self._generator):06}"

    def _customary(self, tool: AnyTool, parameter: Parameter) -> Sequence[Any]:
        """Return the numbers that rows like the one that a tool makes have: points, kilometres.

        Empty for what is no quantity, and where there are small ones among them: pieces and guests
        can be made up.
        """
        if parameter.semantic.name != "Quantity":
            return ()
        cells = self._atlas.cells(parameter, tool.name)
        made = {view.shows for view in self._atlas.views[tool.name]}
        alike = [cell.value for cell in cells if cell.kind.model.__name__ in made]
        found = alike or [cell.value for cell in cells]
        return () if set(found) & set(_NUMBERS) else found

"""Conditions: a property of a row on which it depends what the user wants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from autoforge_envs.domain.reasoning import comparable
from autoforge_envs.domain.values import format_money, render_value
from autoforge_envs.synthesis.composition.scene import Scene
from autoforge_envs.synthesis.composition.views import Field, value_at
from autoforge_envs.synthesis.composition.walking.sources import Shown
from autoforge_envs.synthesis.composition.wording.speech import STATES

_COMPARED = ("Money", "Quantity", "Number", "Percentage", "Date", "Timestamp")
_EQUAL = ("Choice", "Flag")
_MAX_SAMPLE = 60
_MAX_OTHERS = 8
"""Rows of other customers looked at."""
_ON_THE_LIMIT = 0.2
"""Chance that the limit is just what the row has."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A property that a row has or has not.

    Attributes:
        operation: "at_least" or "equal".
    """

    shown: Shown
    field: Field
    operation: str
    value: Any

    names_row: ClassVar[bool] = True

    @property
    def is_true(self) -> bool:
        """Whether the row has it."""
        return holds(self.operation, value_at(self.shown.row, self.field.path), self.value)

    @property
    def kind(self) -> str:
        """What kind of condition it is, for signatures."""
        return self.field.semantic.name.lower()

    def think(self, scene: Scene) -> str:
        """Add the reasoning node that decides."""
        value = scene.draft.express(self.shown.other(self.field))
        return scene.draft.think("decides", self.operation, {"of": [value, {"value": self.value}]})

    def words(self, scene: Scene) -> str:
        """Say it: "the total of my latest order is at least 50.00"."""
        return _words(scene, self)

    def rows_otherwise(self, scene: Scene) -> list[str] | None:
        """Return keys of rows, the customer's own first, for which it comes out otherwise."""
        return _other_rows(scene, self)


def holds(operation: str, value: Any, limit: Any) -> bool:
    """Compare as reasoning nodes do."""
    one, other = comparable(value), comparable(limit)
    return bool(one >= other if operation == "at_least" else one == other)


def conditions(scene: Scene, shown: Shown) -> list[Condition]:
    """Return what it could depend on: for some rows of the domain it holds, for others not."""
    description = scene.draft.refer(shown).description
    named: set[Field | None] = set()
    if description is not None:
        named = {*(atom.field for atom in description.atoms), description.by}
    found = [
        condition
        for field in shown.view.fields
        if field not in named and not field.is_nested and not field.model
        for condition in _conditions(scene, shown, field)
    ]
    return [each for each in found if _may_be_unknown(each.field)]


def _may_be_unknown(field: Field) -> bool:
    """Tell whether users may have to ask: how things stand, not what kind of thing it is."""
    return field.semantic.name != "Choice" or field.name.rpartition("_")[2] in STATES


def _conditions(scene: Scene, shown: Shown, field: Field) -> Iterator[Condition]:
    own = value_at(shown.row, field.path)
    known = [value for value in _population(scene, shown, field) if value is not None]
    if own is None or len(known) < 2:
        return
    if field.semantic.name in _COMPARED:
        limit = own if scene.speech.chance(_ON_THE_LIMIT) else scene.speech.pick(known)
        condition = Condition(shown, field, "at_least", _rounded(field, limit))
    elif field.semantic.name in _EQUAL:
        condition = Condition(shown, field, "equal", scene.speech.pick([own, *known]))
    else:
        return
    truths = {holds(condition.operation, value, condition.value) for value in known}
    if len(truths) == 2:
        yield condition


def _population(scene: Scene, shown: Shown, field: Field) -> Sequence[Any]:
    """Return the values of a column: over the whole table, or over the rows that are shown."""
    kind = scene.atlas.kinds.get(field.owner)
    if kind is None:
        return [value_at(row, field.path) for row in shown.view.rows(shown.look.result)]
    rows = scene.atlas.rows[field.owner]
    sample = rows[:: 1 + len(rows) // 50]
    semantic = kind.semantics[field.name]
    return [render_value(semantic, getattr(row, field.name)) for row in sample]


def _other_rows(scene: Scene, condition: Condition) -> list[str]:
    shown, field = condition.shown, condition.field
    listed = [
        value_at(row, shown.field.path)
        for row in shown.view.rows(shown.look.result)
        if _differs(condition, value_at(row, field.path))
    ]
    kind = scene.atlas.kinds[shown.field.model]
    if field.name not in kind.semantics:
        return listed
    semantic = kind.semantics[field.name]
    rows = scene.atlas.rows[shown.field.model]
    others = [
        getattr(row, kind.key)
        for row in rows[:: 1 + len(rows) // _MAX_SAMPLE]
        if _differs(condition, render_value(semantic, getattr(row, field.name)))
    ]
    return [*listed, *others[:_MAX_OTHERS]]


def _differs(condition: Condition, value: Any) -> bool:
    if value is None:
        return False
    return holds(condition.operation, value, condition.value) != condition.is_true


def _rounded(field: Field, value: Any) -> Any:
    """Make a limit one that people say."""
    if field.semantic.name == "Money":
        cents = round(float(value) * 100)
        unit = 1000 if cents >= 10_000 else 500
        return format_money(cents if cents % 100 == 0 else max(unit, cents // unit * unit))
    if field.semantic.name == "Timestamp":
        return f"{str(value)[:10]}T00:00:00"
    return value


def _words(scene: Scene, condition: Condition) -> str:
    field, speech = condition.field, scene.speech
    row = scene.say.row_words(condition.shown)
    if isinstance(condition.value, bool):
        return f"{row} {speech.flag(field, value=condition.value)}"
    words = speech.amount(field)
    value = speech.value(field.semantic.name, condition.value)
    if condition.operation == "equal":
        return f"the {words} of {row} is {value}"
    if field.semantic.name in ("Date", "Timestamp"):
        day = speech.value("Date", condition.value)
        return f"the {words} of {row} is {day} or later"
    return f"the {words} of {row} is at least {value}"

"""Inquiring: questions whose answer is counted, added up, compared or read off the right row."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from autoforge_envs.chance import draw
from autoforge_envs.domain.reasoning import comparable, reach
from autoforge_envs.errors import TaskError
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.views import Field, value_at
from autoforge_envs.synthesis.composition.walking.describing import Atom
from autoforge_envs.synthesis.composition.walking.listings import Listing, living_groups
from autoforge_envs.synthesis.composition.wording.names import LIMITS, participle, plural

_TOLD = ("Money", "Date", "Timestamp", "Choice", "Label", "Quantity", "Percentage", "City")
_MIN_ROWS = 2
_SUM_OF_MONEY = "sum of money"
_DIFFERENCE_OF_MONEY = "difference of money"
_DAYS_BETWEEN = "days between"


def listings(scene: Scene) -> list[Listing]:
    """Return the lists that the customer's own key leads to, where the walk stands."""
    return scene.seeker.own.listings()


def inquire(scene: Scene) -> Wish | None:
    """Add a question about the customer's own rows."""
    found = [each for each in listings(scene) if len(each.rows) >= _MIN_ROWS]
    kinds = _KINDS
    for position in scene.generator.permutation(len(found) * len(kinds)):
        listing, kind = found[position % len(found)], kinds[position // len(found)]
        wish = scene.attempt(partial(kind, scene, listing))
        if wish is not None:
            return wish
    return None


def _count(scene: Scene, listing: Listing) -> Wish:
    """How many of them there are of a kind."""
    found = [*living_groups(listing, range(2, 15))]
    if not found:
        raise TaskError("there is nothing to ask")
    atom, _ = scene.speech.pick(found)
    kind = f"count of {atom.field.semantic.name.lower()}"
    scene.settle_on(listing.look.tool, "told", kind, may_vary=False)
    step = scene.draft.look(listing.look)
    operands = {"over": listing.over(step), "where": _where([atom])}
    count = scene.draft.think("count", "count", operands)
    noun = scene.speech.noun(listing.view.shows, listing.view.tool)
    scene.draft.tell(f"number of {plural(noun)}", "Quantity", {"result": count})
    rows = scene.speech.rows(noun, [atom], whose="")
    text = scene.speech.pick((f"How many {rows} do I have?", f"How many {rows} are there for me?"))
    return _asked(listing, text, kind)


def _total(scene: Scene, listing: Listing) -> Wish:
    """What they come to together."""
    scene.settle_on(listing.look.tool, "told", _SUM_OF_MONEY, may_vary=False)
    chosen = _group(scene, listing)
    amounts = _fields(listing, ("Money",), chosen[1])
    if not amounts:
        raise TaskError("there is nothing to ask")
    field = scene.speech.pick(amounts)
    step = scene.draft.look(listing.look)
    operands = {"over": listing.over(step), "by": field.dotted, **_conditions(chosen[0])}
    total = scene.draft.think("total", "sum", operands)
    noun = scene.speech.noun(listing.view.shows, listing.view.tool)
    words = scene.speech.property(field)
    scene.draft.tell(f"{words} altogether", "Money", {"result": total})
    rows = scene.speech.rows(noun, chosen[0], whose="my")
    text = scene.speech.pick(
        (
            f"What is the {words} of {rows} altogether?",
            f"If you add up the {words} of {rows}, what does that come to?",
        )
    )
    return _asked(listing, text, _SUM_OF_MONEY)


def _gap(scene: Scene, listing: Listing) -> Wish:
    """By how much the most and the least differ."""
    scene.settle_on(listing.look.tool, "told", _DIFFERENCE_OF_MONEY, may_vary=False)
    chosen = _group(scene, listing)
    fields = [
        f for f in _fields(listing, ("Money",), chosen[1]) if _has_ends(listing, f, chosen[1])
    ]
    if not fields:
        raise TaskError("there is nothing to ask")
    field = scene.speech.pick(fields)
    step = scene.draft.look(listing.look)
    operands = {"over": listing.over(step), "by": field.dotted, **_conditions(chosen[0])}
    ends = [scene.draft.think(name, name[:3], operands) for name in ("maximum", "minimum")]
    of = [{"result": end, "path": list(field.path)} for end in ends]
    gap = scene.draft.think("gap", "difference", {"of": of})
    noun = scene.speech.noun(listing.view.shows, listing.view.tool)
    words = scene.speech.property(field)
    scene.draft.tell(f"difference in {words}", "Money", {"result": gap})
    rows = scene.speech.rows(noun, chosen[0], whose="my")
    text = f"Of {rows}, what is the difference between the highest and the lowest {words}?"
    return _asked(listing, text, _DIFFERENCE_OF_MONEY)


def _span(scene: Scene, listing: Listing) -> Wish:
    """How many days lie between two of them."""
    scene.settle_on(listing.look.tool, "told", _DAYS_BETWEEN, may_vary=False)
    everybody = _everybody(listing)
    fields = [
        f
        for f in _fields(listing, ("Date", "Timestamp"), everybody)
        if _has_ends(listing, f, everybody)
    ]
    if not fields:
        raise TaskError("there is nothing to ask")
    field = scene.speech.pick(fields)
    step = scene.draft.look(listing.look)
    operands = {"over": listing.over(step), "by": field.dotted}
    ends = [scene.draft.think(name, name[:3], operands) for name in ("minimum", "maximum")]
    of = [{"result": end, "path": list(field.path)} for end in ends]
    days = scene.draft.think("days", "days_between", {"of": of})
    if not scene.draft.contents.results[days]:
        raise TaskError("there is nothing to ask")
    noun = scene.speech.noun(listing.view.shows, listing.view.tool)
    words = scene.speech.property(field)
    scene.draft.tell("number of days", "Number", {"result": days})
    text = f"How many days lie between the earliest and the latest {words} of my {plural(noun)}?"
    return _asked(listing, text, _DAYS_BETWEEN)


def _attribute(scene: Scene, listing: Listing) -> Wish:
    """What one of them has."""
    shown = listing.row(draw(range(len(listing.rows)), scene.generator))
    scene.express(listing.look.tool, "told", {"row": shown})
    referent = scene.draft.refer(shown)
    description = scene.say.description(shown)
    if description is None:
        raise TaskError("there is nothing to ask")
    scene.settle_on(listing.look.tool, "told", description.kind)
    named = {atom.field for atom in description.atoms}
    fields = [f for f in _fields(listing, _TOLD, [shown.index]) if f not in named]
    if not fields:
        raise TaskError("there is nothing to ask")
    field = scene.speech.pick(fields)
    value = {"result": referent.step, "path": [*referent.path, *field.path]}
    scene.draft.tell(scene.say.label_of(field), field.semantic.name, value)
    return _asked(listing, _ask_for(scene, field, scene.say.row_words(shown)), description.kind)


def _ask_for(scene: Scene, field: Field, row: str) -> str:
    """Word a question about one value; of a moment both day and time are wanted."""
    words = scene.speech.amount(field)
    verb = participle(field.name)
    first, _, last = field.name.rpartition("_")
    is_moment = field.semantic.name == "Timestamp"
    if last in LIMITS and first and (is_moment or field.semantic.name == "Date"):
        when = "what day and time" if is_moment else "when"
        return f"{last.capitalize()} {when} is {row} {first.replace('_', ' ')}?"
    if verb and (is_moment or field.semantic.name == "Date"):
        day = "On which day and at what time" if is_moment else "On which day"
        return f"{day} is {row} due?" if verb == "due" else f"{day} was {row} {verb}?"
    asks = [f"What is the {words} of {row}", f"Can you tell me the {words} of {row}"]
    if field.semantic.name == "Money":
        asks.append(f"How much is the {words} of {row}")
    detail = f", {_BESIDE_TIME if 'time' in words.split() else _OF_MOMENT}" if is_moment else ""
    return f"{scene.speech.pick(asks)}{detail}?"


_OF_MOMENT = "with date and time"
_BESIDE_TIME = "with the date"

_KINDS: tuple[Callable[[Scene, Listing], Wish], ...] = (
    _count, _total, _gap, _span, _attribute, _attribute,
)  # fmt: skip


def _asked(listing: Listing, text: str, kind: str) -> Wish:
    return Wish(text, listing.look.tool, "told", kind)


def _group(scene: Scene, listing: Listing) -> tuple[list[Atom], Sequence[int]]:
    """Choose some of the rows by a property, or all.

    Raises:
        TaskError: It is all, and one of them is dead.
    """
    found = [*living_groups(listing, range(2, 15))]
    if found and scene.speech.chance(0.6):
        atom, holders = scene.speech.pick(found)
        return [atom], holders
    return [], _everybody(listing)


def _everybody(listing: Listing) -> range:
    """Return the places of all rows.

    Raises:
        TaskError: One of them is dead.
    """
    everybody = range(len(listing.rows))
    if listing.has_dead(everybody):
        raise TaskError("not everybody would reckon the dead rows in")
    return everybody


def _fields(listing: Listing, types: Sequence[str], indices: Sequence[int]) -> list[Field]:
    """Return the fields of some types that none of some rows has empty."""
    return [
        field
        for field in listing.view.fields
        if field.semantic.name in types
        and not field.is_nested
        and not field.model
        and all(value_at(listing.rows[i], field.path) not in (None, "0.00", 0) for i in indices)
    ]


def _has_ends(listing: Listing, field: Field, indices: Sequence[int]) -> bool:
    """Tell whether one row has most of something and another least, without ties."""
    values = sorted(comparable(reach(listing.rows[i], field.dotted)[0]) for i in indices)
    return len(values) > 1 and values[0] < values[1] and values[-2] < values[-1]


def _where(atoms: Sequence[Atom]) -> dict[str, Any]:
    return {atom.field.dotted: {"value": atom.value} for atom in atoms}


def _conditions(atoms: Sequence[Atom]) -> dict[str, Any]:
    return {"where": _where(atoms)} if atoms else {}

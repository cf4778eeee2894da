"""Batching: the same change for several rows: "both of my pending orders", "all except one"."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from autoforge_envs.synthesis.composition.requests.acting import NUM_DRAWS, draws, wanted_tools
from autoforge_envs.synthesis.composition.requests.inspecting import inspect
from autoforge_envs.synthesis.composition.requests.telling import has_come_about
from autoforge_envs.synthesis.composition.scene import Scene, Wish
from autoforge_envs.synthesis.composition.views import Field, value_at
from autoforge_envs.synthesis.composition.walking.describing import ORDERED, Atom
from autoforge_envs.synthesis.composition.walking.draft import Expression, Referent
from autoforge_envs.synthesis.composition.walking.listings import Listing, groups
from autoforge_envs.synthesis.composition.walking.sources import (
    Said,
    Shifted,
    Shown,
    Sources,
    Total,
    values_of,
)
from autoforge_envs.synthesis.composition.wording.asking import Spoken, Words, ask
from autoforge_envs.synthesis.exploration import AnyTool

SIZES = range(2, 5)
"""How many rows are changed at once."""
_NOT_FOR_ALL = ("Quantity", "Number", "PersonName", "Email", "PhoneNumber", "Label", "Secret")
"""Types of details that nobody wants alike for several rows."""
_COUNTS = {2: "both", 3: "all three", 4: "all four"}


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of a list that a change is wanted for.

    Attributes:
        parameter: The argument that takes their keys.
        atoms: What they share.
        members: Their places in the list, in the order of `by`.
        excepted: The one that is left out; None if none is.
        by: A field that tells them apart, without ties.
    """

    listing: Listing
    parameter: str
    atoms: tuple[Atom, ...]
    members: tuple[int, ...]
    excepted: int | None
    by: Field

    @property
    def is_plain(self) -> bool:
        """Whether "all of them" can mean no others: none is dead, or the words name that."""
        return not self.listing.has_dead(self.members, self.atoms)


def act_on_several(scene: Scene) -> Wish | None:
    """Add a request for one change of several rows, all of which go through."""
    for tool in wanted_tools(scene):
        for sources in draws(scene, tool, NUM_DRAWS // 2):
            batches = [b for b in _batches(sources, scene.atlas.belongs) if b.is_plain]
            for position in scene.generator.permutation(len(batches)):
                batch = batches[position]
                wish = None
                if _is_allowed(scene, tool, sources, batch):
                    held = scene.say.hold_back(sources)
                    wish = scene.attempt(partial(_write, scene, tool, held, batch), tool.name)
                if wish is not None:
                    return wish
    return None


def _is_allowed(scene: Scene, tool: AnyTool, sources: Sources, batch: Batch) -> bool:
    """Tell whether the change would go through for each of the rows alone."""
    return all(
        scene.walk.judge(
            tool, {**values_of(sources), batch.parameter: batch.listing.row(index).value}
        ).is_allowed
        for index in batch.members
    )


def _batches(sources: Sources, belongs: Callable[[str], bool]) -> Iterator[Batch]:
    """Yield the groups of rows that could be meant instead of the one that was drawn."""
    if any(isinstance(s, Said) and s.semantic.name in _NOT_FOR_ALL for s in sources.values()):
        return
    for name, source in sources.items():
        if not (isinstance(source, Shown) and source.is_itself and source.view.is_list):
            continue
        own = source.view.own_key
        if own is None or not belongs(own.model) or _depend(sources, source):
            continue
        listing = Listing(source.look, source.view)
        everybody = list(range(len(listing.rows)))
        wholes: list[tuple[tuple[Atom, ...], list[int]]] = [((), everybody)]
        wholes += [((atom,), holders) for atom, holders in groups(listing, range(2, 6))]
        for atoms, holders in wholes:
            yield from _choices(listing, name, atoms, holders)


def _depend(sources: Sources, row: Shown) -> bool:
    """Tell whether other arguments were taken from the row that was drawn."""
    return any(isinstance(s, Shown | Shifted | Total) and s is not row for s in sources.values())


def _choices(
    listing: Listing, name: str, atoms: tuple[Atom, ...], holders: list[int]
) -> Iterator[Batch]:
    if len(holders) in SIZES:
        by = _telling(listing, holders)
        if by is not None:
            yield Batch(listing, name, atoms, _sorted(listing, holders, by), None, by)
    if len(holders) - 1 in SIZES:
        for excepted in holders:
            rest = [i for i in holders if i != excepted]
            by = _telling(listing, rest)
            if by is not None:
                yield Batch(listing, name, atoms, _sorted(listing, rest, by), excepted, by)


def _telling(listing: Listing, members: Sequence[int]) -> Field | None:
    """Find a field by which rows can be put in order without ties."""
    for field in listing.view.fields:
        if field.semantic.name not in ORDERED or field.is_nested:
            continue
        values = [value_at(listing.rows[i], field.path) for i in members]
        if None not in values and len(set(values)) == len(values):
            return field
    return None


def _sorted(listing: Listing, members: Sequence[int], by: Field) -> tuple[int, ...]:
    return tuple(sorted(members, key=lambda i: _sortable(value_at(listing.rows[i], by.path))))


def _sortable(value: Any) -> tuple[float, str]:
    try:
        return float(value), ""
    except ValueError:
        return 0.0, str(value)


def _write(scene: Scene, tool: AnyTool, sources: Sources, batch: Batch) -> Wish:
    kind = "all except" if batch.excepted is not None else f"all {len(batch.members)}"
    scene.settle_on(tool.name, "allowed", kind, may_vary=False)
    keys = _find(scene, batch)
    known = dict(scene.draft.contents.referents)
    _remember(scene, batch, keys)
    said = {n: s for n, s in sources.items() if n != batch.parameter}
    results = []
    for index, key in keys:
        row = batch.listing.row(index)
        call: Sources = {n: row if n == batch.parameter else s for n, s in sources.items()}
        values = values_of(call)
        arguments = {n: key if n == batch.parameter else scene.draft.express(call[n]) for n in call}
        inspect(scene, tool, call)
        result = scene.walk.make(tool, values)
        results.append(scene.draft.call(tool, arguments, result))
    scene.draft.contents.referents = known
    nouns = scene.say.nouns(batch.listing.row(0))
    label = scene.speech.label(batch.parameter, "Reference")
    several = Spoken(_rows_words(scene, batch), "row", label, nouns=nouns, is_plural=True)
    spoken = {**_each(scene.say.words(tool, said)), batch.parameter: several}
    in_order = {name: spoken[name] for name in sources}
    text = f"{ask(scene.speech, tool, in_order)} {_total(scene, tool, results, said)}".strip()
    return Wish(text, tool.name, "allowed", kind)


def _each(words: Words) -> dict[str, Spoken]:
    """Leave no doubt that an amount is meant for each of the rows."""
    return {
        name: replace(spoken, text=f"{spoken.text} each", held_back=False)
        if spoken.semantic == "Money"
        else spoken
        for name, spoken in words.items()
    }


def _remember(scene: Scene, batch: Batch, keys: Sequence[tuple[int, Expression]]) -> None:
    """Let look-ups about the rows find them as the batch does."""
    step, path = scene.draft.look(batch.listing.look), batch.listing.view.path
    for index, key in keys:
        place = (step, path, index)
        scene.draft.contents.referents[place] = Referent(str(key["result"]), (), None)


def _find(scene: Scene, batch: Batch) -> list[tuple[int, Expression]]:
    """Add the reasoning that takes the rows out of the list one by one."""
    draft, listing = scene.draft, batch.listing
    over: Expression = listing.over(draft.look(listing.look))
    conditions: dict[str, Any] = _where(batch.atoms)
    key = listing.row(0).field
    if batch.excepted is not None:
        excepted = draft.refer(listing.row(batch.excepted))
        other = {"result": excepted.step, "path": [*excepted.path, *key.path]}
        rest = {"over": over, **conditions, "where_not": {key.dotted: other}}
        over, conditions = {"result": draft.think("others", "filter", rest)}, {}
    found: list[tuple[int, Expression]] = []
    left = list(batch.members)
    while len(left) > 2:
        step = draft.think("last", "max", {"over": over, **conditions, "by": batch.by.dotted})
        found.append((left.pop(), {"result": step, "path": list(key.path)}))
        rest = {"over": over, **conditions, "where_not": {key.dotted: found[-1][1]}}
        over, conditions = {"result": draft.think("left", "filter", rest)}, {}
    for name, index in (("max", left[1]), ("min", left[0])):
        operands = {"over": over, **conditions, "by": batch.by.dotted}
        step = draft.think("last" if name == "max" else "first", name, operands)
        found.append((index, {"result": step, "path": list(key.path)}))
    return found


def _where(atoms: Sequence[Atom]) -> dict[str, Any]:
    conditions = {atom.field.dotted: {"value": atom.value} for atom in atoms}
    return {"where": conditions} if conditions else {}


def _rows_words(scene: Scene, batch: Batch) -> str:
    view = batch.listing.view
    noun = scene.speech.noun(view.shows, view.tool)
    rows = scene.speech.rows(noun, batch.atoms, whose="my")
    rows = f"{rows} {scene.say.within(batch.listing.row(0))}".strip()
    if batch.excepted is not None:
        return f"all of {rows} except {scene.say.row_words(batch.listing.row(batch.excepted))}"
    return f"{_COUNTS[len(batch.members)]} of {rows}"


def _total(scene: Scene, tool: AnyTool, steps: Sequence[str], said: Sources) -> str:
    """Let the user ask what the results come to together, where they come to something."""
    results = [scene.draft.contents.results[step] for step in steps]
    fields = [
        (view.path, field)
        for view in scene.atlas.views[tool.name]
        if not view.is_list
        for field in view.fields
        if field.semantic.name == "Money" and not field.is_nested
        if all(_is_new_amount(result, (*view.path, *field.path), said) for result in results)
        and has_come_about(scene, field, value_at(results[-1], (*view.path, *field.path)))
    ]
    if not fields or scene.speech.chance(0.4):
        return ""
    path, field = scene.speech.pick(fields)
    of = [{"result": step, "path": [*path, *field.path]} for step in steps]
    total = scene.draft.think("sum", "sum", {"of": of})
    label = f"{scene.say.label_of(field)} altogether"
    scene.draft.tell(label, "Money", {"result": total})
    return scene.speech.pick((f"What is the {label}?", f"Please tell me the {label}, too."))


def _is_new_amount(result: Mapping[str, Any], path: tuple[str, ...], said: Sources) -> bool:
    """Tell whether a result has an amount that the user has not said."""
    value = value_at(result, path)
    return value not in (None, "0.00") and value not in values_of(said).values()

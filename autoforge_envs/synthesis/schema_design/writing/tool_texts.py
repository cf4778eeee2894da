"""The tools of a business, spelled out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.schema_design.business import Business, Entity, Field, Kind, Operation
from autoforge_envs.synthesis.schema_design.operations import bound_of
from autoforge_envs.synthesis.schema_design.pairing import spans
from autoforge_envs.synthesis.schema_design.writing.naming import Names, pairs
from autoforge_envs.synthesis.schema_design.writing.sentences import (
    description,
    intent,
    summary,
    words_of,
)

_MAX_WORDS = 36
_MAX_INTENT = 84
_DEFAULTS = {"Flag": "False", "Quantity": "0", "Number": "0", "Percentage": "0", "Money": "0"}


@dataclass(frozen=True, slots=True)
class ToolText:
    """A tool as the template writes it.

    Attributes:
        operation: What it does.
        intent: What it does in a customer's words, as Python writes texts.
        signature: What stands between its brackets.
        parameters: Name and description of each parameter.
        checks: Statements that refuse bad calls.
        after: Of a changing tool: statements that refuse what has come of the change.
        equals: Of a list: what rows must equal, as arguments of `find`.
        conditions: Of a list: what else rows must fulfil.
        row: Of a creating tool: column and expression of each value.
    """

    operation: Operation
    intent: str
    signature: str
    returns: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    checks: tuple[str, ...]
    after: tuple[str, ...]
    equals: str
    conditions: tuple[str, ...]
    row: tuple[tuple[str, str], ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Of a changing tool: the columns."""
        return tuple(each.name for each in self.operation.parameters)

    @property
    def status_words(self) -> str:
        """Of a moving tool: what things are afterwards."""
        return words_of(self.operation.status)


def tool_text(business: Business, names: Names, entity: Entity, operation: Operation) -> ToolText:
    """Spell a tool out."""
    cls, kind, party = names.classes[entity.name], operation.kind, business.party.singular
    first, about = _first(names, entity, operation, party)
    typed = [f"{f.name}: {_typed(names, entity, f, kind)}" for f in operation.parameters]
    described = [(f.name, description(entity, f, kind)) for f in operation.parameters]
    return ToolText(
        operation=operation,
        intent=_text(intent(entity, operation, names.owner)),
        signature=", ".join(["state: State", *first, *typed]),
        returns=f"list[{cls}]" if kind in ("list", "list_own") else cls,
        summary=summary(entity, operation, party),
        parameters=(*about, *described),
        checks=(*_checks(names, entity, operation),),
        after=(*_after(entity, operation),),
        equals="".join(f", {name}={name}" for name in _equal_names(names, entity, operation)),
        conditions=(*_conditions(names, entity, operation),),
        row=(*_row(names, entity, operation),),
    )


def _text(words: str) -> str:
    """Write words as Python does: in pieces where a line would be too long."""
    lines = wrap(words, _MAX_INTENT, break_long_words=False, break_on_hyphens=False)
    pieces = [f'"{line} "' for line in lines[:-1]] + [f'"{lines[-1]}"']
    return pieces[0] if len(pieces) == 1 else f"({' '.join(pieces)})"


def _first(
    names: Names, entity: Entity, operation: Operation, party: str
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the parameter that says what, or whose, a call is about: with its type, in words."""
    if operation.kind == "list" and not entity.is_private:
        return [], []
    if operation.kind in ("create", "list", "list_own"):
        return [f"{names.owner}: Reference[{names.party}]"], [(names.owner, f"The {party}.")]
    typed = f"{entity.key}: Reference[{names.classes[entity.name]}]"
    return [typed], [(entity.key, f"The {entity.noun.singular}.")]


def _typed(names: Names, entity: Entity, field: Field, kind: Kind) -> str:
    """Return a parameter's annotation with its default."""
    annotation = names.annotation(entity, field)
    if field.nullable:
        return f"{annotation} = None"
    return f"{annotation} = False" if kind == "create" and field.type == "Flag" else annotation


def _checks(names: Names, entity: Entity, operation: Operation) -> Iterator[str]:
    """Yield what a tool refuses."""
    if operation.kind == "create" or (operation.kind == "list" and entity.is_private):
        yield f"state.get({names.party}, {names.owner})"
    if operation.kind in ("create", "list"):
        yield from (line for field in operation.parameters for line in _looked_up(names, field))
    if operation.kind == "create":
        for choice, word, reference in pairs(entity):
            is_so, has_one = f'{choice} == "{word}"', f"{reference} is not None"
            yield f'require(({is_so}) == ({has_one}), "{_short(choice)} and {word} go together")'
    if operation.kind in ("create", "update"):
        yield from (line for field in operation.parameters for line in _bounds(field))
    if operation.kind == "create":
        for start, end in _spans(operation.parameters):
            yield _in_order(start, end)
    if operation.kind == "update":
        changed = [each.name for each in operation.parameters]
        given = " or ".join(f"{name} is not None" for name in changed)
        yield f'require({given}, "say what to change")'


def _after(entity: Entity, operation: Operation) -> Iterator[str]:
    """Yield what must be so after a change: what ends ends no sooner than it starts."""
    if operation.kind != "update":
        return
    changed = {each.name for each in operation.parameters}
    for start, end in _spans(entity.fields):
        if {start.name, end.name} & changed:
            yield _in_order(start, end, "changed.")


def _spans(fields: Sequence[Field]) -> Iterator[tuple[Field, Field]]:
    """Yield the days from which to which something goes on."""
    days = {each.name: each for each in fields if each.is_day}
    for start, end in spans([(each.name, each.type) for each in days.values()]):
        if days[start].type == days[end].type:
            yield days[start], days[end]


def _in_order(start: Field, end: Field, of: str = "") -> str:
    empty = "".join(f"{of}{each.name} is None or " for each in (start, end) if each.nullable)
    test = f"{empty}{of}{start.name} <= {of}{end.name}"
    return f'require({test}, "{_short(end.words)} is before {_short(start.words)}")'


def _looked_up(names: Names, field: Field) -> Iterator[str]:
    if not field.references:
        return
    look = f"state.get({names.classes[field.references]}, {field.name})"
    if field.nullable:
        yield f"if {field.name} is not None:"
        yield f"    {look}"
    else:
        yield look


def _bounds(field: Field) -> Iterator[str]:
    low, high, name = field.least, field.most, field.name
    show = format_money if field.type == "Money" else str
    if low is not None and high is not None:
        test, words = f"{low} <= {name} <= {high}", f"from {show(low)} to {show(high)}"
    elif low is not None:
        test, words = f"{name} >= {low}", f"at least {show(low)}"
    elif high is not None:
        test, words = f"{name} <= {high}", f"at most {show(high)}"
    else:
        return
    test = f"{name} is None or {test}" if field.nullable else test
    yield f'require({test}, "{_short(name)} must be {words}")'


def _short(name: str) -> str:
    """Return the words of a name, cut so that a message fits on a line."""
    words = words_of(name)
    return words if len(words) <= _MAX_WORDS else f"{words[:_MAX_WORDS].rstrip()}..."


def _equal(entity: Entity, operation: Operation) -> list[Field]:
    """Return the parameters of a list that say what rows must be."""
    if operation.kind != "list":
        return []
    return [f for f in operation.parameters if not f.nullable and entity.field(f.name)]


def _equal_names(names: Names, entity: Entity, operation: Operation) -> list[str]:
    owner = [names.owner] if operation.kind == "list" and entity.is_private else []
    return [*owner, *(each.name for each in _equal(entity, operation))]


def _conditions(names: Names, entity: Entity, operation: Operation) -> Iterator[str]:
    if operation.kind != "list":
        return
    row, equal = names.variables[entity.name], _equal(entity, operation)
    for field in (each for each in operation.parameters if each not in equal):
        if entity.field(field.name):
            test = f"{row}.{field.name} == {field.name}"
        else:
            day = next(each for each in entity.fields if each.is_day and not each.nullable)
            short = "[:10]" if day.type != field.type else ""
            cell = f"{row}.{day.name}{short if day.type == 'Timestamp' else ''}"
            given = f"{field.name}{short if field.type == 'Timestamp' else ''}"
            test = f"{cell} {bound_of(field.name)} {given}"
        yield f"{field.name} is None or {test}" if field.nullable else test


def _row(names: Names, entity: Entity, operation: Operation) -> Iterator[tuple[str, str]]:
    """Yield what each column of a new row becomes; those left out are empty."""
    if operation.kind != "create":
        return
    given = {each.name for each in operation.parameters}
    yield entity.owner, names.owner
    for field in entity.fields:
        if field.name in given:
            yield field.name, field.name
        elif field.choices and not field.nullable:
            yield field.name, f'"{field.choices[0]}"'
        elif field.type in _DEFAULTS and not field.nullable:
            yield field.name, _DEFAULTS[field.type]

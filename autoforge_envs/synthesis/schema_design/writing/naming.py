"""How tables, rows, choices and keys are called in one business's code."""

import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autoforge_envs.synthesis.documents.cleaning import unique_names
from autoforge_envs.synthesis.schema_design.business import Business, Entity, Field
from autoforge_envs.synthesis.schema_design.wording import TAKEN, safe_class


@dataclass(frozen=True, slots=True)
class Names:
    """Names that are different from each other.

    Attributes:
        classes: Of the tables, by singular in words.
        prefixes: Of keys, likewise.
        variables: Of single rows, likewise.
        choices: Of the choices that columns hold, by singular in words and column.
        party: Class of the party's table.
        owner: Column and parameter with the party's key.
    """

    classes: Mapping[str, str]
    prefixes: Mapping[str, str]
    variables: Mapping[str, str]
    choices: Mapping[tuple[str, str], str]
    party: str
    owner: str

    def alias(self, entity: Entity, field: Field) -> str:
        """Return the name of a column's choices: OrderStatus, TicketType."""
        own = _alias(self.classes[entity.name], entity, field)
        return self.choices.get((entity.name, field.name), own)

    def annotation(self, entity: Entity, field: Field) -> str:
        """Return what stands behind the colon of a column or parameter."""
        if field.references:
            kind = f"Reference[{self.classes[field.references]}]"
        else:
            kind = self.alias(entity, field) if field.choices else field.type
        return f"{kind} | None" if field.nullable else kind


def names_of(business: Business, party_prefix: str) -> Names:
    """Choose the names of a business.

    Args:
        business: Its entities.
        party_prefix: How the keys of the party begin.
    """
    prefixes: dict[str, str] = {}
    for name, entity in business.entities.items():
        taken = {party_prefix, *prefixes.values()}
        prefixes[name] = next(p for p in _prefixes(entity.noun.snake) if p not in taken)
    entities = business.entities
    classes = {name: safe_class(entity.noun) for name, entity in entities.items()}
    return Names(
        classes=classes,
        prefixes=prefixes,
        variables={name: _variable(business, entity) for name, entity in entities.items()},
        choices=_choices(business, classes),
        party=safe_class(business.party),
        owner=f"{business.party.snake}_id",
    )


def _choices(business: Business, classes: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """Name the choices of all columns so that no two are called alike, nor like anything else."""
    found = [
        (entity.name, field.name, _alias(classes[entity.name], entity, field))
        for entity in business.entities.values()
        for field in entity.fields
        if field.choices
    ]
    taken = [*sorted(TAKEN), *classes.values(), safe_class(business.party)]
    names = unique_names([*taken, *(alias for _, _, alias in found)])[len(taken) :]
    return {
        (entity, field): name.replace("_", "")
        for (entity, field, _), name in zip(found, names, strict=True)
    }


def _alias(cls: str, entity: Entity, field: Field) -> str:
    words = field.name.rstrip("_").split("_")
    own = entity.noun.snake.split("_")
    if words[: len(own)] == own and len(words) > len(own):
        words = words[len(own) :]
    return cls + "".join(word.capitalize() for word in words)


def _prefixes(name: str) -> Iterator[str]:
    letters = [letter for letter in name.upper() if "A" <= letter <= "Z"] or ["X"]
    yield from (letters[0] + letter for letter in letters[1:])
    yield from (f"{letters[0]}{number}" for number in range(2, 1000))


def table_name(entity: Entity) -> str:
    """Return the name of a table."""
    return entity.noun.many.replace(" ", "_").replace("-", "_")


def _variable(business: Business, entity: Entity) -> str:
    """Return the name of a row in code: the last word, unless it means something else there."""
    name = entity.noun.snake.rpartition("_")[2]
    taken = {field.name for field in entity.fields}
    for operation in business.operations:
        if operation.entity == entity.name:
            taken |= {operation.name, *(field.name for field in operation.parameters)}
    is_word = keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in TAKEN
    return f"the_{name}" if is_word or name in taken or not name.isidentifier() else name


def stages_name(entity: Entity) -> str:
    """Return the name of the constant with the statuses of a thing, in their order."""
    return f"{entity.noun.snake.upper()}_STAGES"


def pairs(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield choice, word and reference where the word says that there is something referred to.

    A ticket whose type is "event" is one for an event, and no other has one.
    """
    references = [each for each in entity.fields if each.references and each.nullable]
    for choice in entity.fields:
        for reference in references if choice.is_given else ():
            stem = reference.name.removesuffix("_id")
            if stem in choice.choices:
                yield choice.name, stem, reference.name

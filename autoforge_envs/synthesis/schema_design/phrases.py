"""How customers speak of a business that only schemas describe: sentences made from names."""

from collections.abc import Iterator

from autoforge_envs.synthesis.composition.phrasebook import Phrasebook
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.schema_design.business import Business, Operation
from autoforge_envs.synthesis.schema_design.noun_verbs import verb_for
from autoforge_envs.synthesis.schema_design.writing.naming import Names

_REMOVING = ("I don't need {key} any more, please {verb} it.", "Please {verb} {key}.")
_MOVING = ("Please {verb} {key}.", "I'd like you to {verb} {key}.")
_UPDATING = ("Something about {key} has to change.", "I'd like to {verb} {key}.")
_CREATING = ("I'd like to {verb} {noun}{ending}.", "Please {verb} {noun}{ending} for me.")


def phrases_of(business: Business, names: Names) -> Phrasebook:
    """Return the phrasebook of a business."""
    return Phrasebook(
        requests={
            operation.name: tuple(_requests(business, operation))
            for operation in business.operations
            if operation.writes
        },
        rows={
            names.classes[name]: (entity.noun.singular,)
            for name, entity in business.entities.items()
        },
    )


def _requests(business: Business, operation: Operation) -> Iterator[str]:
    entity = business.entities[operation.entity]
    key = f"{{{entity.key}}}"
    if operation.kind == "create":
        verb = verb_for(operation.verb, entity.noun)
        required = [f.name for f in operation.parameters if f.references and not f.nullable]
        optional = [f.name for f in operation.parameters if f.references and f.nullable]
        for names in (required, [*required, *optional]) if optional else (required,):
            ending = f" for {' and '.join(f'{{{name}}}' for name in names)}" if names else ""
            for form in _CREATING:
                yield form.format(verb=verb, noun=_article(entity.noun), ending=ending)
        return
    forms = {"remove": _REMOVING, "move": _MOVING, "update": _UPDATING}[operation.kind]
    for form in forms:
        yield form.format(verb=operation.verb, key=key)


def _article(noun: Noun) -> str:
    return f"{noun.article} {noun.singular}"

"""What tools say about themselves: intents, summaries, descriptions of parameters."""

from collections.abc import Sequence

from autoforge_envs.synthesis.composition.wording.names import article, capitalised
from autoforge_envs.synthesis.schema_design.business import Entity, Field, Kind, Operation
from autoforge_envs.synthesis.schema_design.noun_verbs import verb_for
from autoforge_envs.synthesis.schema_design.operations import bound_of


def intent(entity: Entity, operation: Operation, owner: str) -> str:
    """Say what a tool does in a customer's words."""
    noun = entity.noun
    parameters = operation.parameters
    if operation.kind == "list_own":
        return f"list the {noun.many} of {words_of(owner)} {{{owner}}}"
    if operation.kind == "list":
        named = [f"{f.words} {{{f.name}}}" for f in parameters if not f.nullable]
        whose = f" of {words_of(owner)} {{{owner}}}" if entity.is_private else ""
        return f"look for {noun.many}{whose}{_after(' with ', named)}"
    if operation.kind == "create":
        named = [f"{f.words} {{{f.name}}}" for f in parameters if f.references and not f.nullable]
        verb = verb_for(operation.verb, noun)
        return f"{verb} {article(noun.singular)}{_after(' for ', named)}"
    verb = "look at" if operation.kind == "get" else operation.verb
    return f"{verb} {noun.singular} {{{entity.key}}}"


def summary(entity: Entity, operation: Operation, party: str) -> str:
    """Say what a tool does in its documentation."""
    noun, names = entity.noun, listed([each.name for each in operation.parameters])
    a_noun = article(noun.singular)
    whose = f"the {noun.many} of {article(party)}" if entity.is_private else noun.many
    return {
        "get": f"Show {a_noun}.",
        "list_own": f"List the {noun.many} of {article(party)}.",
        "list": f"List {whose}{' by ' + names if names else ''}.",
        "create": f"{capitalised(verb_for(operation.verb, noun))} {a_noun} for {article(party)}.",
        "update": f"Change {names} of {a_noun}; what is left out stays as it is.",
        "move": f"{capitalised(operation.verb)} {a_noun}.",
        "remove": f"{capitalised(operation.verb)} {a_noun} for good.",
    }[operation.kind]


def description(entity: Entity, field: Field, kind: Kind) -> str:
    """Describe a parameter."""
    if kind == "update":
        return f"The new {field.words}, if it changes."
    text = _whether(field.words) if field.type == "Flag" else f"The {field.words}"
    if kind == "list" and entity.field(field.name) is None:
        text = f"The {'first' if bound_of(field.name) == '>=' else 'last'} day that counts"
    return f"{text}{', or nothing' if field.nullable else ''}."


def _whether(words: str) -> str:
    verb = "" if words.partition(" ")[0] in ("has", "is", "wants", "needs", "allows") else "is "
    return f"Whether it {verb}{words}"


def words_of(name: str) -> str:
    """Return the words of a parameter or column."""
    return name.removesuffix("_id").rstrip("_").replace("_", " ")


def listed(names: Sequence[str]) -> str:
    """List parameters in words."""
    words = [words_of(name) for name in names]
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def _after(link: str, named: Sequence[str]) -> str:
    return link + " and ".join(named) if named else ""

"""The tables and rules of a business, spelled out, with the tools of each table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoforge_envs.synthesis.composition.wording.names import article, capitalised
from autoforge_envs.synthesis.schema_design.business import Business, Entity, Field
from autoforge_envs.synthesis.schema_design.policies import Policy
from autoforge_envs.synthesis.schema_design.writing.naming import (
    Names,
    stages_name,
    table_name,
)
from autoforge_envs.synthesis.schema_design.writing.tool_texts import ToolText, tool_text


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column as the template writes it; `alias` is the name of its choices."""

    name: str
    annotation: str
    options: str = ""
    choices: tuple[str, ...] = ()
    alias: str = ""


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as the template writes it."""

    policy: Policy
    before: str
    signature: str
    condition: str


@dataclass(frozen=True, slots=True)
class EntityText:
    """A table with its tools and rules as the template writes them.

    Attributes:
        var: Name of one of its rows.
        status: Name of the column with its status; "" if it has none.
        referrers: Class, column and plural in words of what refers to it.
        stages: Name and statuses of its constant, if a rule needs one.
    """

    entity: Entity
    cls: str
    docstring: str
    table: str
    prefix: str
    var: str
    status: str
    columns: tuple[ColumnText, ...]
    referrers: tuple[tuple[str, str, str], ...]
    tools: tuple[ToolText, ...]
    rules: tuple[RuleText, ...]
    stages: tuple[tuple[str, tuple[str, ...]], ...]


def entity_text(
    business: Business, names: Names, entity: Entity, policies: Sequence[Policy]
) -> EntityText:
    """Spell one table out.

    Args:
        business: All of it.
        names: What things are called.
        entity: The table.
        policies: The rules about it.
    """
    owned = " of somebody" if entity.owner else ""
    return EntityText(
        entity=entity,
        cls=names.classes[entity.name],
        docstring=f"{capitalised(article(entity.noun.singular))}{owned}.",
        table=table_name(entity),
        prefix=names.prefixes[entity.name],
        var=names.variables[entity.name],
        status=entity.status.name if entity.status else "",
        columns=(*_columns(names, entity),),
        referrers=(*_referrers(business, names, entity),),
        tools=tuple(
            tool_text(business, names, entity, each)
            for each in business.operations
            if each.entity == entity.name
        ),
        rules=tuple(_rule(business, names, entity, each) for each in policies),
        stages=tuple(
            (stages_name(entity), each.words) for each in policies if each.condition == "forward"
        ),
    )


def _columns(names: Names, entity: Entity) -> Iterator[ColumnText]:
    if entity.owner:
        yield ColumnText(entity.owner, f"Reference[{names.party}]")
    for field in entity.fields:
        options = " = column(unique=True)" if field.unique else ""
        annotation = names.annotation(entity, field)
        yield ColumnText(field.name, annotation, options, field.choices, names.alias(entity, field))


def _referrers(business: Business, names: Names, entity: Entity) -> Iterator[tuple[str, str, str]]:
    for other in business.entities.values():
        for field in other.fields:
            if field.references == entity.name:
                yield names.classes[other.name], field.name, other.noun.many


def _rule(business: Business, names: Names, entity: Entity, policy: Policy) -> RuleText:
    keyed = [f"{entity.key}: Reference[{names.classes[entity.name]}]"] if policy.uses_key else []
    given = [f"{f.name}: {names.annotation(entity, f)}" for f in policy.fields]
    tools = ", ".join(policy.tools)
    return RuleText(
        policy=policy,
        before=tools if len(policy.tools) == 1 else f"({tools})",
        signature=", ".join(["state: State", *keyed, *given]),
        condition=_condition(business, names, entity, policy),
    )


def _condition(business: Business, names: Names, entity: Entity, policy: Policy) -> str:
    row = f"state.get({names.classes[entity.name]}, {entity.key})"
    column, now = policy.column.name, _now(policy.column)
    if policy.condition == "available":
        target = business.entities[policy.column.references]
        status = target.status.name if target.status else ""
        there = f"state.get({names.classes[target.name]}, {column})"
        return f"{there}.{status} {_among(policy.words)}"
    stages = stages_name(entity)
    return {
        "status": f"{row}.{column} {_among(policy.words)}",
        "forward": f"{column} is None"
        f" or {stages}.index({column}) >= {stages}.index({row}.{column})",
        "coming": f"{row}.{column} >= {now}",
        "ahead": f"{column} >= {now}",
    }[policy.condition]


def _now(field: Field) -> str:
    return "state.now[:10]" if field.type == "Date" else "state.now"


def _among(words: Sequence[str]) -> str:
    quoted = ", ".join(f'"{word}"' for word in words)
    return f"== {quoted}" if len(words) == 1 else f"in ({quoted})"

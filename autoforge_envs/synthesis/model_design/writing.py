"""Writing a blueprint as source: what the model gave, between what every business has.

Customers, how they are found and checked, and the rules of procedure come from the same templates
as in businesses designed without a model; they are drawn from the seed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np

from autoforge_envs.synthesis.design.assembly import Sources, assemble, pieces
from autoforge_envs.synthesis.design.assembly import table_source as table_source_of
from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.formatting import Layout, format_files
from autoforge_envs.synthesis.design.identity import IDENTITY, party_names
from autoforge_envs.synthesis.design.nouns import all_forms
from autoforge_envs.synthesis.design.procedure import TEMPLATE, procedure_names
from autoforge_envs.synthesis.design.source import ToolSource, read_tables, read_tools
from autoforge_envs.synthesis.design.templates import Section, render
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Column, Table
from autoforge_envs.synthesis.model_design.sources import Names, fields_of

FLAGS = ("true", "false")
"""The words of a flag."""

_STREAM = 0x4D4F444C
"""Tells this designer's random stream apart from those of other stages with the same seed."""


@dataclass(frozen=True, slots=True)
class Written:
    """A blueprint as source.

    Attributes:
        names: What else the templates were given.
        tables: The tables and choices alone: all that rows depend on.
    """

    sources: Sources
    names: Mapping[str, Any]
    tables: str


def chance_of(seed: int, purpose: str) -> Chance:
    """Return the random stream of one purpose."""
    return Chance(np.random.default_rng([_STREAM, seed, crc32(purpose.encode())]))


def draw_identity(blueprint: Blueprint, seed: int) -> dict[str, Any]:
    """Draw how the customers of a business are found and checked."""
    return IDENTITY.choose(chance_of(seed, IDENTITY.name), template_names(blueprint))


def template_names(blueprint: Blueprint) -> dict[str, Any]:
    """Return what the names in templates stand for: words, and how customers are found."""
    about = Vocabulary(blueprint.title, blueprint.about, {"party": blueprint.party})
    return {
        **all_forms(about.nouns),
        **party_names(about),
        "title": blueprint.title,
        **blueprint.identity,
    }


def write(blueprint: Blueprint, layout: Layout = format_files) -> Written:
    """Write the three files.

    Args:
        blueprint: What to write.
        layout: Lays the files out.

    Raises:
        DesignError: The parts do not go together.
    """
    names = template_names(blueprint)
    sections = [*render(IDENTITY.template, names), *_sections(blueprint)]
    models = table_source_of(sections)
    tools = "\n\n\n".join(s.text for s in sections if s.kind == "tools")
    owners = procedure_names(read_tables(models), read_tools(tools), names["Party"])
    views = [name for name in owners["personal_views"] if name not in blueprint.public]
    rules = render(TEMPLATE, {**names, **owners, "personal_views": views})
    return Written(
        assemble(blueprint.title, [*rules, *sections], layout),
        names,
        "\n\n\n".join([*(s.text for s in sections if s.kind == "choices"), models]),
    )


def choice_words(blueprint: Blueprint) -> dict[str, tuple[str, ...]]:
    """Return the words of every choice, by alias."""
    return {**_column_choices(blueprint), **blueprint.choices}


def choice_columns(blueprint: Blueprint) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the columns that are choices or flags, with their words, by class of table or view."""
    party = (blueprint.party.camel, blueprint.party_columns)
    tables = [party, *((table.name, table.columns) for table in blueprint.tables)]
    found = {
        name: {
            column.name: column.choices or FLAGS
            for column in columns
            if column.kind in ("Choice", "Flag")
        }
        for name, columns in tables
    }
    words = {**choice_words(blueprint), "Flag": FLAGS}
    for view in blueprint.of_kind("view"):
        kinds = {name: kind.partition(" ")[0] for name, kind in fields_of(view).items()}
        found[view.name] = {name: words[kind] for name, kind in kinds.items() if kind in words}
    return found


def names_of(blueprint: Blueprint) -> Names:
    """Return what definitions may refer to."""
    names = template_names(blueprint)
    others = {source.name for source in blueprint.of_kind("tool", "function", "constant", "limit")}
    views = {source.name for source in blueprint.of_kind("view")}
    return Names(
        tables=frozenset({names["Party"], *(table.name for table in blueprint.tables)}),
        views=frozenset({f"{names['Party']}Match", *views}),
        choices=frozenset(choice_words(blueprint)),
        others=frozenset({*given_tools(blueprint), *others}),
    )


def given_tools(blueprint: Blueprint) -> dict[str, ToolSource]:
    """Return the tools that are there without the model's: those about who the customer is."""
    rendered = render(IDENTITY.template, template_names(blueprint))
    tools = read_tools("\n\n\n".join(s.text for s in rendered if s.kind == "tools"))
    return {tool.name: tool for tool in tools}


def given_source(blueprint: Blueprint) -> str:
    """Return the tables and tools that are there without the model's, for it to read."""
    rendered = render(IDENTITY.template, template_names(blueprint))
    own = [section for section in _sections(blueprint) if section.kind == "columns"]
    table = table_source_of([*(s for s in rendered if s.kind == "tables"), *own])
    others = [s for s in rendered if s.kind in ("views", "tools")]
    return "\n\n\n".join([table, *(each.text for s in others for each in pieces(s.text, s.title))])


def table_source(blueprint: Blueprint) -> str:
    """Return the model's own tables and choices, for it to read."""
    return "\n\n\n".join(s.text for s in _sections(blueprint) if s.kind in ("choices", "tables"))


def _sections(blueprint: Blueprint) -> list[Section]:
    kinds = {
        "view": "views", "constant": "constants", "tool": "tools", "function": "shared",
        "limit": "limits", "rule": "rules",
    }  # fmt: skip
    choices = choice_words(blueprint)
    aliases = "\n".join(f"{name} = Literal[{_quoted(words)}]" for name, words in choices.items())
    party = blueprint.party.camel
    columns = "\n".join(_column(each, party) for each in blueprint.party_columns)
    return [
        Section("choices", "", aliases),
        *([Section("columns", party, columns)] if columns else []),
        *(Section("tables", "", _table(table, blueprint)) for table in blueprint.tables),
        *(Section(kinds[each.kind], each.title, each.text) for each in blueprint.sources),
    ]


def _column_choices(blueprint: Blueprint) -> dict[str, tuple[str, ...]]:
    """Return the choices that columns declare, by alias."""
    tables = [(blueprint.party.camel, blueprint.party_columns)]
    tables += [(table.name, table.columns) for table in blueprint.tables]
    return {
        _alias(table, column): column.choices
        for table, columns in tables
        for column in columns
        if column.kind == "Choice"
    }


def _alias(table: str, column: Column) -> str:
    return column.alias or table + "".join(word.capitalize() for word in column.name.split("_"))


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(json.dumps(word) for word in words)


def _table(table: Table, blueprint: Blueprint) -> str:
    lines = [
        f"class {table.name}(Model):",
        f'    """{sentence(table.description)}"""',
        "",
        f'    __tablename__ = "{table.plural}"',
        f'    id: Mapped[Identifier] = identifier("{table.prefix or _prefix(table, blueprint)}")',
        *(f"    {_column(each, table.name)}" for each in table.columns),
    ]
    return "\n".join(lines)


def sentence(text: str) -> str:
    """Return a docstring's text: one line, without what could end it."""
    plain = " ".join(text.replace("\\", " ").replace('"', "'").split())
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def _column(column: Column, table: str) -> str:
    kinds = {"Reference": f"Reference[{column.to}]", "Choice": _alias(table, column)}
    kind = kinds.get(column.kind, column.kind)
    options = ["unique=True"] if column.unique else []
    if column.description:
        options.append(f"description={json.dumps(sentence(column.description))}")
    said = f" = column({', '.join(options)})" if options else ""
    return f"{column.name}: Mapped[{kind}{' | None' if column.optional else ''}]{said}"


def _prefix(table: Table, blueprint: Blueprint) -> str:
    """Return what a table's keys begin with: letters of its name that no other table has."""
    taken = {blueprint.party.snake[:2].upper()}
    for each in blueprint.tables:
        letters = [each.name[:3], each.name[0] + each.name[-2:], each.name[:4], each.name]
        prefix = next(p.upper() for p in letters if p.upper() not in taken)
        if each.name == table.name:
            return prefix
        taken.add(prefix)
    return table.name.upper()

"""The first stage over a draft: what the business, its tables and its tools are, in sentences."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.synthesis.documents.tool_documents import ToolDocuments
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Column, Table
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.quoting import overview, quote
from autoforge_envs.synthesis.model_design.shapes import TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.sources import with_summary
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import sentence, table_source

MAX_TEXT = 300
MAX_SUMMARY = 88
"""Longest sentence on a tool: it fits on a line of source."""

_MEMBERS = {"tables": "table", "columns": "column", "tools": "tool"}
_SHAPE = record(
    title=TEXT,
    about=TEXT,
    **{each: list_of(record(name=TEXT, description=TEXT)) for each in _MEMBERS},
)


@dataclass(frozen=True, slots=True)
class DescriptionsStage:
    """Asks for descriptions; what gets none keeps the one it has."""

    documents: ToolDocuments

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "descriptions"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return "what things are"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """Descriptions are written and not run."""
        return "rows"

    def part(self, member: str, item: Any) -> str:
        """Return what a description is of."""
        return f"{_MEMBERS[member]} {item['name']}" if member in _MEMBERS else member

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        return render_prompt(
            "descriptions",
            document=quote(overview(self.documents)),
            title=blueprint.title,
            parties=blueprint.party.many,
            tables=table_source(blueprint),
            written="\n\n\n".join(tool.text for tool in blueprint.of_kind("tool")),
            max_summary=MAX_SUMMARY,
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with the descriptions.

        Raises:
            RejectedAnswer: Something is wrong with them.
        """
        said = {
            member: {each["name"]: each["description"] for each in answer[member]}
            for member in _MEMBERS
        }
        raise_if_any([*_problems_of_names(said, blueprint), *_problems_of_texts(answer, said)])
        return replace(
            blueprint,
            title=" ".join(answer["title"].split()) or blueprint.title,
            about=sentence(" ".join(answer["about"].split()) or blueprint.about),
            tables=tuple(_described(table, said) for table in blueprint.tables),
            sources=tuple(
                with_summary(source, sentence(said["tools"][source.name]))
                if source.kind == "tool" and source.name in said["tools"]
                else source
                for source in blueprint.sources
            ),
        )


def _described(table: Table, said: Mapping[str, Mapping[str, str]]) -> Table:
    columns = (
        replace(column, description=said["columns"].get(_place(table, column), column.description))
        for column in table.columns
    )
    description = said["tables"].get(table.name, table.description)
    return replace(table, description=description, columns=tuple(columns))


def _place(table: Table, column: Column) -> str:
    return f"{table.name}.{column.name}"


def _problems_of_names(
    said: Mapping[str, Collection[str]], blueprint: Blueprint
) -> Iterator[Problem]:
    known = {
        "tables": [table.name for table in blueprint.tables],
        "columns": [_place(table, each) for table in blueprint.tables for each in table.columns],
        "tools": [tool.name for tool in blueprint.of_kind("tool")],
    }
    for member, names in known.items():
        for name in said[member]:
            if name not in names:
                reason = f"is none of {', '.join(names)}; leave it out"
                yield Problem("an unknown name", f"{_MEMBERS[member]} {name}", reason)


def _problems_of_texts(
    answer: Mapping[str, Any], said: Mapping[str, Mapping[str, str]]
) -> Iterator[Problem]:
    texts = {member: answer[member] for member in ("title", "about")}
    for member, what in _MEMBERS.items():
        texts |= {f"{what} {name}": text for name, text in said[member].items()}
    for where, text in texts.items():
        most = MAX_SUMMARY if where.startswith("tool ") else MAX_TEXT
        if len(text) > most or not text.isprintable() or '"' in text or "\\" in text:
            reason = f"must be one line of at most {most} characters, no quotes, no backslashes"
            yield Problem("a text", where, reason, text)
        elif not text.strip() and " " in where:
            yield Problem("a text", where, "says nothing; leave it out")
        elif wrong := strangeness(text):
            yield Problem("a text", where, wrong, text)
    if not is_english(texts.values()):
        yield Problem("another language", "the answer", "is not English; write it in English")

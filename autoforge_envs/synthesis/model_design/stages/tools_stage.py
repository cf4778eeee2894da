"""The third stage, in parts: the tools, a handful at a time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.synthesis.documents.tool_documents import ToolDocument
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Outline
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.naming import objection
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.python_subset import find_problems
from autoforge_envs.synthesis.model_design.quoting import in_full, quote
from autoforge_envs.synthesis.model_design.shapes import TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.sources import Source
from autoforge_envs.synthesis.model_design.stages.definitions import (
    check_names,
    check_titles,
    docstrings,
    read_sources,
)
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import given_source, names_of, table_source

TOOLS_A_QUESTION = 8
"""Tools that are asked for at once: more make answers that break off."""

_DEFINITION = record(name=TEXT, source=TEXT)
_SHAPE = record(
    choices=list_of(record(name=TEXT, words=list_of(TEXT))),
    constants=list_of(_DEFINITION),
    views=list_of(_DEFINITION),
    tools=list_of(record(name=TEXT, title=TEXT, source=TEXT)),
    functions=list_of(_DEFINITION),
)


@dataclass(frozen=True, slots=True)
class ToolsStage:
    """Asks for some of the tools.

    Attributes:
        wanted: Which.
        documents: What documents say about them.
    """

    wanted: tuple[Outline, ...]
    documents: tuple[ToolDocument, ...]

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "tools"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return f"tools {', '.join(tool.name for tool in self.wanted)}"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """Every tool is run."""
        return "code"

    def part(self, member: str, item: Any) -> str:
        """Return the whole: every tool was asked for because it is needed."""
        return "the answer"

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        return render_prompt(
            "tools",
            title=blueprint.title,
            about=blueprint.about,
            party_id=f"{blueprint.party.snake}_id",
            given=given_source(blueprint),
            tables=table_source(blueprint),
            written="\n\n\n".join(source.text for source in blueprint.sources),
            wanted=self.wanted,
            document=quote(in_full(self.documents)) if self.documents else "",
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with the tools.

        Raises:
            RejectedAnswer: Something is wrong with them.
        """
        kinds = {"constants": "constant", "views": "view", "tools": "tool", "functions": "function"}
        sources = read_sources(answer, kinds)
        choices = {each["name"]: tuple(each["words"]) for each in answer["choices"]}
        grown = replace(
            blueprint,
            choices={**blueprint.choices, **choices},
            sources=(*blueprint.sources, *sources),
        )
        before, names = names_of(blueprint).all, names_of(grown)
        raise_if_any(
            [
                *check_names(sources, {*before, *choices}),
                *_problems_of_choices(choices, {*before, *(each.name for each in sources)}),
                *self._problems_of_tools([each for each in sources if each.kind == "tool"]),
                *check_titles(sources),
                *(problem for source in sources for problem in find_problems(source, names)),
            ]
        )
        if not is_english(text for source in sources for text in docstrings(source)):
            raise_if_any([Problem("another language", "docstrings", "must be English")])
        return grown

    def _problems_of_tools(self, tools: Sequence[Source]) -> Iterator[Problem]:
        given = [tool.name for tool in tools]
        wanted = [tool.name for tool in self.wanted]
        for name in wanted:
            if given.count(name) != 1:
                reason = f"{name} is {'missing' if name not in given else 'there twice'}"
                yield Problem("another tool", "tools", f"{reason}; write {', '.join(wanted)}")
        for name in given:
            if name not in wanted:
                reason = f"was not asked for; write {', '.join(wanted)}, under these names"
                yield Problem("another tool", f"tool {name[:60]}", reason)
        for outline in self.wanted:
            for tool in tools:
                if tool.name == outline.name and tool.writes != outline.writes:
                    word = "writes=True" if outline.writes else "no writes=True"
                    reason = f"must have {word} in its decorator, as it was listed"
                    yield Problem("another effect", tool.where, reason, tool.line(1))


def _problems_of_choices(
    choices: Mapping[str, Sequence[str]], taken: Collection[str]
) -> Iterator[Problem]:
    for name, words in choices.items():
        where = f"choice {name[:60]}"
        wrong = objection(name, "camel")
        if wrong or name in taken:
            yield Problem("a name", where, wrong or f"there is a {name} already; rename it")
        whole = [word for word in words if word.isprintable() and word]
        if len(set(whole)) < max(2, len(words)) or any('"' in word for word in words):
            yield Problem("a choice", where, "needs 2 or more different plain words")
        elif wrong := strangeness(" ".join(words)):
            yield Problem("a choice", where, wrong)

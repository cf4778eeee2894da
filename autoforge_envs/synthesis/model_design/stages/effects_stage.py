"""What writing tools do beyond what schemas tell: other bodies for tools that are drafted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autoforge_envs.synthesis.documents.tool_documents import ToolDocument
from autoforge_envs.synthesis.model_design.blueprint import Blueprint, Outline
from autoforge_envs.synthesis.model_design.english import is_english
from autoforge_envs.synthesis.model_design.problems import Problem, raise_if_any
from autoforge_envs.synthesis.model_design.prompting import render_prompt
from autoforge_envs.synthesis.model_design.python_subset import find_problems
from autoforge_envs.synthesis.model_design.quoting import quote, what_they_take
from autoforge_envs.synthesis.model_design.shapes import TEXT, Shape, list_of, record
from autoforge_envs.synthesis.model_design.sources import Source, signature_text
from autoforge_envs.synthesis.model_design.stages.definitions import (
    added,
    check_names,
    docstrings,
    read_sources,
)
from autoforge_envs.synthesis.model_design.stages.stage import Checks
from autoforge_envs.synthesis.model_design.writing import given_source, names_of, table_source

_DEFINITIONS = list_of(record(name=TEXT, source=TEXT))
_SHAPE = record(constants=_DEFINITIONS, functions=_DEFINITIONS, tools=_DEFINITIONS)
_KINDS = {"constants": "constant", "functions": "function", "tools": "tool"}


@dataclass(frozen=True, slots=True)
class EffectsStage:
    """Asks for other bodies of tools that write; those it gives none for stay as they are.

    Attributes:
        wanted: The tools that may get another body.
        documents: What documents say about them.
    """

    wanted: tuple[Outline, ...]
    documents: tuple[ToolDocument, ...]

    @property
    def name(self) -> str:
        """What ledgers call it."""
        return "effects"

    @property
    def subject(self) -> str:
        """What the question is about."""
        return f"effects of {', '.join(tool.name for tool in self.wanted)}"

    @property
    def shape(self) -> Shape:
        """The shape of an answer."""
        return _SHAPE

    @property
    def checks(self) -> Checks:
        """Every tool with another body is run."""
        return "code"

    def part(self, member: str, item: Any) -> str:
        """Return what a definition is called."""
        (source,) = read_sources({member: [item]}, {member: _KINDS[member]})
        return source.where

    def question(self, blueprint: Blueprint) -> str:
        """Return what the model is asked."""
        return render_prompt(
            "effects",
            title=blueprint.title,
            about=blueprint.about,
            given=given_source(blueprint),
            tables=table_source(blueprint),
            written="\n\n\n".join(
                source.text for source in blueprint.sources if source.kind not in ("rule", "limit")
            ),
            wanted=[tool.name for tool in self.wanted],
            rules=[docstrings(rule)[0] for rule in blueprint.of_kind("rule")],
            document=quote(what_they_take(self.documents)) if self.documents else "",
        )

    def read(self, answer: Mapping[str, Any], blueprint: Blueprint) -> Blueprint:
        """Return the blueprint with the bodies.

        Raises:
            RejectedAnswer: Something is wrong with them.
        """
        drafted = {tool.name: tool for tool in blueprint.of_kind("tool")}
        sources = [
            replace(each, title=drafted[each.name].title) if each.name in drafted else each
            for each in read_sources(answer, _KINDS)
        ]
        grown = replace(blueprint, sources=added(blueprint.sources, sources))
        names = names_of(grown)
        tools = [each for each in sources if each.kind == "tool"]
        own = [each for each in sources if each.kind != "tool"]
        raise_if_any(
            [
                *self._problems_of_choice(tools),
                *check_names(own, names_of(blueprint).all),
                *(problem for source in sources for problem in find_problems(source, names)),
            ]
        )
        raise_if_any(_problems_of_signatures(tools, drafted))
        if not is_english(text for source in sources for text in docstrings(source)):
            raise_if_any([Problem("another language", "docstrings", "must be English")])
        return grown

    def _problems_of_choice(self, tools: Sequence[Source]) -> Iterator[Problem]:
        wanted = [tool.name for tool in self.wanted]
        names = [tool.name for tool in tools]
        for tool in tools:
            if tool.name not in wanted:
                reason = f"was not asked about; there are {', '.join(wanted)}"
                yield Problem("another tool", tool.where, reason)
            elif names.count(tool.name) > 1:
                yield Problem("another tool", tool.where, "is there twice; leave one out")


def _problems_of_signatures(
    tools: Sequence[Source], drafted: Mapping[str, Source]
) -> Iterator[Problem]:
    for tool in tools:
        wanted = signature_text(drafted[tool.name])
        if signature_text(tool) != wanted:
            reason = f"takes and returns other things than before; keep {wanted}"
            yield Problem("another signature", tool.where, reason, tool.line(2))
        if not tool.writes:
            yield Problem("another effect", tool.where, "has lost its writes=True", tool.line(1))

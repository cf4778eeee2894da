"""Reading the definitions in an answer: what tools and rules have in common."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.model_design.naming import objection
from autoforge_envs.synthesis.model_design.plain_texts import strangeness
from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.sources import Source

_MAX_TITLE = 60
_STYLES = {
    "constant": "constant", "function": "snake", "rule": "snake", "tool": "snake", "view": "camel",
}  # fmt: skip


def read_sources(answer: Mapping[str, Any], kinds: Mapping[str, str]) -> list[Source]:
    """Return an answer's definitions in order.

    Args:
        answer: It has the shape.
        kinds: Member of the answer -> kind of its definitions.
    """
    return [
        Source(kind, said["name"], said["source"].strip("\n").rstrip(), said.get("title", ""))
        for member, kind in kinds.items()
        for said in answer[member]
    ]


def added(sources: Sequence[Source], new: Sequence[Source]) -> tuple[Source, ...]:
    """Return sources with others, each in the place of the one that it replaces or at the end."""
    by_name = {source.name: source for source in new}
    kept = [by_name.pop(source.name, source) for source in sources]
    return (*kept, *by_name.values())


def check_names(sources: Sequence[Source], taken: Collection[str]) -> Iterator[Problem]:
    """Yield names that are none, mean something else, or are there twice.

    Args:
        sources: The definitions.
        taken: Names that something else has.
    """
    names = [source.name for source in sources]
    for source in sources:
        wrong = objection(source.name, _STYLES[source.kind])
        if wrong:
            yield Problem("a name", source.where, wrong)
        elif names.count(source.name) > 1 or source.name in taken:
            yield Problem("a name", source.where, f"there is a {source.name} already; rename it")


def check_titles(sources: Sequence[Source]) -> Iterator[Problem]:
    """Yield headings that cannot stand in a comment."""
    for source in sources:
        if len(source.title) > _MAX_TITLE or not source.title.isprintable():
            reason = f"its title must be one line of at most {_MAX_TITLE} characters"
            yield Problem("a title", source.where, reason, source.title)
        elif wrong := strangeness(source.title):
            yield Problem("a title", source.where, f"its title {wrong}", source.title)


def docstrings(source: Source) -> list[str]:
    """Return the docstring of a definition that has passed the check."""
    node = parse(source.text).body[0]
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [ast.get_docstring(node) or ""]
    return []

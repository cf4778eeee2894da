"""Reading the definitions in an answer: what tools and rules have in common."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.sources import Source

_MAX_TITLE = 60


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


def check_titles(sources: Sequence[Source]) -> Iterator[Problem]:
    """Yield headings that cannot stand in a comment."""
    for source in sources:
        if len(source.title) > _MAX_TITLE or not source.title.isprintable():
            reason = f"its title must be one line of at most {_MAX_TITLE} characters"
            yield Problem("a title", source.where, reason, source.title)


def docstrings(source: Source) -> list[str]:
    """Return the docstring of a definition that has passed the check."""
    node = ast.parse(source.text).body[0]
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [ast.get_docstring(node) or ""]
    return []

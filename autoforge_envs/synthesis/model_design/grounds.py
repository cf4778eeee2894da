"""What a tool's behaviour rests on, so that only what has changed is tried again."""

import ast
from collections.abc import Mapping
from functools import lru_cache

from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.design.assembly import pieces
from autoforge_envs.synthesis.model_design.blueprint import Blueprint
from autoforge_envs.synthesis.model_design.sources import Source
from autoforge_envs.synthesis.model_design.writing import given_tools

Grounds = frozenset[str]
"""The code of a tool and of everything that it uses; what docstrings say does not matter."""


def grounds_of(blueprint: Blueprint) -> dict[str, Grounds]:
    """Return what each tool rests on: itself, and the functions, constants and views it uses."""
    sources = {source.name: source for source in blueprint.sources if source.kind != "rule"}
    own = {tool.name: _reached(tool, sources) for tool in blueprint.of_kind("tool")}
    return {**dict.fromkeys(given_tools(blueprint), frozenset()), **own}


def _reached(tool: Source, sources: Mapping[str, Source]) -> Grounds:
    found: dict[str, str] = {}
    waiting = [tool]
    while waiting:
        source = waiting.pop()
        found[source.name] = _code(source.text)
        used = [name for piece in pieces(source.text, source.where) for name in piece.uses]
        waiting += [sources[name] for name in used if name in sources and name not in found]
    return frozenset(found.values())


@lru_cache(maxsize=1024)
def _code(text: str) -> str:
    """Return source without docstrings and layout."""
    tree = parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            del node.body[0]
    return ast.dump(tree)

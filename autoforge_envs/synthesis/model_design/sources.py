"""Definitions that a model wrote, and the names that they may use."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from autoforge_envs import domain
from autoforge_envs.parsing import parse
from autoforge_envs.synthesis.model_design.problems import Problem

BUILTINS = frozenset(
    {
        "abs", "all", "any", "bool", "dict", "divmod", "enumerate", "int", "len", "list", "max",
        "min", "range", "reversed", "round", "set", "sorted", "str", "sum", "tuple", "zip",
    }
)  # fmt: skip
FROM_DOMAIN = frozenset(domain.__all__) - {"SemanticModel", "column", "identifier"}

_QUOTES = '"""'


@dataclass(frozen=True, slots=True)
class Source:
    """A definition that a model wrote.

    Attributes:
        kind: "tool", "rule", "function", "view" or "constant".
        text: Python.
        title: The heading that it stands under; "" for none.
    """

    kind: str
    name: str
    text: str
    title: str = ""

    @property
    def where(self) -> str:
        """How problems call it."""
        return f"{self.kind} {self.name}"

    @property
    def writes(self) -> bool:
        """Whether a tool says that it changes something."""
        return "writes=True" in "".join(self.text.partition("def ")[0].split())

    def line(self, number: int) -> str:
        """Return one of its lines; "" if it has no such."""
        lines = self.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def wrong(self, node: ast.AST, kind: str, reason: str) -> Problem:
        """Return the problem of one of its nodes, with the line."""
        number = getattr(node, "lineno", 1)
        return Problem(kind, f"{self.where}, line {number}", reason, self.line(number))


@dataclass(frozen=True, slots=True)
class Names:
    """What definitions may refer to.

    Attributes:
        tables: Classes of tables.
        views: Classes of what tools show.
        choices: Aliases of choices.
        others: Functions and constants.
    """

    tables: frozenset[str]
    views: frozenset[str] = frozenset()
    choices: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Every name."""
        return self.tables | self.views | self.choices | self.others | FROM_DOMAIN | BUILTINS


def signature_text(source: Source) -> str:
    """Return a function's parameters and what it returns, as written; it has passed the check."""
    node = parse(source.text).body[0]
    if not isinstance(node, ast.FunctionDef) or node.returns is None:
        return ""
    return f"({ast.unparse(node.args)}) -> {ast.unparse(node.returns)}"


def intent_of(source: Source) -> str:
    """Return what a tool's decorator says it does; it has passed the check."""
    node = parse(source.text).body[0]
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    keywords = [each for call in decorators for each in getattr(call, "keywords", ())]
    said = [ast.literal_eval(each.value) for each in keywords if each.arg == "intent"]
    return said[0] if said and isinstance(said[0], str) else ""


def with_summary(source: Source, summary: str) -> Source:
    """Return a function with another first sentence in its docstring."""
    node = parse(source.text).body[0]
    if not isinstance(node, ast.FunctionDef) or not ast.get_docstring(node):
        return source
    lines = source.text.splitlines()
    at = node.body[0].lineno - 1
    indent, mark, rest = lines[at].partition(_QUOTES)
    closed = _QUOTES if rest.endswith(_QUOTES) else ""
    lines[at] = f"{indent}{mark}{summary}{closed}"
    return replace(source, text="\n".join(lines))


@lru_cache(maxsize=1024)
def fields_of(source: Source) -> Mapping[str, str]:
    """Return a view's fields and their types, as written; it has passed the check."""
    body = getattr(parse(source.text).body[0], "body", [])
    fields = [node for node in body if isinstance(node, ast.AnnAssign)]
    types = {ast.unparse(node.target): ast.unparse(node.annotation) for node in fields}
    return MappingProxyType(types)


@lru_cache(maxsize=1024)
def signature_of(source: Source) -> Mapping[str, str]:
    """Return a function's parameters and their types, as written; it has passed the check."""
    node = parse(source.text).body[0]
    arguments: Sequence[ast.arg] = node.args.args if isinstance(node, ast.FunctionDef) else ()
    types = {each.arg: ast.unparse(each.annotation) for each in arguments if each.annotation}
    return MappingProxyType(types)

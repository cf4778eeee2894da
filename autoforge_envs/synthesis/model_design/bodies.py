"""What may stand inside functions: plain statements and expressions."""

import ast
from collections.abc import Iterator, Set

from autoforge_envs.synthesis.model_design.problems import Problem
from autoforge_envs.synthesis.model_design.sources import Source

MAX_DEPTH = 5
STATE_VERBS = frozenset({"add", "find", "get", "now", "remove", "update"})

_STATEMENTS = (
    ast.AnnAssign, ast.Assign, ast.AugAssign, ast.Break, ast.Continue, ast.Expr, ast.For, ast.If,
    ast.Raise, ast.Return,
)  # fmt: skip
_EXPRESSIONS = (
    ast.Attribute, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Constant, ast.Dict,
    ast.DictComp, ast.FormattedValue, ast.GeneratorExp, ast.IfExp, ast.JoinedStr, ast.Lambda,
    ast.List, ast.ListComp, ast.Name, ast.Set, ast.SetComp, ast.Slice, ast.Starred, ast.Subscript,
    ast.Tuple, ast.UnaryOp,
)  # fmt: skip

_BAD_OPERATORS = (ast.Div, ast.Pow, ast.MatMult)
_STATEMENT_ADVICE = (
    "only assignments, if, for, return, raise, break, continue and calls; no imports, no while, "
    "no try, no with, no inner functions or classes"
)


def problems_of_body(source: Source, root: ast.AST, known: Set[str]) -> Iterator[Problem]:
    """Yield what a statement or expression has that is not used here.

    Args:
        source: Where it stands.
        root: What to look through.
        known: Names that it may use.
    """
    for node in ast.walk(root):
        if isinstance(node, ast.stmt) and not isinstance(node, _STATEMENTS):
            yield source.wrong(node, "outside the subset", _STATEMENT_ADVICE)
        elif isinstance(node, ast.expr) and not isinstance(node, _EXPRESSIONS):
            name = type(node).__name__
            yield source.wrong(node, "outside the subset", f"{name} is not used here; write it out")
        elif isinstance(node, ast.Attribute):
            yield from _attribute(source, node)
        elif isinstance(node, ast.Name):
            yield from _name(source, node, known)
        elif isinstance(node, ast.Constant) and isinstance(node.value, float | complex | bytes):
            reason = "only texts, whole numbers, True, False and None; money is whole cents"
            yield source.wrong(node, "a number", reason)
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, _BAD_OPERATORS):
            reason = "no / and no **: there are no floats; divide with // and multiply with *"
            yield source.wrong(node, "a number", reason)


def _attribute(source: Source, node: ast.Attribute) -> Iterator[Problem]:
    if node.attr.startswith("_") or node.attr in ("format", "format_map", "mro"):
        yield source.wrong(node, "a hidden name", f".{node.attr} must not be used")
    elif (
        isinstance(node.value, ast.Name)
        and node.value.id == "state"
        and node.attr not in STATE_VERBS
    ):
        verbs = ", ".join(sorted(STATE_VERBS))
        yield source.wrong(node, "a hidden name", f"state has {verbs}, no {node.attr}")


def _name(source: Source, node: ast.Name, known: Set[str]) -> Iterator[Problem]:
    if node.id.startswith("__"):
        yield source.wrong(node, "a hidden name", f"{node.id} must not be used")
    elif isinstance(node.ctx, ast.Load) and node.id not in known:
        reason = f"there is no {node.id} here; imports are made for you, declare what you add"
        yield source.wrong(node, "an unknown name", reason)


def problems_of_depth(source: Source, node: ast.AST, depth: int) -> Iterator[Problem]:
    """Yield where blocks are nested too deeply."""
    for child in ast.iter_child_nodes(node):
        deeper = depth + isinstance(child, ast.For | ast.If)
        if deeper > MAX_DEPTH:
            yield source.wrong(child, "too deep", f"nested deeper than {MAX_DEPTH}; use functions")
            return
        yield from problems_of_depth(source, child, deeper)

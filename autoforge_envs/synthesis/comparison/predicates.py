"""Predicates read as shapes: what code does, without what anything in it is called.

What stays is what any domain's code is written in: the state's methods, the functions that
`autoforge_envs.domain` offers, Python's own, and the semantic type of each column and parameter.
Functions of the domain are read where they are called and local names where they are used, so a
predicate keeps its shape when a part of it moves into a function or gets a name.
"""

import ast
import builtins
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any, get_type_hints

from autoforge_envs.domain.columns import SemanticModel, read_annotation
from autoforge_envs.domain.rules import Rule
from autoforge_envs.domain.tools import Tool
from autoforge_envs.parsing import parse

MAX_DEPTH = 8
"""Functions within functions that are read; past it a call is just a call."""

MAX_LENGTH = 400
"""Longest shape that is written out, in characters; a longer one is a hash."""

_MIRRORED: dict[type, str] = {ast.Gt: "<", ast.GtE: "<="}
_SIGNS: dict[type, str] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.In: "in", ast.NotIn: "not in",
    ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip
_SYMMETRIC = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate without its names.

    Attributes:
        parts: The comparisons in it, and the calls of what every domain has.
    """

    shape: str
    parts: tuple[str, ...]


def package_of(value: type | FunctionType) -> str:
    """Return the package in which something was defined: one domain, one package."""
    return value.__module__.rpartition(".")[0]


class Reading:
    """Reads the rules of one domain."""

    def __init__(self, folder: Path, fields: Mapping[str, str]) -> None:
        """Prepare for a domain.

        Args:
            folder: Where its code is; equal code may have been imported from elsewhere before.
            fields: The semantic type of columns and of fields of views, by name.
        """
        self._folder = folder
        self._fields = fields
        self._files: dict[str, dict[str, ast.FunctionDef]] = {}

    def read(self, rule: Rule) -> Predicate:
        """Read a rule's predicate."""
        function = rule.function
        hints = get_type_hints(function, include_extras=True)
        scope = {}
        for position, name in enumerate(function.__code__.co_varnames[: len(rule.parameters) + 1]):
            semantic = read_annotation(hints.get(name)).semantic
            plain = "state" if position == 0 else "call"
            scope[name] = semantic.name if semantic else plain
        visitor = _Visitor(self._fields, self.definition)
        shape = visitor.read(function, scope)
        return Predicate(shape, tuple(visitor.parts))

    def definition(self, function: Callable[..., object]) -> ast.FunctionDef | None:
        """Return the source of one of the domain's functions, if it stands by itself in a file."""
        file = Path(function.__code__.co_filename).name
        if file not in self._files:
            tree = parse((self._folder / file).read_bytes())
            self._files[file] = {
                node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)
            }
        return self._files[file].get(function.__code__.co_name)


class _Visitor(ast.NodeVisitor):
    """Turns the nodes of one predicate into text."""

    def __init__(
        self,
        fields: Mapping[str, str],
        find: Callable[[Callable[..., object]], ast.FunctionDef | None],
    ) -> None:
        self.parts: list[str] = []
        self._fields = fields
        self._find = find
        self._scopes: list[dict[str, str]] = []
        self._globals: list[Mapping[str, Any]] = []

    def read(self, function: Callable[..., object], scope: dict[str, str]) -> str:
        """Read a function's body; `scope` has the shapes of what it is called with."""
        definition = self._find(function)
        if definition is None:
            return "function"
        self._scopes.append(scope)
        self._globals.append(function.__globals__)
        documented = ast.get_docstring(definition) is not None
        shape = self._block(definition.body[documented:], outermost=True)
        self._scopes.pop()
        self._globals.pop()
        return _short(shape)

    def _block(self, statements: Sequence[ast.stmt], *, outermost: bool = False) -> str:
        """Read statements; a name given at the outermost level shows only where it is used."""
        shapes = [(each, self.visit(each)) for each in statements]
        return "; ".join(
            shape for each, shape in shapes if not (outermost and isinstance(each, ast.Assign))
        )

    def visit_Return(self, node: ast.Return) -> str:
        return str(self.visit(node.value)) if node.value else "None"

    def visit_Assign(self, node: ast.Assign) -> str:
        shape = str(self.visit(node.value))
        for target in node.targets:
            self._bind(target, shape)
        return shape

    def visit_If(self, node: ast.If) -> str:
        test, body = self.visit(node.test), self._block(node.body)
        return f"if {test}: {body} else: {self._block(node.orelse)}"

    def visit_For(self, node: ast.For) -> str:
        source = str(self.visit(node.iter))
        self._bind(node.target, f"each {source}")
        return f"for {source}: {self._block(node.body)}"

    def _bind(self, target: ast.expr, shape: str) -> None:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                self._scopes[-1][node.id] = shape

    def visit_Name(self, node: ast.Name) -> str:
        if node.id in self._scopes[-1]:
            return self._scopes[-1][node.id]
        if node.id not in self._globals[-1]:
            return node.id if hasattr(builtins, node.id) else "name"
        value = self._globals[-1][node.id]
        if isinstance(value, type) and issubclass(value, SemanticModel):
            return "table"
        return value.__name__ if isinstance(value, FunctionType) else "constant"

    def visit_Attribute(self, node: ast.Attribute) -> str:
        owner = self.visit(node.value)
        if owner == "state":
            return node.attr
        return f"{owner}.{self._fields.get(node.attr, node.attr)}"

    def visit_Constant(self, node: ast.Constant) -> str:
        return repr(node.value) if isinstance(node.value, bool | None) else "constant"

    def visit_JoinedStr(self, _node: ast.JoinedStr) -> str:
        return "text"

    def visit_Tuple(self, node: ast.Tuple | ast.List | ast.Set) -> str:
        shapes = [self.visit(each) for each in node.elts]
        if all(shape == "constant" for shape in shapes):
            return "constant"
        return f"({', '.join(sorted(shapes))})"

    visit_List = visit_Tuple  # noqa: N815 - ast looks for this name
    visit_Set = visit_Tuple  # noqa: N815 - ast looks for this name

    def visit_BoolOp(self, node: ast.BoolOp) -> str:
        word = " and " if isinstance(node.op, ast.And) else " or "
        return f"({word.join(sorted(self.visit(each) for each in node.values))})"

    def visit_Compare(self, node: ast.Compare) -> str:
        operands = [self.visit(each) for each in (node.left, *node.comparators)]
        signs = [_MIRRORED.get(type(op)) or _SIGNS[type(op)] for op in node.ops]
        if all(type(op) in _MIRRORED for op in node.ops):
            operands, signs = operands[::-1], signs[::-1]
        elif all(isinstance(op, _SYMMETRIC) for op in node.ops):
            operands = sorted(operands)
        pairs = zip(signs, operands[1:], strict=True)
        shape = str(operands[0]) + "".join(f" {sign} {operand}" for sign, operand in pairs)
        self.parts.append(_short(shape))
        return shape

    def visit_Call(self, node: ast.Call) -> str:
        arguments = [self.visit(each) for each in node.args]
        named = {each.arg or "**": self.visit(each.value) for each in node.keywords}
        own = self._own_function(node.func)
        if own is not None and len(self._scopes) <= MAX_DEPTH:
            names = own.__code__.co_varnames[: own.__code__.co_argcount]
            return self.read(own, {**dict(zip(names, arguments, strict=False)), **named})
        arguments += sorted(f"{self._fields.get(k, k)}={v}" for k, v in named.items())
        shape = f"{self.visit(node.func)}({', '.join(arguments)})"
        if isinstance(node.func, ast.Name) and node.func.id in self._globals[-1]:
            self.parts.append(_short(shape))
        return shape

    def _own_function(self, node: ast.expr) -> FunctionType | None:
        """Return the domain's own function that a call names, if it names one."""
        if not isinstance(node, ast.Name) or node.id in self._scopes[-1]:
            return None
        value = self._globals[-1].get(node.id)
        value = value.function if isinstance(value, Tool | Rule) else value
        if not isinstance(value, FunctionType):
            return None
        home = self._globals[-1]["__name__"].rpartition(".")[0]
        return value if package_of(value) == home else None

    def visit_GeneratorExp(self, node: ast.GeneratorExp | ast.ListComp | ast.SetComp) -> str:
        sources = []
        for each in node.generators:
            source = self.visit(each.iter)
            self._bind(each.target, f"each {source}")
            tests = sorted(self.visit(test) for test in each.ifs)
            sources.append(" if ".join([source, *tests]))
        return f"[{self.visit(node.elt)} for {', '.join(sources)}]"

    visit_ListComp = visit_GeneratorExp  # noqa: N815 - ast looks for this name
    visit_SetComp = visit_GeneratorExp  # noqa: N815 - ast looks for this name

    def generic_visit(self, node: ast.AST) -> str:
        children = ast.iter_child_nodes(node)
        inner = [self.visit(each) for each in children if not isinstance(each, ast.expr_context)]
        kept = [shape for shape in inner if shape]
        return f"{type(node).__name__}({', '.join(kept)})" if kept else type(node).__name__


def _short(shape: str) -> str:
    if len(shape) <= MAX_LENGTH:
        return shape
    return hashlib.blake2b(shape.encode(), digest_size=12).hexdigest()

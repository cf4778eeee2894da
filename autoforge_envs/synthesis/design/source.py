"""What rendered source declares, read from its syntax tree; none of it runs."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from autoforge_envs.errors import DesignError
from autoforge_envs.parsing import parse


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table as the source declares it.

    Attributes:
        model: Its class.
        name: Its name in the database.
        prefix: How its keys begin.
        columns: Its columns, the key first.
        references: Class referred to by each column that cannot be empty.
    """

    model: str
    name: str
    prefix: str
    columns: tuple[str, ...]
    references: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ToolSource:
    """A tool as the source declares it.

    Attributes:
        references: Class referred to by each parameter that is a key.
    """

    name: str
    writes: bool
    caller: str
    references: Mapping[str, str]


def read_tables(source: str) -> dict[str, TableSource]:
    """Return the tables of `models.py` by class, in order."""
    tables = (
        _table(node) for node in body_of(source, "models.py") if isinstance(node, ast.ClassDef)
    )
    return {table.model: table for table in tables if table.name}


def _table(node: ast.ClassDef) -> TableSource:
    name, prefix, columns, references = "", "", [], {}
    for statement in node.body:
        if (
            isinstance(statement, ast.Assign)
            and ast.unparse(statement.targets[0]) == "__tablename__"
        ):
            name = str(ast.literal_eval(statement.value))
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            column = statement.target.id
            columns.append(column)
            prefix = prefix or _prefix(statement.value)
            annotation = ast.unparse(statement.annotation)
            if "Reference[" in annotation and "None" not in annotation:
                references[column] = annotation.split("Reference[")[1].split("]")[0]
    return TableSource(node.name, name, prefix, tuple(columns), references)


def _prefix(value: ast.expr | None) -> str:
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "identifier":
        return str(ast.literal_eval(value.args[0]))
    return ""


def read_tools(source: str) -> list[ToolSource]:
    """Return the tools of `tools.py`, in order."""
    functions = [n for n in body_of(source, "tools.py") if isinstance(n, ast.FunctionDef)]
    return [
        _tool(function, decorator)
        for function in functions
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "tool"
    ]


def _tool(function: ast.FunctionDef, decorator: ast.Call) -> ToolSource:
    options: dict[str, Any] = {k.arg or "": ast.literal_eval(k.value) for k in decorator.keywords}
    annotations = {a.arg: ast.unparse(a.annotation) for a in function.args.args if a.annotation}
    return ToolSource(
        name=function.name,
        writes=options.get("writes", False),
        caller=options.get("caller", "agent"),
        references={
            name: annotation.removeprefix("Reference[").split("]")[0]
            for name, annotation in annotations.items()
            if annotation.startswith("Reference[")
        },
    )


def read_definitions(source: str, name: str) -> list[str]:
    """Return what a file defines at its top: classes, functions, constants, aliases."""
    return list(_defined(body_of(source, name)))


def _defined(body: Sequence[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


@lru_cache(maxsize=32)
def body_of(source: str, name: str) -> tuple[ast.stmt, ...]:
    """Return the statements of a file, to read: the same ones to everybody who asks.

    Args:
        source: The file's content.
        name: The file, for the error.

    Raises:
        DesignError: It is no Python.
    """
    try:
        return tuple(parse(source).body)
    except SyntaxError as error:
        line = (source.splitlines() or [""])[(error.lineno or 1) - 1]
        raise DesignError(f"{name}, {line.strip()!r}: {error.msg}; mend the template") from error

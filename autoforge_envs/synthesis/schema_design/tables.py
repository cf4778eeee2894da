"""The tables that the source of a `models.py` declares, read from its syntax tree; nothing runs."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.source import body_of, read_tables


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        type: Its semantic type: "Money", "Label", "Choice", "Reference".
        choices: The words of a choice.
        references: Class whose key a reference is.
    """

    name: str
    type: str
    nullable: bool
    unique: bool
    choices: tuple[str, ...] = ()
    references: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its class, and its columns without the key."""

    model: str
    columns: tuple[Column, ...]

    def parents(self) -> dict[str, str]:
        """Return the class that each reference that cannot be empty leads to, by column."""
        return {c.name: c.references for c in self.columns if c.references and not c.nullable}


def tables_of(models: str) -> list[Table]:
    """Return the tables, parents before children.

    Args:
        models: Source of `models.py`.

    Raises:
        DesignError: It is no Python, or tables cannot do without each other.
    """
    known = read_tables(models)
    body = body_of(models, "models.py")
    aliases = dict(_aliases(body))
    tables = [
        Table(node.name, tuple(_columns(node, aliases)))
        for node in body
        if isinstance(node, ast.ClassDef) and node.name in known
    ]
    return _parents_first(tables)


def _aliases(body: Sequence[ast.stmt]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the choices that have a name: `OrderStatus = Literal["placed", "sent"]`."""
    for node in body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            choices = _choices(node.value, {})
            if choices:
                yield node.targets[0].id, choices


def _columns(node: ast.ClassDef, aliases: Mapping[str, tuple[str, ...]]) -> Iterator[Column]:
    for statement in node.body:
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        if not isinstance(statement.annotation, ast.Subscript) or _is_key(statement.value):
            continue
        inner, nullable = _without_none(statement.annotation.slice)
        choices = _choices(inner, aliases)
        references = _referred(inner)
        kind = "Reference" if references else "Choice" if choices else ast.unparse(inner)
        unique = _is_unique(statement.value)
        yield Column(statement.target.id, kind, nullable, unique, choices, references)


def _without_none(node: ast.expr) -> tuple[ast.expr, bool]:
    if isinstance(node, ast.BinOp) and ast.unparse(node.right) == "None":
        return node.left, True
    return node, False


def _referred(node: ast.expr) -> str:
    is_reference = isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Reference"
    return ast.unparse(node.slice) if is_reference and isinstance(node, ast.Subscript) else ""


def _choices(node: ast.expr, aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if isinstance(node, ast.Name):
        return aliases.get(node.id, ())
    if not isinstance(node, ast.Subscript) or ast.unparse(node.value) != "Literal":
        return ()
    words = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return tuple(str(word.value) for word in words if isinstance(word, ast.Constant))


def _is_key(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) == "identifier"


def _is_unique(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and any(
        word.arg == "unique" and ast.unparse(word.value) == "True" for word in value.keywords
    )


def _parents_first(tables: list[Table]) -> list[Table]:
    placed: list[Table] = []
    waiting = list(tables)
    while waiting:
        known = {table.model for table in placed}
        ready = next((t for t in waiting if set(t.parents().values()) <= known), None)
        if ready is None:
            names = ", ".join(table.model for table in waiting)
            raise DesignError(
                f"tables need each other before they can have rows: {names}; "
                "let one reference be empty (`| None`)"
            )
        waiting.remove(ready)
        placed.append(ready)
    return placed

"""Names of tools, parameters, tables and columns, read off source text that is never run.

The same reading serves our own domains and foreign code, so that both come out alike.
"""

import ast
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from autoforge_envs.parsing import parse

_JSON_TYPES = {
    "array": ("list", "List", "Sequence", "Tuple", "tuple"),
    "integer": ("int", "Quantity", "Number", "Percentage"),
    "number": ("float", "Money"),
    "boolean": ("bool", "Flag"),
    "object": ("dict", "Dict", "Mapping"),
}
_NOTHING = re.compile(r"\s*\|\s*None\b|\bOptional\[(.*)\]$")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(frozen=True, slots=True)
class Signature:
    """A tool with its parameters, or a table with its columns, by name.

    Attributes:
        fields: For a tool "name:type" of each parameter, in the types of JSON; for a table the
            names of its columns.
    """

    name: str
    fields: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """The words in its name, singular."""
        return words_in(self.name)

    def likeness(self, other: "Signature") -> float:
        """Say how alike two of them are, from 0 to 1: half by their names, half by their fields."""
        return (_jaccard(self.words, other.words) + _jaccard(self.fields, other.fields)) / 2


def words_in(name: str) -> frozenset[str]:
    """Split a name such as `list_orders` or `OrderItem` into its words, singular."""
    return frozenset(word.lower().removesuffix("s") for word in _PART.findall(name))


def _jaccard(first: Collection[str], second: Collection[str]) -> float:
    either = {*first, *second}
    return len({*first} & {*second}) / len(either) if either else 1.0


def json_type(annotation: str) -> str:
    """Return the type of JSON that an annotation stands for."""
    plain = _NOTHING.sub(r"\1", annotation).strip()
    head = re.split(r"[\[\s]", plain, maxsplit=1)[0].rpartition(".")[2]
    return next((kind for kind, names in _JSON_TYPES.items() if head in names), "string")


def read_functions(source: str, decorators: Collection[str]) -> list[Signature]:
    """Read the functions or methods that carry one of some decorators, first parameters left out.

    Args:
        source: Python source.
        decorators: Names of decorators that make a function a tool.
    """
    return [
        Signature(node.name, parameters_of(node))
        for node in ast.walk(parse(source))
        if isinstance(node, ast.FunctionDef)
        and any(_name(each) in decorators for each in node.decorator_list)
    ]


def parameters_of(function: ast.FunctionDef) -> frozenset[str]:
    """Return "name:type" of each parameter after the first."""
    arguments = [*function.args.args[1:], *function.args.kwonlyargs]
    return frozenset(
        f"{each.arg}:{json_type(ast.unparse(each.annotation) if each.annotation else 'str')}"
        for each in arguments
    )


def read_classes(source: str) -> list[Signature]:
    """Read the classes that declare fields with types, methods and dunder names left out."""
    found = []
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.ClassDef):
            targets = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
            names = {each.id for each in targets if isinstance(each, ast.Name)}
            if names:
                found.append(Signature(node.name, frozenset(names)))
    return found


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else ""


def as_json(signatures: Collection[Signature]) -> dict[str, list[str]]:
    """Return them as plain data, sorted."""
    return {each.name: sorted(each.fields) for each in sorted(signatures, key=lambda s: s.name)}


def from_json(data: Mapping[str, Collection[str]]) -> tuple[Signature, ...]:
    """Read what `as_json` wrote."""
    return tuple(Signature(name, frozenset(fields)) for name, fields in data.items())

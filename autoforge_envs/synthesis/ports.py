"""Ports: which values go into a tool and which come out of its result, with what they mean."""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_type_hints

from autoforge_envs.domain.columns import (
    Annotation,
    SemanticModel,
    SemanticType,
    read_annotation,
)
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tools import Tool

USER = "user"
"""Stands for the user as a source: what they know of themselves."""

EACH = "*"
"""The part of a path that goes through every element of a list."""

_KEYS = ("Identifier", "Reference")
_TELLS_NOTHING = ("FreeText", "Flag")
"""Types whose values fit everywhere and say nothing about what they are about."""


@dataclass(frozen=True, slots=True)
class Port:
    """A place where a value goes into a tool or comes out of it.

    Attributes:
        tool: Whose port it is, or `USER`.
        path: For an input the parameter; for an output the way through the result, `EACH` for the
            elements of a list.
        semantic: Name of the semantic type.
        model: For a key, the class whose key it is; "" for an `Identifier` that could be any.
        choices: The values of a choice.
        is_list: Whether a parameter takes a list of such values.
    """

    tool: str
    path: tuple[str, ...]
    semantic: str
    model: str = ""
    choices: tuple[str, ...] = ()
    is_list: bool = False

    @property
    def name(self) -> str:
        """The parameter, or the field that the path ends in; "" for a bare value."""
        return next((part for part in reversed(self.path) if part != EACH), "")

    @property
    def is_key(self) -> bool:
        """Whether its values are keys of a table."""
        return self.semantic in _KEYS

    @property
    def meaning(self) -> str:
        """What its values mean, for people: "Order key", "Email"."""
        return f"{self.model} key".strip() if self.is_key else self.semantic

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"tool": self.tool, "path": list(self.path), "type": self.semantic}
        return {**data, "model": self.model} if self.model else data


def fits(source: Port, target: Port) -> bool:
    """Tell whether values of an output could be meant for an input.

    Keys match by the table they are of, choices by their words, everything else by its type.
    """
    if source.is_key and target.is_key:
        return source.model == target.model or "" in (source.model, target.model)
    return source.semantic == target.semantic and source.choices == target.choices


def input_ports(tool: Tool[..., Any]) -> tuple[Port, ...]:
    """Read a tool's inputs off its parameters."""
    return tuple(
        replace(_port(tool.name, (each.name,), each.semantic), is_list=each.is_list)
        for each in tool.parameters
    )


def output_ports(tool: Tool[..., Any], types: Mapping[type, RecordType]) -> tuple[Port, ...]:
    """Read a tool's outputs off its return annotation, as its caller gets to see them.

    Secrets are left out, and free text and flags, which say nothing about what they are about.
    """
    return tuple(_outputs(tool.name, tool.result, (), types))


def column_ports(tool: str, kind: RecordType, path: tuple[str, ...] = ()) -> Iterator[Port]:
    """Yield a port for each column of a row; the key, and columns that tell nothing, included."""
    for name, semantic in kind.semantics.items():
        model = kind.model.__name__ if name == kind.key else ""
        yield _port(tool, (*path, name), semantic, model)


def tells(port: Port) -> bool:
    """Tell whether a value of this port says what it is about."""
    return port.semantic not in _TELLS_NOTHING


def _port(tool: str, path: tuple[str, ...], semantic: SemanticType, model: str = "") -> Port:
    return Port(tool, path, semantic.name, model or semantic.references, semantic.choices)


def _outputs(
    tool: str,
    annotation: Annotation,
    path: tuple[str, ...],
    types: Mapping[type, RecordType],
    within: tuple[type, ...] = (),
) -> Iterator[Port]:
    path = (*path, EACH) if annotation.is_list else path
    semantic, plain = annotation.semantic, annotation.plain
    if semantic is not None:
        if not semantic.hidden and semantic.name not in _TELLS_NOTHING:
            yield _port(tool, path, semantic)
    elif isinstance(plain, type) and issubclass(plain, SemanticModel):
        kind = types[plain]
        ports = column_ports(tool, kind, path)
        yield from (p for p in ports if tells(p) and not kind.semantics[p.name].hidden)
    elif dataclasses.is_dataclass(plain) and isinstance(plain, type) and plain not in within:
        hints = get_type_hints(plain, include_extras=True)
        for field in dataclasses.fields(plain):
            inner = read_annotation(hints[field.name])
            yield from _outputs(tool, inner, (*path, field.name), types, (*within, plain))


@dataclass(frozen=True, slots=True)
class Found:
    """A value in a result, with the object that holds it."""

    value: Any
    holder: Mapping[str, Any]


def values_at(result: Any, path: tuple[str, ...]) -> list[Found]:
    """Return the values at a path of a tool's result, empty ones left out."""
    found = [Found(result, {})]
    for part in path:
        if part == EACH:
            found = [Found(item, each.holder) for each in found for item in each.value or ()]
        else:
            found = [Found(each.value.get(part), each.value) for each in found if each.value]
    return [each for each in found if each.value is not None]

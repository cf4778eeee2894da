"""The shape of a tool: its signature by semantic types, with every name taken away."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_type_hints

from autoforge_envs.domain.columns import Annotation, SemanticModel, read_annotation
from autoforge_envs.domain.domain import Domain
from autoforge_envs.domain.storage.records import RecordType
from autoforge_envs.domain.tools import Parameter
from autoforge_envs.synthesis.exploration import AnyTool, own_tools


def tool_shapes(domain: Domain) -> Counter[str]:
    """Count the whole signatures of a domain's own tools.

    A signature says who calls the tool, whether it writes, the type of each parameter in no order,
    and what kind of thing comes back. A key says what its table is to the table of the result: the
    same, one that the result refers to, one that refers to the result, or another.
    """
    return Counter(_signature(tool, domain.types) for tool in own_tools(domain))


def tool_parts(domain: Domain) -> Counter[str]:
    """Count the parameters and the results of a domain's own tools, each by itself."""
    return Counter(
        f"{_head(tool)} {part}"
        for tool in own_tools(domain)
        for part in (*_parameters(tool, domain.types), f"-> {_result(tool.result)}")
    )


def _signature(tool: AnyTool, types: Mapping[type, RecordType]) -> str:
    parameters = ", ".join(sorted(_parameters(tool, types)))
    return f"{_head(tool)} ({parameters}) -> {_result(tool.result)}"


def _head(tool: AnyTool) -> str:
    return f"{tool.caller} {'writes' if tool.writes else 'reads'}"


def _parameters(tool: AnyTool, types: Mapping[type, RecordType]) -> Iterator[str]:
    """Describe each parameter; keys of one table are told from keys of another by a number."""
    counts = Counter(each.semantic.references for each in tool.parameters)
    for each in tool.parameters:
        role = ""
        if each.semantic.references:
            role = f" {_role(each.semantic.references, tool.result.plain, types)}"
            role += f" {counts[each.semantic.references]}"
        yield f"{_type(each)}{role}"


def _type(parameter: Parameter) -> str:
    name = parameter.semantic.name
    name = f"[{name}]" if parameter.is_list else name
    return name if parameter.required else f"{name}?"


def _role(named: str, result: Any, types: Mapping[type, RecordType]) -> str:
    """Say what the table that a key is of is to the table of the rows that come back."""
    if result not in types:
        return "other"
    if result.__name__ == named:
        return "same"
    (source,) = (kind for kind in types.values() if kind.model.__name__ == named)
    if _refers(types[result], named):
        return "parent"
    return "child" if _refers(source, result.__name__) else "other"


def _refers(kind: RecordType, model: str) -> bool:
    return any(semantic.references == model for semantic in kind.semantics.values())


def _result(annotation: Annotation, within: Sequence[type] = ()) -> str:
    """Describe what comes back: a value of a type, a row, or a view with what is nested in it."""
    semantic, plain = annotation.semantic, annotation.plain
    if semantic is not None:
        text = semantic.name
    elif isinstance(plain, type) and issubclass(plain, SemanticModel):
        text = "row"
    elif isinstance(plain, type) and dataclasses.is_dataclass(plain) and plain not in within:
        text = f"view({', '.join(_nested(plain, (*within, plain)))})"
    else:
        text = "nothing"
    return f"[{text}]" if annotation.is_list else text


def _nested(view: type, within: Sequence[type]) -> list[str]:
    """Describe the rows, views and lists in a view; its plain fields are left out, as a row's."""
    hints = get_type_hints(view, include_extras=True)
    fields = [read_annotation(hints[each.name]) for each in dataclasses.fields(view)]
    return sorted(
        _result(field, within) for field in fields if field.semantic is None or field.is_list
    )

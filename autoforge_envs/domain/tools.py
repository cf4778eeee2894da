"""Tools: typed functions of the state whose signature and docstring are their schema."""

import inspect
import re
import string
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, ParamSpec, TypeVar, get_type_hints

from autoforge_envs.domain.columns import Annotation, SemanticType, read_annotation
from autoforge_envs.domain.values import parse_value, show_value
from autoforge_envs.errors import DomainError, ToolError

P = ParamSpec("P")
R = TypeVar("R")

Caller = Literal["agent", "user"]

MAX_LIST_LENGTH = 100
"""Longest list an argument may be."""

_REQUIRED = inspect.Parameter.empty
_ARGUMENT = re.compile(r"^(\w+): (.+)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a tool; `default` is meaningful only where `required` is false."""

    name: str
    semantic: SemanticType
    description: str
    is_list: bool
    nullable: bool
    required: bool
    default: object

    def parse(self, raw: object) -> object:
        """Turn a JSON value into the argument.

        Raises:
            ToolError: It does not fit.
        """
        if raw is None and self.nullable:
            return None
        if not self.is_list:
            return parse_value(self.semantic, raw, self.name)
        if not isinstance(raw, list) or len(raw) > MAX_LIST_LENGTH:
            raise ToolError(
                f"{self.name} must be a list of at most {MAX_LIST_LENGTH} values, "
                f"got {show_value(raw)}"
            )
        return [
            parse_value(self.semantic, item, f"{self.name}[{index}]")
            for index, item in enumerate(raw)
        ]

    def schema(self) -> dict[str, Any]:
        """Return the parameter's JSON schema."""
        kind = {str: "string", int: "integer", bool: "boolean"}[self.semantic.python]
        if self.semantic.name == "Money":
            kind = "string"
        item: dict[str, Any] = {"type": kind}
        if self.semantic.choices:
            item["enum"] = list(self.semantic.choices)
        schema = {"type": "array", "items": item} if self.is_list else item
        return {**schema, "description": f"{self.description} ({self.semantic.description})"}


@dataclass(frozen=True, slots=True, eq=False)
class Tool(Generic[P, R]):
    """A tool: the function and everything read off it.

    Attributes:
        function: Takes the state, then the parameters by name.
        description: First paragraph of its docstring.
        intent: What it does in a user's words, with parameters in braces.
        writes: Whether it may change the state.
        caller: Who may call it.
        result: Its return annotation.
    """

    name: str
    function: Callable[P, R]
    parameters: tuple[Parameter, ...]
    description: str
    intent: str
    writes: bool
    caller: Caller
    result: Annotation

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Call the plain function, as other tools do."""
        return self.function(*args, **kwargs)

    def bind(self, arguments: Mapping[str, object]) -> dict[str, object]:
        """Check a caller's JSON arguments and turn them into values.

        Raises:
            ToolError: One is missing, unknown or of the wrong form.
        """
        bound: dict[str, object] = {}
        for parameter in self.parameters:
            if parameter.name in arguments:
                bound[parameter.name] = parameter.parse(arguments[parameter.name])
            elif parameter.required:
                raise ToolError(
                    f"{self.name} needs the argument {parameter.name!r}, "
                    f"{parameter.semantic.description}"
                )
            else:
                bound[parameter.name] = parameter.default
        if not arguments.keys() <= bound.keys():
            unknown = ", ".join(sorted(repr(name) for name in arguments.keys() - bound.keys()))
            known = ", ".join(bound) or "none"
            raise ToolError(f"{self.name} has no argument {unknown[:200]}; it has {known}")
        return bound

    def schema(self) -> dict[str, Any]:
        """Return the tool's description as an OpenAI function tool."""
        return {
            "type": "function",
            "function": {
                "name": self.name,
                "description": self.description,
                "parameters": {
                    "type": "object",
                    "properties": {p.name: p.schema() for p in self.parameters},
                    "required": [p.name for p in self.parameters if p.required],
                    "additionalProperties": False,
                },
            },
        }


def tool(
    *, intent: str, writes: bool = False, caller: Caller = "agent"
) -> Callable[[Callable[P, R]], Tool[P, R]]:
    """Declare a typed function of the state as a tool.

    Args:
        intent: What it does in a user's words; `{parameter}` stands for a value.
        writes: Whether it may change the state; a tool that does not say so cannot.
        caller: Who may call it; "user" for the user's own phone, router or lock.

    Raises:
        DomainError: A parameter has no semantic type or no line under "Args:", or the intent names
            one that there is not.
    """

    def declare(function: Callable[P, R]) -> Tool[P, R]:
        description, arguments = read_docstring(function)
        hints = get_type_hints(function, include_extras=True)
        parameters = tuple(
            _parameter(function, parameter, hints, arguments)
            for parameter in list(inspect.signature(function).parameters.values())[1:]
        )
        _check_intent(function.__name__, intent, [parameter.name for parameter in parameters])
        return Tool(
            name=function.__name__,
            function=function,
            parameters=parameters,
            description=description,
            intent=intent,
            writes=writes,
            caller=caller,
            result=read_annotation(hints.get("return")),
        )

    return declare


def _check_intent(tool_name: str, intent: str, parameters: Sequence[str]) -> None:
    for _, placeholder, _, _ in string.Formatter().parse(intent):
        if placeholder is not None and placeholder not in parameters:
            raise DomainError(
                f"the intent of tool {tool_name} names {{{placeholder}}}, which is no parameter; "
                f"there are {', '.join(parameters) or 'none'}"
            )


def _parameter(
    function: Callable[..., object],
    parameter: inspect.Parameter,
    hints: Mapping[str, object],
    descriptions: Mapping[str, str],
) -> Parameter:
    where = f"parameter {parameter.name} of tool {function.__name__}"
    read = read_annotation(hints.get(parameter.name))
    if read.semantic is None:
        raise DomainError(f"{where} has no semantic type; annotate it, for example `Money`")
    if parameter.name not in descriptions:
        raise DomainError(f'{where} is not described; add a line for it under "Args:"')
    return Parameter(
        name=parameter.name,
        semantic=read.semantic,
        description=descriptions[parameter.name],
        is_list=read.is_list,
        nullable=read.nullable,
        required=parameter.default is _REQUIRED,
        default=None if parameter.default is _REQUIRED else parameter.default,
    )


def read_docstring(function: Callable[..., object]) -> tuple[str, dict[str, str]]:
    """Split a Google docstring into its prose and its described arguments.

    Raises:
        DomainError: There is no docstring.
    """
    text = inspect.getdoc(function)
    if not text:
        raise DomainError(
            f"{function.__name__} has no docstring; its first sentence is what it does"
        )
    prose, _, rest = text.partition("\nArgs:")
    arguments: dict[str, str] = {}
    name = ""
    block = rest.strip("\n").partition("\n\n")[
        0
    ]  # "Returns:" and the like come after an empty line
    for line in textwrap.dedent(block).splitlines():
        match = _ARGUMENT.match(line)
        if match:
            name = match[1]
            arguments[name] = match[2].rstrip(".")
        elif name:
            arguments[name] += " " + line.strip().rstrip(".")
    return " ".join(prose.split()), arguments

"""Names that a model may give: identifiers that mean nothing else anywhere."""

import builtins
import keyword
import re

from autoforge_envs import domain
from autoforge_envs.domain.conversation import CONFIRM, DECLINE, HAND_OVER, HANG_UP

MAX_LENGTH = 60

_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CAMEL = re.compile(r"([A-Z][a-z0-9]*)+")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")
_TAKEN = frozenset(
    {
        *domain.__all__, CONFIRM, DECLINE, HAND_OVER, HANG_UP, "Callable", "DeclarativeBase",
        "Literal", "Mapped", "Model",
        "SemanticModel", "dataclass", "key", "metadata", "owner_of", "registry", "state",
        "verify_identity",
    }
)  # fmt: skip
_TAKEN_CONSTANTS = frozenset({"CHANGES", "OWNERS", "PERSONAL_VIEWS"})
_PYTHON = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist})


def objection(name: str, style: str) -> str:
    """Say what is wrong with a name; "" if nothing is.

    Args:
        name: What the model calls something.
        style: "snake", "camel" or "constant".
    """
    pattern, example = {
        "snake": (_SNAKE, "such_as_this"),
        "camel": (_CAMEL, "SuchAsThis"),
        "constant": (_CONSTANT, "SUCH_AS_THIS"),
    }[style]
    if len(name) > MAX_LENGTH or not pattern.fullmatch(name):
        return f"{name[:80]!r} is no name; write {example}, at most {MAX_LENGTH} characters"
    if {name, name.casefold()} & _PYTHON:
        return f"{name!r} is a word of Python or a function of it; choose another name"
    if {name, name.casefold()} & _TAKEN or name in _TAKEN_CONSTANTS:
        return f"{name!r} is there already in every business; choose another name"
    return ""

"""Rules: executable sentences of the policy document.

A rule's docstring is the sentence the agent reads; its function decides, before a tool runs,
whether the call keeps it.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from autoforge_envs.domain.state import State
from autoforge_envs.domain.tools import Tool, read_docstring
from autoforge_envs.errors import DomainError, ToolError

EnforcedBy = Literal["tools", "agent"]
RuleEnforcement = Literal["as_designed", "tools", "agent"]


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call about to happen, its arguments already checked."""

    tool: Tool[..., Any]
    arguments: Mapping[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule.

    Attributes:
        function: Takes the state and, by name, `call` or parameters of the tool; true if kept.
        sentence: What the policy document says.
        before: Names of the tools it guards.
        enforced_by: "tools": the tool refuses. "agent": the tool lets it pass, which is noted.
        declinable: Whether it can be the ground on which a request is declined.
    """

    name: str
    function: Callable[..., bool]
    sentence: str
    before: tuple[str, ...]
    enforced_by: EnforcedBy
    declinable: bool
    parameters: tuple[str, ...]

    def is_kept(self, state: State, call: Call) -> bool:
        """Decide whether the call keeps the rule; a failed look-up leaves the word to the tool."""
        values = {
            name: call if name == "call" else call.arguments[name] for name in self.parameters
        }
        try:
            return bool(self.function(state, **values))
        except ToolError:
            return True


def rule(
    *,
    before: Tool[..., Any] | Sequence[Tool[..., Any]],
    enforced_by: EnforcedBy,
    declinable: bool = True,
) -> Callable[[Callable[..., bool]], Rule]:
    """Declare a predicate as a rule.

    Args:
        before: The tool or tools it guards.
        enforced_by: Who must see to it: the tools or the agent.
        declinable: False for rules about procedure, which are no ground for declining.

    Raises:
        DomainError: The predicate asks for a parameter that a guarded tool does not have.
    """
    tools = [before] if isinstance(before, Tool) else list(before)

    def declare(function: Callable[..., bool]) -> Rule:
        parameters = tuple(inspect.signature(function).parameters)[1:]
        for guarded in tools:
            missing = set(parameters) - {p.name for p in guarded.parameters} - {"call"}
            if missing:
                raise DomainError(
                    f"rule {function.__name__} asks for {', '.join(sorted(missing))}, "
                    f"which tool {guarded.name} does not take; use `call` instead"
                )
        return Rule(
            name=function.__name__,
            function=function,
            sentence=read_docstring(function)[0],
            before=tuple(guarded.name for guarded in tools),
            enforced_by=enforced_by,
            declinable=declinable,
            parameters=parameters,
        )

    return declare

"""Procedure as state: what was checked, confirmed, declined and handed over, as rows.

Every domain has these tables and tools. Rules can demand the rows and the verdict sees them, so an
agent that replays the right writes without asking anybody earns nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import DeclarativeBase, Mapped

from autoforge_envs.domain.columns import (
    SEMANTIC_TYPES,
    FreeText,
    Identifier,
    Label,
    SemanticModel,
    SemanticType,
    identifier,
    read_annotation,
)
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.rules import Call, Rule
from autoforge_envs.domain.state import State, require
from autoforge_envs.domain.tools import Parameter, Tool, read_docstring, tool

MAX_MESSAGE_LENGTH = 2**16
"""Longest message of either party, in characters."""

_SHORT = 4_000
"""Longest message, in characters, of which it is remembered what it names."""

CONFIRM = "confirm"
HANG_UP = "hang_up"
HAND_OVER = "transfer_to_human"
DECLINE = "decline_request"


class ConversationModel(SemanticModel, DeclarativeBase):
    """Base of the tables that every domain has."""


class IdentityCheck(ConversationModel):
    """A customer whose identity was checked in this episode."""

    __tablename__ = "identity_checks"
    id: Mapped[Identifier] = identifier("ID")
    subject: Mapped[Label]


class Confirmation(ConversationModel):
    """A message of the agent that the user said yes to."""

    __tablename__ = "confirmations"
    __compared__ = False
    id: Mapped[Identifier] = identifier("CF")
    details: Mapped[FreeText]


class Decline(ConversationModel):
    """A request that the agent declined, and the rule that forbids it."""

    __tablename__ = "declines"
    id: Mapped[Identifier] = identifier("DE")
    action: Mapped[Label]
    subject: Mapped[Label]
    rule: Mapped[Label]


class Handover(ConversationModel):
    """The agent handed the conversation over to a person."""

    __tablename__ = "handovers"
    id: Mapped[Identifier] = identifier("HO")
    reason: Mapped[FreeText]


class Violation(ConversationModel):
    """A rule that a successful call broke."""

    __tablename__ = "violations"
    __compared__ = False
    id: Mapped[Identifier] = identifier("VI")
    rule: Mapped[Label]
    tool: Mapped[Label]


CONVERSATION_MODELS = (IdentityCheck, Confirmation, Decline, Handover, Violation)


def record_identity(state: State, subject: str) -> None:
    """Note that the identity of this customer has been checked; checking twice notes it once."""
    if not is_identified(state, subject):
        state.add(IdentityCheck, subject=subject)


def is_identified(state: State, subject: str) -> bool:
    """Tell whether this customer's identity has been checked in this episode."""
    return any(check.subject == subject for check in state.find(IdentityCheck))


def is_confirmed(state: State, call: Call) -> bool:
    """Tell whether the user said yes to a message that names every detail of this call.

    Free text, flags, secrets and the key of an identified customer need not be repeated.
    """
    confirmed = [each.details for each in state.find(Confirmation) if each.details.strip()]
    if not confirmed:
        return False
    identified = {check.subject for check in state.find(IdentityCheck)}
    details = tuple([
        (parameter.semantic.name, value)
        for parameter in call.tool.parameters
        for value in _values(call.arguments[parameter.name])
        if _must_be_repeated(parameter.semantic, value, identified)
    ])  # fmt: skip
    return any((_names if len(text) <= _SHORT else _look_for)(text, details) for text in confirmed)


def _look_for(text: str, details: Sequence[tuple[str, object]]) -> bool:
    """Tell whether a text names every detail."""
    return all(mentions(text, name, value) for name, value in details)


_names = lru_cache(maxsize=1024)(_look_for)  # one call is asked about again and again


def _values(argument: object) -> Sequence[object]:
    return argument if isinstance(argument, list) else [argument]


def _must_be_repeated(semantic: SemanticType, value: object, identified: Collection[str]) -> bool:
    if value is None or semantic.name in ("FreeText", "Flag", "Secret"):
        return False
    return not (semantic.references and value in identified)


@tool(intent="yes, I confirm", writes=True, caller="user")
def confirm(state: State, details: FreeText) -> None:
    """Say yes to what the agent's last message proposes.

    Args:
        details: The agent's last message, filled in by the episode.
    """
    state.add(Confirmation, details=details)


@tool(intent="end the conversation", caller="user")
def hang_up(state: State, farewell: FreeText = "") -> None:
    """End the conversation.

    Args:
        farewell: Last words.
    """


@tool(intent="hand the conversation over to a person", writes=True)
def transfer_to_human(state: State, reason: FreeText) -> None:
    """Hand the conversation over to a human colleague, which ends it.

    Args:
        reason: Why a person is needed.
    """
    state.add(Handover, reason=reason)


def decline_request(state: State, action: str, subject: str, rule: str) -> None:
    """Note that a request of the customer is declined, and because of which rule.

    Call this once for each request that a rule forbids, then tell the customer.

    Args:
        action: The tool that the customer's request would have needed.
        subject: Identifier of what the request is about: the first identifier that the tool takes
            besides the customer's own. An empty text if it takes none: names, numbers and codes
            that the customer gives are no identifiers.
        rule: The rule that forbids it.
    """
    twice = any(
        (row.action, row.subject, row.rule) == (action, subject, rule)
        for row in state.find(Decline)
    )
    require(not twice, f"{action} for {subject} has been declined already")
    state.add(Decline, action=action, subject=subject, rule=rule)


def conversation_tools(
    tools: Sequence[Tool[..., Any]], rules: Sequence[Rule]
) -> list[Tool[..., Any]]:
    """Give the tools that every domain has, with this domain's actions and rules as choices."""
    actions = tuple(each.name for each in tools if each.writes and each.caller == "agent")
    grounds = tuple(each.name for each in rules if each.declinable)
    choice = SEMANTIC_TYPES["Choice"]
    semantics = {
        "action": replace(choice, choices=actions),
        "subject": replace(SEMANTIC_TYPES["Reference"], compared=False),  # may be empty
        "rule": replace(choice, choices=grounds),
    }
    builtin: list[Tool[..., Any]] = [confirm, hang_up, transfer_to_human]
    if actions and grounds:
        builtin.append(_decline_tool(semantics))
    return [replace(each, parameters=_unbounded(each)) for each in builtin]


def _decline_tool(semantics: dict[str, SemanticType]) -> Tool[..., Any]:
    description, arguments = read_docstring(decline_request)
    parameters = tuple(
        Parameter(name, semantic, arguments[name], False, False, True, None)
        for name, semantic in semantics.items()
    )
    return Tool(
        name=DECLINE,
        function=decline_request,
        parameters=parameters,
        description=description,
        intent="decline {action} for {subject}",
        writes=True,
        caller="agent",
        result=read_annotation(None),
    )


def _unbounded(each: Tool[..., Any]) -> tuple[Parameter, ...]:
    """Let free text of conversation tools be as long as a message."""
    return tuple(
        replace(parameter, semantic=replace(parameter.semantic, max_length=MAX_MESSAGE_LENGTH))
        if parameter.semantic.name == "FreeText"
        else parameter
        for parameter in each.parameters
    )

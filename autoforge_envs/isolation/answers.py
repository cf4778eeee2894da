"""Reading a worker's answers: every value is checked for form before the parent uses it."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any, NoReturn, cast

from autoforge_envs import errors
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.session import ToolResult
from autoforge_envs.domain.storage.difference import Change, Kind
from autoforge_envs.domain.tools import Caller
from autoforge_envs.isolation.channel import ChannelGarbage

_REFUSALS: Mapping[str, type[errors.AutoForgeError]] = {
    refusal.__name__: refusal
    for refusal in (
        errors.DomainError,
        errors.IsolationError,
        errors.OptionError,
        errors.SnapshotError,
        errors.StateError,
        errors.TaskError,
    )
}
_MAX_SHOWN = 200

MAX_REPORT_LENGTH = 2_000
"""Longest account of a failure, in characters."""


def read_reply(reply: object, number: int, subject: str) -> object:
    """Take the value out of the reply to a request.

    Args:
        reply: What the worker sent.
        number: The request's.
        subject: Whose fault it is if something was raised.

    Raises:
        ToolCrash: The worker reports that the domain's code failed.
        AutoForgeError: The worker refuses, in one of the package's own errors.
        ChannelGarbage: It is no reply to this request.
    """
    if not isinstance(reply, dict) or reply.get("id") != number:
        _refuse("a reply", reply)
    if "value" in reply:
        return reply["value"]
    if isinstance(reply.get("crash"), str):
        raise errors.ToolCrash(_report(reply["crash"]))
    if isinstance(reply.get("raised"), str):
        raise errors.ToolCrash(f"{subject} raised {_report(reply['raised'])}")
    refusal = reply.get("refused")
    if not isinstance(refusal, str) or refusal not in _REFUSALS:
        _refuse("a reply", reply)
    raise _REFUSALS[refusal](_report(_text(reply.get("text"))))


def read_nothing(value: object) -> None:
    """Read the answer of an operation that returns nothing."""
    if value is not None:
        _refuse("nothing", value)


def read_result(value: object) -> ToolResult:
    """Read a tool's result."""
    if not isinstance(value, list) or len(value) != 4:
        _refuse("a tool's result", value)
    content, error, wrote, violations = value
    return ToolResult(_text(content), _flag(error), _flag(wrote), tuple(read_names(violations)))


def read_names(value: object) -> list[str]:
    """Read a list of names."""
    return [_text(name) for name in _list(value)]


def read_changes(value: object) -> list[Change]:
    """Read a state's difference."""
    return [_change(_object(item)) for item in _list(value)]


def read_snapshot(value: object) -> bytes:
    """Read a snapshot."""
    try:
        return base64.b64decode(_text(value), validate=True)
    except (binascii.Error, ValueError):
        _refuse("a snapshot", value)


def read_description(value: object) -> dict[str, Any]:
    """Read a domain's description; only its tools are checked."""
    description = _object(value)
    read_tools(description)
    return description


def read_tools(description: Mapping[str, object]) -> tuple[ToolInfo, ...]:
    """Read the tools out of a domain's description."""
    return tuple(_tool(_object(item)) for item in _list(description.get("tools")))


def _tool(item: dict[str, Any]) -> ToolInfo:
    caller = item.get("caller")
    if caller not in ("agent", "user"):
        _refuse("a caller", caller)
    name = _text(item.get("name"))
    if not name.isidentifier():
        _refuse("a tool's name", name)
    return ToolInfo(
        name=name,
        caller=cast(Caller, caller),
        writes=_flag(item.get("writes")),
        intent=_text(item.get("intent")),
        parameters=_texts_by_name(item.get("parameters")),
        schema=_schema(item.get("schema"), name),
        references=_texts_by_name(item.get("references")),
    )


def _schema(value: object, name: str) -> dict[str, Any]:
    """Check a tool's schema as far down as this package reads it."""
    schema = _object(value)
    function = _object(schema.get("function"))
    parameters = _object(function.get("parameters"))
    for parameter in _object(parameters.get("properties")).values():
        _text(_object(parameter).get("description"))
    if (schema.get("type"), function.get("name")) != ("function", name):
        _refuse(f"the schema of tool {name}", value)
    _text(function.get("description"))
    read_names(parameters.get("required"))
    return schema


def _change(item: dict[str, Any]) -> Change:
    kind = item.get("kind")
    if kind not in ("insert", "update", "delete"):
        _refuse("a kind of change", kind)
    values = _object(item.get("values"))
    for value in values.values():
        if not (value is None or isinstance(value, str | int)):
            _refuse("a column's value", value)
    return Change(_text(item.get("table")), cast(Kind, kind), _text(item.get("key")), values)


def _report(text: str) -> str:
    """Bound an error's text and escape what a terminal would obey."""
    shown = text[:MAX_REPORT_LENGTH]
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in shown)


def _text(value: object) -> str:
    return value if isinstance(value, str) else _refuse("a text", value)


def _flag(value: object) -> bool:
    return value if isinstance(value, bool) else _refuse("true or false", value)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else _refuse("a list", value)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else _refuse("an object", value)


def _texts_by_name(value: object) -> dict[str, str]:
    return {name: _text(text) for name, text in _object(value).items()}


def _refuse(wanted: str, value: object) -> NoReturn:
    shown = json.dumps(value)[:_MAX_SHOWN]
    raise ChannelGarbage(f"sent {shown} where {wanted} belongs")

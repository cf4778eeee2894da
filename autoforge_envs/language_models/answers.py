"""Reading an endpoint's answer: everything in it is checked, nothing is guessed.

The `openai` package builds its answer objects without validating them, so an answer without
choices or with a number for a text would surface far from its cause. We read the JSON ourselves.
"""

import json
from collections.abc import Mapping

from autoforge_envs.language_models.chat import Completion, ToolCallRequest
from autoforge_envs.language_models.requests import canonical, sound_text

_STREAM = (b"data:", b"event:", b"id:", b":", b"retry:")
_BEGINNING = 200  # bytes by which forms are told apart
_FAILURES = range(400, 600)
_MAX_TOLD = 300
_TEXTS = ("text", "output_text")
_THOUGHTS = ("thinking", "redacted_thinking", "reasoning")

_BYTES_A_TOKEN = 4  # rule of thumb for English; only where the endpoint reports no usage


class GarbageError(ValueError):
    """An answer that is not a chat completion; the message says what is wrong with it.

    Attributes:
        mend: What to do about it, if the next answer would be the same; else "".
        status: The HTTP status that the answer names for itself, if it does.
    """

    def __init__(self, message: str, *, mend: str = "", status: int | None = None) -> None:
        """Keeps what tells whether another attempt can help."""
        super().__init__(message)
        self.mend = mend
        self.status = status


def read_completion(answer: bytes, body: Mapping[str, object]) -> Completion:
    """Returns the first choice of an endpoint's answer to the request `body`.

    Raises:
        GarbageError: The answer is truncated, has no choices or another shape.
    """
    document = _document(answer)
    choices = document.get("choices")
    if not isinstance(choices, list) or not choices:
        _raise_if_told(document)
        raise GarbageError(f"no choices: {_excerpt(answer)}")
    choice = _mapping(choices[0], "choices[0]")
    message = _mapping(choice.get("message"), "message")
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        raise GarbageError(f"tool_calls must be a list, got {_excerpt(calls)}")
    usage = document.get("usage")
    prompt, completion = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    return Completion(
        content=_content(message.get("content")),
        tool_calls=tuple(_tool_call(call, position) for position, call in enumerate(calls)),
        finish_reason=_text(choice, "finish_reason"),
        prompt_tokens=_estimate(len(canonical(body))) if prompt is None else prompt,
        completion_tokens=_estimate(len(answer)) if completion is None else completion,
        reasoning=_text(message, "reasoning_content") or _text(message, "reasoning"),
        refusal=_text(message, "refusal"),
        usage_reported=prompt is not None and completion is not None,
    )


def _document(answer: bytes) -> dict[str, object]:
    """Returns what an answer holds, nothing if it is no object."""
    start = answer[:_BEGINNING].lstrip().lower()
    if start.startswith(_STREAM):
        mend = "let the server, or the proxy before it, answer without streaming"
        raise GarbageError(f"but a stream of events: {_excerpt(answer)}", mend=mend)
    try:
        document = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise GarbageError(f"not JSON ({error}): {_excerpt(answer)}") from error
    return document if isinstance(document, dict) else {}


def _raise_if_told(document: Mapping[str, object]) -> None:
    """Raises what an answer that is an error says of itself, which some servers send as a success.

    Its code counts as the status that it should have had; without one the next answer is the same.
    """
    error = document.get("error")
    if error:
        code = error.get("code") if isinstance(error, dict) else None
        status = code if type(code) is int and code in _FAILURES else None
        mend = "" if status else "change what the endpoint names"
        raise GarbageError(f"but an error: {told(document)}", mend=mend, status=status)


def told(document: object) -> str:
    """Returns what the body of an error says, on one line: its message, or all of it."""
    if isinstance(document, list) and len(document) == 1:  # Gemini's
        document = document[0]
    said = document.get("error") or document if isinstance(document, dict) else document
    if isinstance(said, dict) and isinstance(said.get("message"), str) and said["message"]:
        said = said["message"]
    words = said if isinstance(said, str) else json.dumps(said, default=repr, ensure_ascii=False)
    shown = "".join(each if each.isprintable() else " " for each in words)
    return " ".join(shown.split())[:_MAX_TOLD]


def _content(value: object) -> str:
    """Returns what a message says: a text, or the texts among its parts."""
    parts = value if isinstance(value, list) else [value]
    return "".join(_part(each) for each in parts)


def _part(value: object) -> str:
    if isinstance(value, dict) and value.get("type") in _THOUGHTS:
        return ""
    if isinstance(value, dict) and value.get("type") in _TEXTS:
        return _text(value, "text")
    return _text({"content": value}, "content")


def _tool_call(call: object, position: int) -> ToolCallRequest:
    call = _mapping(call, f"tool_calls[{position}]")
    function = _mapping(call.get("function"), f"tool_calls[{position}].function")
    name = _text(function, "name")
    if not name:
        raise GarbageError(f"tool_calls[{position}] names no function: {_excerpt(call)}")
    arguments = function.get("arguments")
    if isinstance(arguments, dict):  # some servers decode what the protocol wants as text
        arguments = json.dumps(arguments)
    # Some servers give no identifier; the answer to the call must carry one.
    identifier = _text(call, "id") or f"call_{position}"
    return ToolCallRequest(identifier, name, _text({"arguments": arguments}, "arguments"))


def _count(usage: object, name: str) -> int | None:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if type(value) is int and value >= 0 else None


def _estimate(num_bytes: int) -> int:
    return -(-num_bytes // _BYTES_A_TOKEN)


def _mapping(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise GarbageError(f"{name} must be an object, got {_excerpt(value)}")
    return value


def _text(holder: Mapping[str, object], name: str) -> str:
    value = holder.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise GarbageError(f"{name} must be a text, got {_excerpt(value)}")
    return sound_text(value)


def _excerpt(value: object) -> str:
    text = repr(value.decode("utf-8", "replace")) if isinstance(value, bytes) else repr(value)
    return text[:200] + "..." if len(text) > 200 else text

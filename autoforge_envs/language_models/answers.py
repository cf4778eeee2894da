"""Reading an endpoint's answer: everything in it is checked, nothing is guessed.

The `openai` package builds its answer objects without validating them, so an answer without
choices or with a number for a text would surface far from its cause. We read the JSON ourselves.
"""

import json
from collections.abc import Mapping

from autoforge_envs.language_models.chat import Completion, ToolCallRequest
from autoforge_envs.language_models.requests import canonical, sound_text

_BYTES_A_TOKEN = 4  # rule of thumb for English; only where the endpoint reports no usage


class GarbageError(ValueError):
    """An answer that is not a chat completion; the message says what is wrong with it."""


def read_completion(answer: bytes, body: Mapping[str, object]) -> Completion:
    """Returns the first choice of an endpoint's answer to the request `body`.

    Raises:
        GarbageError: The answer is truncated, has no choices or another shape.
    """
    try:
        document = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise GarbageError(f"not JSON ({error}): {_excerpt(answer)}") from error
    choices = document.get("choices") if isinstance(document, dict) else None
    if not isinstance(choices, list) or not choices:
        raise GarbageError(f"no choices: {_excerpt(answer)}")
    choice = _mapping(choices[0], "choices[0]")
    message = _mapping(choice.get("message"), "message")
    calls = message.get("tool_calls") or []
    if not isinstance(calls, list):
        raise GarbageError(f"tool_calls must be a list, got {_excerpt(calls)}")
    usage = document.get("usage")
    prompt, completion = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    return Completion(
        content=_text(message, "content"),
        tool_calls=tuple(_tool_call(call, position) for position, call in enumerate(calls)),
        finish_reason=_text(choice, "finish_reason"),
        prompt_tokens=_estimate(len(canonical(body))) if prompt is None else prompt,
        completion_tokens=_estimate(len(answer)) if completion is None else completion,
        reasoning=_text(message, "reasoning_content") or _text(message, "reasoning"),
        refusal=_text(message, "refusal"),
        usage_reported=prompt is not None and completion is not None,
    )


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

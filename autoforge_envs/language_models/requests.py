"""The body of a chat request, and its canonical form and hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from autoforge_envs.language_models.chat import ChatMessage
from autoforge_envs.language_models.options import EndpointOptions


def request_body(
    options: EndpointOptions,
    messages: Sequence[ChatMessage],
    tools: Sequence[Mapping[str, object]],
    seed: int | None,
    response_format: Mapping[str, object] | None,
) -> dict[str, object]:
    """Returns the JSON body; what is `None` or empty is left to the endpoint.

    Neither address nor key is part of it: a recording made at one address replays at another.
    """
    settings = {
        "model": options.model,
        "messages": messages,
        "tools": tools or None,
        "response_format": response_format,
        "temperature": options.temperature,
        "max_completion_tokens": options.max_completion_tokens,
        "seed": options.seed if seed is None else seed,
        **options.extra_body,
    }
    return {name: plain(value) for name, value in settings.items() if value is not None}


def canonical(body: Mapping[str, object]) -> str:
    """Returns a body as the one text that equal bodies share, whatever the order of their keys."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), allow_nan=False)


def request_hash(body: Mapping[str, object]) -> str:
    """Returns the SHA-256 of a body's canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def plain(value: object) -> object:
    """Returns a JSON value made of dicts, lists and text that UTF-8 can carry."""
    if isinstance(value, str):
        return sound_text(value)
    if isinstance(value, Mapping):
        return {sound_text(str(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    return value


def sound_text(text: str) -> str:
    """Returns a text with lone surrogates, which no endpoint accepts, replaced by U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")

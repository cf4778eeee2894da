"""How an endpoint is reached and asked: one value, every default visible."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from autoforge_envs.errors import EndpointError, OptionError

OPENAI_ADDRESS = "https://api.openai.com/v1"

# Said by `complete`, or would change the shape of the answer.
_NOT_EXTRA = frozenset({"messages", "tools", "response_format", "stream", "n"})


@dataclass(frozen=True, slots=True)
class EndpointOptions:
    """One endpoint, one model and how patiently it is asked.

    `None` leaves a setting to the endpoint. The API key is never held here, only the name of the
    variable it is read from, so options can be printed and stored.

    Raises:
        OptionError: A value that cannot be used.
    """

    model: str
    base_url: str | None = None  # else OPENAI_BASE_URL, else OpenAI's own
    api_key_variable: str = "OPENAI_API_KEY"
    temperature: float | None = None
    max_completion_tokens: int | None = None
    seed: int | None = None
    extra_body: Mapping[str, object] = field(default_factory=dict)  # e.g. {"top_p": 0.9}
    timeout: float = 120.0  # seconds from a request to the last byte of its answer
    max_retries: int = 6  # after the first attempt; with these delays a minute in all
    first_delay: float = 1.0  # seconds before the first retry, doubled before each further one
    max_delay: float = 60.0  # seconds; an endpoint that asks for a longer wait is given up

    def __post_init__(self) -> None:
        """Refuses values that no endpoint could use."""
        if not self.model.strip():
            raise OptionError(f"model must name a model of the endpoint, got {self.model!r}")
        if self.temperature is not None and not 0 <= self.temperature < math.inf:
            raise OptionError(f"temperature must be at least 0, got {self.temperature}")
        if self.max_completion_tokens is not None and self.max_completion_tokens < 1:
            raise OptionError(
                f"max_completion_tokens must be positive, got {self.max_completion_tokens}"
            )
        if not 0 < self.timeout < math.inf:
            raise OptionError(f"timeout must be a positive number of seconds, got {self.timeout}")
        if self.max_retries < 0:
            raise OptionError(f"max_retries must be 0 or more, got {self.max_retries}")
        if not 0 <= self.first_delay <= self.max_delay < math.inf:
            raise OptionError(
                "delays must satisfy 0 <= first_delay <= max_delay, "
                f"got first_delay {self.first_delay} and max_delay {self.max_delay}"
            )
        reserved = _NOT_EXTRA.union(option.name for option in fields(self))
        for name in sorted(reserved & set(self.extra_body)):
            raise OptionError(f"extra_body must not contain {name!r}: it is set elsewhere or fixed")


def endpoint_address(options: EndpointOptions) -> str:
    """Returns the base URL that requests go to.

    Raises:
        OptionError: It is not an http or https address.
    """
    address = (_configured_address(options) or OPENAI_ADDRESS).strip()
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        name = "base_url" if options.base_url else "OPENAI_BASE_URL"
        raise OptionError(
            f"{name} must be an address like http://localhost:8000/v1, got {address!r}"
        )
    return address


def endpoint_key(options: EndpointOptions) -> str:
    """Returns the API key, or a placeholder for an own server, which usually asks for none.

    Raises:
        EndpointError: There is no key and no base URL, or the key cannot be sent.
    """
    key = os.environ.get(options.api_key_variable, "").strip()
    if not key and not _configured_address(options):
        raise EndpointError(
            f"no API key for {options.model}: set {options.api_key_variable}, or for a server "
            "that needs no key set OPENAI_BASE_URL to its address"
        )
    if not (key.isascii() and key.isprintable()):
        raise EndpointError(
            f"the API key in {options.api_key_variable} holds characters that no HTTP header "
            "can carry: copy it again"
        )
    return key or "no-key-needed"


def _configured_address(options: EndpointOptions) -> str:
    return options.base_url or os.environ.get("OPENAI_BASE_URL", "")

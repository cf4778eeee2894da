"""One attempt to get an answer over HTTP.

The only module that imports `openai`, and only once a connection is built: it takes half a second
that those who never ask a model need not wait.
"""

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Protocol

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models.answers import GarbageError, told
from autoforge_envs.language_models.attempts import AttemptError
from autoforge_envs.language_models.options import (
    EndpointOptions,
    endpoint_address,
    endpoint_key,
)
from autoforge_envs.language_models.requests import canonical

_CONNECT_SECONDS = 10.0
_MAX_ANSWER_BYTES = 64 * 2**20
_MAX_REDIRECTS = 4
_LOSING = frozenset({301, 302, 303})  # statuses after which a client asks with nothing in hand
_CHECK_ADDRESS = "check that the base URL is that of a chat endpoint (most end in /v1)"
_RETRIED_STATUSES = frozenset({408, 409, 425, 429})  # and every 5xx


class _Response(Protocol):
    """What a client's hooks are given, whichever HTTP package `openai` uses."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class Connection:
    """An `openai` client whose own retries are off: ours are seeded, logged and counted.

    Thread-safe; connections are pooled and kept alive.
    """

    def __init__(self, options: EndpointOptions) -> None:
        """Builds the client; nothing is sent yet.

        Raises:
            EndpointError: There is no usable API key, or `openai` is not installed.
            OptionError: The base URL is not an address.
        """
        try:
            import openai
        except ModuleNotFoundError as error:
            raise EndpointError(
                f"asking {options.model} needs the openai package: pip install openai"
            ) from error
        self._options = options
        self._key = endpoint_key(options)
        self._client = openai.OpenAI(
            api_key=self._key,
            base_url=endpoint_address(options),
            max_retries=0,
            timeout=openai.Timeout(options.timeout, connect=min(_CONNECT_SECONDS, options.timeout)),
            http_client=openai.DefaultHttpxClient(
                max_redirects=_MAX_REDIRECTS, event_hooks={"response": [_stay]}
            ),
        )

    def close(self) -> None:
        """Closes the pooled connections."""
        self._client.close()

    def post(self, body: Mapping[str, object]) -> bytes:
        """Sends one chat request and returns the bytes of a successful answer.

        Raises:
            AttemptError: There was none; it says why and whether another attempt can help.
        """
        import openai

        canonical(body)  # a body that is no JSON is a bug of ours: it rises here, not as a failure
        try:
            return self._ask(body, time.monotonic() + self._options.timeout)
        except AttemptError:
            raise
        except openai.APIStatusError as error:
            headers = error.response.headers
            raise self._refused(error.status_code, error.body, error.code, headers) from error
        except Exception as error:  # the transport's, which openai wraps only while it sends
            raise self._broken(error) from error

    def unreadable(self, error: GarbageError) -> AttemptError:
        """Returns why an answer that came as a success is of no use."""
        reason = self._without_key(f"the answer is no chat completion, {error}")
        if error.status is None:
            return AttemptError(reason, error.mend or _CHECK_ADDRESS, final=bool(error.mend))
        step = _next_step(error.status, self._options, has_words=True)
        return AttemptError(reason, step, status=error.status, final=_is_final(error.status))

    def _ask(self, body: Mapping[str, object], deadline: float) -> bytes:
        """Collects an answer, within the time for the whole of it.

        A client's own time-out restarts with every byte, and some hosted endpoints send blanks
        for many minutes while a request waits in their queue.
        """
        answer = bytearray()
        with self._client.chat.completions.with_streaming_response.create(
            model=self._options.model,
            messages=(),
            # Takes the place of the two above: openai would walk through every message's type,
            # which costs more than all the rest of a request.
            extra_body=body,
        ) as response:
            for chunk in response.iter_bytes():
                answer += chunk
                if time.monotonic() > deadline:
                    raise self._slow()
                if len(answer) > _MAX_ANSWER_BYTES:
                    reason = f"the answer passed {_MAX_ANSWER_BYTES} bytes"
                    raise AttemptError(reason, "check the base URL")
        return bytes(answer)

    def _broken(self, error: Exception) -> AttemptError:
        cause = error.__cause__ or error
        if isinstance(cause, AttemptError):
            return cause
        kind = type(cause).__name__
        if kind == "TooManyRedirects":
            reason = f"the endpoint redirects more than {_MAX_REDIRECTS} times"
            return AttemptError(reason, _CHECK_ADDRESS, final=True)
        if "Timeout" in kind and kind != "ConnectTimeout":  # connecting has a limit of its own
            return self._slow()
        return AttemptError(
            f"the connection failed: {kind}: {told(str(cause))}",
            "check that the server runs, and its log",
        )

    def _slow(self) -> AttemptError:
        return AttemptError(
            f"time-out: no whole answer within {self._options.timeout:g} s",
            "raise timeout or send fewer requests at once",
        )

    def _refused(
        self, status: int, body: object, code: str | None, headers: Mapping[str, str]
    ) -> AttemptError:
        words = self._without_key(told(body)) if body else ""
        return AttemptError(
            f"HTTP {status}: {words}" if words else f"HTTP {status}, and not a word",
            _next_step(status, self._options, has_words=bool(words)),
            status=status,
            # OpenAI answers 429 to an empty account too, which no waiting fills.
            final=code == "insufficient_quota" or _is_final(status),
            retry_after=_retry_after(headers),
        )

    def _without_key(self, words: str) -> str:
        return words.replace(self._key, "[API key]")


def _is_final(status: int) -> bool:
    return status < 500 and status not in _RETRIED_STATUSES


def _stay(response: _Response) -> None:
    """Refuse redirects after which the request would be another."""
    if response.status_code in _LOSING:
        place = told(response.headers.get("location", "")) or "nowhere"
        reason = f"HTTP {response.status_code}: the endpoint sends on to {place[:200]}"
        raise AttemptError(reason, _CHECK_ADDRESS, status=response.status_code, final=True)


def _next_step(status: int, options: EndpointOptions, *, has_words: bool) -> str:
    if status in (401, 403):
        return f"check the key in {options.api_key_variable} and what it may use"
    if status == 404:
        return "check the model's name and the base URL (most end in /v1)"
    if status == 429:
        return "send fewer requests at once, or check the account's limits"
    if status >= 500:
        return "check the server's log, or try again later"
    return "change what the endpoint names" if has_words else _CHECK_ADDRESS


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds that the endpoint asks to wait, or None if it does not say."""
    value = headers.get("retry-after", "")
    try:
        return max(0.0, float(headers["retry-after-ms"]) / 1000)
    except (KeyError, ValueError):
        pass
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:  # a date counts from the server's own clock, not from ours
        until = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, until.total_seconds())

"""A language model behind an OpenAI-compatible endpoint, asked until it answers."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import numpy as np

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models.answers import GarbageError, read_completion
from autoforge_envs.language_models.attempts import AttemptError, seconds_to_wait
from autoforge_envs.language_models.chat import ChatMessage, Completion
from autoforge_envs.language_models.connection import Connection
from autoforge_envs.language_models.options import EndpointOptions, endpoint_address
from autoforge_envs.language_models.requests import request_body

_log = logging.getLogger(__name__)


class UnansweredError(EndpointError):
    """An endpoint refused a request or stayed broken.

    Attributes:
        status: The last answer's HTTP status, or None if there was no answer or a garbled one.
        attempts: How often the endpoint was asked.
    """

    def __init__(self, message: str, *, status: int | None = None, attempts: int = 1) -> None:
        """Keeps the last status and the number of attempts beside the message."""
        # The defaults let a pickled copy, from a worker process, be built from the message alone.
        super().__init__(message)
        self.status = status
        self.attempts = attempts


class LanguageModel:
    """A `ChatModel` over HTTP. Share one between threads: it pools connections.

    Args:
        options: The endpoint, the model, the patience.
        generator: Randomness of the back-off; hand in one of its own to every process.
        sleep: Waits between attempts, in seconds.

    Raises:
        EndpointError: There is no usable API key, or `openai` is not installed.
        OptionError: The base URL is not an address.
    """

    def __init__(
        self,
        options: EndpointOptions,
        generator: np.random.Generator | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Imports `openai` and builds a client; nothing is sent yet."""
        self._options = options
        self._generator = np.random.default_rng(0) if generator is None else generator
        self._sleep = sleep
        self._connection = Connection(options)
        self._place = _without_password(endpoint_address(options))

    @property
    def options(self) -> EndpointOptions:
        """The options every request is made with."""
        return self._options

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Asks until there is an answer; see `ChatModel.complete`.

        Retried: 408, 409, 425, 429, 5xx, time-outs, broken connections and garbled answers, but
        not a stream of events, nor an error sent as a success unless its code is one of these.

        Raises:
            UnansweredError: The endpoint refused, or every attempt failed.
        """
        body = request_body(self._options, messages, tools, seed, response_format)
        num_failed = 0
        while True:
            try:
                completion = self._attempt(body)
            except AttemptError as failure:
                num_failed += 1
                wait = seconds_to_wait(failure, num_failed, self._options, self._generator)
                if wait is None:
                    raise self._unanswered(failure, num_failed) from failure
                _log.info("%s: %s; again in %.1f s", self._options.model, failure, wait)
                self._sleep(wait)
            else:
                return replace(completion, attempts=num_failed + 1)

    def close(self) -> None:
        """Closes the pooled connections."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Returns itself; leaving the block closes it."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Closes the pooled connections."""
        self.close()

    def _attempt(self, body: Mapping[str, object]) -> Completion:
        answer = self._connection.post(body)
        try:
            return read_completion(answer, body)
        except GarbageError as error:
            raise self._connection.unreadable(error) from error

    def _unanswered(self, failure: AttemptError, attempts: int) -> UnansweredError:
        tries = "1 attempt" if attempts == 1 else f"{attempts} attempts"
        asked, longest = failure.retry_after or 0.0, self._options.max_delay
        too_long = f" (asks to wait {asked:g} s, max_delay is {longest:g})"
        return UnansweredError(
            f"no answer from {self._options.model} at {self._place} after {tries}: "
            f"{failure}{too_long if asked > longest else ''}; {failure.next_step}",
            status=failure.status,
            attempts=attempts,
        )


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()

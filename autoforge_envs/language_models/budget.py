"""What asking may cost, and what it has cost."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autoforge_envs.errors import BudgetError, OptionError
from autoforge_envs.language_models.chat import ChatMessage, ChatModel, Completion
from autoforge_envs.language_models.model import UnansweredError
from autoforge_envs.language_models.options import EndpointOptions


@dataclass(frozen=True, slots=True)
class Usage:
    """What a number of requests have used.

    `estimated` counts answers whose endpoint reported no tokens; `seconds` is summed over
    requests, waits included, so it passes the wall clock when several are in flight.
    """

    requests: int = 0
    failures: int = 0
    retries: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    estimated: int = 0
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        """Prompt and completion tokens together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        """Returns the usage of both."""
        return Usage(
            self.requests + other.requests,
            self.failures + other.failures,
            self.retries + other.retries,
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.estimated + other.estimated,
            self.seconds + other.seconds,
        )


class Budget:
    """A limit that any number of models and threads share, and the ledger of what was used.

    `max_requests` is exact. `max_tokens` stops requests from starting: those in flight when it is
    reached are finished and paid for.

    Raises:
        OptionError: A limit is negative.
    """

    def __init__(self, max_tokens: int | None = None, max_requests: int | None = None) -> None:
        """Starts an empty ledger; None sets no limit."""
        for name, limit in (("max_tokens", max_tokens), ("max_requests", max_requests)):
            if limit is not None and limit < 0:
                raise OptionError(f"{name} must be 0 or more, or None for no limit; got {limit}")
        self._max_tokens = max_tokens
        self._max_requests = max_requests
        self._usage = Usage()
        self._lock = threading.Lock()

    @property
    def usage(self) -> Usage:
        """What has been used up to now."""
        with self._lock:
            return self._usage

    def start(self) -> None:
        """Counts a request that is about to be sent.

        Raises:
            BudgetError: The budget is spent; nothing was counted.
        """
        with self._lock:
            used = self._usage
            if self._max_tokens is not None and used.tokens >= self._max_tokens:
                raise BudgetError(
                    f"the budget of {self._max_tokens} tokens is spent: {used.tokens} tokens in "
                    f"{used.requests} requests; raise --budget (of bench: --max-tokens) to go on"
                )
            if self._max_requests is not None and used.requests >= self._max_requests:
                raise BudgetError(
                    f"the budget of {self._max_requests} requests is spent, {used.tokens} tokens; "
                    "raise max_requests to go on"
                )
            self._usage = used + Usage(requests=1)

    def add(self, usage: Usage) -> None:
        """Adds what a started request has used."""
        with self._lock:
            self._usage += usage


class Budgeted:
    """A `ChatModel` that asks another one only while there is budget."""

    def __init__(
        self, model: ChatModel, budget: Budget, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Wraps a model; several wrappers may share a budget, one model may have several."""
        self._model = model
        self._budget = budget
        self._clock = clock

    @property
    def options(self) -> EndpointOptions:
        """The options of the wrapped model."""
        return self._model.options

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Asks the wrapped model and enters what it used; see `ChatModel.complete`.

        Raises:
            BudgetError: The budget was spent before this request; nothing was sent.
        """
        self._budget.start()
        begun = self._clock()
        used = Usage(failures=1)
        try:
            completion = self._model.complete(
                messages, tools, seed=seed, response_format=response_format
            )
            used = _used(completion)
            return completion
        except BudgetError:
            used = Usage(requests=-1)  # another budget, inside this one, kept it from being sent
            raise
        except UnansweredError as error:
            used = Usage(failures=1, retries=error.attempts - 1)
            raise
        finally:
            self._budget.add(used + Usage(seconds=self._clock() - begun))


def _used(completion: Completion) -> Usage:
    return Usage(
        retries=completion.attempts - 1,
        prompt_tokens=completion.prompt_tokens,
        completion_tokens=completion.completion_tokens,
        estimated=0 if completion.usage_reported else 1,
    )

"""One endpoint shared by all that a process does: so many requests at once, within one budget."""

import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autoforge_envs.errors import OptionError
from autoforge_envs.language_models.budget import Budget, Budgeted, Usage
from autoforge_envs.language_models.chat import ChatMessage, ChatModel, Completion
from autoforge_envs.language_models.model import LanguageModel
from autoforge_envs.language_models.options import EndpointOptions
from autoforge_envs.language_models.replay import Replayer


class Door:
    """A `ChatModel` that opens what it needs when it is first asked, and can be pickled.

    Threads that share it share its connections, its limit and its budget; a pickled copy has its
    own of each.
    """

    def __init__(
        self,
        options: EndpointOptions,
        *,
        max_in_flight: int = 64,
        max_tokens: int | None = None,
        replay: Path | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            options: The endpoint, the model, the patience.
            max_in_flight: Requests at once; further ones wait.
            max_tokens: What all of them may use; None for no limit.
            replay: A recording that answers in the place of the endpoint.

        Raises:
            OptionError: A limit cannot be used.
        """
        if max_in_flight < 1:
            raise OptionError(f"in-flight must be at least 1, got {max_in_flight}")
        self._options = options
        self._max_in_flight = max_in_flight
        self._max_tokens = max_tokens
        self._replay = replay
        self._shut()

    def _shut(self) -> None:
        self._budget = Budget(max_tokens=self._max_tokens)
        self._slots = threading.BoundedSemaphore(self._max_in_flight)
        self._lock = threading.Lock()
        self._model: ChatModel | None = None

    @property
    def options(self) -> EndpointOptions:
        """The options every request is made with."""
        return self._options

    @property
    def usage(self) -> Usage:
        """What was used through this door, in this process."""
        return self._budget.usage

    def open(self) -> ChatModel:
        """Return what answers, opened now or earlier.

        Raises:
            EndpointError: There is no usable API key, or the recording cannot be read.
            OptionError: The base URL is not an address.
        """
        with self._lock:
            if self._model is None:
                if self._replay is not None:
                    self._model = Replayer(self._replay, self._options)
                else:
                    self._model = Budgeted(LanguageModel(self._options), self._budget)
            return self._model

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Ask when there is a free slot; see `ChatModel.complete`."""
        model = self.open()
        with self._slots:
            return model.complete(messages, tools, seed=seed, response_format=response_format)

    def __getstate__(self) -> dict[str, Any]:
        """Keep the settings alone."""
        names = ("_options", "_max_in_flight", "_max_tokens", "_replay")
        return {name: getattr(self, name) for name in names}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take settings; open nothing."""
        vars(self).update(state)
        self._shut()

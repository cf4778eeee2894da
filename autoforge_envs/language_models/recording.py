"""Recording what a chat model is asked and answers."""

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models.chat import ChatMessage, ChatModel, Completion
from autoforge_envs.language_models.exchanges import Exchange, cut_half_line
from autoforge_envs.language_models.options import EndpointOptions
from autoforge_envs.language_models.requests import request_body


class Recorder:
    """A `ChatModel` that appends every exchange of another one to a file, one JSON line each.

    A line is on the disk before its completion is handed on, so a killed run keeps every answer
    that it acted on. One process a file; any number of threads, which wait for the disk together.

    Raises:
        EndpointError: The file cannot be written.
    """

    def __init__(self, model: ChatModel, path: Path | str) -> None:
        """Opens a recording, or goes on with one that exists."""
        self._model = model
        self._path = Path(path)
        self._lock = threading.Lock()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch()
            cut_half_line(self._path)
        except OSError as error:
            raise self._unwritable(error) from error

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
        """Asks the wrapped model and records its answer; see `ChatModel.complete`.

        A request that fails leaves no line, so its replay fails too.
        """
        completion = self._model.complete(
            messages, tools, seed=seed, response_format=response_format
        )
        body = request_body(self.options, messages, tools, seed, response_format)
        line = Exchange(body, completion).as_line()
        try:
            with self._path.open("ab") as file:
                with self._lock:
                    file.write(line)
                    file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error
        return completion

    def _unwritable(self, error: OSError) -> EndpointError:
        return EndpointError(
            f"cannot write the recording {self._path}: {error.strerror}; "
            "choose another path or make room"
        )

"""Serving recorded answers: all of them, or those that are there before asking for more."""

import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from autoforge_envs.errors import EndpointError
from autoforge_envs.language_models.chat import ChatMessage, ChatModel, Completion
from autoforge_envs.language_models.exchanges import Exchange, read_exchanges
from autoforge_envs.language_models.options import EndpointOptions
from autoforge_envs.language_models.recording import Recorder
from autoforge_envs.language_models.requests import canonical, request_body, request_hash

_HASH_DIGITS = 12  # enough to find a line by


class UnrecordedError(EndpointError):
    """A recording holds no (further) answer to a request."""


class Replayer:
    """A `ChatModel` that needs no network: the n-th equal request gets its n-th recorded answer.

    Threads that ask the same thing at once get those answers in the order they come; give each
    episode a seed of its own where that order must not matter.

    Raises:
        EndpointError: The recording cannot be read.
    """

    def __init__(self, path: Path | str, options: EndpointOptions) -> None:
        """Reads a recording; `options` must be those it was made with."""
        self._options = options
        self._path = Path(path)
        self._tape = _Tape(self._path)

    @property
    def options(self) -> EndpointOptions:
        """The options that requests are looked up with."""
        return self._options

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Returns the recorded answer; see `ChatModel.complete`.

        Raises:
            UnrecordedError: The recording holds no (further) answer to this request.
        """
        body = request_body(self._options, messages, tools, seed, response_format)
        completion = self._tape.take(body)
        if completion is None:
            raise UnrecordedError(self._missing(body))
        return completion

    def _missing(self, body: Mapping[str, object]) -> str:
        key = request_hash(body)
        start = f"{self._path} holds no answer to request {key[:_HASH_DIGITS]}"
        num_recorded = self._tape.num_recorded(key)
        if num_recorded:
            return (
                f"{start} beyond its {num_recorded} recorded: it was asked once more; record again"
            )
        nearest = _nearest(self._path, body)
        if nearest is None:
            return f"{start}: it is empty; record first"
        return (
            f"{start}; nearest is {nearest.hash[:_HASH_DIGITS]} in line {nearest.number}, which "
            f"differs in {_first_difference(nearest.body, body)}; record again"
        )


class Resumer:
    """A `ChatModel` that serves a recording and asks another model, and records, beyond it.

    A killed run that is started again with it pays for no answer twice.

    Raises:
        EndpointError: The recording cannot be read or written.
    """

    def __init__(self, model: ChatModel, path: Path | str) -> None:
        """Opens a recording that may not exist yet."""
        self._recorder = Recorder(model, path)
        self._tape = _Tape(Path(path))

    @property
    def options(self) -> EndpointOptions:
        """The options of the wrapped model."""
        return self._recorder.options

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Returns the recorded answer, or the wrapped model's; see `ChatModel.complete`."""
        body = request_body(self.options, messages, tools, seed, response_format)
        recorded = self._tape.take(body)
        if recorded is not None:
            return recorded
        return self._recorder.complete(messages, tools, seed=seed, response_format=response_format)


class _Tape:
    """The answers of a recording, each handed out once. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self._completions: dict[str, list[Completion]] = defaultdict(list)
        for exchange in read_exchanges(path):
            self._completions[exchange.hash].append(exchange.completion)
        self._num_taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def num_recorded(self, key: str) -> int:
        return len(self._completions.get(key, ()))

    def take(self, body: Mapping[str, object]) -> Completion | None:
        key = request_hash(body)
        with self._lock:
            taken = self._num_taken[key]
            if taken >= self.num_recorded(key):
                return None
            self._num_taken[key] += 1
        return self._completions[key][taken]


def _nearest(path: Path, body: Mapping[str, object]) -> Exchange | None:
    """Returns the recorded exchange whose messages agree longest, then its other settings."""

    def likeness(exchange: Exchange) -> tuple[int, int, int]:
        recorded, asked = exchange.body.get("messages"), body["messages"]
        num_equal = sum(exchange.body.get(name) == value for name, value in body.items())
        if not isinstance(recorded, list) or not isinstance(asked, list):
            return 0, 0, num_equal
        position = _num_common(recorded, asked)
        left, right = recorded[position:][:1], asked[position:][:1]
        num_characters = _num_common(canonical({"": left}), canonical({"": right}))
        return position, num_characters, num_equal

    return max(read_exchanges(path), key=likeness, default=None)


def _num_common(left: Sequence[object], right: Sequence[object]) -> int:
    """Returns the length of the longest common start."""
    pairs = enumerate(zip(left, right, strict=False))
    differing = (position for position, (one, other) in pairs if one != other)
    return next(differing, min(len(left), len(right)))


def _first_difference(recorded: object, asked: object, name: str = "") -> str:
    """Names the first place where two JSON values differ, with both values, shortened."""
    if isinstance(recorded, Mapping) and isinstance(asked, Mapping):
        for key in sorted({*recorded, *asked}):
            if recorded.get(key) != asked.get(key):
                inner = f"{name}.{key}" if name else str(key)
                return _first_difference(recorded.get(key), asked.get(key), inner)
    if isinstance(recorded, list) and isinstance(asked, list):
        position = _num_common(recorded, asked)
        if position < min(len(recorded), len(asked)):
            return _first_difference(recorded[position], asked[position], f"{name}[{position}]")
        return f"the length of {name} (recorded {len(recorded)}, asked {len(asked)})"
    return f"{name} (recorded {_short(recorded)}, asked {_short(asked)})"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."

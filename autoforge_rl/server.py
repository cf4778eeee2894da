"""A policy behind an HTTP server: token ids in, token ids and log-probabilities out.

It speaks vLLM's dialect of the completions protocol, and pushes weights by way of a folder that
both sides see. Start the server with VLLM_SERVER_DEV_MODE=1, without which it takes no weights, and
with `--logprobs-mode processed_logprobs`, without which log-probabilities are not those of the
temperature sampled at. Left out: weights from one GPU's memory to another's, which needs both on
one machine or a fast network.
"""

import json
import math
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from threading import Event
from typing import Any

import numpy

from autoforge_rl.choices import require_finite
from autoforge_rl.errors import ChoiceError, ServerError
from autoforge_rl.sampling import SamplingChoices, Turn

PATIENCE = 0.01
"""Seconds to wait for turns before environments have another chance to be heard."""

PAUSE = 0.25
"""Seconds before a request is made the second time; each further pause is twice as long."""
_COME_AGAIN = {429, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class ServerChoices:
    """Where a policy is served.

    Attributes:
        url: Of the server, without a path; empty for no server.
        model: The name under which it serves the policy.
        shared_folder: A folder that it sees too, for new weights.
        max_connections: Most turns asked for at once.
        timeout: Seconds until an answer is given up.
        attempts: How often a request is made that gets no answer, or is told to come again.
    """

    url: str = ""
    model: str = "policy"
    shared_folder: str = ""
    max_connections: int = 64
    timeout: float = 600.0
    attempts: int = 3

    def __post_init__(self) -> None:
        require_finite(self)
        if self.url and not self.url.startswith(("http://", "https://")):
            raise ChoiceError(f"url must begin with http:// or https://, got {self.url!r}")
        if min(self.max_connections, self.attempts) < 1 or self.timeout <= 0:
            raise ChoiceError(
                "max_connections, attempts and timeout must be positive, got "
                f"{self.max_connections}, {self.attempts} and {self.timeout}"
            )


class ServerSampler:
    """A policy behind a server as the one who speaks in rollouts.

    Attributes:
        server: Where it is.
        version: Of the weights that the server has; None where nobody has pushed any.
    """

    def __init__(self, server: ServerChoices, choices: SamplingChoices) -> None:
        """Nothing is asked of the server yet.

        Args:
            server: Where it is.
            choices: Temperature and limit.

        Raises:
            ChoiceError: There is no address.
        """
        if not server.url:
            raise ChoiceError("the sampler is a server, but its url is empty; name its address")
        self.server = server
        self._choices = choices
        self.version: int | None = None

    def open(self, end_id: int) -> "ServerTurns":
        """Begin, with the weights the server has now."""
        return ServerTurns(self.server, self._choices, end_id, self.version or 0)

    def push(self, write: Callable[[Path], None], version: int) -> None:
        """Give the server new weights; nobody may be speaking meanwhile.

        What the server remembers of prompts read with the old weights is dropped too.

        Args:
            write: Writes a checkpoint into a folder.
            version: What the new weights are called, in each token they sample.

        Raises:
            ServerError: The server did not take them; which weights it has is then unknown.
            ChoiceError: There is no shared folder.
        """
        if not self.server.shared_folder:
            raise ChoiceError("weights can only be pushed through a shared_folder; name one")
        shared = Path(self.server.shared_folder)
        fresh, folder = shared / f"writing-{version}", shared / f"weights-{version}"
        for stale in (fresh, folder):
            shutil.rmtree(stale, ignore_errors=True)
        fresh.mkdir(parents=True)
        write(fresh)
        fresh.rename(folder)
        reload = {"method": "reload_weights", "kwargs": {"weights_path": str(folder)}}
        post(self.server, "/collective_rpc", reload)
        post(self.server, "/reset_prefix_cache", {})
        if version != self.version:
            shutil.rmtree(shared / f"weights-{self.version}", ignore_errors=True)
        self.version = version


class ServerTurns:
    """Turns of several conversations, of which the server samples many at once."""

    def __init__(
        self, server: ServerChoices, choices: SamplingChoices, end_id: int, version: int
    ) -> None:
        """Begin without conversations; see `ServerSampler`."""
        self._server = server
        self._choices = choices
        self._end_id = end_id
        self._version = version
        self._threads = ThreadPoolExecutor(server.max_connections)
        self._asked: dict[Future[Turn], int] = {}
        self._given_up = Event()

    def begin(
        self, conversation: int, prompt: Sequence[int], generator: numpy.random.Generator
    ) -> None:
        """Ask for a conversation's next turn."""
        request = {
            "model": self._server.model,
            "prompt": list(prompt),
            "max_tokens": self._choices.max_turn_tokens,
            "temperature": self._choices.temperature,
            "seed": int(generator.integers(2**31)),
            "stop_token_ids": [self._end_id],
            "ignore_eos": True,
            "logprobs": 0,
            "return_token_ids": True,
            "skip_special_tokens": False,
        }
        self._asked[self._threads.submit(self._ask, request)] = conversation

    def advance(self) -> dict[int, Turn]:
        """Wait a moment, and return the turns that have ended."""
        done, _ = wait(self._asked, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        ended = [future for future in self._asked if future in done]
        return {self._asked.pop(future): future.result() for future in ended}

    def leave(self, conversation: int) -> None:
        """Forget a conversation; what it asked for and has not got is not waited for."""
        for future in [each for each, asker in self._asked.items() if asker == conversation]:
            future.cancel()
            del self._asked[future]

    def close(self) -> None:
        """Give up what was asked for, without waiting for it.

        A request that is on its way keeps its thread, and this process alive, until its answer or
        its timeout comes; it is not made again, and nobody hears the answer.
        """
        self._given_up.set()
        self._asked.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ask(self, request: Mapping[str, Any]) -> Turn:
        answer = post(self._server, "/v1/completions", request, self._given_up)
        return read_turn(answer, self._end_id, self._version)


def read_turn(answer: Any, end_id: int, version: int) -> Turn:
    """Read the turn in a server's answer.

    Raises:
        ServerError: It lacks tokens or their log-probabilities, or one is not a number.
    """
    try:
        choice = answer["choices"][0]
        ids = tuple(int(token) for token in choice["token_ids"])
        log_probs = tuple(float(each) for each in choice["logprobs"]["token_logprobs"])
        is_cut = choice["finish_reason"] == "length"
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise ServerError(
            f"the server's answer lacks tokens or log-probabilities ({error!r}): {answer!r:.300}; "
            "it must know `return_token_ids`, as vLLM does"
        ) from error
    if not ids or len(ids) != len(log_probs) or not all(map(math.isfinite, log_probs)):
        raise ServerError(
            f"the server returned {len(ids)} tokens and the log-probabilities {log_probs!r:.200}; "
            "each token needs a finite one"
        )
    if not is_cut and ids[-1] != end_id:
        raise ServerError(
            f"the server ended a turn with token {ids[-1]} instead of {end_id}; "
            "the token that ends a turn must be among those returned"
        )
    return Turn(ids, log_probs, version)


def post(
    server: ServerChoices, path: str, body: Mapping[str, Any], given_up: Event | None = None
) -> Any:
    """Send JSON and return the JSON that is answered, None if nothing is.

    Args:
        server: Whom to ask, how often and how patiently.
        path: Of the request, behind the server's address.
        body: What is sent.
        given_up: Once it is set the request is not made again.

    Raises:
        ServerError: There is no answer that can be read, or a refusal, or it was given up.
    """
    url = server.url.rstrip("/") + path
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    given_up = given_up or Event()
    reason = ""
    for attempt in range(server.attempts):
        if attempt and given_up.wait(PAUSE * 2 ** (attempt - 1)):
            raise ServerError(f"{url} was given up after {attempt} attempts: {reason}")
        try:
            with urllib.request.urlopen(request, timeout=server.timeout) as answer:
                text = answer.read()
            return json.loads(text) if text else None
        except urllib.error.HTTPError as error:
            reason = f"{error.code} {_said_by(error)}"
            if error.code not in _COME_AGAIN:
                raise ServerError(f"{url} refused: {reason}") from error
        except (OSError, ValueError, HTTPException) as error:
            reason = f"{type(error).__name__}: {error}"
    raise ServerError(
        f"{url} did not answer in {server.attempts} attempts: {reason}; is the server running?"
    )


def _said_by(refusal: urllib.error.HTTPError) -> str:
    """Return the beginning of what a server says to a refusal, as far as it can be read."""
    try:
        return refusal.read()[:300].decode(errors="replace")
    except (OSError, HTTPException) as error:
        return f"({type(error).__name__}: {error})"

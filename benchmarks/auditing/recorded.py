"""Conversations in which a language model played the user, recorded and replayed without a network.

`data/model_users.jsonl` holds one line a conversation, in the form in which `Recorder` writes them:
its last request, which holds everything before it, and the answer to it. What it was about stands
beside them: domain, task, instructions, how the agent spoke, and which errors the user made, marked
by hand before any audit had seen them. The model was a large one behind an OpenAI-compatible
endpoint.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import numpy

from autoforge_envs.domain.conversation import HANG_UP
from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.loading import load_domain
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.episode.messages import Action, Message, ToolCall, Words
from autoforge_envs.language_models import (
    ChatMessage,
    Completion,
    EndpointOptions,
    ToolCallRequest,
    UnrecordedError,
)
from autoforge_envs.language_models.exchanges import Exchange, read_exchanges
from autoforge_envs.language_models.requests import canonical, request_body
from autoforge_envs.registration import bundled_folder
from autoforge_envs.users.language_model import LanguageModelUser
from autoforge_envs.users.user_errors import ErrorKind

RECORDED = Path(__file__).parents[1] / "data" / "model_users.jsonl"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One conversation.

    Attributes:
        batch: "first" and "second" (honest users), "erring" (one error each, on purpose), "third"
            and "fourth" (both, played when the audit had been mended on account of those before),
            "fifth" and "sixth" (honest ones, played after all others).
        domain: Its folder's name.
        task_id: Which task it was.
        reward: What the agent, which knew the plan, got.
        script: The user's instructions.
        errors: Turn and kind of the errors it made.
        judged: Whether a model was asked for the user's errors as well.
        exchange: The last request and its answer.
    """

    batch: str
    domain: str
    task_id: str
    reward: float
    script: UserScript
    errors: tuple[tuple[int, ErrorKind], ...]
    judged: bool
    exchange: Exchange

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages of the last request."""
        return cast(list[dict[str, Any]], self.exchange.body["messages"])


def read_recorded(path: Path = RECORDED) -> Iterator[Recorded]:
    """Read the conversations in the order of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    for line, exchange in zip(lines, read_exchanges(path), strict=True):
        episode = json.loads(line)["episode"]
        yield Recorded(
            batch=episode["batch"],
            domain=episode["domain"],
            task_id=episode["task"],
            reward=episode["reward"],
            script=_read_script(episode["user"]),
            errors=tuple((turn, kind) for turn, kind in episode["errors"]),
            judged=episode["judged"],
            exchange=exchange,
        )


def _read_script(data: Mapping[str, Any]) -> UserScript:
    requests = tuple(Request(**each) for each in data["requests"])
    facts = tuple(Fact(**each) for each in data["facts"])
    return UserScript(data["name"], data["persona"], data["reveals"], requests, facts)


class Teller:
    """A `ChatModel` that answers from one recorded conversation.

    A request must be the beginning of that conversation byte for byte, settings, tools and seed
    included.
    """

    def __init__(self, recorded: Recorded) -> None:
        """Answer from this one."""
        self._exchange = recorded.exchange
        self._messages = recorded.messages
        self._options = EndpointOptions(str(recorded.exchange.body["model"]))

    @property
    def options(self) -> EndpointOptions:
        """The options that requests are compared with."""
        return self._options

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Return the recorded answer; see `ChatModel.complete`.

        Raises:
            UnrecordedError: The conversation does not begin so.
        """
        asked = request_body(self._options, messages, tools, seed, response_format)
        beginning = {**self._exchange.body, "messages": self._messages[: len(messages)]}
        if canonical(asked) != canonical(beginning):
            raise UnrecordedError(
                f"the recorded conversation differs before message {len(messages)}: what a model "
                "user is told has changed; record again"
            )
        if len(messages) == len(self._messages):
            return self._exchange.completion
        return _as_completion(self._messages[len(messages)])


def _as_completion(message: Mapping[str, Any]) -> Completion:
    calls = tuple(
        ToolCallRequest(call["id"], call["function"]["name"], call["function"]["arguments"])
        for call in message.get("tool_calls", ())
    )
    return Completion(message["content"] or "", calls)


@cache
def user_tools(domain: str) -> tuple[ToolInfo, ...]:
    """Return the tools of a bundled domain's users, signals included."""
    tools = load_domain(bundled_folder() / domain).tool_infos()
    return tuple(tool for tool in tools if tool.caller == "user")


def replay(recorded: Recorded, tools: Sequence[ToolInfo]) -> tuple[Message, ...]:
    """Play the user once more, and return what was said and done.

    The agent's words and what the user's tools returned are those that were recorded.

    Raises:
        UnrecordedError: The user asks the model for something else than was recorded.
    """
    user = LanguageModelUser(Teller(recorded))
    user.reset(recorded.script, tools, numpy.random.default_rng(0))
    user.restore({**user.save(), "seed": recorded.exchange.body["seed"]})
    _, *to_hear = (_as_heard(m) for m in recorded.messages if m["role"] in ("user", "tool"))
    transcript: list[Message] = []
    for heard in (None, *to_hear):
        transcript += [] if heard is None else [heard]
        transcript += _as_messages(user.act(heard))
    return tuple(transcript)


def _as_heard(message: Mapping[str, Any]) -> Message:
    """Return what the user heard: the agent, or what came of a tool call."""
    content = str(message["content"])
    if message["role"] == "user":
        return Message("agent", content, "agent")
    return Message("tool", content, "user", error=not _is_json(content))


def _is_json(text: str) -> bool:
    """Tell what a tool returned from the words with which it refused."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _as_messages(action: Action) -> list[Message]:
    if isinstance(action, Words):
        return [Message("user", action.text, "user")]
    if not isinstance(action, ToolCall):
        return [Message("tool", action.reason, "user", error=True)]
    called = [Message("user", "", "user", action)]
    if action.name == HANG_UP and action.arguments.get("farewell"):
        called.append(Message("user", str(action.arguments["farewell"]), "user"))
    return called

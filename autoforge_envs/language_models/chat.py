"""What is said to a chat model and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from autoforge_envs.language_models.options import EndpointOptions

ChatMessage: TypeAlias = Mapping[str, object]
"""One message in the endpoint's own shape: `{"role": "user", "content": "..."}`."""


@dataclass(frozen=True, slots=True)
class ToolCallRequest:
    """A tool call that the model asks for.

    `arguments` is the model's own text: usually a JSON object, never checked here.
    """

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Completion:
    """One answer of a chat model.

    An endpoint that reports no usage gets an estimate of four bytes a token, and
    `usage_reported` is false.
    """

    content: str
    tool_calls: tuple[ToolCallRequest, ...] = ()
    finish_reason: str = "stop"
    prompt_tokens: int = 0
    completion_tokens: int = 0
    reasoning: str = ""
    refusal: str = ""
    usage_reported: bool = True
    attempts: int = field(default=1, compare=False)  # how often the endpoint was asked for it

    def as_message(self) -> dict[str, object]:
        """Returns the answer as the message that the next request's history carries."""
        if not self.tool_calls:
            return {"role": "assistant", "content": self.content or self.refusal}
        calls = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in self.tool_calls
        ]
        # An empty text beside tool calls is refused by some endpoints, null by none.
        return {"role": "assistant", "content": self.content or None, "tool_calls": calls}


class ChatModel(Protocol):
    """Anything that completes a chat: an endpoint, a recording, or a wrapper around another."""

    @property
    def options(self) -> EndpointOptions:
        """The options every request is made with."""
        ...

    def complete(
        self,
        messages: Sequence[ChatMessage],
        tools: Sequence[Mapping[str, object]] = (),
        *,
        seed: int | None = None,
        response_format: Mapping[str, object] | None = None,
    ) -> Completion:
        """Asks for one answer.

        Args:
            messages: The conversation so far.
            tools: Function schemas, `{"type": "function", "function": {...}}`.
            seed: Takes the place of the options' seed, so that one model serves many episodes.
            response_format: Sent as it is, for endpoints that offer structured outputs.

        Raises:
            EndpointError: The endpoint refused, or stayed broken after all attempts.
            BudgetError: The budget was spent before the request began.
        """
        ...

"""An agent behind an OpenAI-compatible endpoint: tool calling over the conversation so far."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from autoforge_envs.benchmark.agents import Brief, Observation, Spent, call_text
from autoforge_envs.language_models import ChatModel, ToolCallRequest


class LanguageModelAgent:
    """Plays with whatever the model answers; several tool calls in one answer are made in turn."""

    reads_plan = False

    def __init__(self, model: ChatModel) -> None:
        """Speak through a model; it may be shared by many agents."""
        self._model = model

    def reset(self, brief: Brief, observation: Observation) -> None:
        """Start a conversation with the policy document as the system message."""
        self._history: list[Mapping[str, object]] = [
            {"role": "system", "content": brief.policy_document}
        ]
        self._tools: Sequence[Mapping[str, Any]] = brief.tools
        self._seed = brief.seed % 2**31
        self._pending: list[ToolCallRequest] = []
        self._spent = Spent()

    def act(self, observation: Observation) -> str:
        """Ask the model, or make the next tool call of its last answer.

        Raises:
            EndpointError: The endpoint stayed unusable, or the budget is spent.
        """
        self._remember(observation)
        if not self._pending:
            completion = self._model.complete(self._history, self._tools, seed=self._seed)
            self._spent = Spent(
                self._spent.prompt_tokens + completion.prompt_tokens,
                self._spent.completion_tokens + completion.completion_tokens,
            )
            self._history.append(completion.as_message())
            self._pending = list(completion.tool_calls)
            if not self._pending:
                return _as_words(completion.content)
        return _as_action(self._pending[0])

    def _remember(self, observation: Observation) -> None:
        if self._pending:
            call = self._pending.pop(0)
            self._history.append(
                {"role": "tool", "tool_call_id": call.id, "content": observation["content"]}
            )
        else:
            self._history.append({"role": "user", "content": observation["content"]})

    def spent(self) -> Spent:
        """Return the tokens used since reset."""
        return self._spent


def _as_action(call: ToolCallRequest) -> str:
    """Write a requested call as an action; what is no JSON object is passed on and refused."""
    try:
        arguments = json.loads(call.arguments or "{}")
    except ValueError:
        return '{"name": ' + json.dumps(call.name) + ', "arguments": ' + call.arguments
    if not isinstance(arguments, dict):
        return json.dumps({"name": call.name, "arguments": arguments})
    return call_text(call.name, arguments)


def _as_words(content: str) -> str:
    """Keep words from being read as a tool call."""
    return f"({content})" if content.lstrip().startswith("{") else content

"""What a policy said, read: its thinking, its words and its tool calls.

Tool calls are JSON objects between `<tool_call>` tags, thinking stands between `<think>` tags, as
the Qwen and Hermes families write them. Left out: other families' formats.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

THINK = "<think>"
"""Begins what nobody else hears; a template may write it before the policy's turn."""
_THINKING = re.compile(r"\s*(?:<think>)?(.*?)</think>", re.DOTALL)
_UNFINISHED = re.compile(r"<think>(?!.*</think>)(.*)", re.DOTALL)
_CALL = re.compile(r"<tool_call>(.*?)(?:</tool_call>|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """One turn of the policy.

    Attributes:
        thinking: What nobody else hears.
        words: What it says to the user.
        calls: The text of each tool call, well-formed or not.
    """

    thinking: str
    words: str
    calls: tuple[str, ...]

    def actions(self) -> list[str]:
        """Return what the environment gets, in order: words first, then one text a tool call.

        A call that does not begin like a JSON object is made to, so that the environment answers
        that it is malformed, instead of saying it to the user.
        """
        words = [self.words] if self.words or not self.calls else []
        calls = [call if call.startswith("{") else "{" + call for call in self.calls]
        return words + calls

    def as_message(self) -> dict[str, Any]:
        """Return the turn as an assistant's message; malformed calls stay in its content."""
        parsed = [_parse_call(call) for call in self.calls]
        broken = [text for text, call in zip(self.calls, parsed, strict=True) if call is None]
        content = self.words + "".join(f"<tool_call>{text}</tool_call>" for text in broken)
        message: dict[str, Any] = {"role": "assistant", "content": content}
        if self.thinking:
            message["reasoning_content"] = self.thinking
        calls = [{"type": "function", "function": call} for call in parsed if call is not None]
        return {**message, "tool_calls": calls} if calls else message


def read_reply(text: str) -> Reply:
    """Read the text of one turn, without the token that ends it. Never raises.

    Thinking that was cut off is thinking up to the end.
    """
    finished = _THINKING.match(text)
    rest = text[finished.end() :] if finished else text
    unfinished = _UNFINISHED.search(rest)
    rest = rest[: unfinished.start()] if unfinished else rest
    thinking = "\n".join(each.group(1).strip() for each in (finished, unfinished) if each)
    calls = tuple(call.strip() for call in _CALL.findall(rest))
    words = _CALL.sub("", rest).strip()
    return Reply(thinking, words, calls)


def _parse_call(text: str) -> Mapping[str, Any] | None:
    try:
        call = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(call, dict) or not isinstance(call.get("name"), str):
        return None
    arguments = call.get("arguments", {})
    return {"name": call["name"], "arguments": arguments} if isinstance(arguments, dict) else None

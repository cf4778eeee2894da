"""A conversation as text for people."""

import re
from collections.abc import Sequence

from autoforge_envs.episode.messages import Message

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """Make control characters visible, so that no message can drive somebody's terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def as_text(messages: Sequence[Message]) -> str:
    """Write messages one a line: who, and what they said, called or read."""
    return printable("\n".join(_line(message) for message in messages))


class Narrator:
    """Prints a conversation as it goes, every message once."""

    def __init__(self) -> None:
        """Start at the beginning of a conversation."""
        self._num_told = 0

    def tell(self, messages: Sequence[Message]) -> None:
        """Print what has been added to the conversation since the last time."""
        if len(messages) > self._num_told:
            print(as_text(messages[self._num_told :]), flush=True)  # noqa: T201
        self._num_told = len(messages)


def _line(message: Message) -> str:
    if message.call is not None:
        arguments = ", ".join(f"{name}={value!r}" for name, value in message.call.arguments.items())
        return f"{message.party:>5} calls {message.call.name}({arguments})"
    if message.role == "tool":
        return f"{'error' if message.error else 'reads':>11} {message.content}"
    return f"{message.role:>5}: {message.content}"

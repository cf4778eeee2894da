"""The protocol of a user simulator: it hears, it says, it calls its own tools, it hangs up.

Hanging up and confirming are tool calls (signals), never magic words in prose.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy

from autoforge_envs.domain.domain import ToolInfo
from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import Action, Message


class User(Protocol):
    """What plays the user."""

    def reset(
        self, script: UserScript, tools: Sequence[ToolInfo], generator: numpy.random.Generator
    ) -> None:
        """Start playing a script.

        Args:
            script: Hidden instructions and known facts.
            tools: The user's own tools.
            generator: The only source of randomness.
        """
        ...

    def act(self, heard: Message | None) -> Action:
        """Act once.

        Args:
            heard: The agent's words, or the result of the user's own last tool call; None at the
                very beginning.

        Raises:
            Exception: Anything; the episode is then truncated and nobody learns from it.
        """
        ...

    def save(self) -> dict[str, Any]:
        """Return what it has in mind, as plain data."""
        ...

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Bring it to a saved moment; `reset` with the same script came before."""
        ...

"""A space of any text, accents and emoji included, and the spaces of every environment."""

from typing import Any, NoReturn

from gymnasium import spaces
from gymnasium.error import CustomSpaceError
from gymnasium.spaces.utils import flatdim, flatten, flatten_space, unflatten
from gymnasium.vector.utils import create_shared_memory

from autoforge_envs.domain.conversation import MAX_MESSAGE_LENGTH

MAX_OBSERVATION_LENGTH = 2**20
"""Longest observation, in characters."""

SAMPLE_CHARACTERS = "abcdefghijklmnopqrstuvwxyz ABCXYZ0123456789{}\":,.?!'-_éßñ漢字🙂"
"""What `sample` draws from; it is no limit on what the space contains."""


class UnicodeText(spaces.Text):
    """Any text within the length bounds; the character set serves `sample` alone."""

    def __init__(
        self,
        max_length: int,
        *,
        min_length: int = 0,
        max_sample_length: int = 64,
        seed: Any = None,
    ) -> None:
        """Set the bounds, in characters; samples are at most `max_sample_length` long."""
        super().__init__(max_length, min_length=min_length, charset=SAMPLE_CHARACTERS, seed=seed)
        self.max_sample_length = max(min_length, min(max_sample_length, max_length))

    def contains(self, x: Any) -> bool:
        """Judge by type and length alone."""
        return isinstance(x, str) and self.min_length <= len(x) <= self.max_length

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        """Draw a short text."""
        if mask is None and probability is None:
            length = self.np_random.integers(self.min_length, self.max_sample_length + 1)
            mask = (int(length), None)
        return super().sample(mask=mask, probability=probability)

    @property
    def is_np_flattenable(self) -> bool:
        """Text of any length has no fixed flat form."""
        return False

    def __eq__(self, other: object) -> bool:
        """Compare the bounds."""
        return (
            isinstance(other, UnicodeText)
            and self.min_length == other.min_length
            and self.max_length == other.max_length
        )

    def __hash__(self) -> int:
        """Hash the bounds."""
        return hash((self.min_length, self.max_length))

    def __repr__(self) -> str:
        """Show the bounds."""
        return f"UnicodeText({self.max_length}, min_length={self.min_length})"


@create_shared_memory.register(UnicodeText)
def _refuse_shared_memory(space: UnicodeText, *_: Any, **__: Any) -> NoReturn:
    raise CustomSpaceError(
        f"{space!r} cannot live in shared memory; pass shared_memory=False to "
        'AsyncVectorEnv, or vector_kwargs={"shared_memory": False} to make_vec'
    )


def _refuse_flattening(space: UnicodeText, *_: Any) -> NoReturn:
    raise CustomSpaceError(
        f"{space!r} cannot be flattened; use the symbolic environment for flat observations"
    )


for _function in (flatdim, flatten, flatten_space, unflatten):
    _function.register(UnicodeText)(_refuse_flattening)


def action_space() -> UnicodeText:
    """Return the space of actions: a tool call as JSON, or words."""
    return UnicodeText(MAX_MESSAGE_LENGTH)


def observation_space(max_turns: int) -> spaces.Dict:
    """Return the space of observations: who speaks, what they say, and the agent's turn."""
    return spaces.Dict({
        "role": UnicodeText(16, min_length=1),
        "content": UnicodeText(MAX_OBSERVATION_LENGTH),
        "turn": spaces.Discrete(max_turns + 1),
    })  # fmt: skip

"""What the user hears without being told: then telling it decides nothing."""

from collections.abc import Iterator, Sequence

from autoforge_envs.domain.tasks import Told
from autoforge_envs.domain.wording import say_value
from autoforge_envs.episode.words import is_told


def say(told: Told) -> str:
    """Tell a value in the plainest words."""
    return f"The {told.label} is {say_value(told.type, told.value)}."


def heard_anyway(told: Sequence[Told], proposals: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the positions of values that are heard without being told, and in which words.

    Args:
        told: All that is to be told.
        proposals: Words in which calls are proposed to the user.
    """
    said = [say(each) for each in told]
    for position, value in enumerate(told):
        others = (*proposals, *said[:position], *said[position + 1 :])
        words = next((each for each in others if is_told(each, value)), None)
        if words is not None:
            yield position, words

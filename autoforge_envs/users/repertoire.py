"""Which phrasing a scripted user takes: one by chance, and none again while another is left."""

from collections.abc import Mapping, Sequence

import numpy

from autoforge_envs.chance import draw
from autoforge_envs.users.phrases import PHRASES


class Repertoire:
    """The phrasings of one persona, and which of them a conversation has heard."""

    def __init__(self, persona: str, generator: numpy.random.Generator) -> None:
        """Begin a conversation.

        Args:
            persona: Who speaks.
            generator: Where the choice comes from.
        """
        self._persona = persona
        self._generator = generator
        self._said: dict[str, list[int]] = {}

    def say(self, kind: str, **slots: str) -> str:
        """Say something in one of its phrasings."""
        key = f"{kind}.{self._persona}"
        key = key if key in PHRASES else kind
        phrasings = PHRASES[key]
        return phrasings[self._choose(key, len(phrasings))].format(**slots)

    def _choose(self, key: str, num_phrasings: int) -> int:
        """Draw a phrasing that was not said; when all were, any but the last."""
        said = self._said.setdefault(key, [])
        if len(said) >= num_phrasings:
            del said[:-1]
        left = [at for at in range(num_phrasings) if at not in said] or [0]
        chosen = draw(left, self._generator)
        said.append(chosen)
        return chosen

    def save(self) -> dict[str, list[int]]:
        """Return what was said, as plain data."""
        return {key: list(said) for key, said in self._said.items()}

    def restore(self, saved: Mapping[str, Sequence[int]]) -> None:
        """Bring it to a saved moment."""
        self._said = {key: list(said) for key, said in saved.items()}

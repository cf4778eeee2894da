"""Seeded choices, in the few shapes that designing and populating need."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import numpy as np

from autoforge_envs.chance import draw

ItemT = TypeVar("ItemT")


class Chance:
    """Draws from one generator; the same generator gives the same choices."""

    def __init__(self, generator: np.random.Generator) -> None:
        """Take the generator that every choice is drawn from."""
        self._generator = generator

    def happens(self, percent: float) -> bool:
        """Tell whether something happens that happens in so many of a hundred cases."""
        return float(self._generator.random()) * 100 < percent

    def between(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return int(self._generator.integers(least, most, endpoint=True))

    def pick(self, items: Sequence[ItemT], weights: Sequence[float] | None = None) -> ItemT:
        """Draw one item; weights are relative."""
        if weights is None:
            return draw(items, self._generator)
        total = float(sum(weights))
        left = float(self._generator.random()) * total
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def weighed(self, weights: Mapping[str, float]) -> str:
        """Draw one of the keys; the values are their relative weights."""
        return self.pick(tuple(weights), tuple(weights.values()))

    def some(self, items: Sequence[ItemT], count: int) -> list[ItemT]:
        """Draw different items, in the order in which they stand; all if there are fewer."""
        count = min(count, len(items))
        chosen = self._generator.permutation(len(items))[:count]
        return [items[at] for at in sorted(int(at) for at in chosen)]

    def shuffled(self, items: Sequence[ItemT]) -> list[ItemT]:
        """Return the items in another order."""
        return [items[int(at)] for at in self._generator.permutation(len(items))]

    def digits(self, count: int) -> str:
        """Draw so many digits."""
        return f"{int(self._generator.integers(10**count)):0{count}d}"

    def amount(self, least: int, most: int, step: int = 1) -> int:
        """Draw an amount of cents that is a multiple of `step`."""
        return self.between(-(-least // step), most // step) * step

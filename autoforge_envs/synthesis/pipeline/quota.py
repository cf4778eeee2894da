"""How many tasks a domain gets, by split and level, and how long to look for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from autoforge_envs.domain.tasks import SPLITS, Split
from autoforge_envs.errors import OptionError

LEVELS = (1, 2, 3, 4, 5)
"""Difficulties, each of them in every split that is large enough."""

HEAD_START = 40
"""Attempts that every cell has, however few tasks it is to get."""

HOPELESS = 200
"""Attempts without a single task after which a domain is given up."""

MAX_TASKS = 10_000
"""Largest number of tasks of one domain."""


class Cell(NamedTuple):
    """Tasks of one split and level."""

    split: Split
    level: int


@dataclass(frozen=True, slots=True)
class Quota:
    """What a domain's tasks have to be.

    Attributes:
        num_tasks: Tasks of the whole domain.
        split_weights: Relative sizes of train, validation and test.
        level_weights: Relative frequencies of the levels 1 to 5.
        patience: Attempts for each wanted task before a cell is given up, beside `HEAD_START`.
    """

    num_tasks: int = 120
    split_weights: tuple[int, int, int] = (7, 2, 3)
    level_weights: tuple[int, int, int, int, int] = (2, 2, 3, 3, 2)
    patience: int = 10

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            OptionError: One cannot be used.
        """
        if not len(SPLITS) <= self.num_tasks <= MAX_TASKS:
            raise OptionError(
                f"the number of tasks must be from {len(SPLITS)} (one a split) to {MAX_TASKS}, "
                f"got {self.num_tasks}"
            )
        if self.patience < 1:
            raise OptionError(f"patience must be at least 1, got {self.patience}")

    def by_split(self) -> dict[Split, int]:
        """Return the number of tasks of each split, at least one."""
        shares = _apportion(self.num_tasks, self.split_weights)
        while 0 in shares:
            shares[shares.index(0)] += 1
            shares[shares.index(max(shares))] -= 1
        splits: tuple[Split, ...] = ("train", "validation", "test")
        return dict(zip(splits, shares, strict=True))

    def by_cell(self) -> dict[Cell, int]:
        """Return the number of tasks of each split and level, splits first."""
        return {
            Cell(split, level): share
            for split, count in self.by_split().items()
            for level, share in zip(LEVELS, _apportion(count, self.level_weights), strict=True)
        }


def _apportion(count: int, weights: Iterable[int]) -> list[int]:
    """Divide a number by weights; what rounding leaves goes to the largest remainders."""
    weights = list(weights)
    total = sum(weights)
    shares = [count * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(count * weights[at] % total), at))
    for at in by_remainder[: count - sum(shares)]:
        shares[at] += 1
    return shares

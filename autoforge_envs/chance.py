"""Chance comes from the generator that is handed in, nowhere else."""

from collections.abc import Sequence
from typing import TypeVar

import numpy

T = TypeVar("T")


def draw(choices: Sequence[T], generator: numpy.random.Generator) -> T:
    """Draw one of several, each as likely as the others.

    Raises:
        ValueError: There are none.
    """
    return choices[int(generator.integers(len(choices)))]

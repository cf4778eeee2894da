"""What holds for all choices of a run."""

import math
from dataclasses import fields
from typing import Any

from autoforge_rl.errors import ChoiceError


def require_finite(choices: Any) -> None:
    """Refuse choices with a number that is nan or infinite.

    Args:
        choices: A dataclass of a run's choices.

    Raises:
        ChoiceError: One is; the message names it and its default.
    """
    for field in fields(choices):
        value = getattr(choices, field.name)
        if isinstance(value, float) and not math.isfinite(value):
            raise ChoiceError(
                f"{field.name} must be a finite number, got {value}; the default is {field.default}"
            )

"""Parts that a business of some kind may have or lack."""

from collections.abc import Sequence

from autoforge_envs.synthesis.design.chance import Chance


def draw_parts(chance: Chance, parts: Sequence[str], least: int, most: int) -> dict[str, bool]:
    """Draw so many of the parts: `{"with_exams": True, "with_discounts": False}`."""
    drawn = chance.some(parts, chance.between(least, most))
    return {f"with_{part}": part in drawn for part in parts}

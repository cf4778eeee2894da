"""Who keeps a rule: tools refuse what it forbids, or agents must have read it."""

from collections.abc import Iterable

from autoforge_envs.synthesis.design.chance import Chance

SIDES = ("tools", "agent")
"""What templates write as `enforced_by`."""


def draw_sides(chance: Chance, rules: Iterable[str]) -> dict[str, str]:
    """Draw who keeps each of some rules: `{"count_enforced_by": "tools"}` for "count"."""
    return {f"{rule}_enforced_by": chance.pick(SIDES) for rule in rules}

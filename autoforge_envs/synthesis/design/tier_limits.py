"""Limits that rise from tier to tier, in words."""

from collections.abc import Callable

from autoforge_envs.synthesis.design.blocks import Names


def tier_sentence(names: Names, limit_at: Callable[[int], int | str]) -> str:
    """Say what holds for each tier: "3 for basic, 4 for gold".

    Args:
        names: Of the business; without tiers there is nothing to say.
        limit_at: The limit of the tier that stands so far up, 0 for the lowest.
    """
    tiers = enumerate(names.get("tiers", ()))
    return ", ".join(f"{limit_at(at)} for {tier}" for at, tier in tiers)

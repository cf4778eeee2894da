"""Tiers: some customers have earned more than others; limits of other blocks may depend on it."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_SETS = (
    ("basic", "silver", "gold"),
    ("standard", "plus"),
    ("blue", "bronze", "silver", "platinum"),
    ("regular", "preferred", "premier"),
)


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    tiers = chance.pick(_SETS)
    return {"tiers": tiers}


def _populate(population: Population, _people: People, names: Names) -> None:
    tiers = names["tiers"]
    weights = [2.0**-at for at in range(len(tiers))]
    for row in population.rows("party"):
        row["tier"] = population.chance.pick(tiers, weights)


FEATURE = Block("tiers", Path(__file__).with_suffix(".jinja"), _choose, _populate)

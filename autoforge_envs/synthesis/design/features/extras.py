"""Extras: things on top of a deal, some cheaper in a bundle."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_NAMES = {
    "comfort": ("Welcome package", "Quiet service", "Personal contact", "Weekend service"),
    "safety": ("Accident cover", "Theft cover", "Breakage cover", "Care package"),
    "speed": ("Express handling", "Priority line", "Same-day answer", "Evening service"),
}


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "bundle_percent": chance.pick((0, 10, 20)),
        "max_extras": chance.between(2, 4),
        "change_of_mind_days": chance.pick((3, 7, 14)),
        "extras_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    for kind, offered in _NAMES.items():
        for name in offered:
            population.add(
                "Extra",
                name=name,
                kind=kind,
                price=chance.amount(300, 4_000, 10),
                on_offer=chance.happens(80),
            )
    extras = population.rows("Extra")
    for deal in population.rows("deal"):
        if deal["status"] in names["deal_open"]:
            for extra in chance.some(extras, chance.pick((0, 1, 2, 3), (3, 3, 2, 1))):
                population.add(
                    "BookedExtra",
                    deal_id=deal["id"],
                    extra_id=extra["id"],
                    price=extra["price"],
                    booked_on=population.day_between(-30, 0),
                )


FEATURE = Block(
    "extras", Path(__file__).with_suffix(".jinja"), _choose, _populate, needs=("deal_open",)
)

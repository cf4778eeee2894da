"""An address book, with one main address."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_USES = (
    ("home", "work", "holiday", "parents"),
    ("private", "office", "billing"),
    ("home", "second_home", "billing", "care_of"),
)


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    uses = chance.pick(_USES)
    return {
        "uses": uses,
        "max_addresses": chance.between(2, 4),
        "main_enforced_by": chance.pick(SIDES),
        "one_address_a_use": chance.happens(50),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for party in population.rows("party"):
        uses = chance.some(names["uses"], chance.between(1, 3))
        main = chance.pick(uses)
        for use in uses:
            place = people.place()
            population.add(
                "Address",
                party_id=party["id"],
                use=use,
                street=place.street,
                postal_code=place.postal_code,
                city=place.city,
                main=use == main,
            )


FEATURE = Block("addresses", Path(__file__).with_suffix(".jinja"), _choose, _populate)

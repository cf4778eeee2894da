"""Proxies: people who may act for somebody, for a time."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_POWERS = (("ask", "full"), ("ask", "change", "full"), ("collect", "full"))
_RELATIONS = ("partner", "parent", "child", "colleague", "lawyer")


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    powers = chance.pick(_POWERS)
    return {
        "powers": powers,
        "max_proxies": chance.between(1, 3),
        "longest_proxy_days": chance.pick((90, 180, 365)),
        "full_power_is_for_family": chance.happens(60),
        "proxies_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for party in population.rows("party"):
        for _ in range(chance.pick((0, 1, 2, 3), (3, 4, 2, 1))):
            population.add(
                "Proxy",
                party_id=party["id"],
                name=people.name(),
                relation=chance.pick(_RELATIONS),
                power=chance.pick(names["powers"]),
                until=population.day_between(-60, 300),
            )


FEATURE = Block("proxies", Path(__file__).with_suffix(".jinja"), _choose, _populate)

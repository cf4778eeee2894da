"""Ways to pay on file, one of them preferred."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_KINDS = ("card", "card", "bank_account", "wallet")


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "methods_expire": chance.happens(60),
        "least_valid_days": chance.pick((14, 30, 60)),
        "wallets_are_second": chance.happens(50),
        "deletion_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    for party in population.rows("party"):
        count = chance.pick((1, 2, 3, 4), (2, 4, 3, 1))
        preferred = chance.between(0, count - 1)
        for at in range(count):
            method = population.add(
                "PaymentMethod",
                party_id=party["id"],
                kind=chance.pick(_KINDS),
                ending=chance.digits(4),
                preferred=at == preferred,
            )
            if names["methods_expire"]:
                method["valid_until"] = population.day_between(-20, 1200)


FEATURE = Block("payment_methods", Path(__file__).with_suffix(".jinja"), _choose, _populate)

"""Gift cards and a credit that they go to."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_FIRST = ("LUNA", "MIRA", "NOVA", "ORBIT", "PICO", "RHEA", "SOL", "TERRA", "VEGA", "ZETA")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "redemption_fee": chance.pick((0, 0, 2, 5)),
        "largest_credit": chance.amount(10_000, 25_000, 2_500),
        "least_payout": chance.amount(500, 2_000, 500),
        "card_days_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    for party in population.rows("party"):
        party["credit"] = chance.pick((0, 1), (2, 3)) * chance.amount(250, 30_000, 50)
    codes: set[str] = set()
    while len(codes) < 160:
        code = f"{chance.pick(_FIRST)}-{chance.digits(2)}{chance.pick(_LETTERS)}{chance.digits(1)}"
        if code in codes:
            continue
        codes.add(code)
        population.add(
            "GiftCard",
            code=code,
            balance=chance.pick((0, 1), (1, 6)) * chance.amount(1_000, 10_000, 500),
            valid_until=population.day(chance.pick((-60, -1, 0, 30, 365))),
        )


FEATURE = Block("gift_cards", Path(__file__).with_suffix(".jinja"), _choose, _populate)

"""Vouchers: codes that take a share or an amount off a price."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_WORDS = ("SPRING", "WELCOME", "THANKS", "WINTER", "FRIEND", "AUTUMN", "SORRY", "EARLY", "JUBILEE")


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "voucher_kind": chance.pick(("percent", "amount")),
        "voucher_days_enforced_by": chance.pick(SIDES),
        "voucher_status_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    prices = sorted(row[names["deal_price"]] for row in population.rows("deal"))
    typical = prices[len(prices) // 2]
    for word in _WORDS:
        for number in chance.some((5, 10, 15, 20, 25, 30), 3):
            first = chance.pick((-200, -90, -30, -10, 0, 5))
            worth = (
                {"percent": number}
                if names["voucher_kind"] == "percent"
                else {"amount": max(100, typical * number // 10_000 * 100)}
            )
            population.add(
                "Voucher",
                code=f"{word}{number}",
                minimum=chance.pick((0, typical // 2, typical)) // 100 * 100,
                starts_on=population.day(first),
                ends_on=population.day(first + chance.pick((0, 10, 30, 90, 210))),
                **worth,
            )


FEATURE = Block(
    "vouchers",
    Path(__file__).with_suffix(".jinja"),
    _choose,
    _populate,
    needs=("deal_price", "deal_open"),
)

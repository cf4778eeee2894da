"""Goodwill: a credit for trouble, capped by a fixed amount, by tier, or by a share of the price."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    caps = ["fixed", *(["share"] if names.get("deal_price") else [])]
    if names["with_tiers"]:
        caps.append("tier")
    amount = chance.amount(500, 2500, 250)
    return {
        "goodwill_cap": chance.pick(caps),
        "goodwill_percent": chance.pick((10, 20, 25, 30)),
        "goodwill_amount": amount,
        "goodwill_sentence": tier_sentence(names, lambda at: format_money(amount * (at + 1))),
        "goodwill_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    over = [row for row in population.rows("deal") if row["status"] in names["deal_over"]]
    for row in population.chance.some(over, len(over) // 12):
        population.add(
            "Goodwill",
            deal_id=row["id"],
            reason=population.chance.pick(("late", "faulty", "rude_staff", "wrong_information")),
            amount=population.chance.amount(300, 2000, 100),
            given_on=population.day_between(-60, -1),
        )


FEATURE = Block(
    "goodwill", Path(__file__).with_suffix(".jinja"), _choose, _populate, needs=("deal_over",)
)

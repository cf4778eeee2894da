"""Complaints: filed, escalated after a while, withdrawn."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_TOPICS = ("quality", "delay", "staff", "price")
_STATUSES = ("open", "escalated", "withdrawn", "closed")


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "answer_days": chance.pick((10, 14, 20, 28)),
        "escalation_halves": chance.happens(50),
        "escalation_after_days": chance.pick((3, 5, 7, 10)),
        "escalated_stay": chance.happens(60),
        "escalation_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    deals = population.rows("deal")
    for deal in chance.some(deals, len(deals) // 4):
        filed = -chance.between(0, 30)
        population.add(
            "Complaint",
            deal_id=deal["id"],
            topic=chance.pick(_TOPICS),
            status=chance.pick(_STATUSES, (6, 2, 1, 1)),
            filed_on=population.day(filed),
            answer_by=population.day(filed + int(names["answer_days"])),
        )


FEATURE = Block("complaints", Path(__file__).with_suffix(".jinja"), _choose, _populate)

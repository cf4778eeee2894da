"""Copies of documents, some for a fee."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_KINDS = ("invoice", "confirmation", "statement")


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "letter_fee": chance.amount(100, 400, 50),
        "registered_fee": chance.amount(250, 600, 50),
        "free_copies": chance.pick((0, 1, 2)),
        "max_copies": chance.between(1, 2),
        "statement_rule": "statements_come_at_the_end",
        "copies_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    deals = population.rows("deal")
    for deal in chance.some(deals, len(deals) // 3):
        over = deal["status"] in names["deal_over"]
        population.add(
            "DocumentCopy",
            deal_id=deal["id"],
            kind=chance.pick(_KINDS if over else _KINDS[:2]),
            way="email",
            fee=0,
            sent_on=population.day_between(-90, -1),
        )


FEATURE = Block(
    "document_copies",
    Path(__file__).with_suffix(".jinja"),
    _choose,
    _populate,
    needs=("deal_over",),
)

"""Standing: some accounts are to be left alone and handed over to a person."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_BAD = {
    "under_review": "accounts_under_review_go_to_a_person",
    "disputed": "disputed_accounts_go_to_a_person",
    "frozen": "frozen_accounts_go_to_a_person",
}


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    bad = chance.pick(tuple(_BAD))
    return {"bad_standing": bad, "rule_name": _BAD[bad]}


def _populate(population: Population, _people: People, names: Names) -> None:
    for row in population.rows("party"):
        bad = population.chance.happens(8)
        row["standing"] = names["bad_standing"] if bad else "good"


FEATURE = Block("standing", Path(__file__).with_suffix(".jinja"), _choose, _populate)

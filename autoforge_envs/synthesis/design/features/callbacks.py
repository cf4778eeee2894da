"""Calls back: planned, moved, cancelled; only so many at a time."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Block, Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_TOPICS = ("contract", "invoice", "complaint", "advice")
_TIMES = ("morning", "midday", "afternoon")


def _choose(chance: Chance, _names: Names) -> dict[str, Any]:
    return {
        "calls_at_a_time": chance.between(2, 5),
        "latest_call_days": chance.pick((7, 14, 21)),
        "cancel_before_the_day": chance.happens(60),
        "call_load_enforced_by": chance.pick(SIDES),
    }


def _populate(population: Population, _people: People, _names: Names) -> None:
    chance = population.chance
    for party in population.rows("party"):
        for _ in range(chance.pick((0, 1, 2, 3), (4, 3, 2, 1))):
            offset = chance.between(-12, 14)
            done = "made" if chance.happens(80) else "cancelled"
            population.add(
                "Callback",
                party_id=party["id"],
                topic=chance.pick(_TOPICS),
                day=population.day(offset),
                time_of_day=chance.pick(_TIMES),
                status=done if offset < 0 else "planned",
            )


FEATURE = Block("callbacks", Path(__file__).with_suffix(".jinja"), _choose, _populate)

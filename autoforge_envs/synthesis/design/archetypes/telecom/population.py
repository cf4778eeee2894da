"""Telecom: plans, add-ons and destinations, and customers with their lines."""

from autoforge_envs.synthesis.design.archetypes.telecom.bills import add_bill
from autoforge_envs.synthesis.design.archetypes.telecom.lines import (
    add_extras,
    add_hardware,
    add_line,
)
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import COUNTRIES, People
from autoforge_envs.synthesis.design.population import Population

_ADD_ONS = (
    ("data", ("Data Sip", "Data Gulp", "Data Flood")),
    ("roaming", ("Near Abroad", "Far Abroad", "Weekend Abroad")),
    ("calls", ("Calls Home", "Calls Abroad", "Calls Anywhere")),
)
_ZONES = ("near", "wide", "far")


def populate(population: Population, _people: People, names: Names) -> None:
    """Make the first rows of one business."""
    chance = population.chance
    _add_offer(population, names)
    for party in population.rows("party"):
        for _ in range(chance.between(2, 3)):
            line = add_line(population, party)
            add_hardware(population, line, names)
            add_extras(population, line, names)
            for period in range(chance.between(1, 3)):
                add_bill(population, line, period, names)


def _add_offer(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["plan_kinds"]:
        for at, name in enumerate(names["plan_names"]):
            population.add(
                "item",
                name=f"{kind.capitalize()} {name}",
                kind=kind,
                monthly_price=990 + 800 * at + chance.amount(0, 600, 50),
                gigabytes=(2, 10, 40, 100)[at] + chance.between(0, 3),
                on_sale=chance.happens(75),
            )
    for kind, add_ons in _ADD_ONS:
        for at, name in enumerate(add_ons):
            population.add(
                "AddOn",
                name=name,
                kind=kind,
                price=300 + 350 * at + chance.amount(0, 300, 50),
                lasts_days=chance.pick((7, 14, 30)),
                gigabytes=(1, 5, 20)[at] if kind != "calls" else 0,
            )
    if names["with_zones"]:
        for at, country in enumerate(sorted(COUNTRIES.values())):
            population.add(
                "Destination",
                country=country,
                zone=_ZONES[at % len(_ZONES)],
                day_price=100 + 150 * (at % len(_ZONES)) + chance.amount(0, 100, 10),
            )

"""Appointments: who comes, and whom they bring along."""

from autoforge_envs.synthesis.design.archetypes.appointments.houses import add_houses
from autoforge_envs.synthesis.design.archetypes.appointments.papers import (
    add_prescription,
    add_referrals,
)
from autoforge_envs.synthesis.design.archetypes.appointments.visits import add_visit
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    chance = population.chance
    add_houses(population, people, names)
    staffs = population.rows("staff")
    items = population.grouped("item", "speciality")
    desks = population.rows("pharmacy")
    for party in population.rows("party"):
        comers = _add_dependants(population, party, names) if names["with_dependants"] else []
        seen = chance.some(staffs, 2)
        for _ in range(chance.between(2, 5)):
            staff = chance.pick((*seen, chance.pick(staffs)))
            comer = chance.pick(comers) if comers else None
            add_visit(
                population, party, comer, staff, chance.pick(items[staff["speciality"]]), names
            )
        add_referrals(population, party, names)
        for product in chance.some(names["products"], chance.between(1, 3)):
            add_prescription(population, party, product, chance.pick(seen), desks)
        if names["with_waiting"] and chance.happens(40):
            population.add(
                "WaitingPlace",
                party_id=party["id"],
                staff_id=chance.pick(staffs)["id"],
                part_of_day=chance.pick(("morning", "afternoon", "any")),
                since=population.day_between(-40, -1),
            )


def _add_dependants(population: Population, party: Row, names: Names) -> list[Row]:
    chance = population.chance
    return [
        population.add(
            "dependant",
            party_id=party["id"],
            name=name,
            kind=chance.pick(names["dependant_kinds"]),
            born_on=_draw_birthday(population, int(names["dependant_years"])),
        )
        for name in chance.some(names["dependant_names"], chance.between(1, 3))
    ]


def _draw_birthday(population: Population, years: int) -> str:
    """Draw a birthday that every year has."""
    day = population.day_between(-365 * years, -60)
    return day if day[5:] != "02-29" else f"{day[:8]}28"

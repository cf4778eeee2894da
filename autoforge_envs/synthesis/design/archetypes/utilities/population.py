"""Utilities: tariffs, and homes that are supplied."""

from autoforge_envs.synthesis.design.archetypes.utilities.bills import add_bills
from autoforge_envs.synthesis.design.archetypes.utilities.meters import (
    add_meter,
    add_readings,
    add_visit,
)
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    chance = population.chance
    _add_tariffs(population, names)
    for party in population.rows("party"):
        for at in range(chance.between(1, 2)):
            home = _add_home(population, people, party, at)
            for supply in chance.some(names["supplies"], chance.between(1, 2)):
                meter = add_meter(population, home, supply, names)
                used = add_readings(population, meter)
                add_bills(population, meter, party, used)
                add_visit(population, meter)
            if names["with_moves"] and home["status"] == "supplied" and chance.happens(30):
                _add_move(population, people, home)
        if names["with_grants"]:
            _add_grants(population, party, names)


def _add_tariffs(population: Population, names: Names) -> None:
    chance = population.chance
    for supply in names["supplies"]:
        for at, level in enumerate(names["levels"]):
            population.add(
                "item",
                name=f"{level} {supply.replace('_', ' ')}",
                supply=supply,
                unit_price=names["unit_price"] * (100 - 2 * at + chance.between(0, 9)) // 100,
                monthly_charge=250 + 150 * at + chance.amount(0, 140, 10),
                bound_days=chance.pick((0, 90, 180, 365)),
                for_remote_meters=at == 2,
                open_to_new=chance.happens(75),
            )


def _add_home(population: Population, people: People, party: Row, at: int) -> Row:
    place = people.place()
    return population.add(
        "home",
        party_id=party["id"],
        street=place.street,
        city=place.city,
        postal_code=place.postal_code,
        status="moved_out" if at and population.chance.happens(25) else "supplied",
        supplied_since=population.day_between(-2500, -420),
    )


def _add_move(population: Population, people: People, home: Row) -> None:
    chance = population.chance
    place = people.place()
    planned = chance.happens(70)
    population.add(
        "Move",
        home_id=home["id"],
        street=place.street,
        city=place.city,
        postal_code=place.postal_code,
        moves_on=population.day_between(*((2, 60) if planned else (-200, -5))),
        status="planned" if planned else "cancelled",
    )


def _add_grants(population: Population, party: Row, names: Names) -> None:
    chance = population.chance
    for kind in chance.some(("hardship", "efficiency", "welcome"), chance.pick((0, 1, 2))):
        population.add(
            "Grant",
            party_id=party["id"],
            kind=kind,
            amount=chance.amount(500, 3 * names["unit_price"], 500),
            valid_until=population.day_between(*((-60, 0) if chance.happens(20) else (1, 200))),
            status=chance.pick(("granted", "used"), (4, 1)),
        )

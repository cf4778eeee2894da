"""Lettings: houses, those who mend them, and tenants."""

from autoforge_envs.synthesis.design.archetypes.lettings.leases import add_lease
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_houses(population, people, names)
    _add_technicians(population, people, names)
    homes = iter(population.chance.shuffled(population.rows("item")))
    for party in population.rows("party"):
        for at in range(population.chance.pick((1, 2, 3), (3, 4, 2))):
            home = next(homes, None)
            if home is not None:
                add_lease(population, party, home, names, is_first=at == 0)


def _add_houses(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for town in people.towns(6):
        for _ in range(7):
            building = population.add(
                "Building",
                street=people.place().street,
                city=town.city,
                has_lift=chance.happens(50),
            )
            for number in range(1, 14):
                size = chance.between(18, 110)
                population.add(
                    "item",
                    building_id=building["id"],
                    name=f"{chance.pick(names['item_names'])} {number}",
                    rooms=1 + size // 28,
                    square_metres=size,
                    rent=size * chance.amount(900, 1_600, 50),
                    free_from=population.day_between(-40, 40) if chance.happens(8) else None,
                )
            for number in range(1, 9) if names["parking"] else ():
                population.add(
                    "ParkingSpace",
                    building_id=building["id"],
                    number=f"P{number}",
                    covered=chance.happens(40),
                    price=chance.amount(3_000, 9_000, 250),
                    deal_id=None,
                )


def _add_technicians(population: Population, people: People, names: Names) -> None:
    for trade in names["trades"]:
        for _ in range(4):
            population.add(
                "Technician",
                name=people.name(),
                trade=trade,
                city=people.place().city,
                visits_a_day=population.chance.between(1, 3),
            )

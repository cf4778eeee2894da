"""Ticketing: venues, and an office that sells seats in them."""

from autoforge_envs.synthesis.design.archetypes.ticketing.office import Office
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    cities = people.cities(14, 6)
    for at in range(8):
        population.add(
            "venue",
            name=f"{names['venue_names'][at % 3].format(cities[at % len(cities)])} {at // 3 + 1}",
            city=cities[at % len(cities)],
            parking_spaces_left=population.chance.pick((0, 1, 3, 8, 40)),
        )
    office = Office(population, people, names)
    for party in population.rows("party"):
        office.serve(party)

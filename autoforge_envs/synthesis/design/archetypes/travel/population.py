"""Travel: seasons, terms, houses, and guests."""

from autoforge_envs.synthesis.design.archetypes.travel.houses import House
from autoforge_envs.synthesis.design.archetypes.travel.stays import add_stays
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_SEASONS = (("High summer", -20, 45), ("Harvest", 60, 85), ("Holidays", 110, 130))


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    if names["price_by"] == "season":
        for name, first, last in _SEASONS:
            population.add(
                "Season",
                name=name,
                starts_on=population.day(first),
                ends_on=population.day(last),
                surcharge_percent=population.chance.pick((15, 20, 25, 30, 40)),
            )
    if names["term_by"] == "notice":
        for days, percent in names["terms"]:
            population.add("CancellationTerm", from_days=days, kept_percent=percent)
    cities = people.cities(14, 6)
    houses = [House(population, names, cities[at % len(cities)], at) for at in range(12)]
    for party in population.rows("party"):
        add_stays(population, names, party, population.chance.some(houses, 2))

"""Delivery: zones and riders, and customers that order."""

from autoforge_envs.synthesis.design.archetypes.delivery.customers import Customers
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    for city in people.cities(12, 3):
        for side in ("North", "Centre"):
            population.add("Zone", name=f"{city} {side}", city=city)
    zones = population.rows("Zone")
    for _ in range(24):
        population.add(
            "rider",
            name=people.name(),
            vehicle=population.chance.pick(("bicycle", "scooter", "car")),
            zone_id=population.chance.pick(zones)["id"],
        )
    customers = Customers(population, people, names)
    for party in population.rows("party"):
        customers.feed(party)

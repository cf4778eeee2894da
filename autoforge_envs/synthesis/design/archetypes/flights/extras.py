"""Flights: bags and seats of those who travel."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_MIN_FREE_SEATS = 3
"""So many seats of a ride stay free for those who ask for one later."""


def add_bags(
    population: Population, names: Names, deal: Row, traveller: Row, family: Row, num_rides: int
) -> int:
    """Let somebody take bags along, and return what they cost."""
    chance = population.chance
    cost = 0
    for at in range(chance.pick((0, 1, 2, 3), (3, 3, 3, 2))):
        kind = chance.between(0, 2)
        price = 0 if at < family["bags_included"] else int(names["bag_prices"][kind])
        price *= num_rides if names["bag_price_per"] == "ride" else 1
        cost += price
        population.add(
            "bag",
            traveller_id=traveller["id"],
            kind=names["bag_kinds"][kind],
            price=price,
            added_on=deal["booked_on"],
        )
    return cost


def give_seats(chance: Chance, free: list[Row], travellers: list[Row]) -> int:
    """Perhaps give two travellers seats of a ride, and return what they cost.

    Args:
        chance: What it is drawn from.
        free: Seats of the ride that nobody has; those that are given out are taken off.
        travellers: Those who travel.
    """
    if not chance.happens(40):
        return 0
    cost = 0
    for who in travellers[:2]:
        if len(free) > _MIN_FREE_SEATS:
            seat = free.pop()
            seat |= {"status": "taken", "traveller_id": who["id"]}
            cost += seat["surcharge"]
    return cost

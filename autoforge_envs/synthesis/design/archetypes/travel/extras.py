"""Travel: rides, activities and wishes on top of a stay."""

from autoforge_envs.synthesis.design.archetypes.travel.houses import House
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def add_extras(population: Population, names: Names, deal: Row, house: House) -> int:
    """Add rides, activities and wishes to a stay, and return what they cost."""
    cost = _add_rides(population, names, deal) + _add_activities(population, deal, house)
    if names["with_wishes"] and population.chance.happens(30):
        cost += _add_wish(population, names, deal)
    return cost


def _add_rides(population: Population, names: Names, deal: Row) -> int:
    chance = population.chance
    cost = 0
    for direction in chance.some(("arrival", "departure"), chance.pick((0, 0, 1, 2))):
        vehicle = "van" if deal["guests"] > names["car_seats"] or chance.happens(20) else "car"
        price = int(names[f"{vehicle}_price"])
        cost += price
        population.add(
            "Transfer",
            deal_id=deal["id"],
            direction=direction,
            vehicle=vehicle,
            price=price,
            status="booked",
        )
    return cost


def _add_activities(population: Population, deal: Row, house: House) -> int:
    chance = population.chance
    cost = 0
    fitting = [
        each
        for each in house.activities
        if deal["arrives_on"] <= each["takes_place_on"] <= deal["leaves_on"]
    ]
    for activity in chance.some(fitting, chance.between(0, 2)):
        number = chance.between(1, deal["guests"])
        cost += activity["price"] * number
        population.add(
            "ActivityBooking",
            deal_id=deal["id"],
            activity_id=activity["id"],
            people=number,
            price=activity["price"] * number,
            status="booked",
        )
    return cost


def _add_wish(population: Population, names: Names, deal: Row) -> int:
    at = population.chance.between(0, len(names["wishes"]) - 1)
    fee = int(names["wish_fees"][at])
    population.add("Wish", deal_id=deal["id"], kind=names["wishes"][at], fee=fee)
    return fee

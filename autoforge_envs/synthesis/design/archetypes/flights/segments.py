"""Flights: the segments of a booking, with meals, and with claims if one was late."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_CENTS_PER_KM = {"departed": 4, "cancelled": 2}
_USUAL_CENTS_PER_KM = 3


def add_segment(
    population: Population, names: Names, deal: Row, ride: Row, family: Row, travellers: list[Row]
) -> int:
    """Add a segment and what belongs to it, and return what it cost."""
    price = int(names["base_fare"]) + 100 * population.chance.between(0, 90)
    price += _CENTS_PER_KM.get(ride["status"], _USUAL_CENTS_PER_KM) * int(ride["distance_km"])
    segment = population.add(
        "Segment",
        deal_id=deal["id"],
        ride_id=ride["id"],
        family_id=family["id"],
        price=price,
        **_draw_check_in(population, names, deal, ride),
    )
    _add_claim(population, names, segment, ride, price * len(travellers))
    cost = sum(_share(names, who, price) for who in travellers)
    if deal["status"] == "confirmed":
        cost += _add_meals(population, names, segment, travellers)
    return cost


def _draw_check_in(population: Population, names: Names, deal: Row, ride: Row) -> dict[str, Any]:
    if not names["with_check_in"]:
        return {}
    soon = ride["departs_at"] < population.day(3)
    is_checked_in = ride["status"] == "departed" or (
        soon and deal["status"] == "confirmed" and population.chance.happens(35)
    )
    return {"checked_in": is_checked_in}


def _share(names: Names, traveller: Row, price: int) -> int:
    is_child = traveller["age"] == "child"
    return price * int(names["child_percent"]) // 100 if is_child else price


def _add_claim(population: Population, names: Names, segment: Row, ride: Row, price: int) -> None:
    is_late = ride["delay_minutes"] >= names["min_delay"]
    if names["with_claims"] and is_late and population.chance.happens(20):
        population.add(
            "DelayClaim",
            segment_id=segment["id"],
            amount=price // 4 // 100 * 100,
            claimed_on=ride["departs_at"][:10],
        )


def _add_meals(population: Population, names: Names, segment: Row, travellers: list[Row]) -> int:
    chance = population.chance
    if not names["with_meals"] or not chance.happens(30):
        return 0
    cost = 0
    for who in chance.some(travellers, 2):
        at = chance.between(0, 2)
        cost += int(names["dish_prices"][at])
        population.add(
            "MealOrder",
            segment_id=segment["id"],
            traveller_id=who["id"],
            dish=names["dishes"][at],
            price=names["dish_prices"][at],
        )
    return cost

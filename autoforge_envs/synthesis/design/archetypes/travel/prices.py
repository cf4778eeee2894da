"""Travel: what a stay costs."""

from datetime import date, timedelta

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_A_MONDAY = date(2024, 1, 1)


def price_of(population: Population, names: Names, deal: Row, room: Row, nights: int) -> int:
    """Compute what the tools would, from the same numbers."""
    first = date.fromisoformat(deal["arrives_on"])
    days = [first + timedelta(days=night) for night in range(nights)]
    if names["price_by"] == "length":
        price = room["rate"] * nights
        if nights >= names["long_nights"]:
            price = price * (100 - names["long_percent"]) // 100
    else:
        price = sum(
            room["rate"] * (100 + _surcharge(population, names, day)) // 100 for day in days
        )
    if deal.get("rate") == "saver":
        price = price * (100 - names["saver_percent"]) // 100
    if deal.get("animal"):
        price += (names["pet_fee"] + (names["dog_fee"] if deal["animal"] == "dog" else 0)) * nights
    boards = {"none": 0, "breakfast": names["breakfast"], "half_board": names["half_board"]}
    return int(price + boards[deal["board"]] * deal["guests"] * nights)


def _surcharge(population: Population, names: Names, day: date) -> int:
    if names["price_by"] == "weekend":
        return int(names["weekend_percent"]) if (day - _A_MONDAY).days % 7 in (4, 5) else 0
    in_season = [
        int(season["surcharge_percent"])
        for season in population.rows("Season")
        if season["starts_on"] <= day.isoformat() <= season["ends_on"]
    ]
    return max(in_season, default=0)

"""Rentals: what was rented, from when to when, for how much."""

from autoforge_envs.synthesis.design.archetypes.rentals.charges import add_terms, add_trouble
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_EARLIEST = -300


def add_rental(
    population: Population,
    names: Names,
    party: Row,
    taken: dict[str, list[tuple[int, int]]],
    items: dict[str, Row],
) -> None:
    """Let something to somebody if it is free then."""
    chance = population.chance
    wished = chance.pick(population.rows("unit"))
    first = _draw_first_day(chance, names)
    last = first + chance.pick((0, 1, 2, 3, 4, 6, 8, 12), (2, 3, 3, 3, 2, 2, 1, 1))
    unit = _find_free(population, taken, first, last, wished)
    if unit is None:
        return
    item = items[unit["item_id"]]
    status = _draw_status(chance, first, last)
    returned = None
    if status == "returned":
        returned = min(-1, last + chance.pick((0, 0, 0, 0, 1, 2)))
        last = min(last, returned)
    if status != "cancelled":
        taken[unit["id"]].append((first, last))
    row = population.add(
        "deal",
        party_id=party["id"],
        unit_id=unit["id"],
        status=status,
        booked_on=population.day(min(first, 0) - chance.between(0, 25)),
        starts_on=population.day(first),
        ends_on=population.day(last),
        returned_on=None if returned is None else population.day(returned),
        price=_price(population, names, item, first, last),
        deposit=item["deposit"],
        deposit_status="released" if _is_released(chance, status, returned) else "held",
        extensions=chance.pick((0, 1, 2), (7, 2, 1)) if status != "cancelled" else 0,
    )
    add_terms(population, names, row, unit)
    add_trouble(population, names, row, item, returned)


def _find_free(
    population: Population,
    taken: dict[str, list[tuple[int, int]]],
    first: int,
    last: int,
    wished: Row,
) -> Row | None:
    """Return the unit that is wished for, or one of three others, if it is free."""
    unit = wished
    for _ in range(3):
        if _is_free(taken[unit["id"]], first, last):
            return unit
        unit = population.chance.pick(population.rows("unit"))
    return unit if _is_free(taken[unit["id"]], first, last) else None


def _is_free(taken: list[tuple[int, int]], first: int, last: int) -> bool:
    return not any(first <= end and start <= last for start, end in taken)


def _draw_first_day(chance: Chance, names: Names) -> int:
    if chance.happens(12):
        return int(names["free_days"])
    if chance.happens(25):
        return chance.between(-8, 0)
    if chance.happens(30):
        return chance.between(-20, -1)
    latest = int(names["booked_early_days"])
    return chance.between(1, latest) if chance.happens(70) else chance.between(_EARLIEST, -20)


def _draw_status(chance: Chance, first: int, last: int) -> str:
    if first > 0:
        return "cancelled" if chance.happens(10) else "booked"
    if last >= 0:
        return "running"
    if last >= -3 and chance.happens(30):
        return "running"
    return "cancelled" if chance.happens(8) else "returned"


def _is_released(chance: Chance, status: str, returned: int | None) -> bool:
    if status == "cancelled":
        return True
    return returned is not None and (returned < -40 or chance.happens(25))


def _price(population: Population, names: Names, item: Row, first: int, last: int) -> int:
    """Work out the price as the business's own code does."""
    days = last - first + 1 if names["counts_both_days"] else max(1, last - first)
    rate: int = item["daily_rate"]
    if names["rate_by"] == "length":
        discount = names["long_discount"] if days >= names["long_from_days"] else 0
        return rate * days * (100 - discount) // 100
    if names["rate_by"] == "weekends":
        weekday = population.today.weekday()
        weekend_days = sum((weekday + first + at) % 7 >= 5 for at in range(days))
        return rate * days + rate * weekend_days * int(names["weekend_surcharge"]) // 100
    day = population.day(first)
    percent = sum(
        season["surcharge_percent"]
        for season in population.rows("Season")
        if season["starts_on"] <= day <= season["ends_on"]
    )
    return rate * days * (100 + int(percent)) // 100

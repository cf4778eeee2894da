"""Ticketing: events, and the sections that seats are sold in."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_NUM_EVENTS = 36
_COMING = {"planned": 6, "postponed": 2, "cancelled": 2}


def add_events(population: Population, names: Names) -> list[Row]:
    """Add events that are over, near and far away, with their sections."""
    titles = [f"{first} {last}" for first in names["first"] for last in names["last"]]
    return [
        _add_event(population, names, title)
        for title in population.chance.some(titles, _NUM_EVENTS)
    ]


def _add_event(population: Population, names: Names, title: str) -> Row:
    chance = population.chance
    first, last = chance.pick(((-60, -1), (0, 20), (21, 150)), (2, 4, 5))
    offset = chance.between(first, last)
    status = "over" if offset < 0 else chance.weighed(_COMING)
    announced_on = population.day(-chance.pick((2, 9, 14, 20, 30, 40, 50)))
    event = population.add(
        "event",
        venue_id=chance.pick(population.rows("venue"))["id"],
        name=title,
        genre=chance.pick(names["genres"]),
        takes_place_on=population.day(offset),
        status=status,
        announced_on=announced_on if status in ("postponed", "cancelled") else None,
        sale_opens_on=population.day(chance.pick((-90, -30, -1, 2, 5, 9), (4, 4, 2, 1, 1, 1))),
        resale_allowed=chance.happens(75),
        **_draw_min_age(chance, names),
    )
    _add_sections(population, names, event)
    return event


def _draw_min_age(chance: Chance, names: Names) -> dict[str, int]:
    if not names["has_birthday"]:
        return {}
    return {"min_age": chance.pick((0, 18, 21, 30), (5, 1, 2, 3))}


def _add_sections(population: Population, names: Names, event: Row) -> None:
    chance = population.chance
    base = names["base_price"] + chance.amount(0, 2500, 100)
    is_sold_out = chance.happens(25)
    for at, name in enumerate(names["section_names"]):
        population.add(
            "section",
            event_id=event["id"],
            name=name,
            price=base + at * chance.amount(900, 2200, 100),
            seats_left=0 if is_sold_out else chance.pick((0, 1, 3, 8, 30, 120)),
        )

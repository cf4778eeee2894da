"""Rentals: stations with what they let, seasons and plans, and who rents."""

from autoforge_envs.synthesis.design.archetypes.rentals.history import add_rental
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_COLOURS = ("red", "blue", "white", "green", "silver", "black")
_LETTERS = "ABCDEFGHKLMNPRSTUVXYZ"


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_fleet(population, people, names)
    _add_terms_of_business(population, names)
    taken: dict[str, list[tuple[int, int]]] = {unit["id"]: [] for unit in population.rows("unit")}
    items = {item["id"]: item for item in population.rows("item")}
    for party in population.rows("party"):
        for _ in range(population.chance.between(2, 5)):
            add_rental(population, names, party, taken, items)


def _add_fleet(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for at in range(20):
        place = people.place()
        population.add(
            "Station",
            name=f"{place.city} {('Central', 'Harbour', 'Airport')[at % 3]} {at + 1}",
            street=place.street,
            city=place.city,
            open_at_weekends=chance.happens(60),
        )
    least, most = names["rates"]
    for category in names["categories"]:
        for make in chance.some(names["makes"], 4):
            rate = chance.amount(least, most, 50)
            row = population.add(
                "item",
                name=f"{make} {category.replace('_', ' ')}",
                category=category,
                daily_rate=rate,
                deposit=rate * chance.between(3, 6) // 1_000 * 1_000 + 5_000,
                new_price=rate * chance.between(90, 200) // 1_000 * 1_000,
            )
            if names["has_distance"]:
                row["daily_distance"] = chance.pick((80, 100, 150, 200))
    for station in population.rows("Station"):
        for item in chance.some(population.rows("item"), 14):
            _add_unit(population, names, station, item)


def _add_unit(population: Population, names: Names, station: Row, item: Row) -> None:
    chance = population.chance
    number = len(population.rows("unit"))
    row = population.add(
        "unit",
        item_id=item["id"],
        station_id=station["id"],
        tag=f"{chance.pick(_LETTERS)}{chance.pick(_LETTERS)} {100 + 3 * number}",
        colour=chance.pick(_COLOURS),
        status=chance.pick(("ready", "in_workshop", "recalled"), (86, 7, 7)),
    )
    if names["has_distance"]:
        row["odometer"] = chance.between(800, 60_000)


def _add_terms_of_business(population: Population, names: Names) -> None:
    chance = population.chance
    if names["rate_by"] == "seasons":
        for at, name in enumerate(("Old year", "Spring break", "High season", "Harvest weeks")):
            first = -120 + 60 * at
            population.add(
                "Season",
                name=name,
                starts_on=population.day(first),
                ends_on=population.day(first + chance.between(14, 35)),
                surcharge_percent=chance.pick((10, 15, 25, 30)),
            )
    if names["protection"] == "plans":
        for at, name in enumerate(("Light cover", "Half cover", "Full cover")):
            population.add(
                "ProtectionPlan",
                name=name,
                daily_price=(at + 1) * chance.amount(300, 700, 50),
                excess=(100_000, 40_000, 10_000)[at],
            )

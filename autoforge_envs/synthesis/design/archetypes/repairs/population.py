"""Repairs: workshops, what they can mend, and customers."""

from autoforge_envs.synthesis.design.archetypes.repairs.history import bring_in
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_workshops(population, people, names)
    _add_work(population, names)
    services = population.grouped("Service", "kind")
    for party in population.rows("party"):
        bring_in(population, names, party, services)


def _add_workshops(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for at in range(10):
        place = people.place()
        workshop = population.add(
            "Workshop",
            name=f"{place.city} workshop {at + 1}",
            street=place.street,
            city=place.city,
            open_on_saturdays=chance.happens(50),
        )
        if names["handing_out"] == "slots":
            _add_slots(population, workshop)
        if names["has_loaners"]:
            for number, kind in enumerate(chance.shuffled(names["kinds"])):
                population.add(
                    "Loaner",
                    workshop_id=workshop["id"],
                    name=f"loan {kind.replace('_', ' ')} {10 * at + number + 1}",
                    kind=kind,
                    daily_fee=chance.amount(0, 600, 100),
                    lent=False,
                )


def _add_slots(population: Population, workshop: Row) -> None:
    chance = population.chance
    for offset in chance.some(range(9), 5):
        for time_of_day in chance.some(("morning", "afternoon", "evening"), 2):
            population.add(
                "PickupSlot",
                workshop_id=workshop["id"],
                day=population.day(offset),
                time_of_day=time_of_day,
                places=chance.pick((0, 1, 2, 4, 6)),
            )


def _add_work(population: Population, names: Names) -> None:
    chance = population.chance
    least, most = names["prices"]
    for kind in names["kinds"]:
        words = kind.replace("_", " ")
        for make in chance.some(names["makes"], 5):
            population.add(
                "item",
                name=f"{make} {words}",
                kind=kind,
                new_price=chance.amount(least, most, 1_000),
                warranty_days=chance.pick((180, 365, 730)),
            )
        for component in names["components"]:
            price = chance.amount(least // 6, (least + most) // 8, 50)
            for grade in ("original", "compatible") if names["has_grades"] else ("",):
                part = _add_part(population, f"{words} {component}", kind, grade, price)
                _add_service(
                    population, names, f"{words} {component} replacement", kind, grade, part
                )
        _add_service(population, names, f"{words} cleaning and check", kind, "", None)


def _add_part(population: Population, name: str, kind: str, grade: str, price: int) -> Row:
    chance = population.chance
    row = population.add(
        "Part",
        name=f"{grade} {name}".strip(),
        kind=kind,
        price=price * 3 // 5 if grade == "compatible" else price,
        stock=0 if chance.happens(12) else chance.between(1, 20),
    )
    if grade:
        row["grade"] = grade
    return row


def _add_service(
    population: Population, names: Names, name: str, kind: str, grade: str, part: Row | None
) -> None:
    chance = population.chance
    row = population.add(
        "Service",
        name=f"{name}, {grade} part" if grade else name,
        kind=kind,
        part_id=None if part is None else part["id"],
        days=chance.between(2, 12),
    )
    if names["labour_by"] == "service":
        row["labour"] = chance.amount(1_500, 9_500, 100)
    else:
        row["minutes"] = chance.amount(20, 130, 5)

"""Lending: branches, titles with their copies, and who has borrowed what."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    chance = population.chance
    for at in range(9):
        place = people.place()
        population.add(
            "Branch",
            name=f"{place.city} {('Centre', 'North', 'Harbour')[at % 3]} {at + 1}",
            street=place.street,
            city=place.city,
            open_on_sundays=chance.happens(40),
        )
    makers = [people.name() for _ in range(30)]
    for at in range(120):
        item = population.add(
            "item",
            name=f"{chance.pick(names['names'])} {at + 1}",
            kind=chance.pick(names["kinds"]),
            lending_days=chance.pick((14, 21, 28)),
            price=chance.amount(900, 9000, 50),
            **{names["maker"]: chance.pick(makers)},
        )
        for _ in range(chance.between(2, 5)):
            population.add(
                "Copy",
                item_id=item["id"],
                branch_id=chance.pick(population.rows("Branch"))["id"],
                condition=chance.pick(("new", "good", "worn")),
                status="in",
            )
    for party in population.rows("party"):
        _add_history(population, party)


def _add_history(population: Population, party: Row) -> None:
    chance = population.chance
    for _ in range(chance.between(2, 6)):
        _add_loan(population, party)
    for item in chance.some(population.rows("item"), chance.between(0, 3)):
        population.add(
            "Reservation",
            party_id=party["id"],
            item_id=item["id"],
            branch_id=chance.pick(population.rows("Branch"))["id"],
            status=chance.pick(("waiting", "ready", "cancelled"), (6, 2, 2)),
            placed_on=population.day_between(-40, -1),
        )


def _add_loan(population: Population, party: Row) -> None:
    chance = population.chance
    copy = chance.pick(population.rows("Copy"))
    days = population.get("item", copy["item_id"])["lending_days"]
    is_open = copy["status"] == "in" and chance.happens(60)
    lent = -chance.between(1, days + 20) if is_open else -chance.between(60, 300)
    returned = None if is_open else population.day(lent + chance.between(3, days + 15))
    loan = population.add(
        "deal",
        party_id=party["id"],
        copy_id=copy["id"],
        status="open" if is_open else "returned",
        lent_on=population.day(lent),
        due_on=population.day(lent + days),
        returned_on=returned,
        renewals=chance.between(0, 2),
    )
    if is_open:
        copy["status"] = "out"
    elif returned is not None and returned > loan["due_on"]:
        population.add(
            "Fine",
            deal_id=loan["id"],
            kind="late",
            amount=chance.amount(100, 900, 50),
            status=chance.pick(("paid", "unpaid"), (7, 3)),
            charged_on=returned,
        )

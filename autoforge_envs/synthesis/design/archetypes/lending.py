"""Lending: members borrow copies of things, renew, reserve, lose and pay for them."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Linden Street Library",
        about="a public library with branches in several towns. You renew loans, take "
        "reservations, note losses and take payments.",
        nouns={"party": Noun("member"), "item": Noun("title"), "deal": Noun("loan")},
        words={
            "maker": "author",
            "kinds": ("novel", "crime", "cookbook", "travel_guide", "biography", "picture_book"),
            "names": ("The Salt Road", "Winter Bees", "A House of Glass", "Nine Lanterns"),
        },
    ),
    Vocabulary(
        title="The Tool Shed",
        about="a club whose members borrow tools instead of buying them. You renew, reserve, "
        "note losses and take payments.",
        nouns={"party": Noun("club member"), "item": Noun("tool"), "deal": Noun("borrowing")},
        words={
            "maker": "brand",
            "kinds": ("drill", "saw", "ladder", "sander", "mower", "welder"),
            "names": ("Oak 500", "Falcon Pro", "Titan Light", "Badger X"),
        },
    ),
)


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    max_open = chance.between(3, 6)
    return {
        "kinds_literal": ", ".join(f'"{kind}"' for kind in names["kinds"]),
        "renewal_from": chance.pick(("today", "due_day")),
        "lost_price": chance.pick(("full", "share")),
        "lost_percent": chance.pick((50, 60, 75)),
        "lost_fee": chance.amount(250, 900, 50),
        "max_open": max_open,
        "max_open_sentence": ", ".join(
            f"{max_open + 2 * at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "max_renewals": chance.between(1, 3),
        "max_unpaid": chance.amount(300, 2000, 100),
        "max_waiting": chance.between(2, 4),
        "latest_loss_days": chance.pick((30, 45, 60)),
        "overdue_blocks": chance.happens(60),
        "renewals_enforced_by": chance.pick(("tools", "agent")),
        "queue_enforced_by": chance.pick(("tools", "agent")),
        "waiting_enforced_by": chance.pick(("tools", "agent")),
    }


def _populate(population: Population, people: People, names: Names) -> None:
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
        _history(population, party)


def _history(population: Population, party: Row) -> None:
    chance = population.chance
    for _ in range(chance.between(2, 6)):
        _loan(population, party)
    for item in chance.some(population.rows("item"), chance.between(0, 3)):
        population.add(
            "Reservation",
            party_id=party["id"],
            item_id=item["id"],
            branch_id=chance.pick(population.rows("Branch"))["id"],
            status=chance.pick(("waiting", "ready", "cancelled"), (6, 2, 2)),
            placed_on=population.day_between(-40, -1),
        )


def _loan(population: Population, party: Row) -> None:
    chance = population.chance
    copy = chance.pick(population.rows("Copy"))
    days = next(i for i in population.rows("item") if i["id"] == copy["item_id"])["lending_days"]
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


ARCHETYPE = Archetype(
    core=Block("lending", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("returned",),
        "deal_over_words": "returned",
        "deal_open": ("open",),
    },
)

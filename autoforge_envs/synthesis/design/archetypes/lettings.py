"""Letting flats or rooms: rent, notice, repairs with visits, parking, keys."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_KEY_KINDS = ("front_door", "flat_door", "cellar", "letter_box")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

VOCABULARIES = (
    Vocabulary(
        title="Hofgarten Lettings",
        about="which lets flats in its own houses. You answer questions about rent, take notice, "
        "arrange repairs, and let parking spaces.",
        nouns={"party": Noun("tenant"), "item": Noun("flat"), "deal": Noun("lease")},
        words={
            "trades": ("plumbing", "heating", "electrical", "carpentry"),
            "item_names": ("Flat", "Garden flat", "Attic flat"),
        },
    ),
    Vocabulary(
        title="Campus Rooms",
        about="which lets furnished rooms to students. You answer questions about rent, take "
        "notice, arrange repairs, and let parking spaces.",
        nouns={"party": Noun("resident"), "item": Noun("room"), "deal": Noun("room contract")},
        words={
            "trades": ("heating", "internet", "furniture", "plumbing", "lock"),
            "item_names": ("Room", "Corner room", "Studio"),
        },
    ),
    Vocabulary(
        title="Quay Side Offices",
        about="which lets offices and workshops by the harbour. You answer questions about rent, "
        "take notice, arrange repairs, and let parking spaces.",
        nouns={"party": Noun("leaseholder"), "item": Noun("office"), "deal": Noun("office lease")},
        words={
            "trades": ("cabling", "air_conditioning", "electrical", "glazing"),
            "item_names": ("Office", "Workshop", "Loft"),
        },
    ),
)


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    largest = chance.amount(50_000, 110_000, 5_000)
    return {
        "parking": chance.happens(65),
        "deferral_fee": chance.pick(("none", "fixed", "share")),
        "deferral_percent": chance.between(1, 5),
        "deferral_amount": chance.amount(500, 2_000, 250),
        "deferral_days": chance.pick((10, 14, 21, 30)),
        "keys_by_kind": chance.happens(50),
        "key_fee": chance.amount(1_500, 4_500, 250),
        "month_end": chance.happens(45),
        "weekdays_only": chance.happens(60),
        "notice_days": chance.pick((28, 30, 60, 90)),
        "withdrawal_days": chance.pick((7, 14, 21)),
        "largest_deferral": largest,
        "deferral_sentence": ", ".join(
            f"{format_money(largest * (at + 1))} for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
        "max_deferred": chance.between(1, 2),
        "max_keys": chance.between(2, 3),
        "max_spaces": chance.between(1, 2),
        "notice_enforced_by": chance.pick(("tools", "agent")),
        "deferral_enforced_by": chance.pick(("tools", "agent")),
        "weekdays_enforced_by": chance.pick(("tools", "agent")),
        "parking_enforced_by": chance.pick(("tools", "agent")),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    _make_houses(population, people, names)
    _make_technicians(population, people, names)
    homes = iter(population.chance.shuffled(population.rows("item")))
    for party in population.rows("party"):
        for at in range(population.chance.pick((1, 2, 3), (3, 4, 2))):
            home = next(homes, None)
            if home is not None:
                _make_lease(population, party, home, names, is_first=at == 0)


def _make_houses(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for town in people.towns(6):
        for _ in range(7):
            building = population.add(
                "Building",
                street=people.place().street,
                city=town.city,
                has_lift=chance.happens(50),
            )
            for number in range(1, 14):
                size = chance.between(18, 110)
                population.add(
                    "item",
                    building_id=building["id"],
                    name=f"{chance.pick(names['item_names'])} {number}",
                    rooms=1 + size // 28,
                    square_metres=size,
                    rent=size * chance.amount(900, 1_600, 50),
                    free_from=population.day_between(-40, 40) if chance.happens(8) else None,
                )
            for number in range(1, 9) if names["parking"] else ():
                population.add(
                    "ParkingSpace",
                    building_id=building["id"],
                    number=f"P{number}",
                    covered=chance.happens(40),
                    price=chance.amount(3_000, 9_000, 250),
                    deal_id=None,
                )


def _make_technicians(population: Population, people: People, names: Names) -> None:
    for trade in names["trades"]:
        for _ in range(4):
            population.add(
                "Technician",
                name=people.name(),
                trade=trade,
                city=people.place().city,
                visits_a_day=population.chance.between(1, 3),
            )


def _make_lease(
    population: Population, party: Row, home: Row, names: Names, *, is_first: bool
) -> None:
    chance = population.chance
    status = "running" if is_first else chance.pick(("running", "under_notice", "ended"), (3, 3, 2))
    started = -chance.between(400, 2500)
    ends = {"running": None, "ended": -chance.between(20, 300)}.get(status, chance.between(3, 100))
    lease = population.add(
        "deal",
        party_id=party["id"],
        item_id=home["id"],
        status=status,
        rent=home["rent"] - chance.amount(0, home["rent"] // 10, 500),
        deposit=3 * home["rent"],
        starts_on=population.day(started),
        ends_on=None if ends is None else population.day(ends),
    )
    home["free_from"] = None if ends is None else population.day(ends + 1)
    _make_charges(population, lease)
    _make_repairs(population, lease, names)
    _make_keys(population, lease)
    if names["parking"] and status != "ended" and chance.happens(40):
        spaces = _free_spaces(population, home)
        if spaces:
            chance.pick(spaces)["deal_id"] = lease["id"]


def _free_spaces(population: Population, home: Row) -> list[Row]:
    return [
        space
        for space in population.rows("ParkingSpace")
        if space["building_id"] == home["building_id"] and space["deal_id"] is None
    ]


def _make_charges(population: Population, lease: Row) -> None:
    chance = population.chance
    first = population.today.replace(day=3) + timedelta(days=31)
    for month in range(chance.between(2, 4)):
        due = _months_before(first, month)
        is_over = due < population.today
        population.add(
            "Charge",
            deal_id=lease["id"],
            purpose=f"rent for {_MONTHS[due.month - 1]}",
            amount=lease["rent"],
            due_on=due.isoformat(),
            status=chance.pick(("paid", "due", "deferred"), (6, 2, 1) if is_over else (1, 6, 2)),
        )


def _months_before(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 - months
    return date(month // 12, month % 12 + 1, 3)


def _make_repairs(population: Population, lease: Row, names: Names) -> None:
    chance = population.chance
    for trade in chance.some(names["trades"], chance.pick((0, 1, 2, 3), (2, 4, 3, 1))):
        status = chance.pick(("reported", "planned", "done", "withdrawn"), (3, 4, 2, 1))
        has_visit = status in ("planned", "done")
        fit = population.find("Technician", trade=trade)
        offset = chance.between(1, 9) if status == "planned" else -chance.between(1, 40)
        population.add(
            "Repair",
            deal_id=lease["id"],
            trade=trade,
            urgency=chance.pick(("low", "normal", "high"), (3, 5, 2)),
            status=status,
            reported_on=population.day(min(offset, 0) - chance.between(1, 12)),
            technician_id=chance.pick(fit)["id"] if has_visit else None,
            visit_on=population.day(offset) if has_visit else None,
            half_day=chance.pick(("morning", "afternoon")) if has_visit else None,
        )


def _make_keys(population: Population, lease: Row) -> None:
    chance = population.chance
    for kind in _KEY_KINDS:
        for at in range(chance.between(1, 2)):
            population.add(
                "DoorKey",
                deal_id=lease["id"],
                kind=kind,
                number=f"{kind} {at + 1}",
                status=chance.pick(("handed_out", "lost", "ordered"), (8, 1, 1)),
            )


ARCHETYPE = Archetype(
    core=Block("lettings", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("ended",),
        "deal_over_words": "ended",
        "deal_open": ("running",),
        "deal_day": "starts_on",
    },
    parties=200,
)

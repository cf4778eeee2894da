"""Utilities: meters are read, what was used is billed, and bills are paid at once or in parts."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Clearwell Water",
        about="a waterworks. You take readings, bill what was used, agree on instalments, change "
        "tariffs and send technicians.",
        nouns={
            "party": Noun("customer"),
            "item": Noun("tariff"),
            "home": Noun("supply point"),
            "deal": Noun("bill"),
            "unit": Noun("cubic metre"),
        },
        words={
            "supplies": ("drinking_water", "garden_water"),
            "levels": ("Spring", "Brook", "River", "Lake", "Sea"),
            "unit_price": 620,
        },
    ),
    Vocabulary(
        title="Ember District Heat",
        about="a supplier of heat and steam. You take readings, invoice what was used, agree on "
        "instalments, change schemes and send technicians.",
        nouns={
            "party": Noun("household"),
            "item": Noun("scheme"),
            "home": Noun("dwelling"),
            "deal": Noun("invoice"),
            "unit": Noun("megawatt hour"),
        },
        words={
            "supplies": ("heating", "hot_water", "steam"),
            "levels": ("Glow", "Spark", "Hearth", "Furnace"),
            "unit_price": 9200,
        },
    ),
    Vocabulary(
        title="Brightmoor Power",
        about="a supplier of electricity and gas. You take readings, settle what was used, agree "
        "on instalments, change price plans and send technicians.",
        nouns={
            "party": Noun("resident"),
            "item": Noun("price plan"),
            "home": Noun("premise"),
            "deal": Noun("statement"),
            "unit": Noun("100 kWh block"),
        },
        words={
            "supplies": ("electricity", "gas"),
            "levels": ("Basic", "Fixed", "Green", "Night", "Family"),
            "unit_price": 2900,
        },
    ),
)
_REASONS = ("check_meter", "exchange_meter", "no_supply", "bad_pressure")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    sides = ("tools", "agent")
    most_parts = chance.between(2, 3)
    return {
        "supplies_literal": ", ".join(f'"{supply}"' for supply in names["supplies"]),
        "with_moves": chance.happens(55),
        "with_grants": chance.happens(50),
        "with_advances": chance.happens(50),
        "billing": chance.pick(("blocks", "discount", "plain")),
        "block": chance.between(3, 8),
        "dearer_percent": chance.pick((25, 50, 75)),
        "discount_percent": chance.pick((5, 10, 15)),
        "due_after_days": chance.pick((14, 21, 30)),
        "instalment_cost": chance.pick(("fee", "interest", "none")),
        "instalment_fee": chance.amount(50, 300, 25),
        "interest_percent": chance.between(1, 3),
        "check_fee": chance.amount(1000, 3000, 250),
        "exchange_fee": chance.amount(4000, 9000, 500),
        "pressure_fee": chance.amount(0, 1500, 250),
        "read_every_days": chance.pick((14, 21, 30)),
        "most_used": chance.between(2, 3),
        "bill_every_days": chance.pick((60, 90, 120)),
        "least_in_parts": -(-names["unit_price"] * chance.between(2, 4) // 500) * 500,
        "most_parts": most_parts,
        "most_parts_sentence": ", ".join(
            f"{most_parts + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "overdue_splitting": chance.pick(("never", "once")),
        "most_weeks": chance.between(1, 3),
        "granting": chance.pick(("hardship", "twice")),
        "lowest_advance_percent": chance.pick((50, 60, 70, 80)),
        "visit_notice_days": chance.between(2, 5),
        "weekdays_only": chance.happens(50),
        "latest_visit_days": chance.pick((14, 18, 21)),
        "move_notice_days": chance.pick((5, 7, 10)),
        "reading_enforced_by": chance.pick(sides),
        "correction_enforced_by": chance.pick(sides),
        "billing_enforced_by": chance.pick(sides),
        "parts_enforced_by": chance.pick(sides),
        "grants_enforced_by": chance.pick(sides),
        "fitting_enforced_by": chance.pick(sides),
        "weekday_enforced_by": chance.pick(sides),
        "visits_enforced_by": chance.pick(sides),
        "moves_enforced_by": chance.pick(sides),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    _tariffs(population, names)
    for party in population.rows("party"):
        for at in range(chance.between(1, 2)):
            home = _home(population, people, party, at)
            for supply in chance.some(names["supplies"], chance.between(1, 2)):
                meter = _meter(population, home, supply, names)
                used = _readings(population, meter)
                _bills(population, meter, party, used)
                _visits(population, meter)
            if names["with_moves"] and home["status"] == "supplied" and chance.happens(30):
                _move(population, people, home)
        if names["with_grants"]:
            _grants(population, party, names)


def _tariffs(population: Population, names: Names) -> None:
    chance = population.chance
    for supply in names["supplies"]:
        for at, level in enumerate(names["levels"]):
            population.add(
                "item",
                name=f"{level} {supply.replace('_', ' ')}",
                supply=supply,
                unit_price=names["unit_price"] * (100 - 2 * at + chance.between(0, 9)) // 100,
                monthly_charge=250 + 150 * at + chance.amount(0, 140, 10),
                bound_days=chance.pick((0, 90, 180, 365)),
                for_remote_meters=at == 2,
                open_to_new=chance.happens(75),
            )


def _home(population: Population, people: People, party: Row, at: int) -> Row:
    place = people.place()
    return population.add(
        "home",
        party_id=party["id"],
        street=place.street,
        city=place.city,
        postal_code=place.postal_code,
        status="moved_out" if at and population.chance.happens(25) else "supplied",
        supplied_since=population.day_between(-2500, -420),
    )


def _meter(population: Population, home: Row, supply: str, names: Names) -> Row:
    chance = population.chance
    billed = -chance.pick((chance.between(20, 60), chance.between(60, 200)))
    size = chance.pick((10_000, 100_000))
    removed = home["status"] == "moved_out"
    meter = population.add(
        "Meter",
        home_id=home["id"],
        item_id=chance.pick(population.find("item", supply=supply))["id"],
        supply=supply,
        kind=chance.pick(("dial", "digital", "remote"), (3, 3, 2)),
        status="removed" if removed else chance.pick(("in_use", "unsafe"), (12, 1)),
        serial=f"{supply[0].upper()}{200_000 + 13 * len(population.rows('Meter'))}",
        size=size,
        billed_value=size - chance.between(1, 3) if chance.happens(5) else chance.between(50, 9000),
        billed_on=population.day(billed),
        tariff_since=population.day_between(-500, -10),
    )
    if names["with_advances"]:
        meter["advance"] = chance.amount(1000, 6000, 500)
    return meter


def _readings(population: Population, meter: Row) -> int:
    """Add a reading from the last billing, and those before and after it.

    Returns:
        What was used up to the last billing.
    """
    chance = population.chance
    billed = -_days_since(population, meter["billed_on"])
    value = meter["billed_value"]
    used = chance.between(2, 6)
    before = (value - used) % meter["size"]
    _reading(population, meter, before, billed - chance.between(60, 120), "company")
    _reading(population, meter, value, billed, chance.pick(("company", "customer")))
    if chance.happens(70):
        value = (value + chance.between(1, 5)) % meter["size"]
        read_by = chance.pick(("customer", "company", "estimate"), (4, 2, 2))
        _reading(population, meter, value, -chance.between(1, max(1, -billed - 5)), read_by)
    return used


def _days_since(population: Population, day: str) -> int:
    return (population.today - population.today.fromisoformat(day)).days


def _reading(population: Population, meter: Row, value: int, day: int, read_by: str) -> None:
    population.add(
        "Reading", meter_id=meter["id"], value=value, read_on=population.day(day), read_by=read_by
    )


def _bills(population: Population, meter: Row, party: Row, last_used: int) -> None:
    chance = population.chance
    tariff = next(item for item in population.rows("item") if item["id"] == meter["item_id"])
    last = -_days_since(population, meter["billed_on"])
    for period in range(chance.between(1, 2)):
        issued = last - period * chance.between(85, 100)
        due = issued + chance.pick((21, 30, 45))
        paid = chance.happens(95 if period else 30)
        late = due < 0
        status = "paid" if paid else chance.pick(("overdue" if late else "open", "in_instalments"))
        if not paid and not late and chance.happens(40):
            status = "open"
        used = last_used if period == 0 else chance.between(1, 7)
        bill = population.add(
            "deal",
            party_id=party["id"],
            meter_id=meter["id"],
            status=status,
            used=used,
            amount=used * tariff["unit_price"] + 3 * tariff["monthly_charge"],
            issued_on=population.day(issued),
            due_on=population.day(due),
        )
        if status == "in_instalments":
            _instalments(population, bill, issued)


def _instalments(population: Population, bill: Row, issued: int) -> None:
    parts = population.chance.between(2, 4)
    share = bill["amount"] // parts
    for part in range(parts):
        due = issued + 30 * (part + 1)
        paid = due < 0 and part < parts - 1
        population.add(
            "Instalment",
            deal_id=bill["id"],
            amount=share if part < parts - 1 else bill["amount"] - share * (parts - 1),
            due_on=population.day(due if paid else max(due, 3 + 7 * part)),
            status="paid" if paid else "open",
        )


def _visits(population: Population, meter: Row) -> None:
    chance = population.chance
    if chance.happens(45):
        planned = meter["status"] == "in_use" and chance.happens(60)
        reason = chance.pick(_REASONS)
        population.add(
            "Visit",
            meter_id=meter["id"],
            reason=reason,
            day=population.day_between(*((1, 25) if planned else (-300, -2))),
            status="planned" if planned else chance.pick(("done", "cancelled"), (4, 1)),
            fee=0 if reason == "no_supply" else chance.amount(1000, 5000, 250),
        )


def _move(population: Population, people: People, home: Row) -> None:
    chance = population.chance
    place = people.place()
    planned = chance.happens(70)
    population.add(
        "Move",
        home_id=home["id"],
        street=place.street,
        city=place.city,
        postal_code=place.postal_code,
        moves_on=population.day_between(*((2, 60) if planned else (-200, -5))),
        status="planned" if planned else "cancelled",
    )


def _grants(population: Population, party: Row, names: Names) -> None:
    chance = population.chance
    for kind in chance.some(("hardship", "efficiency", "welcome"), chance.pick((0, 1, 2))):
        population.add(
            "Grant",
            party_id=party["id"],
            kind=kind,
            amount=chance.amount(500, 3 * names["unit_price"], 500),
            valid_until=population.day_between(*((-60, 0) if chance.happens(20) else (1, 200))),
            status=chance.pick(("granted", "used"), (4, 1)),
        )


ARCHETYPE = Archetype(
    core=Block("utilities", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={"deal_over": ("paid",), "deal_over_words": "paid"},
)

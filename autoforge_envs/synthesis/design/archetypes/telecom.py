"""Telecom: lines, plans and bills in the network, and devices that only their owners can touch."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import COUNTRIES, People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Larkspur Mobile",
        about="a mobile network. You change plans and add-ons, see to SIMs, bills and faults, and "
        "tell customers what to do on their phones, which you cannot touch yourself.",
        nouns={
            "party": Noun("customer"),
            "item": Noun("plan"),
            "line": Noun("line"),
            "device": Noun("handset"),
            "deal": Noun("bill"),
        },
        words={
            "plan_kinds": ("contract", "prepaid", "business"),
            "plan_names": ("Small", "Medium", "Large", "Endless"),
            "models": ("Petal 4", "Petal 5 Max", "Kestrel S", "Onyx Mini", "Comet 12"),
        },
    ),
    Vocabulary(
        title="Tidewater Wireless",
        about="a network for homes without a cable. You change tariffs and add-ons, see to SIMs, "
        "invoices and faults, and tell subscribers what to do at their hotspots.",
        nouns={
            "party": Noun("subscriber"),
            "item": Noun("tariff"),
            "line": Noun("connection"),
            "device": Noun("hotspot"),
            "deal": Noun("invoice"),
        },
        words={
            "plan_kinds": ("home", "garden", "office"),
            "plan_names": ("Creek", "River", "Delta", "Ocean"),
            "models": ("Beacon 2", "Beacon 3 Duo", "Harbour Cube", "Reef Mini", "Buoy X"),
        },
    ),
    Vocabulary(
        title="Pocket & Pine",
        about="a network for families with tablets. You change packages and add-ons, see to SIMs, "
        "statements and faults, and tell families what to do on their tablets.",
        nouns={
            "party": Noun("family", "families"),
            "item": Noun("package"),
            "line": Noun("line"),
            "device": Noun("tablet"),
            "deal": Noun("monthly bill"),
        },
        words={
            "plan_kinds": ("child", "teenager", "adult"),
            "plan_names": ("Sprout", "Sapling", "Tree", "Forest"),
            "models": ("Slate 8", "Slate 10", "Acorn Tab", "Willow Pad", "Cone Junior"),
        },
    ),
)
_CHARGES = ("add_on", "roaming", "calls")
_FAULTS = ("no_service", "slow_data", "calls_drop", "no_messages")
_ADD_ONS = (
    ("data", ("Data Sip", "Data Gulp", "Data Flood")),
    ("roaming", ("Near Abroad", "Far Abroad", "Weekend Abroad")),
    ("calls", ("Calls Home", "Calls Abroad", "Calls Anywhere")),
)
_ZONES = ("near", "wide", "far")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    sides = ("tools", "agent")
    max_add_ons = chance.between(1, 2)
    return {
        "plan_kinds_literal": ", ".join(f'"{kind}"' for kind in names["plan_kinds"]),
        "plan_change": chance.pick(("prorated", "fee", "at_renewal")),
        "change_fee": chance.amount(500, 2000, 100),
        "downgrading": chance.pick(("never", "used")),
        "with_zones": chance.happens(55),
        "with_access_points": chance.happens(50),
        "extensions_counted": chance.happens(50),
        "extending": chance.pick(("fixed", "free")),
        "extension_days": chance.pick((7, 10, 14)),
        "latest_extension_days": chance.pick((30, 35, 45)),
        "max_extensions": chance.between(1, 2),
        "ending": chance.pick(("share", "flat", "all")),
        "ending_percent": chance.pick((25, 40, 50)),
        "ending_fee": chance.amount(2500, 9000, 500),
        "lost_sim_fee": chance.amount(1000, 2500, 100),
        "damaged_sim_fee": chance.amount(200, 900, 100),
        "resume_fee": chance.amount(200, 1000, 100),
        "pass_discount": chance.happens(50),
        "pass_discount_days": chance.between(3, 5),
        "pass_discount_percent": chance.pick((10, 15, 20)),
        "longest_pass_days": chance.between(2, 4),
        "bars": chance.between(3, 5),
        "max_add_ons": max_add_ons,
        "max_add_ons_sentence": ", ".join(
            f"{max_add_ons + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "data_from_percent": chance.pick((60, 70, 80)),
        "sim_quiet_days": chance.pick((14, 21, 30)),
        "credit_days": chance.pick((10, 14, 21)),
        "largest_credit_item": chance.amount(600, 1500, 100),
        "sale_enforced_by": chance.pick(sides),
        "debts_enforced_by": chance.pick(sides),
        "roaming_enforced_by": chance.pick(sides),
        "pass_enforced_by": chance.pick(sides),
        "blocking_enforced_by": chance.pick(sides),
        "extension_enforced_by": chance.pick(sides),
        "faults_enforced_by": chance.pick(sides),
    }


def _populate(population: Population, _people: People, names: Names) -> None:
    chance = population.chance
    _catalogue(population, names)
    for party in population.rows("party"):
        for _ in range(chance.between(2, 3)):
            line = _line(population, party)
            _hardware(population, line, names)
            _extras(population, line, names)
            for period in range(chance.between(1, 3)):
                _bill(population, line, period, names)


def _catalogue(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["plan_kinds"]:
        for at, name in enumerate(names["plan_names"]):
            population.add(
                "item",
                name=f"{kind.capitalize()} {name}",
                kind=kind,
                monthly_price=990 + 800 * at + chance.amount(0, 600, 50),
                gigabytes=(2, 10, 40, 100)[at] + chance.between(0, 3),
                on_sale=chance.happens(75),
            )
    for kind, add_ons in _ADD_ONS:
        for at, name in enumerate(add_ons):
            population.add(
                "AddOn",
                name=name,
                kind=kind,
                price=300 + 350 * at + chance.amount(0, 300, 50),
                lasts_days=chance.pick((7, 14, 30)),
                gigabytes=(1, 5, 20)[at] if kind != "calls" else 0,
            )
    if names["with_zones"]:
        for at, country in enumerate(sorted(COUNTRIES.values())):
            population.add(
                "Destination",
                country=country,
                zone=_ZONES[at % len(_ZONES)],
                day_price=100 + 150 * (at % len(_ZONES)) + chance.amount(0, 100, 10),
            )


def _line(population: Population, party: Row) -> Row:
    chance = population.chance
    plan = chance.pick(population.rows("item"))
    at = len(population.rows("line"))
    return population.add(
        "line",
        party_id=party["id"],
        item_id=plan["id"],
        line_number=f"+44 555 9{at * 7 % 10_000:04d} {chance.digits(2)}",
        status=chance.pick(("active", "suspended", "ended"), (8, 2, 1)),
        roaming=chance.pick(("on", "off")),
        gigabytes_used=chance.between(0, plan["gigabytes"]),
        renews_on=population.day_between(1, 29),
        bound_until=population.day_between(*((1, 400) if chance.happens(45) else (-600, 0))),
        next_charge=chance.pick((0, chance.amount(100, 2500, 50)), (3, 1)),
    )


def _hardware(population: Population, line: Row, names: Names) -> None:
    chance = population.chance
    if chance.happens(20):
        _sim(population, line, "blocked", chance.between(300, 900))
    _sim(population, line, "active", chance.pick((chance.between(1, 40), 200, 500), (2, 3, 3)))
    for _ in range(chance.pick((1, 2), (5, 1))):
        population.add(
            "device",
            party_id=line["party_id"],
            line_id=line["id"],
            model=chance.pick(names["models"]),
            airplane_mode=chance.pick(("on", "off"), (1, 4)),
            mobile_internet=chance.pick(("on", "off"), (4, 1)),
            roaming_switch=chance.pick(("on", "off")),
            network_mode=chance.pick(("automatic", "fast", "far_reaching"), (3, 1, 1)),
            access_point=chance.pick(("standard", "changed"), (3, 1)),
            sim_seat=chance.pick(("in_place", "loose"), (4, 1)),
            restarted_on=population.day_between(-60, -1),
        )


def _sim(population: Population, line: Row, status: str, age: int) -> None:
    chance = population.chance
    population.add(
        "Sim",
        line_id=line["id"],
        kind=chance.pick(("plastic", "embedded")),
        status=status,
        last_digits=chance.digits(4),
        issued_on=population.day(-age - chance.between(0, 20)),
    )


def _extras(population: Population, line: Row, names: Names) -> None:
    chance = population.chance
    for add_on in chance.some(population.rows("AddOn"), chance.pick((0, 1, 2), (3, 4, 2))):
        age = chance.between(0, 2 * add_on["lasts_days"])
        is_active = age <= add_on["lasts_days"] and line["status"] == "active"
        population.add(
            "BookedAddOn",
            line_id=line["id"],
            add_on_id=add_on["id"],
            status="active" if is_active else "ended",
            booked_on=population.day(-age),
            ends_on=population.day(add_on["lasts_days"] - age),
        )
    if chance.happens(40):
        is_open = line["status"] == "active" and chance.happens(45)
        population.add(
            "Fault",
            line_id=line["id"],
            kind=chance.pick(_FAULTS),
            status="open" if is_open else chance.pick(("solved", "withdrawn"), (3, 1)),
            reported_on=population.day_between(*((-9, -1) if is_open else (-200, -12))),
        )
    if names["with_zones"] and chance.happens(30):
        destination = chance.pick(population.rows("Destination"))
        days = chance.between(1, 4)
        population.add(
            "TravelPass",
            line_id=line["id"],
            destination_id=destination["id"],
            starts_on=population.day_between(-6, 30),
            days=days,
            price=destination["day_price"] * days,
        )


def _bill(population: Population, line: Row, period: int, names: Names) -> None:
    chance = population.chance
    age = 30 * period + chance.between(2, 20)
    due_in = 14 - age
    paid = chance.happens(92 if period else 45)
    bill = population.add(
        "deal",
        party_id=line["party_id"],
        line_id=line["id"],
        status="paid" if paid else "open" if due_in >= 0 else "overdue",
        amount=0,
        issued_on=population.day(-age),
        due_on=population.day(due_in),
    )
    if names["extensions_counted"]:
        bill["extensions"] = 0 if paid else chance.pick((0, 1, 2), (5, 2, 1))
    plan = next(item for item in population.rows("item") if item["id"] == line["item_id"])
    _on_bill(population, bill, "monthly_price", plan["monthly_price"])
    for kind in chance.some(_CHARGES, chance.between(0, 2)):
        _on_bill(population, bill, kind, chance.amount(150, 2500, 10))


def _on_bill(population: Population, bill: Row, kind: str, amount: int) -> None:
    population.add("BillLine", deal_id=bill["id"], kind=kind, amount=amount, status="charged")
    bill["amount"] += amount


ARCHETYPE = Archetype(
    core=Block("telecom", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={"deal_over": ("paid",), "deal_over_words": "paid"},
)

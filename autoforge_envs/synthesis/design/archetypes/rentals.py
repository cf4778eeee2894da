"""Rentals: cars, bicycles or machines for some days, with deposits, damages and late returns."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_WORK = "You book, extend, swap and cancel, note damages, and release deposits."

VOCABULARIES = (
    Vocabulary(
        title="Meridian Car Hire",
        about=f"a car rental with stations in several towns. {_WORK}",
        nouns={
            "party": Noun("driver"),
            "item": Noun("car model"),
            "unit": Noun("car"),
            "deal": Noun("rental"),
        },
        words={
            "categories": ("small_car", "compact", "estate", "van", "cabriolet"),
            "parts": ("bumper", "door", "windscreen", "mirror", "rim"),
            "makes": ("Alba", "Corvo", "Delfin", "Elan", "Farol", "Gira"),
            "rates": (2_900, 9_500),
            "moves": True,
        },
    ),
    Vocabulary(
        title="Spoke & Saddle",
        about=f"a bicycle rental with stations in several towns. {_WORK}",
        nouns={
            "party": Noun("rider"),
            "item": Noun("bike model"),
            "unit": Noun("bike"),
            "deal": Noun("hire"),
        },
        words={
            "categories": ("city_bike", "touring_bike", "e_bike", "cargo_bike", "mountain_bike"),
            "parts": ("wheel", "frame", "saddle", "brake", "battery"),
            "makes": ("Plover", "Heron", "Swift", "Osprey", "Robin", "Tern"),
            "rates": (900, 4_500),
            "moves": False,
        },
    ),
    Vocabulary(
        title="Ironyard Plant Hire",
        about=f"a rental of building machines. {_WORK}",
        nouns={
            "party": Noun("contractor"),
            "item": Noun("machine type"),
            "unit": Noun("machine"),
            "deal": Noun("hire"),
        },
        words={
            "categories": ("digger", "lift", "compressor", "roller", "generator"),
            "parts": ("bucket", "engine", "hose", "tyre", "cabin"),
            "makes": ("Bison", "Mammoth", "Ibex", "Moose", "Taurus", "Rhino"),
            "rates": (4_500, 24_000),
            "moves": False,
        },
    ),
    Vocabulary(
        title="Tideline Boats",
        about=f"a rental of small boats on lakes and canals. {_WORK}",
        nouns={
            "party": Noun("skipper"),
            "item": Noun("boat type"),
            "unit": Noun("boat"),
            "deal": Noun("charter"),
        },
        words={
            "categories": ("canoe", "dinghy", "motorboat", "houseboat", "catamaran"),
            "parts": ("hull", "rudder", "sail", "propeller", "railing"),
            "makes": ("Otter", "Pike", "Grebe", "Newt", "Trout", "Coot"),
            "rates": (2_500, 16_000),
            "moves": False,
        },
    ),
)

_COLOURS = ("red", "blue", "white", "green", "silver", "black")
_LETTERS = "ABCDEFGHKLMNPRSTUVXYZ"
_EARLIEST = -300


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    variants = {
        "rate_by": chance.pick(("length", "weekends", "seasons")),
        "cancellation": chance.pick(("flat", "notice", "staged")),
        "protection": chance.pick(("plans", "plans", "deposit", "none")),
        "one_way": chance.pick(("never", "same_city", "anywhere")),
        "has_distance": bool(names["moves"]) or chance.happens(35),
        "has_drivers": chance.happens(55),
        "has_shortening": chance.happens(55),
        "counts_both_days": chance.happens(50),
        "careful_deposits": chance.happens(60),
    }
    if variants["rate_by"] != "seasons" and variants["protection"] != "plans":
        variants["has_drivers"] = True
    variants |= {**_numbers(chance), **_sides(chance)}
    return variants | _texts(names, variants)


def _numbers(chance: Chance) -> dict[str, Any]:
    return {
        "long_from_days": chance.pick((5, 7, 10)),
        "long_discount": chance.pick((10, 15, 20)),
        "weekend_surcharge": chance.pick((20, 25, 30, 50)),
        "cancellation_fee": chance.amount(1_500, 4_500, 500),
        "free_days": chance.pick((2, 3, 5, 7)),
        "late_percent": chance.pick((25, 40, 50)),
        "kilometre_price": chance.amount(15, 45, 5),
        "late_day_percent": chance.pick((120, 150, 200)),
        "one_way_fee": chance.amount(2_000, 7_000, 500),
        "co_user_fee": chance.amount(600, 1_800, 200),
        "damage_percent": chance.between(1, 3),
        "kept_percent": chance.pick((10, 20, 30)),
        "max_ahead": chance.between(2, 3),
        "booked_early_days": chance.pick((18, 20, 25)),
        "max_extensions": chance.between(1, 2),
        "longest_days": chance.pick((14, 21, 28)),
        "max_open_charges": chance.amount(2_000, 10_000, 1_000),
        "max_co_users": chance.between(1, 2),
        "damage_days": chance.pick((2, 3, 5)),
        "deposit_days": chance.pick((3, 5, 7)),
    }


def _sides(chance: Chance) -> dict[str, str]:
    parts = ("overlap", "debts", "begun", "co_users", "extensions", "deposit")
    return {f"{part}_by": chance.pick(("tools", "agent")) for part in parts}


def _texts(names: Names, variants: Names) -> dict[str, Any]:
    kinds = ["cancellation", "late", "damage"]
    kinds += ["distance"] if variants["has_distance"] else []
    kinds += ["one_way"] if variants["one_way"] != "never" else []
    kinds += ["co_user"] if variants["has_drivers"] else []
    kinds += ["protection"] if variants["protection"] == "plans" else []
    return {
        "categories_literal": ", ".join(f'"{each}"' for each in names["categories"]),
        "parts_literal": ", ".join(f'"{each}"' for each in names["parts"]),
        "charge_kinds": tuple(kinds),
        "charge_kinds_literal": ", ".join(f'"{each}"' for each in kinds),
        "rate_sentence": _rate_sentence(variants),
        "cancellation_sentence": _cancellation_sentence(variants),
        "damage_sentence": _damage_sentence(names, variants),
        "max_ahead_sentence": ", ".join(
            f"{variants['max_ahead'] + at} for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
    }


def _rate_sentence(variants: Names) -> str:
    counted = (
        "First and last day are paid."
        if variants["counts_both_days"]
        else "As many days are paid as there are nights, one at least."
    )
    if variants["rate_by"] == "length":
        return (
            f"{counted} From {variants['long_from_days']} days on the whole price is "
            f"{variants['long_discount']} percent lower."
        )
    if variants["rate_by"] == "weekends":
        percent = variants["weekend_surcharge"]
        return f"{counted} A Saturday or Sunday costs {percent} percent more."
    return f"{counted} The season of the first day decides on a surcharge for all of them."


def _cancellation_sentence(variants: Names) -> str:
    free, percent = variants["free_days"], variants["late_percent"]
    if variants["cancellation"] == "flat":
        fee = format_money(variants["cancellation_fee"])
        return f"The fee is {fee}, or the price if it is less."
    if variants["cancellation"] == "notice":
        return f"It is free until {free} days before the first, then {percent} percent are kept."
    return (
        f"It is free until {free + 5} days before the first; until {free} days before, {percent} "
        "percent of the price are kept, after that all of it."
    )


def _damage_sentence(names: Names, variants: Names) -> str:
    base = variants["damage_percent"]
    shares = f"{base}, a dent {3 * base} and a broken part {8 * base} percent"
    limit = {
        "plans": ", with a protection plan at most its excess",
        "deposit": ", at most the deposit",
        "none": "",
    }[variants["protection"]]
    return f"A scratch costs {shares} of what a new {names['unit_words']} costs{limit}."


def _populate(population: Population, people: People, names: Names) -> None:
    _populate_fleet(population, people, names)
    _populate_terms(population, names)
    taken: dict[str, list[tuple[int, int]]] = {unit["id"]: [] for unit in population.rows("unit")}
    items = {item["id"]: item for item in population.rows("item")}
    for party in population.rows("party"):
        for _ in range(population.chance.between(2, 5)):
            _rental(population, names, party, taken, items)


def _populate_fleet(population: Population, people: People, names: Names) -> None:
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
            _unit(population, names, station, item)


def _unit(population: Population, names: Names, station: Row, item: Row) -> None:
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


def _populate_terms(population: Population, names: Names) -> None:
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


def _rental(
    population: Population,
    names: Names,
    party: Row,
    taken: dict[str, list[tuple[int, int]]],
    items: dict[str, Row],
) -> None:
    chance = population.chance
    unit = chance.pick(population.rows("unit"))
    first = _first_day(chance, names)
    last = first + chance.pick((0, 1, 2, 3, 4, 6, 8, 12), (2, 3, 3, 3, 2, 2, 1, 1))
    for _ in range(3):
        if _is_free(taken[unit["id"]], first, last):
            break
        unit = chance.pick(population.rows("unit"))
    if not _is_free(taken[unit["id"]], first, last):
        return
    status = _status(chance, first, last)
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
        price=_price(population, names, items[unit["item_id"]], first, last),
        deposit=items[unit["item_id"]]["deposit"],
        deposit_status="released" if _is_released(chance, status, returned) else "held",
        extensions=chance.pick((0, 1, 2), (7, 2, 1)) if status != "cancelled" else 0,
    )
    _add_terms(population, names, row, unit)
    _add_trouble(population, names, row, items[unit["item_id"]], returned)


def _is_free(taken: list[tuple[int, int]], first: int, last: int) -> bool:
    return not any(first <= end and start <= last for start, end in taken)


def _first_day(chance: Chance, names: Names) -> int:
    if chance.happens(12):
        return int(names["free_days"])
    if chance.happens(25):
        return chance.between(-8, 0)
    if chance.happens(30):
        return chance.between(-20, -1)
    latest = int(names["booked_early_days"])
    return chance.between(1, latest) if chance.happens(70) else chance.between(_EARLIEST, -20)


def _status(chance: Chance, first: int, last: int) -> str:
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


def _add_terms(population: Population, names: Names, rental: Row, unit: Row) -> None:
    chance = population.chance
    if names["one_way"] != "never":
        rental["return_station_id"] = unit["station_id"]
    if names["protection"] == "plans":
        plan = chance.pick(population.rows("ProtectionPlan"))["id"]
        rental["protection_plan_id"] = plan if chance.happens(45) else None
    if names["has_drivers"] and chance.happens(35) and rental["status"] != "cancelled":
        for _ in range(chance.between(1, int(names["max_co_users"]))):
            other = chance.pick(population.rows("party"))["name"]
            population.add(
                "CoUser",
                deal_id=rental["id"],
                name=other,
                fee=names["co_user_fee"],
                added_on=rental["booked_on"],
            )


def _add_trouble(
    population: Population, names: Names, rental: Row, item: Row, returned: int | None
) -> None:
    chance = population.chance
    if rental["status"] not in ("running", "returned"):
        return
    day = population.day(0 if returned is None else returned)
    if chance.happens(22):
        severity, factor = chance.pick((("scratch", 1), ("dent", 3), ("broken", 8)), (5, 3, 1))
        cost = item["new_price"] * int(names["damage_percent"]) * factor // 100
        cost = min(cost, item["deposit"]) if names["protection"] == "deposit" else cost
        cost = _capped(population, names, rental, cost)
        population.add(
            "DamageReport",
            deal_id=rental["id"],
            part=chance.pick(names["parts"]),
            severity=severity,
            cost=cost,
            reported_on=day,
        )
        _charge(population, rental, "damage", cost, day)
    for kind in chance.some(names["charge_kinds"], chance.pick((0, 1, 2), (5, 3, 1))):
        if kind not in ("damage", "cancellation"):
            _charge(population, rental, kind, chance.amount(500, 9_000, 100), day)


def _capped(population: Population, names: Names, rental: Row, cost: int) -> int:
    if names["protection"] != "plans" or rental["protection_plan_id"] is None:
        return cost
    plans = population.find("ProtectionPlan", id=rental["protection_plan_id"])
    return min(cost, int(plans[0]["excess"]))


def _charge(population: Population, rental: Row, kind: str, amount: int, day: str) -> None:
    population.add(
        "Charge",
        deal_id=rental["id"],
        kind=kind,
        amount=amount,
        status="open" if population.chance.happens(40) else "paid",
        charged_on=day,
    )


ARCHETYPE = Archetype(
    core=Block("rentals", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("returned",),
        "deal_over_words": "returned",
        "deal_open": ("booked",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "starts_on",
        "item_price": "daily_rate",
    },
)

"""Repairs: people bring things in, answer quotes, pay, and fetch them or have them sent home."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.clock import days_between
from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_WORK = "You take things in, make and change quotes, note payments, and hand things out."

VOCABULARIES = (
    Vocabulary(
        title="Second Spark",
        about=f"a repair service for telephones and other electronics. {_WORK}",
        nouns={
            "party": Noun("customer"),
            "item": Noun("device type"),
            "thing": Noun("device", "devices"),
            "deal": Noun("repair"),
        },
        words={
            "kinds": ("phone", "laptop", "tablet", "camera", "console"),
            "makes": ("Lumen", "Axon", "Pixar", "Nordic", "Kestra", "Vanto"),
            "components": ("screen", "battery", "charging port"),
            "prices": (18_000, 140_000),
            "faults": (
                ("broken_screen", "the screen is broken", True),
                ("weak_battery", "the battery is weak", False),
                ("does_not_start", "it does not start", False),
                ("fell_into_water", "it fell into water", True),
                ("swollen_battery", "the battery is swollen", False),
            ),
        },
    ),
    Vocabulary(
        title="Freewheel Workshop",
        about=f"a repair service for bicycles. {_WORK}",
        nouns={
            "party": Noun("cyclist"),
            "item": Noun("bike type"),
            "thing": Noun("bicycle"),
            "deal": Noun("repair job"),
        },
        words={
            "kinds": ("city_bike", "racing_bike", "e_bike", "cargo_bike", "folding_bike"),
            "makes": ("Linnet", "Harrier", "Dunlin", "Curlew", "Plover", "Siskin"),
            "components": ("gear", "brake", "wheel"),
            "prices": (30_000, 360_000),
            "faults": (
                ("bent_wheel", "the wheel is bent", True),
                ("worn_brake", "the brake is worn", False),
                ("slipping_gear", "the gear slips", False),
                ("fell_over", "it fell over", True),
                ("cracked_frame", "the frame is cracked", False),
            ),
        },
    ),
    Vocabulary(
        title="Tick & Mend",
        about=f"a repair service for watches and clocks. {_WORK}",
        nouns={
            "party": Noun("client"),
            "item": Noun("watch type"),
            "thing": Noun("timepiece"),
            "deal": Noun("repair order"),
        },
        words={
            "kinds": ("wristwatch", "pocket_watch", "wall_clock", "alarm_clock", "diving_watch"),
            "makes": ("Aurel", "Meridian", "Castor", "Helvia", "Orrery", "Sabin"),
            "components": ("movement", "glass", "crown"),
            "prices": (9_000, 420_000),
            "faults": (
                ("cracked_glass", "the glass is cracked", True),
                ("runs_slow", "it runs slow", False),
                ("stopped", "it has stopped", False),
                ("fell_down", "it fell down", True),
                ("leaking_cell", "the cell leaks", False),
            ),
        },
    ),
)

_COLOURS = ("black", "silver", "blue", "red", "white", "green")
_STATUSES = {
    "received": 14,
    "quoted": 26,
    "in_work": 18,
    "ready": 18,
    "collected": 20,
    "withdrawn": 4,
}
_UNDER_REPAIR = ("received", "quoted", "in_work", "ready")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    variants = {
        "labour_by": chance.pick(("service", "hours", "half_hours")),
        "warranty_covers": chance.pick(("parts", "half", "all")),
        "decline_fee": chance.pick(("none", "flat", "share")),
        "handing_out": chance.pick(("slots", "courier")),
        "has_express": chance.happens(60),
        "has_loaners": chance.happens(60),
        "has_grades": chance.happens(50),
        "prepayment": chance.happens(45),
        "storage_fee": chance.happens(60),
    }
    variants |= {**_numbers(chance), **_sides(chance)}
    return variants | _texts(names, variants)


def _numbers(chance: Chance) -> dict[str, Any]:
    return {
        "hourly_rate": chance.amount(4_800, 8_400, 600),
        "quote_days": chance.pick((7, 10, 14)),
        "prolonged_days": chance.pick((5, 7, 10)),
        "diagnosis_fee": chance.amount(1_500, 3_500, 500),
        "diagnosis_percent": chance.pick((10, 15, 20)),
        "prepayment_percent": chance.pick((30, 40, 50)),
        "express_percent": chance.pick((20, 25, 30)),
        "free_storage_days": chance.pick((7, 10, 14)),
        "storage_amount": chance.amount(100, 300, 50),
        "courier_fee": chance.amount(700, 1_500, 100),
        "free_courier_from": chance.amount(8_000, 20_000, 1_000),
        "guarantee_days": chance.pick((30, 60, 90)),
        "guarantee_work_days": chance.between(3, 6),
        "max_at_a_time": chance.between(2, 3),
        "max_unpaid": chance.amount(4_000, 12_000, 1_000),
        "worth_percent": chance.pick((50, 60, 70)),
        "least_loaner_days": chance.between(3, 5),
    }


def _sides(chance: Chance) -> dict[str, str]:
    parts = ("count", "move", "valid", "paid", "loaner", "guarantee")
    return {f"{part}_by": chance.pick(("tools", "agent")) for part in parts}


def _texts(names: Names, variants: Names) -> dict[str, Any]:
    faults = names["faults"]
    return {
        "kinds_literal": _literal(names["kinds"]),
        "faults_literal": _literal([fault for fault, _, _ in faults]),
        "accidents_sequence": _literal([fault for fault, _, accident in faults if accident]),
        "fault_words": [(fault, words) for fault, words, _ in faults],
        "hazard": faults[-1][0],
        "invoice_kinds": _invoice_kinds(variants),
        "invoice_kinds_literal": _literal(_invoice_kinds(variants)),
        "coverable": "parts" if variants["warranty_covers"] == "parts" else "labour + parts",
        "labour_sentence": _labour_sentence(variants),
        "warranty_sentence": _warranty_sentence(names, variants),
        "decline_sentence": _decline_sentence(variants),
        "storage_sentence": f"After {variants['free_storage_days']} days ready, each day costs "
        f"{format_money(variants['storage_amount'])}.",
        "handing_out_tool": "book_pickup" if variants["handing_out"] == "slots" else "send_home",
        "max_at_a_time_sentence": ", ".join(
            f"{variants['max_at_a_time'] + at} for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
    }


def _literal(values: list[str] | tuple[str, ...]) -> str:
    return ", ".join(f'"{value}"' for value in values)


def _invoice_kinds(variants: Names) -> tuple[str, ...]:
    kinds = ["prepayment", "rest"] if variants["prepayment"] else ["work"]
    kinds += ["diagnosis"] if variants["decline_fee"] != "none" else []
    kinds += ["express"] if variants["has_express"] else []
    kinds += ["storage"] if variants["storage_fee"] else []
    kinds += ["courier"] if variants["handing_out"] == "courier" else []
    kinds += ["loaner"] if variants["has_loaners"] else []
    return tuple(kinds)


def _labour_sentence(variants: Names) -> str:
    rate = variants["hourly_rate"]
    return {
        "service": "Each service has its price.",
        "hours": f"An hour of work costs {format_money(rate)}, minutes their part of it.",
        "half_hours": f"Every half hour begun costs {format_money(rate // 2 + 300)}.",
    }[variants["labour_by"]]


def _warranty_sentence(names: Names, variants: Names) -> str:
    share = {"parts": "the parts", "half": "half of everything", "all": "everything"}
    accidents = [fault for fault, _, accident in names["faults"] if accident]
    return (
        f"The maker's warranty bears {share[variants['warranty_covers']]} if the "
        f"{names['thing_words']} was brought in on its last day or before, but nothing after "
        f"{' or '.join(accidents)}."
    )


def _decline_sentence(variants: Names) -> str:
    return {
        "none": "It costs nothing.",
        "flat": f"The diagnosis costs {format_money(variants['diagnosis_fee'])}.",
        "share": f"The diagnosis costs {variants['diagnosis_percent']} percent of the total.",
    }[variants["decline_fee"]]


def _populate(population: Population, people: People, names: Names) -> None:
    _populate_workshops(population, people, names)
    _populate_work(population, names)
    services: dict[str, list[Row]] = {kind: [] for kind in names["kinds"]}
    for service in population.rows("Service"):
        services[service["kind"]].append(service)
    for party in population.rows("party"):
        _bring_in(population, names, party, services)


def _populate_workshops(population: Population, people: People, names: Names) -> None:
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


def _populate_work(population: Population, names: Names) -> None:
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
                part = _part(population, f"{words} {component}", kind, grade, price)
                _service(population, names, f"{words} {component} replacement", kind, grade, part)
        _service(population, names, f"{words} cleaning and check", kind, "", None)


def _part(population: Population, name: str, kind: str, grade: str, price: int) -> Row:
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


def _service(
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


def _bring_in(
    population: Population, names: Names, party: Row, services: dict[str, list[Row]]
) -> None:
    chance = population.chance
    items = population.rows("item")
    things: list[tuple[Row, Row]] = []
    for _ in range(chance.between(2, 4)):
        item = chance.pick(things)[1] if things and chance.happens(25) else chance.pick(items)
        thing = population.add(
            "thing",
            party_id=party["id"],
            item_id=item["id"],
            colour=chance.pick(_COLOURS),
            bought_on=_bought_on(population, item),
        )
        things.append((thing, item))
    is_here: set[str] = set()
    for _ in range(chance.between(2, 5)):
        thing, item = chance.pick(things)
        status = chance.pick(tuple(_STATUSES), tuple(_STATUSES.values()))
        if status in _UNDER_REPAIR and thing["id"] in is_here:
            status = "collected"
        if status in _UNDER_REPAIR:
            is_here.add(thing["id"])
        _repair(population, names, party, thing, status, services[item["kind"]], item)


def _bought_on(population: Population, item: Row) -> str:
    about = population.chance.pick((item["warranty_days"], 100, 300, 500, 1_000))
    return population.day(-about - population.chance.between(0, 60))


def _repair(
    population: Population,
    names: Names,
    party: Row,
    thing: Row,
    status: str,
    services: list[Row],
    item: Row,
) -> None:
    chance = population.chance
    age = _age(chance, names, status)
    ready = min(age - 1, _ready_ago(chance, names, status))
    faults = [fault for fault, _, _ in names["faults"]]
    repair = population.add(
        "deal",
        party_id=party["id"],
        thing_id=thing["id"],
        workshop_id=chance.pick(population.rows("Workshop"))["id"],
        fault=chance.pick(faults, [3] * (len(faults) - 1) + [1]),
        status=status,
        received_on=max(population.day(-age), thing["bought_on"]),
        promised_on=_promised(population, status, ready),
        ready_on=population.day(-ready) if status in ("ready", "collected") else None,
        price=0,
    )
    if names["has_express"]:
        repair["express"] = status == "in_work" and chance.happens(20)
    if names["handing_out"] == "slots":
        repair["pickup_slot_id"] = None
        if status == "ready" and chance.happens(35):
            slots = population.rows("PickupSlot")
            own = [slot for slot in slots if slot["workshop_id"] == repair["workshop_id"]]
            repair["pickup_slot_id"] = chance.pick(own)["id"]
    elif status == "collected" and chance.happens(40):
        _deliver(population, names, repair, ready)
    if status != "received":
        _quote(population, names, repair, thing, services, item)
    if names["has_loaners"] and status in ("in_work", "ready", "collected") and chance.happens(25):
        _lend(population, repair)


def _age(chance: Chance, names: Names, status: str) -> int:
    if status == "received":
        return chance.between(0, 5)
    if status == "quoted":
        return chance.between(1, 2 * int(names["quote_days"]))
    return chance.between(6, 24) if status == "in_work" else chance.between(25, 160)


def _ready_ago(chance: Chance, names: Names, status: str) -> int:
    if status == "ready":
        return chance.between(0, int(names["free_storage_days"]) + 12)
    exact = chance.happens(12)
    guarantee = int(names["guarantee_days"])
    return guarantee if exact else chance.between(1, guarantee + 40)


def _promised(population: Population, status: str, ready: int) -> str | None:
    if status == "in_work":
        return population.day_between(-2, 10)
    return population.day(-ready) if status in ("ready", "collected") else None


def _deliver(population: Population, names: Names, repair: Row, ready: int) -> None:
    sent = population.day(-max(0, ready - 1))
    population.add(
        "Delivery",
        deal_id=repair["id"],
        fee=names["courier_fee"],
        sent_on=sent,
        arrives_on=population.day(-max(0, ready - 1) + 2),
    )


def _quote(
    population: Population,
    names: Names,
    repair: Row,
    thing: Row,
    services: list[Row],
    item: Row,
) -> None:
    chance = population.chance
    is_done = repair["status"] in ("in_work", "ready", "collected")
    waits = repair["status"] == "quoted"
    count = chance.between(1, 2) if is_done else chance.between(1, 3)
    for at, service in enumerate(chance.shuffled(services)[:count]):
        labour, parts = _labour(names, service), _part_price(population, service)
        covered = _covered(names, repair, thing, item, labour, parts)
        made = days_between(population.day(0), repair["received_on"])
        status = "open" if waits else "declined"
        if is_done and at == 0:
            status = "accepted"
            repair["price"] = labour + parts - covered
        term = int(names["quote_days"])
        valid = 0 if waits and chance.happens(15) else made + term + chance.between(-1, 2)
        population.add(
            "Quote",
            deal_id=repair["id"],
            service_id=service["id"],
            labour=labour,
            parts=parts,
            covered=covered,
            total=labour + parts - covered,
            status=status,
            valid_until=population.day(valid),
            prolonged=waits and chance.happens(25),
        )
    if is_done and repair["price"]:
        _invoice(population, names, repair)


def _labour(names: Names, service: Row) -> int:
    rate = int(names["hourly_rate"])
    if names["labour_by"] == "service":
        return int(service["labour"])
    if names["labour_by"] == "hours":
        return int(service["minutes"]) * rate // 60
    return -(-int(service["minutes"]) // 30) * (rate // 2 + 300)


def _part_price(population: Population, service: Row) -> int:
    if service["part_id"] is None:
        return 0
    return int(population.find("Part", id=service["part_id"])[0]["price"])


def _covered(names: Names, repair: Row, thing: Row, item: Row, labour: int, parts: int) -> int:
    accidents = [fault for fault, _, accident in names["faults"] if accident]
    age = days_between(thing["bought_on"], repair["received_on"])
    if age > item["warranty_days"] or repair["fault"] in accidents:
        return 0
    return {"parts": parts, "half": (labour + parts) // 2, "all": labour + parts}[
        names["warranty_covers"]
    ]


def _invoice(population: Population, names: Names, repair: Row) -> None:
    chance = population.chance
    price, done = int(repair["price"]), repair["status"] in ("ready", "collected")
    share = price * int(names["prepayment_percent"]) // 100
    amounts = (
        {"prepayment": share, "rest": price - share} if names["prepayment"] else {"work": price}
    )
    for kind, amount in amounts.items():
        if kind == "rest" and not done:
            continue
        open_percent = 5 if repair["status"] == "collected" else 45
        population.add(
            "Invoice",
            deal_id=repair["id"],
            kind=kind,
            amount=amount,
            status="open" if chance.happens(open_percent) else "paid",
            issued_on=repair["ready_on"] or repair["received_on"],
        )


def _lend(population: Population, repair: Row) -> None:
    chance = population.chance
    loaner = chance.pick(population.rows("Loaner"))
    is_back = repair["status"] == "collected" or loaner["lent"]
    loaner["lent"] = loaner["lent"] or not is_back
    population.add(
        "LoanerUse",
        deal_id=repair["id"],
        loaner_id=loaner["id"],
        since=repair["received_on"],
        returned_on=(repair["ready_on"] or population.day(-1)) if is_back else None,
    )


ARCHETYPE = Archetype(
    core=Block("repairs", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("collected",),
        "deal_over_words": "collected",
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "promised_on",
    },
)

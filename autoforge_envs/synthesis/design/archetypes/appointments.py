"""Appointments: people see practitioners at free slots, and have prescriptions filled."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Maple Court Clinic",
        about="a clinic with several houses. You book, move and cancel appointments, see to "
        "referrals and refills, and settle charges.",
        nouns={
            "party": Noun("patient"),
            "staff": Noun("practitioner"),
            "item": Noun("treatment"),
            "deal": Noun("appointment"),
            "dependant": Noun("child", "children"),
            "pharmacy": Noun("pharmacy", "pharmacies"),
        },
        words={
            "dependants_percent": 25,
            "dependant_kinds": ("daughter", "son", "foster_child"),
            "dependant_years": 17,
            "dependant_names": ("Ada", "Bruno", "Clara", "Dario", "Elin", "Femke", "Gil", "Hanna"),
            "specialities": ("general", "skin", "heart", "eyes", "bones"),
            "services": ("check-up", "consultation", "follow-up", "screening", "procedure"),
            "products": ("Amalin 20 mg", "Bexofen gel", "Corvatal 5 mg", "Dermisol cream"),
        },
    ),
    Vocabulary(
        title="Four Paws Practice",
        about="a veterinary practice with several houses. You book, move and cancel visits for "
        "pets, see to referrals and refills, and settle charges.",
        nouns={
            "party": Noun("keeper"),
            "staff": Noun("veterinarian"),
            "item": Noun("service"),
            "deal": Noun("visit"),
            "dependant": Noun("pet"),
            "pharmacy": Noun("dispensary", "dispensaries"),
        },
        words={
            "dependants_percent": 100,
            "dependant_kinds": ("dog", "cat", "rabbit", "parrot", "tortoise"),
            "dependant_years": 13,
            "dependant_names": ("Biscuit", "Cleo", "Dash", "Fig", "Juno", "Moss", "Pepper", "Roo"),
            "specialities": ("general", "dental", "surgery", "behaviour"),
            "services": ("check", "consultation", "vaccination", "cleaning", "operation"),
            "products": ("Flexapaw chews", "Calmadol drops", "Vermex tablets", "Otorin drops"),
        },
    ),
    Vocabulary(
        title="Clear View Eye Care",
        about="opticians with several shops. You book, move and cancel sessions, see to "
        "referrals and lens refills, and settle charges.",
        nouns={
            "party": Noun("client"),
            "staff": Noun("optometrist"),
            "item": Noun("examination"),
            "deal": Noun("session"),
            "dependant": Noun("relative"),
            "pharmacy": Noun("pick-up desk"),
        },
        words={
            "dependants_percent": 40,
            "dependant_kinds": ("child", "parent", "partner"),
            "dependant_years": 80,
            "dependant_names": ("Alma", "Basil", "Cyril", "Doris", "Edgar", "Flora", "Ivy", "Otto"),
            "specialities": ("sight_test", "contact_lenses", "children", "retina"),
            "services": ("test", "fitting", "check", "scan", "consultation"),
            "products": ("Aqualens monthly", "Brightlens daily", "Nocturna toric", "Soft Day"),
        },
    ),
)
_DESK_NAMES = ("Bridge", "Castle", "Dock", "Elm", "Fountain", "Garden", "Hill", "Island")
_REASONS = ("ill", "no_time", "feels_better", "goes_elsewhere")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    sides = ("tools", "agent")
    largest_waiver = chance.amount(2000, 4000, 500)
    free_until = chance.between(2, 5)
    return {
        "specialities_literal": _quoted(names["specialities"]),
        "with_dependants": chance.happens(names["dependants_percent"]),
        "dependant_kinds_literal": _quoted(names["dependant_kinds"]),
        "with_video": chance.happens(50),
        "with_waiting": chance.happens(55),
        "same_staff": chance.happens(50),
        "moves_counted": chance.happens(50),
        "max_moves": chance.between(1, 2),
        "move_notice_days": chance.between(1, 4),
        "moves_enforced_by": chance.pick(sides),
        "cancelling": chance.pick(("flat", "share", "steps")),
        "cancellation_fee": chance.amount(1000, 3000, 250),
        "cancellation_percent": chance.pick((20, 25, 40, 60)),
        "free_until_days": free_until,
        "full_price_days": chance.between(1, free_until - 1),
        "ill_is_free": chance.happens(50),
        "referral_days": chance.pick((60, 90, 180)),
        "referral_enforced_by": chance.pick(sides),
        "max_coming": chance.between(2, 3),
        "max_unpaid": chance.amount(2000, 8000, 500),
        "booking_window": chance.pick(("ahead", "notice")),
        "latest_booking_days": chance.pick((14, 21, 28)),
        "earliest_booking_days": chance.between(2, 4),
        "window_enforced_by": chance.pick(sides),
        "new_ones": chance.pick(("closed", "open")),
        "renewal_days": chance.pick((14, 30, 45)),
        "refill_by": chance.pick(("share", "days")),
        "refill_from_percent": chance.pick((70, 75, 80, 90)),
        "refill_before_days": chance.pick((5, 7, 10)),
        "expiry_enforced_by": chance.pick(sides),
        "waiver_limit": chance.pick(("amount", "once")),
        "largest_waiver": largest_waiver,
        "largest_waiver_sentence": ", ".join(
            f"{format_money(largest_waiver * (at + 1))} for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
        "waiver_days": chance.pick((14, 30, 60)),
        "waiver_enforced_by": chance.pick(sides),
        "max_waiting": chance.between(1, 2),
    }


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def _populate(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    _house(population, people, names)
    staffs = population.rows("staff")
    items = {
        speciality: population.find("item", speciality=speciality)
        for speciality in names["specialities"]
    }
    desks = population.rows("pharmacy")
    for party in population.rows("party"):
        comers = _dependants(population, party, names) if names["with_dependants"] else []
        seen = chance.some(staffs, 2)
        for _ in range(chance.between(2, 5)):
            staff = chance.pick((*seen, chance.pick(staffs)))
            comer = chance.pick(comers) if comers else None
            _deal(population, party, comer, staff, chance.pick(items[staff["speciality"]]), names)
        _papers(population, party, names)
        for product in chance.some(names["products"], chance.between(1, 3)):
            _prescription(population, party, product, chance.pick(seen), desks)
        if names["with_waiting"] and chance.happens(40):
            population.add(
                "WaitingPlace",
                party_id=party["id"],
                staff_id=chance.pick(staffs)["id"],
                part_of_day=chance.pick(("morning", "afternoon", "any")),
                since=population.day_between(-40, -1),
            )


def _house(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for name in _DESK_NAMES[:5]:
        place = people.place()
        population.add(
            "Site",
            name=f"{name} House",
            street=place.street,
            city=place.city,
            step_free=chance.happens(60),
        )
    for name in dict.fromkeys(people.name() for _ in range(20)):
        number = len(population.rows("staff"))
        staff = population.add(
            "staff",
            site_id=chance.pick(population.rows("Site"))["id"],
            name=name,
            speciality=names["specialities"][number % len(names["specialities"])],
            accepts_new=chance.happens(65),
        )
        for offset in chance.some(range(41), chance.between(16, 24)):
            _slot(population, staff, offset, "free")
    _offers(population, people, names)


def _offers(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    youth = int(names["dependant_years"])
    for speciality in names["specialities"]:
        for at, service in enumerate(names["services"]):
            item = population.add(
                "item",
                name=f"{speciality.replace('_', ' ').capitalize()} {service}",
                speciality=speciality,
                price=2000 + 1500 * at + chance.amount(0, 1400, 50),
                needs_referral=at >= 3 and speciality != names["specialities"][0],
            )
            if names["with_video"]:
                item["by_video"] = at in (1, 2)
            if names["with_dependants"]:
                item["least_age"] = chance.pick((0, 0, youth // 6, youth // 3))
    for name in _DESK_NAMES:
        place = people.place()
        population.add(
            "pharmacy",
            name=f"{name} {names['pharmacy_words']}",
            street=place.street,
            city=place.city,
            open_late=chance.happens(40),
        )


def _slot(population: Population, staff: Row, offset: int, status: str) -> Row:
    hour, minute = population.chance.between(8, 17), population.chance.pick((0, 20, 40))
    if offset == 0:
        hour = max(hour, min(population.now.hour + 1, 18))
    return population.add(
        "Slot",
        staff_id=staff["id"],
        starts_at=f"{population.day(offset)}T{hour:02d}:{minute:02d}:00",
        status=status,
    )


def _dependants(population: Population, party: Row, names: Names) -> list[Row]:
    chance = population.chance
    return [
        population.add(
            "dependant",
            party_id=party["id"],
            name=name,
            kind=chance.pick(names["dependant_kinds"]),
            born_on=_born(population, int(names["dependant_years"])),
        )
        for name in chance.some(names["dependant_names"], chance.between(1, 3))
    ]


def _born(population: Population, years: int) -> str:
    """Draw a birthday that every year has."""
    day = population.day_between(-365 * years, -60)
    return day if day[5:] != "02-29" else f"{day[:8]}28"


def _deal(
    population: Population, party: Row, comer: Row | None, staff: Row, item: Row, names: Names
) -> None:
    chance = population.chance
    coming = chance.happens(45)
    offset = chance.between(0, 25) if coming else -chance.between(2, 120)
    status = "booked" if coming else chance.pick(("attended", "cancelled", "missed"), (6, 2, 3))
    slot = _slot(population, staff, offset, "taken")
    deal = population.add(
        "deal",
        party_id=party["id"],
        slot_id=slot["id"],
        item_id=item["id"],
        status=status,
        price=item["price"],
        takes_place_on=slot["starts_at"][:10],
        cancel_reason=chance.pick(_REASONS) if status == "cancelled" else None,
    )
    if comer is not None:
        deal["dependant_id"] = comer["id"]
    if names["with_video"]:
        by_video = item["by_video"] and chance.happens(40)
        deal["mode"] = "video" if by_video else "on_site"
    if names["moves_counted"]:
        deal["moves"] = chance.pick((0, 1, 2), (6, 2, 1))
    _charge(population, deal, offset)


def _charge(population: Population, deal: Row, offset: int) -> None:
    chance = population.chance
    kinds = {"attended": "visit", "missed": "no_show", "cancelled": "late_cancellation"}
    kind = kinds.get(deal["status"])
    if kind is None or (kind == "late_cancellation" and chance.happens(50)):
        return
    paid = chance.pick(("paid", "unpaid", "waived"), (5, 5, 0) if kind == "visit" else (2, 6, 1))
    population.add(
        "Charge",
        deal_id=deal["id"],
        kind=kind,
        amount=deal["price"] if kind == "visit" else deal["price"] // 2 // 50 * 50,
        status=paid,
        charged_on=population.day(offset + 1),
    )


def _papers(population: Population, party: Row, names: Names) -> None:
    chance = population.chance
    for speciality in chance.some(names["specialities"][1:], chance.between(1, 2)):
        issued = -chance.between(5, 160)
        population.add(
            "Referral",
            party_id=party["id"],
            speciality=speciality,
            status=chance.pick(("open", "used"), (4, 1)),
            issued_on=population.day(issued),
            valid_until=population.day(issued + chance.pick((60, 90, 120))),
        )


def _prescription(
    population: Population, party: Row, product: str, staff: Row, desks: list[Row]
) -> None:
    chance = population.chance
    supply = chance.pick((28, 30, 60, 90))
    prescription = population.add(
        "Prescription",
        party_id=party["id"],
        staff_id=staff["id"],
        product=product,
        controlled=chance.happens(12),
        refills_left=chance.pick((0, 1, 2, 3, 4), (1, 3, 3, 2, 2)),
        days_supply=supply,
        last_filled_on=population.day(-chance.between(supply // 2, supply + 20)),
        valid_until=population.day_between(*((-40, 0) if chance.happens(20) else (1, 300))),
    )
    if chance.happens(45):
        population.add(
            "Refill",
            prescription_id=prescription["id"],
            pharmacy_id=chance.pick(desks)["id"],
            status=chance.pick(("ordered", "ready", "collected", "cancelled"), (3, 3, 2, 1)),
            ordered_on=population.day_between(-25, -1),
        )


ARCHETYPE = Archetype(
    core=Block("appointments", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("attended",),
        "deal_over_words": "attended",
        "deal_open": ("booked",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "takes_place_on",
        "item_price": "price",
    },
)

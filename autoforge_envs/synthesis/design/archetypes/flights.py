"""Flights, and what is sold like them: fares by family, bookings of several people, delays."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.archetypes.flight_bookings import CustomerBookings, Routes
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Brindle Air",
        about="an airline with short and medium routes. You book, change and cancel flights, give "
        "out seats, and book what people take along.",
        nouns={
            "party": Noun("customer"),
            "deal": Noun("booking"),
            "ride": Noun("flight"),
            "port": Noun("airport"),
            "traveller": Noun("passenger"),
            "seat": Noun("seat"),
            "bag": Noun("bag"),
        },
        words={
            "cities": (
                "Lisbon",
                "Porto",
                "Dublin",
                "Leeds",
                "Bergen",
                "Malmo",
                "Gdansk",
                "Turin",
                "Lyon",
                "Bremen",
                "Graz",
                "Valencia",
            ),
            "port_name": "{} Airport",
            "numbers": "BR",
            "families": ("light", "classic", "flex"),
            "seat_kinds": ("aisle", "window", "exit_row"),
            "bag_kinds": ("suitcase", "sports_bag", "pushchair"),
            "dishes": ("vegetarian", "fish", "gluten_free"),
            "speed_kmh": 700,
            "base_fare": 3900,
        },
    ),
    Vocabulary(
        title="Skerry Line",
        about="a ferry line between islands and the mainland. You book, change and cancel "
        "sailings, give out berths and book vehicles.",
        nouns={
            "party": Noun("account holder"),
            "deal": Noun("reservation"),
            "ride": Noun("sailing"),
            "port": Noun("harbour"),
            "traveller": Noun("passenger"),
            "seat": Noun("berth"),
            "bag": Noun("vehicle"),
        },
        words={
            "cities": (
                "Aberdeen",
                "Lerwick",
                "Kirkwall",
                "Bergen",
                "Esbjerg",
                "Torshavn",
                "Newcastle",
                "Stavanger",
                "Gothenburg",
                "Aarhus",
            ),
            "port_name": "{} Ferry Terminal",
            "numbers": "SK",
            "families": ("saver", "standard", "open"),
            "seat_kinds": ("inside", "outside", "top_bunk"),
            "bag_kinds": ("bicycle", "motorbike", "car"),
            "dishes": ("breakfast", "fish_supper", "vegan_plate"),
            "speed_kmh": 40,
            "base_fare": 3200,
        },
    ),
    Vocabulary(
        title="Nightway Trains",
        about="an operator of long-distance trains. You book, change and cancel train journeys, "
        "give out places and book bulky luggage.",
        nouns={
            "party": Noun("client"),
            "deal": Noun("order"),
            "ride": Noun("train"),
            "port": Noun("station"),
            "traveller": Noun("traveller"),
            "seat": Noun("place"),
            "bag": Noun("luggage ticket"),
        },
        words={
            "cities": (
                "Vienna",
                "Zurich",
                "Hamburg",
                "Ghent",
                "Milan",
                "Prague",
                "Nantes",
                "Krakow",
                "Basel",
                "Florence",
                "Utrecht",
            ),
            "port_name": "{} Central",
            "numbers": "NW",
            "families": ("basic", "comfort", "premium"),
            "seat_kinds": ("couchette", "sleeper", "single_cabin"),
            "bag_kinds": ("bicycle", "ski_bag", "large_trunk"),
            "dishes": ("cold_plate", "soup", "breakfast_box"),
            "speed_kmh": 110,
            "base_fare": 4500,
        },
    ),
)
_PARTS = ("check_in", "upgrades", "meals", "claims", "names")
_DAYS_AWAY = (
    -170, -120, -95, -70, -45, -30, -21, -14, -9, -5, -2,
    0, 1, 2, 3, 4, 6, 9, 13, 18, 24, 31, 40, 55, 75,
)  # fmt: skip


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    parts = chance.some(_PARTS, chance.between(2, 4))
    bag_prices = [chance.amount(1200, 2500, 100) + 700 * at for at in range(3)]
    kinds = [kind.replace("_", " ") for kind in names["bag_kinds"]]
    prices = [f"{format_money(p)} for a {kind}" for p, kind in zip(bag_prices, kinds, strict=True)]
    steps = ((chance.pick((21, 30)), 100), (chance.pick((5, 7, 10)), chance.pick((50, 60, 75))))
    return {
        **{f"with_{part}": part in parts for part in _PARTS},
        "Rides_text": str(names["rides_words"]).capitalize(),
        "Bags_text": str(names["bags_words"]).capitalize(),
        "refund_by": chance.pick(("fare", "fee", "notice")),
        "refund_to": chance.pick(("credit", "source")),
        "change_fee_per": chance.pick(("head", "change")),
        "cheaper": chance.pick(("kept", "returned")),
        "seat_change": chance.pick(("credited", "lost")),
        "bag_price_per": chance.pick(("ride", "journey")),
        "bag_prices": bag_prices,
        "bag_sentence": f"{prices[0]}, {prices[1]} and {prices[2]}",
        "child_percent": chance.pick((50, 60, 75, 80)),
        "journeys_days": chance.pick((30, 60, 90)),
        **_refund_numbers(chance, steps),
        **_limits(chance, names),
        **_claims(chance),
        **{
            f"{what}_enforced_by": chance.pick(("tools", "agent"))
            for what in ("booking", "change", "check_in", "seat", "bag", "name", "credit")
        },
    }


def _refund_numbers(chance: Chance, steps: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    last = chance.pick((0, 10, 20, 30))
    (early, _), (middle, share) = steps
    return {
        "steps": (*steps, (0, last)),
        "refund_sentence": f"Fares are refunded in full {early} days before departure or earlier, "
        f"by {share} percent until {middle} days before it, by {last} percent later.",
        "credit_days": chance.pick((180, 365, 545)),
        "extension_days": chance.pick((60, 90, 180)),
        "change_fees": (chance.amount(2500, 4500, 500), chance.amount(1000, 2000, 500), 0),
        "cancel_fees": (chance.amount(5000, 8000, 500), chance.amount(2000, 3500, 500), 0),
        "refund_percents": (0, chance.pick((40, 50, 60)), chance.pick((90, 100))),
        "bags_by_family": chance.pick(((0, 1, 2), (0, 0, 1), (0, 1, 1))),
        "name_fee": chance.amount(1500, 4000, 500),
        "dish_prices": [chance.amount(800, 1900, 50) for _ in range(3)],
    }


def _limits(chance: Chance, names: Names) -> dict[str, Any]:
    max_bags = chance.between(2, 3)
    tiers = names.get("tiers", ())
    return {
        "max_bags": max_bags,
        "max_bags_sentence": ", ".join(f"{max_bags + at} for {t}" for at, t in enumerate(tiers)),
        "max_people": chance.between(3, 4),
        "change_hours": chance.pick((24, 36, 48, 72)),
        "cancel_hours": chance.pick((12, 24, 48)),
        "booking_hours": chance.pick((2, 12, 24)),
        "bag_hours": chance.pick((24, 48, 72)),
        "check_in_hours": chance.pick((30, 48, 72)),
        "name_days": chance.pick((2, 3, 7)),
        "meal_hours": chance.pick((24, 48)),
    }


def _claims(chance: Chance) -> dict[str, Any]:
    amounts = sorted(chance.some((5000, 7500, 12000, 18000, 25000, 30000, 40000), 3))
    kilometres = (chance.pick((700, 900)), chance.pick((1300, 1500)))
    return {
        "claim_by": chance.pick(("distance", "price")),
        "claim_amounts": amounts,
        "claim_km": kilometres,
        "claim_sentence": f"{format_money(amounts[0])} up to {kilometres[0]} km, "
        f"{format_money(amounts[1])} up to {kilometres[1]} km, {format_money(amounts[2])} beyond",
        "claim_percent": chance.pick((25, 50)),
        "min_delay": chance.pick((60, 90, 120, 180)),
        "claim_days": chance.pick((14, 21, 30, 60)),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    _add_families(population, names)
    for city in names["cities"]:
        population.add("port", name=names["port_name"].format(city), city=city)
    routes = _add_rides(population, names)
    free: dict[str, list[Row]] = {}
    for seat in population.rows("seat"):
        if seat["status"] == "free":
            free.setdefault(seat["ride_id"], []).append(seat)
    for party in population.rows("party"):
        CustomerBookings(population, people, names, party, routes, free).book()


def _add_families(population: Population, names: Names) -> None:
    for at, name in enumerate(names["families"]):
        row = {
            "name": name,
            "change_fee": names["change_fees"][at],
            "changeable": at > 0,
            "bags_included": names["bags_by_family"][at],
        }
        if names["refund_by"] == "fare":
            row["refund_percent"] = names["refund_percents"][at]
        if names["refund_by"] == "fee":
            row["cancel_fee"] = names["cancel_fees"][at]
        population.add("FareFamily", **row)


def _add_rides(population: Population, names: Names) -> Routes:
    """Add what goes between the ports: for each pair of ports the way there and the way back."""
    chance = population.chance
    ports = population.rows("port")
    pairs = [(a, b) for at, a in enumerate(ports) for b in ports[at + 1 :]]
    routes = []
    for at, (one, other) in enumerate(chance.some(pairs, 8)):
        distance = chance.between(30, 190) * 10
        ways = ((one, other, 101 + 10 * at), (other, one, 102 + 10 * at))
        there, back = (
            [
                _add_ride(population, names, origin, destination, distance, number, day)
                for day in _DAYS_AWAY
                if chance.happens(80)
            ]
            for origin, destination, number in ways
        )
        routes.append((there, back))
    return routes


def _add_ride(
    population: Population,
    names: Names,
    origin: Row,
    destination: Row,
    distance: int,
    number: int,
    day: int,
) -> Row:
    chance = population.chance
    departs_at = population.moment(day)
    has_left = departs_at < population.now.isoformat()
    status = (
        "departed" if has_left else chance.pick(("scheduled", "delayed", "cancelled"), (8, 1, 1))
    )
    ride = population.add(
        "ride",
        line=f"{names['numbers']}{number}",
        origin_id=origin["id"],
        destination_id=destination["id"],
        departs_at=departs_at,
        arrives_at=_later(population, departs_at, 60 * distance // names["speed_kmh"] + 25),
        distance_km=distance,
        status=status,
        delay_minutes=_delay(chance, status),
    )
    if not has_left:
        _add_fares(population, names, ride)
        _add_seats(population, names, ride)
    return ride


def _add_fares(population: Population, names: Names, ride: Row) -> None:
    chance = population.chance
    base = names["base_fare"] + 6 * ride["distance_km"] + chance.amount(0, 5000, 100)
    for at, family in enumerate(population.rows("FareFamily")):
        population.add(
            "Fare",
            ride_id=ride["id"],
            family_id=family["id"],
            price=(base + at * chance.amount(2500, 6000, 100)) // 100 * 100,
            places_left=chance.pick((0, 1, 2, 4, 9, 17), (1, 1, 2, 3, 3, 3)),
        )


def _later(population: Population, moment: str, minutes: int) -> str:
    hours, rest = divmod(int(moment[11:13]) * 60 + int(moment[14:16]) + minutes // 5 * 5, 60)
    days, hours = divmod(hours, 24)
    offset = (population.now.fromisoformat(moment).date() - population.today).days
    return f"{population.day(offset + days)}T{hours:02d}:{rest:02d}:00"


def _delay(chance: Chance, status: str) -> int:
    if status == "delayed":
        return chance.pick((25, 40, 55))
    if status == "departed":
        return chance.pick((0, 5, 15, 35, 60, 75, 90, 120, 150, 185, 240, 330))
    return 0


def _add_seats(population: Population, names: Names, ride: Row) -> None:
    chance = population.chance
    for at in range(6):
        kind = names["seat_kinds"][at % 3]
        population.add(
            "seat",
            ride_id=ride["id"],
            label=f"{chance.between(1, 4) + 4 * at}{'ABCDEF'[at % 6]}",
            kind=kind,
            surcharge=(0, 800, 1900)[at % 3] + 100 * chance.between(0, 9),
            status="taken" if chance.happens(15) else "free",
        )


ARCHETYPE = Archetype(
    core=Block("flights", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    parties=160,
    slots={
        "deal_over": ("travelled",),
        "deal_over_words": "travelled",
        "deal_open": ("confirmed",),
        "deal_price": "total",
        "deal_price_words": "total",
        "deal_day": "travels_on",
    },
)

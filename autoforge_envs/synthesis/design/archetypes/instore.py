"""Going out: shops sell vouchers for dishes or treatments in advance, and keep tables or chairs."""

from pathlib import Path
from typing import Any

from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_NUM_TOWNS = 5
_SHOPS_A_TOWN = 7
_SLOTS = ("noon", "early_evening", "late_evening")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

VOCABULARIES = (
    Vocabulary(
        title="Tablemates",
        about="which sells meals in advance and books tables for restaurants in several towns. "
        "You sell, refund and extend meal vouchers, and book, move and cancel tables.",
        nouns={
            "party": Noun("guest"),
            "item": Noun("meal"),
            "deal": Noun("meal voucher"),
            "seat": Noun("table"),
        },
        words={
            "shop_kinds": ("bistro", "noodle_bar", "steakhouse", "tea_room", "trattoria"),
            "item_kinds": ("set_menu", "tasting_menu", "brunch", "sharing_platter"),
            "shop_names": ("Juniper", "Copper Pan", "Lantern", "Old Mill", "Blue Door", "Saffron"),
            "item_names": ("Market menu", "Chef's evening", "Sunday brunch", "Platter for two",
                           "Vegetable garden", "Harbour catch"),
            "seat_names": ("Table", "Booth", "Terrace table"),
        },
    ),
    Vocabulary(
        title="Kind Hands",
        about="which sells treatments in advance and books chairs for salons and spas. You sell, "
        "refund and extend treatment passes, and book, move and cancel chairs.",
        nouns={
            "party": Noun("client"),
            "item": Noun("treatment"),
            "deal": Noun("treatment pass", "treatment passes"),
            "seat": Noun("room"),
        },
        words={
            "shop_kinds": ("hair_salon", "spa", "nail_studio", "barber"),
            "item_kinds": ("haircut", "massage", "facial", "manicure"),
            "shop_names": ("Velvet", "Still Water", "Ivory Comb", "Hazel & Co", "Marble", "Aria"),
            "item_names": ("Classic", "Deluxe", "Half an hour", "Full hour", "Evening calm",
                           "Fresh start"),
            "seat_names": ("Room", "Corner", "Suite"),
        },
    ),
    Vocabulary(
        title="Playfield",
        about="which sells tickets for bowling, climbing and billiards in advance and books lanes. "
        "You sell, refund and extend tickets, and book, move and cancel lanes.",
        nouns={
            "party": Noun("player"),
            "item": Noun("game"),
            "deal": Noun("play ticket"),
            "seat": Noun("lane"),
        },
        words={
            "shop_kinds": ("bowling_alley", "climbing_hall", "billiard_hall", "arcade"),
            "item_kinds": ("single_round", "evening_pass", "family_pass", "lesson"),
            "shop_names": ("Ten Up", "Gravity", "Corner Pocket", "Pixel", "Strike", "High Hold"),
            "item_names": ("Starter", "Full evening", "Family hour", "With a coach", "Late night",
                           "Double round"),
            "seat_names": ("Lane", "Wall", "Field"),
        },
    ),
)  # fmt: skip


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    max_ahead = chance.between(2, 3)
    return {
        "deposits": chance.happens(50),
        "deposit_for_each": chance.amount(300, 1_000, 50),
        "gifts": chance.happens(60),
        "refund_kind": chance.pick(("full", "fee", "share")),
        "refund_fee": chance.amount(200, 600, 50),
        "refund_percent": chance.pick((70, 80, 90)),
        "refund_days": chance.pick((7, 14, 21, 30)),
        "extension_days": chance.pick((30, 60, 90)),
        "stamps_for_a_gift": chance.pick((6, 8, 10)),
        "largest_gift": chance.amount(2_000, 4_500, 250),
        "farthest_days": chance.pick((14, 21, 30, 45)),
        "notice_days": chance.between(1, 3),
        "max_ahead": max_ahead,
        "max_ahead_sentence": ", ".join(
            f"{max_ahead + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "max_of_a_kind": chance.between(1, 3),
        "refunds_enforced_by": chance.pick(("tools", "agent")),
        "farthest_enforced_by": chance.pick(("tools", "agent")),
        "gifts_enforced_by": chance.pick(("tools", "agent")),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    _make_shops(population, people, names)
    items = _by_shop(population, "item")
    seats = _by_shop(population, "seat")
    towns: dict[str, list[Row]] = {}
    for shop in population.rows("Shop"):
        towns.setdefault(shop["city"], []).append(shop)
    taken: set[tuple[str, str, str]] = set()
    for party in population.rows("party"):
        shops = population.chance.some(towns[population.chance.pick(sorted(towns))], 4)
        for shop in shops:
            _purchases(population, party, items[shop["id"]])
            _booking(population, party, seats[shop["id"]], names, taken)
            if population.chance.happens(50):
                stamps = population.chance.between(0, 13)
                population.add("StampCard", party_id=party["id"], shop_id=shop["id"], stamps=stamps)


def _make_shops(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for town in people.towns(_NUM_TOWNS):
        for at, name in enumerate(chance.some(names["shop_names"], _SHOPS_A_TOWN)):
            shop = population.add(
                "Shop",
                name=f"{name} {town.city}",
                kind=chance.pick(names["shop_kinds"]),
                street=people.place().street,
                city=town.city,
                closed_on=_DAYS[at % 7],
            )
            _make_offers(population, shop, names)


def _make_offers(population: Population, shop: Row, names: Names) -> None:
    chance = population.chance
    for name in chance.some(names["item_names"], chance.between(3, 5)):
        population.add(
            "item",
            shop_id=shop["id"],
            name=name,
            kind=chance.pick(names["item_kinds"]),
            price=chance.amount(900, 9_000, 50),
            valid_days=chance.pick((30, 60, 90, 180)),
            left=chance.pick((0, 1, chance.between(2, 40)), (1, 1, 6)),
        )
    for at in range(chance.between(4, 7)):
        population.add(
            "seat",
            shop_id=shop["id"],
            name=f"{chance.pick(names['seat_names'])} {at + 1}",
            places=chance.pick((2, 2, 4, 4, 6, 8)),
            by_the_window=chance.happens(35),
        )


def _by_shop(population: Population, role: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {shop["id"]: [] for shop in population.rows("Shop")}
    for row in population.rows(role):
        found[row["shop_id"]].append(row)
    return found


def _purchases(population: Population, party: Row, items: list[Row]) -> None:
    chance = population.chance
    for item in chance.some(items, chance.pick((0, 1, 2), (2, 5, 2))):
        bought = -chance.between(0, item["valid_days"] + 20)
        is_old = -bought > item["valid_days"]
        weights = (3, 5, 1, 1) if is_old else (8, 2, 1, 1)
        population.add(
            "deal",
            party_id=party["id"],
            item_id=item["id"],
            status=chance.pick(("valid", "used", "refunded", "given_away"), weights),
            price=item["price"] - chance.pick((0, 0, 100, 200)),
            bought_on=population.day(bought),
            valid_until=population.day(bought + item["valid_days"]),
            extended=chance.happens(20),
        )


def _booking(
    population: Population,
    party: Row,
    seats: list[Row],
    names: Names,
    taken: set[tuple[str, str, str]],
) -> None:
    chance = population.chance
    seat = chance.pick(seats)
    offset = chance.between(-40, int(names["farthest_days"]))
    slot = chance.pick(_SLOTS)
    place = (seat["id"], population.day(offset), slot)
    if place in taken or not chance.happens(80):
        return
    taken.add(place)
    guests = chance.between(1, seat["places"])
    past = chance.pick(("visited", "missed", "cancelled"), (6, 1, 2))
    booking = population.add(
        "Booking",
        party_id=party["id"],
        seat_id=seat["id"],
        day=place[1],
        time_slot=slot,
        guests=guests,
        status=past if offset < 0 else "booked",
    )
    if names["deposits"]:
        booking["deposit"] = guests * int(names["deposit_for_each"])


ARCHETYPE = Archetype(
    core=Block("instore", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("used",),
        "deal_over_words": "used",
        "deal_open": ("valid",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "valid_until",
        "item_price": "price",
    },
)

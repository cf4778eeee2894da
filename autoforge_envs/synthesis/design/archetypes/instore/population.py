"""Instore: shops with what they offer, and guests that buy and book."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_NUM_TOWNS = 5
_SHOPS_A_TOWN = 7
_SLOTS = ("noon", "early_evening", "late_evening")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_shops(population, people, names)
    items = population.grouped("item", "shop_id")
    seats = population.grouped("seat", "shop_id")
    towns = population.grouped("Shop", "city")
    taken: set[tuple[str, str, str]] = set()
    for party in population.rows("party"):
        shops = population.chance.some(towns[population.chance.pick(sorted(towns))], 4)
        for shop in shops:
            _add_purchases(population, party, items[shop["id"]])
            _add_booking(population, party, seats[shop["id"]], names, taken)
            if population.chance.happens(50):
                stamps = population.chance.between(0, 13)
                population.add("StampCard", party_id=party["id"], shop_id=shop["id"], stamps=stamps)


def _add_shops(population: Population, people: People, names: Names) -> None:
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
            _add_offers(population, shop, names)


def _add_offers(population: Population, shop: Row, names: Names) -> None:
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


def _add_purchases(population: Population, party: Row, items: list[Row]) -> None:
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


def _add_booking(
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

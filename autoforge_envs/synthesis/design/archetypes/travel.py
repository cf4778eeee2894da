"""Travel: nights in hotels and the like, board, rides, activities, and what cancelling costs."""

from datetime import date, timedelta
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
        title="Fernhill Hotels",
        about="a small group of hotels. You book, move and cancel stays, and arrange board, rides "
        "and activities.",
        nouns={
            "party": Noun("guest"),
            "deal": Noun("stay"),
            "house": Noun("hotel"),
            "room": Noun("room"),
        },
        words={
            "house_names": ("Fernhill {}", "The {} Arms", "{} Garden Hotel"),
            "room_kinds": ("single", "double", "family_room", "suite"),
            "sleeps": (1, 2, 4, 3),
            "activity_kinds": ("walk", "tasting", "boat_trip"),
            "activities": ("Old Town Walk", "Wine Tasting", "Harbour Tour", "Castle Visit"),
            "wishes": ("baby_cot", "late_checkout", "fruit_basket", "parking_place"),
            "base_rate": 5500,
        },
    ),
    Vocabulary(
        title="Tall Pines Holidays",
        about="a company with holiday parks in the woods. You book, move and cancel breaks, and "
        "arrange meals, rides and activities.",
        nouns={
            "party": Noun("camper"),
            "deal": Noun("holiday"),
            "house": Noun("park"),
            "room": Noun("lodge"),
        },
        words={
            "house_names": ("{} Pines", "{} Lakeside", "Upper {} Forest"),
            "room_kinds": ("tent", "cabin", "tree_house", "chalet"),
            "sleeps": (3, 4, 2, 6),
            "activity_kinds": ("canoeing", "climbing", "wildlife"),
            "activities": ("Beaver Watch", "Canoe Morning", "High Ropes", "Night Hike"),
            "wishes": ("firewood", "barbecue_set", "bicycle_set", "extra_bed"),
            "base_rate": 4200,
        },
    ),
    Vocabulary(
        title="Seven Springs",
        about="an operator of spa houses. You book, move and cancel retreats, and arrange board, "
        "rides and courses of treatment.",
        nouns={
            "party": Noun("client"),
            "deal": Noun("retreat"),
            "house": Noun("spa"),
            "room": Noun("apartment"),
        },
        words={
            "house_names": ("{} Springs", "{} Baths", "Haus {}"),
            "room_kinds": ("studio", "garden_view", "terrace", "penthouse"),
            "sleeps": (1, 2, 3, 4),
            "activity_kinds": ("massage", "yoga", "sauna"),
            "activities": ("Forest Yoga", "Salt Sauna Night", "Stone Massage", "Silent Walk"),
            "wishes": ("yoga_mat", "herbal_tea", "bathrobe", "late_breakfast"),
            "base_rate": 7800,
        },
    ),
)
_REASONS = ("illness", "other_plans", "bad_weather", "found_cheaper")
_A_MONDAY = date(2024, 1, 1)
_SEASONS = (("High summer", -20, 45), ("Harvest", 60, 85), ("Holidays", 110, 130))


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    max_moves = chance.between(1, 2)
    fees = [chance.amount(500, 2500, 100) for _ in names["wishes"]]
    wishes = [wish.replace("_", " ") for wish in names["wishes"]]
    terms = ((chance.pick((28, 42)), 0), (14, chance.pick((20, 30))), (7, 50), (1, 80))
    return {
        "Rooms_text": str(names["rooms_words"]).capitalize(),
        "price_by": chance.pick(("season", "weekend", "length")),
        "term_by": chance.pick(("notice", "rate", "nights")),
        "pay_by": chance.pick(("deposit", "card")),
        "with_pets": chance.happens(50),
        "with_wishes": chance.happens(50),
        "terms": terms,
        "breakfast": chance.amount(800, 1600, 50),
        "half_board": chance.amount(2400, 3900, 50),
        "car_price": chance.amount(2000, 3500, 100),
        "van_price": chance.amount(4500, 7000, 100),
        "weekend_percent": chance.pick((10, 15, 20, 25)),
        "long_nights": chance.pick((5, 6, 7)),
        "long_percent": chance.pick((5, 10, 12)),
        "deposit_percent": chance.pick((20, 25, 30)),
        "saver_percent": chance.pick((10, 15, 20)),
        "flexible_days": chance.pick((2, 3, 7, 14)),
        "nights_kept": chance.pick((1, 2)),
        "pet_fee": chance.amount(500, 1500, 100),
        "dog_fee": chance.amount(200, 800, 100),
        "wish_fees": fees,
        "wish_sentence": ", ".join(
            f"{format_money(fee)} for {wish}" for fee, wish in zip(fees, wishes, strict=True)
        ),
        "min_nights": chance.pick((2, 3)),
        "max_nights": chance.pick((10, 12, 14)),
        "move_days": chance.pick((3, 5, 7, 10)),
        "max_moves": max_moves,
        "max_moves_sentence": ", ".join(
            f"{max_moves + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "transfer_days": chance.pick((2, 3, 4)),
        "car_seats": chance.pick((2, 3)),
        "activity_days": chance.pick((1, 2, 4)),
        **{
            f"{what}_enforced_by": chance.pick(("tools", "agent"))
            for what in ("season", "sleeps", "moves", "payment", "transfer", "seats", "people")
        },
    }


def _populate(population: Population, people: People, names: Names) -> None:
    if names["price_by"] == "season":
        for name, first, last in _SEASONS:
            population.add(
                "Season",
                name=name,
                starts_on=population.day(first),
                ends_on=population.day(last),
                surcharge_percent=population.chance.pick((15, 20, 25, 30, 40)),
            )
    if names["term_by"] == "notice":
        for days, percent in names["terms"]:
            population.add("CancellationTerm", from_days=days, kept_percent=percent)
    cities = list(dict.fromkeys(people.place().city for _ in range(14)))[:6]
    houses = [_House(population, names, cities[at % len(cities)], at) for at in range(12)]
    for party in population.rows("party"):
        _stays(population, names, party, population.chance.some(houses, 2))


class _House:
    """A house with its rooms and activities, and the nights in which its rooms are taken."""

    def __init__(self, population: Population, names: Names, city: str, at: int) -> None:
        chance = population.chance
        pattern = names["house_names"][at % 3]
        row = population.add(
            "house",
            name=pattern.format(city)
            if at < 6
            else f"{pattern.format(city)} {('II', 'South')[at % 2]}",
            city=city,
            stars=chance.between(2, 5),
            opens_on=population.day(chance.pick((-400, -150, -60))),
            closes_on=population.day(chance.pick((75, 100, 140, 300))),
        )
        self.closes_on = str(row["closes_on"])
        self.rooms = [self._room(population, names, row, kind) for kind in range(4)]
        self.activities = [self._activity(population, names, row) for _ in range(14)]
        self._taken: dict[str, list[tuple[str, str]]] = {}

    @staticmethod
    def _room(population: Population, names: Names, house: Row, kind: int) -> Row:
        chance = population.chance
        rate = names["base_rate"] + 2500 * kind + 1000 * house["stars"] + chance.amount(0, 900, 100)
        values = {"pets_allowed": chance.happens(50)} if names["with_pets"] else {}
        return population.add(
            "room",
            house_id=house["id"],
            kind=names["room_kinds"][kind],
            sleeps=names["sleeps"][kind] + (1 if chance.happens(25) else 0),
            rate=rate,
            units=chance.between(4, 9),
            **values,
        )

    @staticmethod
    def _activity(population: Population, names: Names, house: Row) -> Row:
        chance = population.chance
        return population.add(
            "Activity",
            house_id=house["id"],
            name=chance.pick(names["activities"]),
            kind=chance.pick(names["activity_kinds"]),
            takes_place_on=population.day_between(-6, 60),
            price=chance.amount(900, 5500, 50),
            places_left=chance.pick((0, 2, 4, 6, 9, 14), (1, 1, 2, 2, 2, 2)),
        )

    def take(self, room: Row, arrives_on: str, leaves_on: str) -> bool:
        """Take a room for some nights if one of its kind is free."""
        taken = self._taken.setdefault(room["id"], [])
        others = sum(first < leaves_on and last > arrives_on for first, last in taken)
        if others >= room["units"]:
            return False
        taken.append((arrives_on, leaves_on))
        return True


def _stays(population: Population, names: Names, party: Row, houses: list[_House]) -> None:
    chance = population.chance
    for _ in range(chance.between(3, 6)):
        house = chance.pick(houses)
        first = chance.pick(
            (chance.between(-300, -20), chance.between(-3, 0), chance.between(1, 3),
             chance.between(4, 12), chance.between(13, 90)),
            (6, 2, 3, 5, 7),
        )  # fmt: skip
        _stay(population, names, party, house, first)


def _stay(population: Population, names: Names, party: Row, house: _House, first: int) -> None:
    chance = population.chance
    room = chance.pick(house.rooms)
    nights = chance.pick((2, 3, 4, 5, 7, 9), (3, 4, 3, 3, 3, 1))
    arrives_on, leaves_on = population.day(first), population.day(first + nights)
    is_cancelled = first > 0 and chance.happens(10)
    if leaves_on > house.closes_on or not house.take(room, arrives_on, leaves_on):
        return
    guests = chance.between(1, room["sleeps"])
    board = chance.pick(("none", "breakfast", "half_board"))
    values: dict[str, Any] = {}
    if names["term_by"] == "rate":
        values["rate"] = chance.pick(("flexible", "saver"), (6, 4))
    if names["with_pets"]:
        comes = bool(room["pets_allowed"]) and chance.happens(20)
        values["animal"] = chance.pick(("cat", "dog", "bird")) if comes else None
    deal = population.add(
        "deal",
        party_id=party["id"],
        room_id=room["id"],
        status=_status(first, nights, is_cancelled),
        arrives_on=arrives_on,
        leaves_on=leaves_on,
        guests=guests,
        board=board,
        group_contract=chance.happens(5),
        total=0,
        paid=0,
        moves=chance.pick((0, 1, 2), (5, 3, 2)),
        booked_on=population.day(min(first, 0) - chance.between(5, 90)),
        cancel_reason=chance.pick(_REASONS) if is_cancelled else None,
        **values,
    )
    total = _price(population, names, deal, room, nights)
    if not is_cancelled:
        total += _additions(population, names, deal, house)
    _pay(population, names, deal, total)


def _status(first: int, nights: int, is_cancelled: bool) -> str:
    if is_cancelled:
        return "cancelled"
    if first > 0:
        return "booked"
    return "arrived" if first + nights > 0 else "finished"


def _price(population: Population, names: Names, deal: Row, room: Row, nights: int) -> int:
    """Compute what the tools would, from the same numbers."""
    first = date.fromisoformat(deal["arrives_on"])
    days = [first + timedelta(days=night) for night in range(nights)]
    if names["price_by"] == "length":
        price = room["rate"] * nights
        if nights >= names["long_nights"]:
            price = price * (100 - names["long_percent"]) // 100
    else:
        price = sum(room["rate"] * (100 + _percent(population, names, day)) // 100 for day in days)
    if deal.get("rate") == "saver":
        price = price * (100 - names["saver_percent"]) // 100
    if deal.get("animal"):
        price += (names["pet_fee"] + (names["dog_fee"] if deal["animal"] == "dog" else 0)) * nights
    boards = {"none": 0, "breakfast": names["breakfast"], "half_board": names["half_board"]}
    return int(price + boards[deal["board"]] * deal["guests"] * nights)


def _percent(population: Population, names: Names, day: date) -> int:
    if names["price_by"] == "weekend":
        return int(names["weekend_percent"]) if (day - _A_MONDAY).days % 7 in (4, 5) else 0
    in_season = [
        int(season["surcharge_percent"])
        for season in population.rows("Season")
        if season["starts_on"] <= day.isoformat() <= season["ends_on"]
    ]
    return max(in_season, default=0)


def _additions(population: Population, names: Names, deal: Row, house: _House) -> int:
    """Add rides, activities and wishes, and return what they cost."""
    chance = population.chance
    cost = 0
    for direction in chance.some(("arrival", "departure"), chance.pick((0, 0, 1, 2))):
        vehicle = "van" if deal["guests"] > names["car_seats"] or chance.happens(20) else "car"
        price = names[f"{vehicle}_price"]
        cost += price
        population.add(
            "Transfer",
            deal_id=deal["id"],
            direction=direction,
            vehicle=vehicle,
            price=price,
            status="booked",
        )
    fitting = [
        each
        for each in house.activities
        if deal["arrives_on"] <= each["takes_place_on"] <= deal["leaves_on"]
    ]
    for activity in chance.some(fitting, chance.between(0, 2)):
        number = chance.between(1, deal["guests"])
        cost += activity["price"] * number
        population.add(
            "ActivityBooking",
            deal_id=deal["id"],
            activity_id=activity["id"],
            people=number,
            price=activity["price"] * number,
            status="booked",
        )
    if names["with_wishes"] and chance.happens(30):
        at = chance.between(0, len(names["wishes"]) - 1)
        fee = names["wish_fees"][at]
        cost += fee
        population.add("Wish", deal_id=deal["id"], kind=names["wishes"][at], fee=fee)
    return cost


def _pay(population: Population, names: Names, deal: Row, total: int) -> None:
    chance = population.chance
    key, day = deal["id"], deal["booked_on"]
    paid = total
    if names["pay_by"] == "deposit":
        deposit = total * names["deposit_percent"] // 100
        weights = (8, 2) if deal["status"] == "finished" else (3, 7)
        paid = chance.pick((total, deposit), weights)
    kind = f"{names['Deal']}Payment"
    population.add(kind, deal_id=key, kind="payment", amount=paid, booked_on=day)
    if deal["status"] == "cancelled":
        kept = min(total * chance.pick((0, 20, 50)) // 100, paid)
        on = max(day, population.day(-chance.between(0, 4)))
        population.add(kind, deal_id=key, kind="refund", amount=paid - kept, booked_on=on)
        total, paid = kept, kept
    deal["total"], deal["paid"] = total, paid


ARCHETYPE = Archetype(
    core=Block("travel", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("finished",),
        "deal_over_words": "finished",
        "deal_open": ("booked", "arrived"),
        "deal_price": "total",
        "deal_price_words": "total",
        "deal_day": "arrives_on",
    },
)

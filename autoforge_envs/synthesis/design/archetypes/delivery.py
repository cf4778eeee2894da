"""Delivery: food and groceries on their way with riders, and making up for what goes wrong."""

from datetime import timedelta
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
        title="Copperpan",
        about="which brings food from restaurants. You take and change orders, redirect riders, "
        "and make up for what went wrong.",
        nouns={
            "party": Noun("customer"),
            "deal": Noun("order"),
            "shop": Noun("restaurant"),
            "meal": Noun("dish", "dishes"),
            "rider": Noun("rider"),
        },
        words={
            "cuisines": ("thai", "lebanese", "pizza", "vegan"),
            "shop_names": ("{} Spoon", "Little {}", "{} Corner", "Casa {}"),
            "shop_words_list": ("Basil", "Saffron", "Olive", "Mango", "Lemon", "Pepper"),
            "meal_names": (
                "Green Curry",
                "Falafel Plate",
                "Margherita",
                "Lentil Soup",
                "Noodle Bowl",
                "Stuffed Peppers",
                "Mushroom Risotto",
                "Garden Salad",
                "Fish Cakes",
                "Rice Pudding",
                "Spring Rolls",
                "Aubergine Stew",
                "Walnut Pie",
                "Garlic Bread",
            ),
            "base_price": 650,
        },
    ),
    Vocabulary(
        title="Basketway",
        about="which brings groceries from shops nearby. You take and change baskets, redirect "
        "couriers, and make up for what went wrong.",
        nouns={
            "party": Noun("member"),
            "deal": Noun("basket"),
            "shop": Noun("shop"),
            "meal": Noun("product"),
            "rider": Noun("courier"),
        },
        words={
            "cuisines": ("bakery", "greengrocer", "deli", "corner_shop"),
            "shop_names": ("{} Market", "Old {} Stores", "{} and Daughters", "{} Pantry"),
            "shop_words_list": ("Alder", "Bramble", "Clover", "Hazel", "Juniper", "Rowan"),
            "meal_names": (
                "Rye Loaf",
                "Oat Biscuits",
                "Goat Cheese",
                "Free-range Eggs",
                "Tomato Box",
                "Apple Juice",
                "Walnut Oil",
                "Smoked Trout",
                "Butter",
                "Potato Bag",
                "Honey Jar",
                "Prawn Salad",
                "Muesli",
                "Cherry Jam",
            ),
            "base_price": 320,
        },
    ),
    Vocabulary(
        title="Noon Canteen",
        about="which brings lunch to offices. You take and change lunch orders, redirect runners, "
        "and make up for what went wrong.",
        nouns={
            "party": Noun("client"),
            "deal": Noun("lunch order"),
            "shop": Noun("kitchen"),
            "meal": Noun("lunch", "lunches"),
            "rider": Noun("runner"),
        },
        words={
            "cuisines": ("salads", "sandwiches", "hot_meals", "sushi"),
            "shop_names": ("{} Kitchen", "The {} Table", "{} Lunchroom", "Fresh {}"),
            "shop_words_list": ("Harbour", "Station", "Garden", "Tower", "Bridge", "Mill"),
            "meal_names": (
                "Bean Chili",
                "Chicken Wrap",
                "Salmon Maki",
                "Quinoa Salad",
                "Club Sandwich",
                "Pasta al Forno",
                "Tofu Bowl",
                "Pea Soup",
                "Prawn Roll",
                "Cheese Tart",
                "Nut Roast",
                "Potato Salad",
                "Egg Sandwich",
                "Fruit Cup",
            ),
            "base_price": 540,
        },
    ),
)
_PARTS = ("ratings", "passes", "weekly")
_ALLERGENS = ("none", "nuts", "milk", "gluten", "shellfish")
_PROBLEMS = ("missing", "wrong", "spilled", "cold")
_EITHER_WAY = (
    "open", "minimum", "content", "redirect", "note", "tip", "reports", "late", "weekly",
)  # fmt: skip
_REASONS = ("too_slow", "by_mistake", "plans_changed")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    parts = chance.some(_PARTS, chance.between(1, 3))
    max_reports = chance.pick((1, 2))
    reports_days = chance.pick((30, 60))
    return {
        **{f"with_{part}": part in parts for part in _PARTS},
        **_prices(chance),
        **_amends(chance),
        "late_cancelling": chance.happens(50),
        "max_pieces": chance.pick((8, 10, 12)),
        "max_reports": max_reports,
        "max_reports_sentence": ", ".join(
            f"{max_reports + at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "reports_days": reports_days,
        "tip_percent": chance.pick((20, 25, 30, 40)),
        "tip_days": chance.pick((3, 7, 14)),
        "report_hours": chance.pick((24, 48, 72)),
        "pass_days": chance.pick((14, 21, 28)),
        "max_weekly": chance.pick((1, 2, 3)),
        "pause_days": chance.pick((14, 21, 28)),
        **{f"{what}_enforced_by": chance.pick(("tools", "agent")) for what in _EITHER_WAY},
    }


def _prices(chance: Chance) -> dict[str, Any]:
    """Draw what bringing something costs."""
    fee_by = chance.pick(("zone", "share", "shop"))
    percent, least = chance.pick((8, 10, 12)), chance.amount(150, 300, 50)
    surcharge, free_from = chance.amount(100, 250, 50), chance.amount(1500, 2500, 250)
    sentences = {
        "zone": "The delivery fee depends on the zone of the address.",
        "share": f"The delivery fee is {percent} percent of the goods, at least "
        f"{format_money(least)}.",
        "shop": "The delivery fee is that of the place; below its minimum it costs "
        f"{format_money(surcharge)} more.",
    }
    return {
        "fee_by": fee_by,
        "fee_percent": percent,
        "least_fee": least,
        "small_surcharge": surcharge,
        "fee_sentence": sentences[fee_by],
        "preparing_percent": chance.pick((30, 40, 50, 75)),
        "pass_price": chance.amount(500, 1200, 50),
        "free_from": free_from,
    }


def _amends(chance: Chance) -> dict[str, Any]:
    """Draw what is given when something goes wrong."""
    amounts = (
        chance.amount(100, 250, 50),
        chance.amount(300, 500, 50),
        chance.amount(700, 900, 50),
    )
    small, middle, large = (format_money(amount) for amount in amounts)
    return {
        "refund_as": chance.pick(("note", "money")),
        "late_by": chance.pick(("steps", "minute", "share")),
        "late_amounts": amounts,
        "late_sentence": f"{small}, from 30 minutes on {middle}, from 60 minutes on {large}",
        "late_cents": chance.pick((5, 8, 10, 12)),
        "late_most": chance.amount(400, 900, 50),
        "late_percent": chance.pick((10, 15, 20, 25)),
        "min_late": chance.pick((10, 15, 20)),
        "late_days": chance.pick((3, 7, 14)),
        "note_days": chance.pick((60, 90, 180)),
        "wrong_percent": chance.pick((80, 90, 75)),
        "cold_percent": chance.pick((30, 40, 50)),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    cities = list(dict.fromkeys(people.place().city for _ in range(12)))[:3]
    for city in cities:
        for side in ("North", "Centre"):
            population.add("Zone", name=f"{city} {side}", city=city)
    zones = population.rows("Zone")
    for _ in range(24):
        population.add(
            "rider",
            name=people.name(),
            vehicle=population.chance.pick(("bicycle", "scooter", "car")),
            zone_id=population.chance.pick(zones)["id"],
        )
    town = _Town(population, people, names)
    for party in population.rows("party"):
        town.feed(party)


class _Town:
    """Shops that cook, riders that ride, and customers that are hungry."""

    def __init__(self, population: Population, people: People, names: Names) -> None:
        self._population = population
        self._chance = population.chance
        self._people = people
        self._names = names
        self._zones = population.rows("Zone")
        self._meals: dict[str, list[Row]] = {}
        self._coverage: dict[tuple[str, str], Row] = {}
        titles = [p.format(w) for p in names["shop_names"] for w in names["shop_words_list"]]
        self._shops = [self._shop(title) for title in self._chance.some(titles, 14)]

    def _shop(self, title: str) -> Row:
        chance, names = self._chance, self._names
        fee = {"delivery_fee": chance.amount(150, 450, 50)} if names["fee_by"] == "shop" else {}
        shop = self._population.add(
            "shop",
            name=title,
            cuisine=chance.pick(names["cuisines"]),
            is_open=chance.happens(75),
            minimum=2 * names["base_price"] + chance.amount(0, 800, 100),
            **fee,
        )
        for zone in chance.some(self._zones, chance.between(3, 5)):
            price = {"fee": chance.amount(150, 600, 50)} if names["fee_by"] == "zone" else {}
            self._coverage[shop["id"], zone["id"]] = self._population.add(
                "Coverage",
                shop_id=shop["id"],
                zone_id=zone["id"],
                minutes=5 * chance.between(4, 11),
                **price,
            )
        self._meals[shop["id"]] = [
            self._population.add(
                "meal",
                shop_id=shop["id"],
                name=name,
                price=names["base_price"] + chance.amount(0, 1100, 10),
                contains=chance.pick(_ALLERGENS, (5, 1, 2, 2, 1)),
                available=chance.happens(88),
            )
            for name in chance.some(names["meal_names"], 9)
        ]
        return shop

    def feed(self, party: Row) -> None:
        """Give somebody addresses, orders and what else belongs to them."""
        chance = self._chance
        party["avoids"] = chance.pick(_ALLERGENS, (6, 1, 1, 1, 1))
        uses = chance.some(("home", "work", "family"), chance.between(2, 3))
        zones = chance.some(self._zones, len(uses))
        points = [self._point(party, use, zone) for use, zone in zip(uses, zones, strict=True)]
        passes = self._names["with_passes"] and self._pass(party)
        for _ in range(chance.between(3, 6)):
            self._order(party, points, passes)
        if chance.happens(35):
            self._note(
                party, None, "welcome", chance.amount(300, 1000, 50), -chance.between(1, 200)
            )
        if self._names["with_weekly"]:
            self._weekly(party)

    def _point(self, party: Row, use: str, zone: Row) -> Row:
        return self._population.add(
            "DropPoint",
            party_id=party["id"],
            use=use,
            street=self._people.place().street,
            zone_id=zone["id"],
            doorstep=self._chance.pick(("hand_over", "leave_outside", "ring_neighbour")),
        )

    def _pass(self, party: Row) -> bool:
        """Perhaps give somebody a delivery pass, and tell whether it runs."""
        chance = self._chance
        if not chance.happens(45):
            return False
        plan, running = chance.pick(("monthly", "yearly")), chance.happens(70)
        days = 30 if plan == "monthly" else 365
        started = -chance.between(1, days - 1)
        self._population.add(
            "DeliveryPass",
            party_id=party["id"],
            plan=plan,
            price=self._names["pass_price"] * (1 if plan == "monthly" else 10),
            status="running" if running else "ended",
            started_on=self._population.day(started),
            renews_on=self._population.day(started + days if running else -1),
        )
        return running

    def _order(self, party: Row, points: list[Row], has_pass: bool) -> None:
        chance, population = self._chance, self._population
        point = chance.pick(points)
        served = [s for s in self._shops if (s["id"], point["zone_id"]) in self._coverage]
        if not served:
            return
        shop = chance.pick(served)
        status = chance.pick(
            ("placed", "preparing", "under_way", "delivered", "cancelled"), (3, 2, 2, 8, 1)
        )
        late = chance.pick((0, 0, 4, 9, 14, 18, 25, 33, 48, 65))
        placed, delivered = self._times(status, late)
        deal = population.add(
            "deal",
            party_id=party["id"],
            shop_id=shop["id"],
            drop_point_id=point["id"],
            rider_id=self._rider(point) if status in ("under_way", "delivered") else None,
            status=status,
            placed_at=placed,
            delivered_at=delivered,
            minutes_late=late if status in ("under_way", "delivered") else 0,
            accident=status == "under_way" and chance.happens(10),
            subtotal=0,
            fee=0,
            tip=0,
            credit=0,
            total=0,
            called_off=chance.pick(_REASONS) if status == "cancelled" else None,
        )
        self._fill(deal, shop, point, has_pass)
        if status == "delivered":
            self._afterwards(deal)

    def _times(self, status: str, late: int) -> tuple[str, str | None]:
        """Say when something was placed and when it came."""
        chance, now = self._chance, self._population.now
        if status in ("placed", "preparing", "under_way"):
            least = {"placed": 1, "preparing": 12, "under_way": 25 + late}[status]
            placed = now - timedelta(minutes=least + chance.between(0, 10))
            return placed.isoformat(), None
        hours = chance.pick(
            (3, 20, 45, 70, 24 * chance.between(4, 20), 24 * chance.between(21, 60))
        )
        placed = now - timedelta(hours=hours, minutes=5 * chance.between(0, 11))
        came = placed + timedelta(minutes=35 + late)
        return placed.isoformat(), came.isoformat() if status == "delivered" else None

    def _rider(self, point: Row) -> str:
        riders = self._population.rows("rider")
        near = [rider for rider in riders if rider["zone_id"] == point["zone_id"]]
        return str(self._chance.pick(near or riders)["id"])

    def _fill(self, deal: Row, shop: Row, point: Row, has_pass: bool) -> None:
        chance, names = self._chance, self._names
        for meal in chance.some(self._meals[shop["id"]], chance.between(2, 4)):
            quantity = chance.pick((1, 2, 3), (5, 3, 1))
            deal["subtotal"] += meal["price"] * quantity
            self._population.add(
                f"{names['Deal']}Line",
                deal_id=deal["id"],
                meal_id=meal["id"],
                quantity=quantity,
                unit_price=meal["price"],
            )
        deal["fee"] = self._fee(deal["subtotal"], shop, point, has_pass)
        if deal["rider_id"] and chance.happens(35):
            deal["tip"] = deal["subtotal"] * chance.pick((5, 10, 15)) // 1000 * 10
        if deal["status"] in ("placed", "preparing") and chance.happens(20):
            deal["credit"] = chance.amount(100, 500, 50)
        paid = deal["subtotal"] + deal["fee"] + deal["tip"] - deal["credit"]
        deal["total"] = 0 if deal["status"] == "cancelled" else max(paid, 0)

    def _fee(self, subtotal: int, shop: Row, point: Row, has_pass: bool) -> int:
        names = self._names
        if has_pass and subtotal >= names["free_from"]:
            return 0
        if names["fee_by"] == "zone":
            return int(self._coverage[shop["id"], point["zone_id"]]["fee"])
        if names["fee_by"] == "share":
            return int(max(subtotal * names["fee_percent"] // 100, names["least_fee"]))
        surcharge = names["small_surcharge"] if subtotal < shop["minimum"] else 0
        return int(shop["delivery_fee"] + surcharge)

    def _afterwards(self, deal: Row) -> None:
        """Let somebody complain, be compensated and rate."""
        chance, population = self._chance, self._population
        day = (population.now.fromisoformat(deal["delivered_at"]).date() - population.today).days
        if chance.happens(18):
            self._report(deal, day)
        if deal["minutes_late"] >= self._names["min_late"] and chance.happens(25):
            party = {"id": deal["party_id"]}
            self._note(party, deal, "late", chance.amount(200, 800, 50), day)
        if self._names["with_ratings"] and chance.happens(30):
            population.add(
                "Rating",
                deal_id=deal["id"],
                rider_id=deal["rider_id"],
                stars=chance.pick((1, 2, 3, 4, 5), (1, 1, 2, 4, 5)),
                rated_on=population.day(day),
            )

    def _report(self, deal: Row, day: int) -> None:
        names, problem = self._names, self._chance.pick(_PROBLEMS)
        line = self._population.rows(f"{names['Deal']}Line")[-1]
        percent = {"wrong": names["wrong_percent"], "cold": names["cold_percent"]}.get(problem, 100)
        amount = line["unit_price"] * line["quantity"] * percent // 100
        self._population.add(
            "ProblemReport",
            problem=problem,
            quantity=line["quantity"],
            amount=amount,
            reported_on=self._population.day(day),
            **{f"{names['deal']}_line_id": line["id"]},
        )
        if names["refund_as"] == "note":
            self._note({"id": deal["party_id"]}, deal, "problem", amount, day)
        else:
            deal["total"] = max(deal["total"] - amount, 0)

    def _note(self, party: Row, deal: Row | None, cause: str, amount: int, given: int) -> None:
        self._population.add(
            "CreditNote",
            party_id=party["id"],
            deal_id=deal["id"] if deal else None,
            cause=cause,
            amount=amount,
            status=self._chance.pick(("open", "used"), (8, 2)),
            expires_on=self._population.day(given + self._names["note_days"]),
        )

    def _weekly(self, party: Row) -> None:
        chance = self._chance
        days = chance.some(_WEEKDAYS, chance.pick((0, 1, 2, 3)))
        for day in days:
            status = chance.pick(("running", "paused", "ended"), (5, 2, 2))
            until = self._population.day_between(1, 20) if status == "paused" else None
            self._population.add(
                "WeeklyOrder",
                party_id=party["id"],
                meal_id=chance.pick(self._meals[chance.pick(self._shops)["id"]])["id"],
                weekday=day,
                quantity=chance.between(1, 3),
                status=status,
                paused_until=until,
            )


ARCHETYPE = Archetype(
    core=Block("delivery", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("delivered",),
        "deal_over_words": "delivered",
        "deal_open": ("placed", "preparing"),
        "deal_price": "total",
        "deal_price_words": "total",
    },
)

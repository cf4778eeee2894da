"""Ticketing: events with sections, tickets that are bought, refunded, offered and given away."""

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
        title="Northstage",
        about="which sells tickets for concerts. You sell, refund and upgrade tickets, and help "
        "people to sell them on or give them away.",
        nouns={
            "party": Noun("customer"),
            "deal": Noun("ticket"),
            "event": Noun("concert"),
            "venue": Noun("hall"),
            "section": Noun("block"),
        },
        words={
            "genres": ("jazz", "folk", "metal", "orchestra"),
            "section_names": ("standing", "balcony", "stalls", "box"),
            "venue_names": ("{} Arena", "Old Brewery {}", "{} Concert Hall"),
            "first": ("Velvet", "Paper", "Copper", "Northern", "Silent", "Broken", "Golden"),
            "last": ("Foxes", "Harbour", "Lanterns", "Sparrows", "Engines", "Orchard"),
            "base_price": 2400,
        },
    ),
    Vocabulary(
        title="Valley League Seats",
        about="the ticket office of a league of sports clubs. You sell, refund and upgrade "
        "tickets, and help people to sell them on or give them away.",
        nouns={
            "party": Noun("fan"),
            "deal": Noun("ticket"),
            "event": Noun("match", "matches"),
            "venue": Noun("stadium"),
            "section": Noun("stand"),
        },
        words={
            "genres": ("football", "handball", "ice_hockey", "basketball"),
            "section_names": ("curve", "north_side", "main_stand", "lounge"),
            "venue_names": ("{} Park", "{} Stadium", "{} Sports Hall"),
            "first": ("Rovers", "United", "Miners", "Harbour", "Falcons", "Royals", "Athletic"),
            "last": ("v Wanderers", "v Tigers", "v Mariners", "v City", "v Rangers", "v Comets"),
            "base_price": 1800,
        },
    ),
    Vocabulary(
        title="Lantern Theatres",
        about="a company with several theatres. You sell, refund and upgrade seats, and help "
        "people to sell them on or give them away.",
        nouns={
            "party": Noun("subscriber"),
            "deal": Noun("seat ticket"),
            "event": Noun("performance"),
            "venue": Noun("theatre"),
            "section": Noun("tier of seats", "tiers of seats"),
        },
        words={
            "genres": ("comedy", "drama", "ballet", "musical"),
            "section_names": ("gallery", "circle", "parquet", "front_row"),
            "venue_names": ("Lantern {}", "{} Playhouse", "Little {} Stage"),
            "first": ("The Glass", "A Winter", "The Last", "Our Lost", "The Borrowed", "Midnight"),
            "last": ("Orchard", "Letters", "Heiress", "Carousel", "Garden", "Lighthouse"),
            "base_price": 2900,
        },
    ),
)
_PARTS = ("insurance", "parking", "alerts")
_COMING = ("planned", "postponed", "cancelled")
_HINDRANCES = ("illness", "accident", "jury_duty", "train_strike")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    parts = chance.some(_PARTS, chance.between(1, 3))
    max_held = chance.between(3, 4)
    insurance = "insurance" in parts
    return {
        **{f"with_{part}": part in parts for part in _PARTS},
        "Deals_text": str(names["deals_words"]).capitalize(),
        "payout_kinds": ("refund", "resale", *(_HINDRANCES if insurance else ())),
        "fee_by": chance.pick(("ticket", "percent", "steps")),
        **_fees(chance),
        "refund_fees": chance.happens(40),
        "seller_percent": chance.pick((5, 8, 10, 12)),
        "cap_by": chance.pick(("percent", "margin")),
        "cap_percent": chance.pick((100, 110, 120, 125)),
        "cap_margin": chance.amount(500, 1500, 250),
        "pass_limit": chance.pick(("once", "first_hand")),
        "max_held": max_held,
        "max_held_sentence": ", ".join(
            f"{max_held + 2 * at} for {tier}" for at, tier in enumerate(names.get("tiers", ()))
        ),
        "presale_days": chance.pick((0, 3, 7)),
        "refund_days": chance.pick((14, 21, 30, 45)),
        "resale_days": chance.pick((1, 2, 5)),
        "pass_days": chance.pick((1, 2, 3)),
        "upgrade_days": chance.pick((2, 4, 7)),
        "letter_days": chance.pick((7, 10, 14)),
        "insure_days": chance.pick((10, 14, 21)),
        "max_spaces": chance.pick((1, 2, 3)),
        "max_alerts": chance.pick((2, 3)),
        **{
            f"{what}_enforced_by": chance.pick(("tools", "agent"))
            for what in ("held", "sale", "upgrade", "refund", "resale", "pass", "insured", "alert")
        },
    }


def _fees(chance: Chance) -> dict[str, Any]:
    fees = (chance.amount(100, 250, 50), chance.amount(300, 450, 50), chance.amount(500, 800, 50))
    limits = (chance.pick((3000, 4000)), chance.pick((6000, 8000)))
    return {
        "fee_each": chance.amount(150, 400, 25),
        "fee_percent": chance.pick((5, 8, 10)),
        "fee_steps": limits,
        "fee_step_fees": fees,
        "fee_sentence": f"{format_money(fees[0])} up to {format_money(limits[0])}, "
        f"{format_money(fees[1])} up to {format_money(limits[1])}, {format_money(fees[2])} beyond",
        "print_price": chance.amount(50, 200, 50),
        "letter_price": chance.amount(350, 650, 50),
        "upgrade_fee": chance.amount(200, 600, 50),
        "premium_percent": chance.pick((5, 6, 8)),
        "paid_percent": chance.pick((70, 80, 90)),
        "parking_price": chance.amount(600, 1400, 100),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    cities = list(dict.fromkeys(people.place().city for _ in range(14)))[:6]
    for at in range(8):
        population.add(
            "venue",
            name=f"{names['venue_names'][at % 3].format(cities[at % len(cities)])} {at // 3 + 1}",
            city=cities[at % len(cities)],
            parking_spaces_left=population.chance.pick((0, 1, 3, 8, 40)),
        )
    office = _Office(population, people, names)
    for party in population.rows("party"):
        office.serve(party)


class _Office:
    """Who sells the tickets, and what became of them."""

    def __init__(self, population: Population, people: People, names: Names) -> None:
        self._population = population
        self._chance = population.chance
        self._people = people
        self._names = names
        self._sections: dict[str, list[Row]] = {}
        self._events = self._make_events()

    def _make_events(self) -> list[Row]:
        names, chance = self._names, self._chance
        titles = [f"{first} {last}" for first in names["first"] for last in names["last"]]
        return [self._event(title) for title in chance.some(titles, 36)]

    def _event(self, title: str) -> Row:
        chance, population = self._chance, self._population
        first, last = chance.pick(((-60, -1), (0, 20), (21, 150)), (2, 4, 5))
        offset = chance.between(first, last)
        status = "over" if offset < 0 else chance.pick(_COMING, (6, 2, 2))
        is_changed = status in _COMING[1:]
        announced_on = population.day(-chance.pick((2, 9, 14, 20, 30, 40, 50)))
        event = population.add(
            "event",
            venue_id=chance.pick(population.rows("venue"))["id"],
            name=title,
            genre=chance.pick(self._names["genres"]),
            takes_place_on=population.day(offset),
            status=status,
            announced_on=announced_on if is_changed else None,
            sale_opens_on=population.day(chance.pick((-90, -30, -1, 2, 5, 9), (4, 4, 2, 1, 1, 1))),
            resale_allowed=chance.happens(75),
            **({"min_age": chance.pick((0, 18, 21, 30), (5, 1, 2, 3))} if self._has_ages else {}),
        )
        base = self._names["base_price"] + chance.amount(0, 2500, 100)
        is_sold_out = chance.happens(25)
        self._sections[event["id"]] = [
            population.add(
                "section",
                event_id=event["id"],
                name=name,
                price=base + at * chance.amount(900, 2200, 100),
                seats_left=0 if is_sold_out else chance.pick((0, 1, 3, 8, 30, 120)),
            )
            for at, name in enumerate(self._names["section_names"])
        ]
        return event

    @property
    def _has_ages(self) -> bool:
        return bool(self._names["has_birthday"])

    def serve(self, party: Row) -> None:
        """Sell to somebody, and let them do something with what they bought."""
        chance = self._chance
        for event in chance.some(self._events, chance.between(2, 4)):
            self._sell(party, event)
        if self._names["with_alerts"]:
            for event in chance.some(self._events, chance.pick((0, 1, 2, 3))):
                if event["status"] == "planned":
                    self._population.add(
                        "Alert",
                        party_id=party["id"],
                        event_id=event["id"],
                        highest_price=chance.amount(2000, 9000, 500),
                        set_on=self._population.day_between(-40, -1),
                    )

    def _sell(self, party: Row, event: Row) -> None:
        chance, names = self._chance, self._names
        section = chance.pick(self._sections[event["id"]])
        count = chance.pick((1, 2, 3, 4), (3, 4, 2, 1))
        delivery = chance.pick(("app", "print_at_home", "letter"))
        fees = self._fee(section["price"]) * count
        prices = {"print_at_home": names["print_price"], "letter": names["letter_price"]}
        fees += int(prices.get(delivery, 0))
        spaces = chance.pick((0, 0, 0, 1)) if names["with_parking"] else 0
        bought = min(self._days_off(event), 0) - chance.between(3, 80)
        is_resold = chance.happens(12)
        purchase: Row | None = None
        if not is_resold:
            purchase = self._population.add(
                "Purchase",
                party_id=party["id"],
                event_id=event["id"],
                delivery=delivery,
                fees=fees,
                total=section["price"] * count + fees + spaces * names["parking_price"],
                bought_on=self._population.day(bought),
                **({"parking_spaces": spaces} if names["with_parking"] else {}),
            )
        on_hold = chance.happens(4)
        for _ in range(1 if is_resold else count):
            self._ticket(party, event, section, purchase, on_hold)

    def _days_off(self, event: Row) -> int:
        day = self._population.now.fromisoformat(event["takes_place_on"]).date()
        return (day - self._population.today).days

    def _fee(self, price: int) -> int:
        names = self._names
        if names["fee_by"] == "ticket":
            return int(names["fee_each"])
        if names["fee_by"] == "percent":
            return int(price * names["fee_percent"] // 100)
        limits, fees = names["fee_steps"], names["fee_step_fees"]
        return int(fees[0] if price <= limits[0] else fees[1] if price <= limits[1] else fees[2])

    def _ticket(
        self, party: Row, event: Row, section: Row, purchase: Row | None, on_hold: bool
    ) -> None:
        chance = self._chance
        fate = "used" if event["status"] == "over" else "valid"
        if fate == "valid":
            can_list = event["resale_allowed"] and event["status"] == "planned"
            fates = (
                "valid",
                "listed" if can_list else "valid",
                "passed_on",
                "recalled",
                "refunded",
            )
            fate = chance.pick(fates, (14, 4, 3, 1, 2 if event["announced_on"] else 0))
        ticket = self._population.add(
            "deal",
            party_id=party["id"],
            section_id=section["id"],
            purchase_id=purchase["id"] if purchase else None,
            seat=f"{chance.pick('ABCDEFGHJK')}{chance.between(1, 40)}",
            price=section["price"],
            status="valid" if fate == "recalled" else fate,
            on_hold=on_hold and fate == "valid",
            takes_place_on=event["takes_place_on"],
            **self._insurance(section["price"]),
        )
        if fate == "listed":
            self._list(ticket, event)
        if fate in ("passed_on", "recalled"):
            self._pass_on(ticket, fate)
        if fate == "refunded":
            self._population.add(
                "Payout",
                party_id=party["id"],
                deal_id=ticket["id"],
                kind="refund",
                amount=ticket["price"]
                + (self._fee(ticket["price"]) if self._names["refund_fees"] else 0),
                paid_on=self._population.day(-1),
            )

    def _insurance(self, price: int) -> Row:
        if not self._names["with_insurance"]:
            return {}
        premium = price * self._names["premium_percent"] // 100
        return {"premium": premium if self._chance.happens(35) else 0}

    def _list(self, ticket: Row, event: Row) -> None:
        percent = self._chance.pick((70, 80, 90, 95, 100))
        self._population.add(
            "Listing",
            deal_id=ticket["id"],
            event_id=event["id"],
            resale_price=ticket["price"] * percent // 10_000 * 100,
            status="open",
            listed_on=self._population.day_between(-20, -1),
        )

    def _pass_on(self, ticket: Row, fate: str) -> None:
        friend = self._people.person()
        accepted = self._chance.pick(("offered", "accepted"))
        self._population.add(
            "Pass",
            deal_id=ticket["id"],
            name=friend.name,
            email=friend.email,
            status="recalled" if fate == "recalled" else accepted,
            passed_on=self._population.day_between(-20, -1),
        )


ARCHETYPE = Archetype(
    core=Block("ticketing", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("used",),
        "deal_over_words": "used",
        "deal_open": ("valid",),
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "takes_place_on",
    },
)

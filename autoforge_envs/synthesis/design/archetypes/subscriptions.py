"""Subscriptions: plans that renew, are changed, paused and left, with what is due in between."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_WORK = "You start, change, pause and end what they have, and note payments."

VOCABULARIES = (
    Vocabulary(
        title="Crate & Kettle",
        about=f"a service that sends boxes of food and tea. {_WORK}",
        nouns={
            "party": Noun("customer"),
            "item": Noun("box plan"),
            "deal": Noun("subscription"),
            "parcel": Noun("box", "boxes"),
        },
        words={
            "kinds": ("vegetable", "tea", "cheese", "breakfast"),
            "levels": ("Little", "Classic", "Family", "Feast"),
            "extras": ("Recipe cards", "Fresh bread", "Cut flowers", "Farm eggs"),
            "themes": ("roots", "berries", "mountains", "harbours", "orchards", "spices"),
            "prices": (1_400, 5_800),
            "ships": True,
        },
    ),
    Vocabulary(
        title="The Morning Ledger",
        about=f"a house of newspapers and magazines. {_WORK}",
        nouns={
            "party": Noun("reader"),
            "item": Noun("edition"),
            "deal": Noun("subscription"),
            "parcel": Noun("issue"),
        },
        words={
            "kinds": ("daily", "weekend", "science", "garden"),
            "levels": ("Digital", "Print", "Complete", "Patron"),
            "extras": ("Archive", "Crosswords", "Audio", "Supplement"),
            "themes": ("oceans", "elections", "inventions", "islands", "railways", "winter"),
            "prices": (900, 4_900),
            "ships": True,
        },
    ),
    Vocabulary(
        title="Lanternlight",
        about=f"a streaming service for films, series and concerts. {_WORK}",
        nouns={
            "party": Noun("viewer"),
            "item": Noun("package"),
            "deal": Noun("subscription"),
            "parcel": Noun("delivery", "deliveries"),
        },
        words={
            "kinds": ("film", "series", "concert", "documentary"),
            "levels": ("Spark", "Glow", "Beam", "Blaze"),
            "extras": ("Sharper picture", "Downloads", "Early releases", "Live channel"),
            "prices": (500, 2_900),
            "ships": False,
        },
    ),
    Vocabulary(
        title="Riverside Clubs",
        about=f"a chain of gyms and pools with memberships that renew. {_WORK}",
        nouns={
            "party": Noun("member"),
            "item": Noun("tariff"),
            "deal": Noun("membership"),
            "parcel": Noun("delivery", "deliveries"),
        },
        words={
            "kinds": ("gym", "pool", "climbing", "yoga"),
            "levels": ("Early", "Weekday", "Anytime", "Everywhere"),
            "extras": ("Sauna", "Locker", "Personal trainer", "Towels"),
            "prices": (1_900, 8_900),
            "ships": False,
        },
    ),
)

_DAYS = {"monthly": 30, "quarterly": 90, "half_yearly": 180, "yearly": 360}
_STATUSES = {"trial": 10, "active": 52, "paused": 14, "ending": 12, "ended": 12}


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    price_by = chance.pick(("interval", "interval_discount", "days"))
    several = ("monthly", *chance.some(("quarterly", "half_yearly", "yearly"), 2))
    variants = {
        "price_by": price_by,
        "intervals": ("monthly", "yearly") if price_by == "interval" else several,
        "proration": chance.pick(("balance", "upgrades", "refund")),
        "prorated_by": chance.pick(("days", "days", "halves")),
        "leaving": chance.pick(("fee", "flat", "refund", "never_early")),
        "downgrades": chance.pick(("after_commitment", "any_time")),
        "has_shipments": bool(names["ships"]),
        "has_profiles": not names["ships"] or chance.happens(30),
        "has_gifts": chance.happens(50),
        "pausing": chance.pick(("until", "weeks")),
        "paying_late": chance.pick(("defer", "split")),
        "has_interval_change": chance.happens(60),
        "has_keeping": chance.happens(65),
        "reactivation_fee": chance.pick((0, 250, 500)),
    }
    variants |= {**_numbers(chance), **_sides(chance)}
    return variants | _texts(chance, names, variants)


def _numbers(chance: Chance) -> dict[str, Any]:
    return {
        "early_leave_percent": chance.pick((25, 40, 50)),
        "early_leave_fee": chance.amount(900, 2_900, 200),
        "days_to_pay": chance.pick((7, 10, 14)),
        "skip_days": chance.pick((7, 14)),
        "max_running": chance.between(3, 4),
        "max_pauses": chance.between(1, 3),
        "longest_pause_weeks": chance.between(2, 3),
        "least_split": chance.amount(2_000, 4_000, 500),
        "split_days": chance.pick((14, 21, 30)),
        "longest_pause": chance.pick((14, 18, 24)),
        "first_pause_after": chance.pick((30, 60, 90)),
        "change_every": chance.pick((14, 30, 45)),
        "max_open_amount": chance.amount(2_000, 6_000, 500),
        "longest_deferral": chance.between(2, 3),
        "skip_notice": chance.between(2, 4),
        "max_children": chance.between(1, 2),
        "loyal_years": chance.between(4, 6),
    }


def _sides(chance: Chance) -> dict[str, str]:
    parts = ("count", "sale", "profiles", "pauses", "leaving", "shipments", "deferral", "gift")
    return {f"{part}_by": chance.pick(("tools", "agent")) for part in parts}


def _texts(chance: Chance, names: Names, variants: Names) -> dict[str, Any]:
    intervals = variants["intervals"]
    discounts = {
        interval: at * int(chance.pick((5, 8, 10))) for at, interval in enumerate(intervals)
    }
    return {
        "kinds_literal": ", ".join(f'"{kind}"' for kind in names["kinds"]),
        "intervals_literal": ", ".join(f'"{interval}"' for interval in intervals),
        "interval_days": _dictionary({each: _DAYS[each] for each in intervals}),
        "discounts": discounts,
        "interval_discounts": _dictionary(discounts),
        "price_sentence": _price_sentence(variants, discounts),
        "proration_sentence": _proration_sentence(variants),
        "leaving_sentence": _leaving_sentence(variants),
        "max_running_sentence": ", ".join(
            f"{variants['max_running'] + at} for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
    }


def _dictionary(values: dict[str, int]) -> str:
    return "{" + ", ".join(f'"{name}": {value}' for name, value in values.items()) + "}"


def _price_sentence(variants: Names, discounts: dict[str, int]) -> str:
    if variants["price_by"] == "interval":
        return "Whoever was subscribed to it before gets no trial."
    if variants["price_by"] == "days":
        return "An interval costs as many times the price as it has 30 days."
    shares = ", ".join(f"{percent} for {each}" for each, percent in discounts.items() if percent)
    return f"The longer the interval, the more percent are taken off: {shares}."


def _proration_sentence(variants: Names) -> str:
    share = (
        "The difference in price is reckoned for the days that are left of the period"
        if variants["prorated_by"] == "days"
        else "In the first half of the period the whole difference counts, then half of it"
    )
    rest = {
        "balance": "what is too much goes to the balance.",
        "upgrades": "nothing is given back for a cheaper one.",
        "refund": "what is too much is given back.",
    }
    return f"{share}; {rest[variants['proration']]}"


def _leaving_sentence(variants: Names) -> str:
    if variants["leaving"] == "fee":
        percent = variants["early_leave_percent"]
        return (
            f"For every period begun that is missing to committed_until, {percent} percent of the "
            "price are billed."
        )
    if variants["leaving"] == "flat":
        fee = format_money(variants["early_leave_fee"])
        return f"If it ends before the day it is committed_until, {fee} are billed."
    if variants["leaving"] == "refund":
        return "What is left of the period is given back, reckoned as for a change."
    return "Nothing is given back."


def _populate(population: Population, people: People, names: Names) -> None:
    _populate_offer(population, names)
    items: dict[str, Row] = {item["id"]: item for item in population.rows("item")}
    add_ons: dict[str, list[Row]] = {kind: [] for kind in names["kinds"]}
    for add_on in population.rows("AddOn"):
        add_ons[add_on["kind"]].append(add_on)
    others = [people.name() for _ in range(120)]
    for party in population.rows("party"):
        if names["proration"] == "balance":
            party["balance"] = population.chance.pick((0, 0, 350, 1_200, 2_750))
        chosen = population.chance.some(tuple(items.values()), population.chance.between(2, 5))
        for item in chosen:
            _subscribe(population, names, party, item, add_ons[item["kind"]], others)


def _populate_offer(population: Population, names: Names) -> None:
    chance = population.chance
    least, most = names["prices"]
    for kind in names["kinds"]:
        for level, word in enumerate(names["levels"], 1):
            price = least + (most - least) * level // 5 + chance.amount(0, 400, 50)
            row = population.add(
                "item",
                name=f"{word} {kind}",
                kind=kind,
                level=level,
                notice_days=chance.pick((1, 3, 7, 14)),
                trial_days=chance.pick((0, 7, 14)),
                on_sale=chance.happens(82),
            )
            if names["price_by"] == "interval":
                row |= {"monthly_price": price, "yearly_price": price * chance.pick((9, 10, 11))}
            else:
                row["price"] = price
            if names["has_profiles"]:
                row["max_profiles"] = level + chance.between(0, 1)
        for word in names["extras"]:
            population.add(
                "AddOn",
                name=f"{word} ({kind})",
                kind=kind,
                price=chance.amount(150, 1_200, 50),
                least_level=chance.pick((1, 1, 2, 3)),
            )
    for at in range(60 if names["has_gifts"] else 0):
        population.add(
            "GiftCode",
            gift_code=f"GIFT{chance.digits(3)}{'ABCDEFGHKLMNPRSTUVXYZ'[at % 21]}{at}",
            kind=chance.pick(names["kinds"]),
            days=chance.pick((7, 14, 30)),
            redeemable_until=population.day(chance.pick((-40, -1, 0, 60, 300))),
            used=chance.happens(15),
        )


def _subscribe(
    population: Population,
    names: Names,
    party: Row,
    item: Row,
    add_ons: list[Row],
    others: list[str],
) -> None:
    chance = population.chance
    status = chance.pick(tuple(_STATUSES), tuple(_STATUSES.values()))
    interval = chance.pick(names["intervals"])
    row = population.add(
        "deal",
        party_id=party["id"],
        item_id=item["id"],
        status=status,
        interval=interval,
        price=_price(names, item, interval),
        pauses=chance.pick((0, 1, 2), (6, 3, 1)) if status != "trial" else 0,
        leave_reason="too_expensive" if status in ("ending", "ended") else None,
    )
    _set_days(population, names, row, item)
    if status == "trial":
        return
    for add_on in chance.some(add_ons, chance.pick((0, 1, 2), (4, 4, 1))):
        if add_on["least_level"] <= item["level"]:
            population.add(
                "BookedAddOn",
                deal_id=row["id"],
                add_on_id=add_on["id"],
                since=row["period_starts_on"],
            )
    _bill(population, names, row)
    _add_extras(population, names, row, item, others)


def _price(names: Names, item: Row, interval: str) -> int:
    """Work out the price as the business's own code does."""
    if names["price_by"] == "interval":
        return int(item["monthly_price"] if interval == "monthly" else item["yearly_price"])
    if names["price_by"] == "days":
        return int(item["price"]) * _DAYS[interval] // 30
    percent = 100 - int(names["discounts"][interval])
    return int(item["price"]) * (_DAYS[interval] // 30) * percent // 100


def _set_days(population: Population, names: Names, row: Row, item: Row) -> None:
    chance = population.chance
    days, status = _DAYS[row["interval"]], row["status"]
    if status == "trial":
        left = chance.between(1, 14)
        started = left - 14
    else:
        exact = chance.happens(20) and status == "active"
        left = item["notice_days"] if exact else chance.between(1, min(days, 120))
        years = int(names["loyal_years"])
        old = chance.happens(8)
        periods = chance.between(0, 3)
        started = left - days * (periods + 1)
        started = -365 * years - chance.between(0, 300) if old else started
    if status == "ended":
        left = -chance.between(1, 200)
        started = left - days
    pause = chance.between(3, 40) if status == "paused" else 0
    row |= {
        "started_on": population.day(started),
        "period_starts_on": population.day(max(started, left - days)),
        "renews_on": population.day(left + pause),
        "committed_until": population.day(left + chance.pick((-days, 0, days), (4, 3, 3))),
        "paused_until": population.day(pause) if pause else None,
    }


def _bill(population: Population, names: Names, row: Row) -> None:
    chance = population.chance
    for back in range(chance.between(1, 3)):
        ago = 20 * back + chance.between(0, 12)
        population.add(
            "Invoice",
            deal_id=row["id"],
            amount=row["price"] + chance.pick((0, 0, 150, 300)),
            status=chance.pick(("open", "paid", "credited"), (4 if back == 0 else 1, 6, 1)),
            issued_on=population.day(-ago),
            due_on=population.day(-ago + int(names["days_to_pay"])),
        )


def _add_extras(
    population: Population, names: Names, row: Row, item: Row, others: list[str]
) -> None:
    chance = population.chance
    if chance.happens(22):
        same_kind = [each for each in population.rows("item") if each["kind"] == item["kind"]]
        earlier = [each for each in same_kind if each["id"] != item["id"]]
        population.add(
            "PlanChange",
            deal_id=row["id"],
            paid_more=chance.amount(0, 900, 50),
            given_back=0,
            effective_on=population.day(-chance.pick((3, 10, int(names["change_every"]), 80))),
            **{
                f"old_{names['item']}_id": chance.pick(earlier)["id"],
                f"new_{names['item']}_id": item["id"],
            },
        )
    if names["has_shipments"] and row["status"] != "ended":
        _plan_shipments(population, names, row)
    if names["has_profiles"]:
        for name in chance.some(others, chance.between(0, item["max_profiles"])):
            population.add(
                "Profile",
                deal_id=row["id"],
                name=name,
                kind=chance.pick(("adult", "child"), (3, 2)),
                created_on=row["started_on"],
            )


def _plan_shipments(population: Population, names: Names, row: Row) -> None:
    chance = population.chance
    first = chance.between(-20, int(names["skip_notice"]))
    for at, theme in enumerate(chance.some(names["themes"], chance.between(2, 4))):
        offset = first + 14 * at
        status = "planned" if chance.happens(85) else "skipped"
        population.add(
            "Shipment",
            deal_id=row["id"],
            theme=theme,
            leaves_on=population.day(offset),
            status="sent" if offset <= 0 else status,
            worth=chance.amount(900, 6_000, 50),
        )


ARCHETYPE = Archetype(
    core=Block("subscriptions", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("ended",),
        "deal_over_words": "ended",
        "deal_price": "price",
        "deal_price_words": "price",
        "deal_day": "renews_on",
    },
)

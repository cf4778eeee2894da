"""Orders: customers of an online shop buy, change, cancel, send back and exchange goods."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_OFFERS = "You look up and place orders, change and cancel them, and take goods back."

VOCABULARIES = (
    Vocabulary(
        title="Hearth & Trail",
        about=f"an online shop for homeware and outdoor goods. {_OFFERS}",
        nouns={"party": Noun("customer"), "item": Noun("product"), "deal": Noun("order")},
        words={
            "wants_address": True,
            "option": "colour",
            "option_words": "colour",
            "options": ("green", "sand", "navy", "rust", "white", "grey"),
            "categories": (
                "tent", "backpack", "lantern", "stove", "blanket", "lamp", "vase", "rug", "mug",
            ),
            "ranges": ("Sarek", "Fleck", "Alta", "Brisa", "Tarn", "Holm", "Orla", "Vesper"),
        },
    ),
    Vocabulary(
        title="Kilowatt Corner",
        about=f"an online shop for electronics. {_OFFERS}",
        nouns={"party": Noun("buyer"), "item": Noun("article"), "deal": Noun("purchase")},
        words={
            "wants_address": True,
            "option": "edition",
            "option_words": "edition",
            "options": ("basic edition", "travel edition", "studio edition", "night edition"),
            "categories": (
                "headset", "speaker", "tablet", "keyboard", "monitor", "camera", "charger",
            ),
            "ranges": ("Volt", "Pulse", "Nimbus", "Quanta", "Lyra", "Onyx", "Strata", "Helio"),
        },
    ),
    Vocabulary(
        title="Fernway Nursery",
        about=f"a nursery that sends plants by parcel. {_OFFERS}",
        nouns={
            "party": Noun("gardener"),
            "item": Noun("plant"),
            "deal": Noun("plant order"),
        },
        words={
            "wants_address": True,
            "option": "pot_size",
            "option_words": "pot size",
            "options": ("small pot", "medium pot", "large pot", "bare root"),
            "categories": (
                "rose", "fern", "hydrangea", "lavender", "maple", "clematis", "hosta", "camellia",
            ),
            "ranges": ("Dawn", "Silver", "Cottage", "Velvet", "Dwarf", "Alpine", "Blush", "Royal"),
        },
    ),
    Vocabulary(
        title="Stitch & Sole",
        about=f"an online shop for clothes and shoes. {_OFFERS}",
        nouns={"party": Noun("shopper"), "item": Noun("garment"), "deal": Noun("order")},
        words={
            "wants_address": True,
            "option": "size",
            "option_words": "size",
            "options": ("small", "medium", "large", "extra large"),
            "categories": (
                "jacket", "jumper", "shirt", "skirt", "boot", "sandal", "scarf", "coat", "dress",
            ),
            "ranges": ("Harbour", "Linnet", "Corda", "Marlow", "Isla", "Thorne", "Pica", "Wren"),
        },
    ),
)  # fmt: skip

_METHODS = (("card", "invoice"), ("card", "bank_transfer", "invoice"), ("card", "wallet"))
_CARRIERS = ("Swift Parcel", "Blue Van", "Nordpost", "Relay Express")
_WEIGHTS = {"processing": 34, "packed": 7, "shipped": 13, "delivered": 40, "cancelled": 6}


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    refund_way = chance.pick(("origin", "credit", "choice"))
    shipping_by = chance.pick(("threshold", "weight", "speed"))
    pickup = chance.happens(60)
    variants = {
        "cancel_policy": chance.pick(("processing", "packed_fee", "hours")),
        "refund_way": refund_way,
        "refund_when": chance.pick(("at_once", "arrival")),
        "return_window": chance.pick(("fixed", "item", *(["tier"] if names["with_tiers"] else []))),
        "return_fee": chance.pick(("none", "flat", "percent")),
        "shipping_by": shipping_by,
        "line_changes": chance.pick(("quantity", "removal", "both")),
        "exchanges": chance.pick(("same_price", "cheaper", "none")),
        "remembering": chance.pick(("wishes", "alerts", "none")),
        "promo_kind": chance.pick(("percent", "amount")),
        "one_code": chance.happens(60),
        "separate_tracking": chance.happens(50),
        "has_pickup": pickup,
        "has_bulky": pickup and chance.happens(60),
        "has_credit": refund_way != "origin",
        "has_lost_parcels": chance.happens(60),
    }
    variants |= {**_numbers(chance), **_sides(chance)}
    return variants | _texts(chance, names, variants)


def _numbers(chance: Chance) -> dict[str, Any]:
    return {
        "shipping_fee": chance.amount(390, 790, 50),
        "kilo_fee": chance.amount(60, 180, 20),
        "express_fee": chance.amount(990, 1690, 100),
        "free_shipping_from": chance.amount(4000, 9000, 500),
        "cancel_percent": chance.pick((10, 15, 20, 25)),
        "cancel_hours": chance.pick((12, 24, 36, 48)),
        "return_fee_amount": chance.amount(290, 690, 50),
        "restocking_percent": chance.pick((5, 10, 15)),
        "return_days": chance.pick((14, 21, 30)),
        "max_returns": chance.between(2, 3),
        "returns_count_for_days": chance.pick((60, 90, 120)),
        "max_redirections": chance.between(1, 2),
        "max_pieces": chance.between(2, 3),
        "largest_cancellation": chance.amount(40_000, 70_000, 5_000),
        "largest_invoice": chance.amount(8_000, 20_000, 1_000),
        "lost_after_days": chance.pick((5, 7, 10)),
        "delivery_days": chance.between(4, 7),
    }


def _sides(chance: Chance) -> dict[str, str]:
    parts = (
        "changes", "lines", "cancel", "redirections", "days", "minimum", "pieces", "window",
        "final", "withdraw",
    )  # fmt: skip
    return {f"{part}_by": chance.pick(("tools", "agent")) for part in parts}


def _texts(chance: Chance, names: Names, variants: Names) -> dict[str, Any]:
    methods = [*chance.pick(_METHODS), *(["store_credit"] if variants["has_credit"] else [])]
    pickup = ["choose_pickup_point"] if variants["has_pickup"] else []
    speed = ["choose_speed"] if variants["shipping_by"] == "speed" else []
    lines = {"quantity": ["change_quantity"], "removal": ["remove_line"]}
    return {
        "categories_literal": ", ".join(f'"{each}"' for each in names["categories"]),
        "methods": tuple(methods),
        "methods_literal": ", ".join(f'"{each}"' for each in methods),
        "has_invoice": "invoice" in methods,
        "example_name": f"{names['ranges'][0]} {names['categories'][0]}",
        "remembering_title": "wishes" if variants["remembering"] == "wishes" else "stock alerts",
        "refund_method": {
            "origin": f"{names['deal']}.paid_with",
            "credit": '"store_credit"',
            "choice": "refund_to",
        }[variants["refund_way"]],
        "shipping_sentence": _shipping_sentence(variants),
        "return_fee_sentence": _return_fee_sentence(variants),
        "return_days_sentence": ", ".join(
            f"{variants['return_days'] + 7 * at} days for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
        "order_changes_sequence": ", ".join(
            ["change_delivery_address", *pickup, *speed, "apply_promo_code"]
        ),
        "redirections_sequence": _sequence(["change_delivery_address", *pickup]),
        "line_changes_sequence": _sequence(
            lines.get(variants["line_changes"], ["change_quantity", "remove_line"])
        ),
        "going_back_sequence": _sequence(
            ["return_goods", *(["exchange_goods"] if variants["exchanges"] != "none" else [])]
        ),
    }


def _sequence(tools: list[str]) -> str:
    return tools[0] if len(tools) == 1 else f"({', '.join(tools)})"


def _shipping_sentence(variants: Names) -> str:
    fee = format_money(variants["shipping_fee"])
    if variants["shipping_by"] == "threshold":
        return (
            f"Shipping costs {fee}, nothing from {format_money(variants['free_shipping_from'])} on."
        )
    if variants["shipping_by"] == "weight":
        further = format_money(variants["kilo_fee"])
        return f"Shipping costs {fee}, and {further} for every kilo begun after the first."
    return f"Standard delivery costs {fee}, express {format_money(variants['express_fee'])}."


def _return_fee_sentence(variants: Names) -> str:
    if variants["return_fee"] == "none":
        return ""
    if variants["return_fee"] == "flat":
        kept = f"{format_money(variants['return_fee_amount'])} of it"
    else:
        kept = f"{variants['restocking_percent']} percent of it"
    return f" Unless the shop made a mistake, {kept} is kept."


def _populate(population: Population, people: People, names: Names) -> None:
    _populate_places(population, people, names)
    _populate_items(population, names)
    _populate_codes(population, names)
    by_name: dict[str, list[Row]] = {}
    for item in population.rows("item"):
        by_name.setdefault(item["name"], []).append(item)
    families = list(by_name.values())
    for party in population.rows("party"):
        if names["has_credit"] and not names["with_gift_cards"]:
            party["credit"] = population.chance.pick((0, 1_000, 2_550, 8_000, 15_000))
        _history(population, names, party, families)
        _remember(population, names, party)


def _populate_places(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for at in range(3):
        city = people.place().city
        population.add(
            "Warehouse",
            name=f"{city} {'ABC'[at]}",
            city=city,
            packing_days=chance.between(1, 3),
        )
    for at in range(40 if names["has_pickup"] else 0):
        place = people.place()
        population.add(
            "PickupPoint",
            name=f"{chance.pick(('Station', 'Market', 'Mill', 'Bridge'))} kiosk {at + 1}",
            street=place.street,
            city=place.city,
            open_on_sundays=chance.happens(40),
            is_full=chance.happens(20),
        )


def _populate_items(population: Population, names: Names) -> None:
    chance = population.chance
    for category in names["categories"]:
        for series in chance.some(names["ranges"], 6):
            price = chance.amount(900, 18_000, 50)
            same_price = chance.happens(50)
            for option in chance.some(names["options"], chance.between(2, 4)):
                row = population.add(
                    "item",
                    name=f"{series} {category.replace('_', ' ')}",
                    category=category,
                    warehouse_id=chance.pick(population.rows("Warehouse"))["id"],
                    price=price if same_price else price + chance.amount(0, 1_500, 250),
                    stock=0 if chance.happens(18) else chance.between(1, 40),
                    final_sale=chance.happens(16),
                    **{names["option"]: option},
                )
                _describe(chance, names, row)


def _describe(chance: Chance, names: Names, row: Row) -> None:
    if names["has_bulky"]:
        row["bulky"] = chance.happens(20)
    if names["shipping_by"] == "weight":
        row["weight"] = chance.amount(150, 6_000, 50)
    if names["return_window"] == "item":
        row["return_days"] = chance.pick((7, 14, 30))


def _populate_codes(population: Population, names: Names) -> None:
    chance = population.chance
    for at in range(24):
        first = chance.between(-90, 20)
        row = population.add(
            "PromoCode",
            code=f"{chance.pick(('HELLO', 'SAVE', 'THANKS', 'SUMMER'))}{11 + 3 * at}",
            minimum=chance.amount(2_000, 9_000, 1_000),
            starts_on=population.day(first),
            ends_on=population.day(first + chance.between(20, 90)),
        )
        if names["promo_kind"] == "percent":
            row["percent"] = chance.pick((5, 10, 15, 20))
        else:
            row["amount"] = chance.amount(500, 1_500, 100)


def _history(population: Population, names: Names, party: Row, families: list[list[Row]]) -> None:
    chance = population.chance
    bought: list[list[Row]] = []
    for _ in range(chance.between(2, 5)):
        again = bool(bought) and chance.happens(30)
        family = chance.pick(bought) if again else chance.pick(families)
        bought.append(family)
        goods = [chance.pick(family)]
        if chance.happens(55):
            goods += [chance.pick(chance.pick(families)) for _ in range(chance.between(1, 2))]
        unique = list({item["id"]: item for item in goods}.values())
        _order(population, names, party, unique)


def _order(population: Population, names: Names, party: Row, goods: list[Row]) -> None:
    chance = population.chance
    status = chance.pick(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))
    placed_at, arrived = _times(population, names, status)
    order = population.add(
        "deal",
        party_id=party["id"],
        status=status,
        placed_at=placed_at,
        promised_on=_days_after(placed_at, int(names["delivery_days"])),
        paid_with=chance.pick(names["methods"]),
        street=party["street"],
        city=party["city"],
        postal_code=party["postal_code"],
        redirections=chance.pick((0, 1, 2), (7, 2, 1)),
        promo_code_id=None,
        cancel_reason="no_longer_needed" if status == "cancelled" else None,
    )
    if names["shipping_by"] == "speed":
        _hasten(order, chance)
    if names["has_pickup"]:
        at_point = chance.happens(15)
        point = chance.pick(population.rows("PickupPoint"))["id"] if at_point else None
        order["pickup_point_id"] = point
    lines = [_line(population, names, order, item) for item in goods]
    _price(population, names, order, lines, goods)
    _pay(population, names, order)
    if status in ("shipped", "delivered"):
        _ship(population, names, order, arrived)
    if status == "delivered" and arrived is not None and chance.happens(45):
        _send_back(population, names, order, chance.pick(lines), arrived)


def _times(population: Population, names: Names, status: str) -> tuple[str, str | None]:
    """Draw when an order was placed and, if it has arrived, the day on which it did."""
    chance = population.chance
    if status in ("processing", "packed"):
        age = timedelta(minutes=5 * chance.between(3, 12 * 24 * 3))
        return (population.now - age).isoformat(), None
    if status == "shipped":
        return population.moment_between(-int(names["delivery_days"]) - 16, -2), None
    window = int(names["return_days"])
    ago = window if chance.happens(12) else chance.between(1, 2 * window + 20)
    placed = population.moment(-ago - chance.between(3, int(names["delivery_days"]) + 3))
    return placed, population.day(-ago)


def _days_after(moment: str, days: int) -> str:
    return (date.fromisoformat(moment[:10]) + timedelta(days=days)).isoformat()


def _hasten(order: Row, chance: Chance) -> None:
    order["speed"] = "express" if chance.happens(30) else "standard"
    if order["speed"] == "express":
        order["promised_on"] = _days_after(order["placed_at"], 1)


def _line(population: Population, names: Names, order: Row, item: Row) -> Row:
    chance = population.chance
    return population.add(
        f"{names['Deal']}Line",
        deal_id=order["id"],
        item_id=item["id"],
        quantity=min(chance.pick((1, 2, 3), (6, 3, 2)), int(names["max_pieces"])),
        unit_price=item["price"] if chance.happens(75) else item["price"] * 9 // 10,
    )


def _price(
    population: Population, names: Names, order: Row, lines: list[Row], goods: list[Row]
) -> None:
    chance = population.chance
    subtotal = sum(line["quantity"] * line["unit_price"] for line in lines)
    discount = 0
    if chance.happens(15):
        code = chance.pick(population.rows("PromoCode"))
        if code["minimum"] <= subtotal:
            order["promo_code_id"] = code["id"]
            share = subtotal * code["percent"] // 100 if "percent" in code else code["amount"]
            discount = min(share, subtotal)
    shipping = _shipping(names, order, subtotal, lines, goods)
    order |= {
        "subtotal": subtotal,
        "discount": discount,
        "shipping": shipping,
        "total": subtotal - discount + shipping,
    }


def _shipping(names: Names, order: Row, subtotal: int, lines: list[Row], goods: list[Row]) -> int:
    fee = int(names["shipping_fee"])
    if names["shipping_by"] == "threshold":
        return 0 if subtotal >= names["free_shipping_from"] else fee
    if names["shipping_by"] == "speed":
        return int(names["express_fee"]) if order["speed"] == "express" else fee
    pairs = zip(lines, goods, strict=True)
    grams: int = sum(line["quantity"] * item["weight"] for line, item in pairs)
    return fee + int(names["kilo_fee"]) * max(0, -(-grams // 1_000) - 1)


def _pay(population: Population, names: Names, order: Row) -> None:
    kinds = ("charge", "refund") if order["status"] == "cancelled" else ("charge",)
    for kind in kinds:
        population.add(
            f"{names['Deal']}Payment",
            deal_id=order["id"],
            kind=kind,
            method=order["paid_with"],
            amount=order["total"],
            booked_at=order["placed_at"],
        )


def _ship(population: Population, names: Names, order: Row, arrived: str | None) -> None:
    chance = population.chance
    row = population.add(
        "Parcel",
        deal_id=order["id"],
        carrier=chance.pick(_CARRIERS),
        shipped_on=_days_after(order["placed_at"], 1),
        delivered_on=arrived,
    )
    if names["has_lost_parcels"]:
        row["lost"] = False


def _send_back(population: Population, names: Names, order: Row, line: Row, arrived: str) -> None:
    chance = population.chance
    status = chance.pick(("announced", "received", "withdrawn"), (5, 3, 2))
    if names["refund_when"] == "at_once" and status == "withdrawn":
        status = "received"
    kept = (order["subtotal"] - order["discount"]) / order["subtotal"]
    row = population.add(
        "ReturnRequest",
        line_id=line["id"],
        quantity=chance.between(1, line["quantity"]),
        reason=chance.pick(("changed_mind", "does_not_fit", "damaged", "wrong_article")),
        status=status,
        requested_on=arrived,
    )
    row["amount"] = int(line["unit_price"] * row["quantity"] * kept)
    if names["refund_way"] == "choice":
        row["refund_to"] = order["paid_with"]


def _remember(population: Population, names: Names, party: Row) -> None:
    chance = population.chance
    if names["remembering"] == "none":
        return
    for item in chance.some(population.rows("item"), chance.between(0, 3)):
        if names["remembering"] == "wishes":
            population.add(
                "Wish",
                party_id=party["id"],
                item_id=item["id"],
                added_on=population.day_between(-200, -1),
            )
        else:
            population.add(
                "StockAlert",
                party_id=party["id"],
                item_id=item["id"],
                at_most=item["price"],
                asked_on=population.day_between(-60, -1),
            )


ARCHETYPE = Archetype(
    core=Block("orders", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("delivered",),
        "deal_over_words": "delivered",
        "deal_price": "total",
        "deal_price_words": "total",
        "deal_day": "promised_on",
        "item_price": "price",
    },
)

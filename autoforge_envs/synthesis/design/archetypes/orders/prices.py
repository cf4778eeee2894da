"""Orders: what orders cost, and how they were paid."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def set_price(
    population: Population, names: Names, order: Row, lines: list[Row], goods: list[Row]
) -> None:
    """Work out what an order costs."""
    chance = population.chance
    subtotal = sum(line["quantity"] * line["unit_price"] for line in lines)
    discount = 0
    if chance.happens(15):
        code = chance.pick(population.rows("PromoCode"))
        if code["minimum"] <= subtotal:
            order["promo_code_id"] = code["id"]
            share = subtotal * code["percent"] // 100 if "percent" in code else code["amount"]
            discount = min(share, subtotal)
    shipping = _shipping_fee(names, order, subtotal, lines, goods)
    order |= {
        "subtotal": subtotal,
        "discount": discount,
        "shipping": shipping,
        "total": subtotal - discount + shipping,
    }


def _shipping_fee(
    names: Names, order: Row, subtotal: int, lines: list[Row], goods: list[Row]
) -> int:
    fee = int(names["shipping_fee"])
    if names["shipping_by"] == "threshold":
        return 0 if subtotal >= names["free_shipping_from"] else fee
    if names["shipping_by"] == "speed":
        return int(names["express_fee"]) if order["speed"] == "express" else fee
    pairs = zip(lines, goods, strict=True)
    grams: int = sum(line["quantity"] * item["weight"] for line, item in pairs)
    return fee + int(names["kilo_fee"]) * max(0, -(-grams // 1_000) - 1)


def add_payments(population: Population, names: Names, order: Row) -> None:
    """Note that an order was paid, and paid back if it was cancelled."""
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

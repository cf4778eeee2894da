"""Orders: what customers have ordered, got and sent back."""

from datetime import date, timedelta

from autoforge_envs.synthesis.design.archetypes.orders.prices import add_payments, set_price
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_CARRIERS = ("Swift Parcel", "Blue Van", "Nordpost", "Relay Express")
_WEIGHTS = {"processing": 34, "packed": 7, "shipped": 13, "delivered": 40, "cancelled": 6}


def add_orders(population: Population, names: Names, party: Row, families: list[list[Row]]) -> None:
    """Let a customer order, some things again and again."""
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
        _add_order(population, names, party, unique)


def _add_order(population: Population, names: Names, party: Row, goods: list[Row]) -> None:
    chance = population.chance
    status = chance.weighed(_WEIGHTS)
    placed_at, arrived = _draw_times(population, names, status)
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
    lines = [_add_line(population, names, order, item) for item in goods]
    set_price(population, names, order, lines, goods)
    add_payments(population, names, order)
    if status in ("shipped", "delivered"):
        _ship(population, names, order, arrived)
    if status == "delivered" and arrived is not None and chance.happens(45):
        _send_back(population, names, order, chance.pick(lines), arrived)


def _draw_times(population: Population, names: Names, status: str) -> tuple[str, str | None]:
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


def _add_line(population: Population, names: Names, order: Row, item: Row) -> Row:
    chance = population.chance
    return population.add(
        f"{names['Deal']}Line",
        deal_id=order["id"],
        item_id=item["id"],
        quantity=min(chance.pick((1, 2, 3), (6, 3, 2)), int(names["max_pieces"])),
        unit_price=item["price"] if chance.happens(75) else item["price"] * 9 // 10,
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

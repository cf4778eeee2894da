"""The customers that no task is about: seeded, plausible, and consistent with the shop's rules."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

import catalogue
import numpy as np
from ledger import CLOCK, TODAY, Ledger, Line, Trip, plain
from people import LANDS, NEWCOMERS_FAMILY, NEWCOMERS_GIVEN, Land

Value = TypeVar("Value")

NUM_CUSTOMERS = 600
OLDEST_ORDER_DAYS = 640
RETURN_WINDOW_DAYS = {"basic": 30, "silver": 45, "gold": 60}
MAX_COMPENSATION = {"basic": 1000, "silver": 2000, "gold": 4000}
FAULTS = ("broken_part", "torn_material", "leaking", "does_not_work")


class Crowd:
    """Writes customers with their history into a ledger."""

    def __init__(self, ledger: Ledger, generator: np.random.Generator) -> None:
        """Write into `ledger`, drawing from `generator` alone."""
        self._ledger = ledger
        self._generator = generator
        self._articles = list(ledger.rows["products"])

    def write(self) -> None:
        """Write everybody."""
        for number in range(NUM_CUSTOMERS):
            customer_id = self._customer(number)
            self._wishes(customer_id)
            for _ in range(self._num_orders()):
                self._order(customer_id)

    def _draw(self, low: int, high: int) -> int:
        """Draw an integer from low to high, both included."""
        return int(self._generator.integers(low, high + 1))

    def _pick(self, values: Sequence[Value]) -> Value:
        return values[self._draw(0, len(values) - 1)]

    def _chance(self, percent: int) -> bool:
        return self._draw(1, 100) <= percent

    def _num_orders(self) -> int:
        return 0 if self._chance(8) else min(self._draw(1, 6), self._draw(1, 9))

    def _customer(self, number: int) -> str:
        land = self._pick(LANDS)
        name = self._name(land)
        city = self._pick(tuple(land.cities))
        joined = date.fromisoformat(TODAY) - timedelta(days=self._draw(OLDEST_ORDER_DAYS, 2400))
        return self._ledger.add(
            "customers",
            f"crowd {number}",
            name=name,
            email=f"{plain(name)}{number + 11}@example.{self._pick(('com', 'org', 'net'))}",
            phone=f"{land.dialling} {self._draw(20, 89)} 555{self._draw(0, 9999):04d}",
            street=f"{self._pick(land.streets)} {self._draw(1, 148)}",
            city=city,
            postal_code=self._pick(land.cities[city]),
            country=land.name,
            tier=self._pick(("basic", "basic", "basic", "silver", "silver", "gold")),
            standing="under_review" if self._chance(3) else "good",
            store_credit=self._draw(1, 120) * 50 if self._chance(30) else 0,
            service_code=f"{self._draw(0, 999_999):06d}",
            joined_on=joined.isoformat(),
        )

    def _name(self, land: Land) -> str:
        given = self._pick(NEWCOMERS_GIVEN if self._chance(18) else land.given)
        family = self._pick(NEWCOMERS_FAMILY if self._chance(18) else land.family)
        return f"{given} {family}"

    def _wishes(self, customer_id: str) -> None:
        for _ in range(max(0, self._draw(-2, 4))):
            article = self._pick(self._articles)
            on = self._day_before(self._draw(3, 300))
            if article not in self._wished(customer_id):
                self._ledger.wish(customer_id, article, on)

    def _wished(self, customer_id: str) -> list[str]:
        wishes = self._ledger.rows["wishes"].values()
        return [str(wish["product_id"]) for wish in wishes if wish["customer_id"] == customer_id]

    def _day_before(self, days: int) -> str:
        return (date.fromisoformat(TODAY) - timedelta(days=days)).isoformat()

    def _order(self, customer_id: str) -> None:
        placed = datetime.fromisoformat(CLOCK) - timedelta(
            days=self._draw(0, 30) if self._chance(22) else self._draw(5, OLDEST_ORDER_DAYS),
            minutes=self._draw(45, 1300),
        )
        placed_at = placed.isoformat(timespec="seconds")
        lines = self._lines(placed_at)
        age = (date.fromisoformat(TODAY) - placed.date()).days
        status = self._status(age)
        order_id = self._ledger.order(
            customer_id,
            placed_at,
            lines,
            status=status,
            method=self._method(customer_id, lines),
            trip=self._trip(placed.date(), status),
            pickup_point_id=self._pickup_point(customer_id, lines),
            voucher_id=self._voucher(placed_at[:10], lines),
            cancel_reason=self._cancel_reason(status),
        )
        if status == "delivered":
            self._aftermath(customer_id, order_id)

    def _status(self, age: int) -> str:
        if self._chance(6):
            return "cancelled"
        if age > 12:
            return "delivered"
        if age > 5:
            return self._pick(("shipped", "delivered", "delivered"))
        return self._pick(("processing", "processing", "packed", "shipped"))

    def _lines(self, placed_at: str) -> list[Line]:
        number = min(self._draw(1, 4), self._draw(1, 4))
        keys = dict.fromkeys(self._pick(self._articles) for _ in range(number))
        return [Line(key, self._quantity(key), self._price(key, placed_at)) for key in keys]

    def _quantity(self, key: str) -> int:
        by_the_half_dozen = self._ledger.text("products", key, "category") in ("mug", "cushion")
        return self._draw(1, 6) if by_the_half_dozen else 1 + self._chance(12)

    def _price(self, key: str, placed_at: str) -> int:
        """Prices rose by a twentieth in October 2025."""
        today = self._ledger.cents("products", key, "price")
        return today if placed_at >= "2025-10-01" else today * 95 // 100

    def _method(self, customer_id: str, lines: Sequence[Line]) -> str:
        goods = sum(line.quantity * line.unit_price for line in lines)
        tier = self._ledger.text("customers", customer_id, "tier")
        allowed = ["card", "card", "card", "paypal", "paypal", "store_credit"]
        if tier != "basic" and goods <= 30000:
            allowed.append("invoice")
        return self._pick(allowed)

    def _voucher(self, day: str, lines: Sequence[Line]) -> str | None:
        goods = sum(line.quantity * line.unit_price for line in lines)
        usable = [
            key
            for key, row in self._ledger.rows["vouchers"].items()
            if str(row["starts_on"]) <= day <= str(row["ends_on"]) and int(row["minimum"]) <= goods
        ]
        return self._pick(usable) if usable and self._chance(20) else None

    def _pickup_point(self, customer_id: str, lines: Sequence[Line]) -> str | None:
        products = self._ledger.rows["products"]
        if not self._chance(20) or any(products[line.product_id]["bulky"] for line in lines):
            return None
        city = self._ledger.text("customers", customer_id, "city")
        points = self._ledger.rows["pickup_points"]
        near = [key for key, row in points.items() if row["city"] == city]
        return self._pick(near) if near else None

    def _trip(self, placed: date, status: str) -> Trip | None:
        if status in ("processing", "cancelled"):
            return None
        promised = placed + timedelta(days=self._draw(5, 7))
        shipped = placed + timedelta(days=self._draw(1, 3))
        lateness = self._draw(1, 6) if self._chance(14) else -self._draw(0, 3)
        arrived = promised + timedelta(days=lateness)
        today = date.fromisoformat(TODAY)
        return Trip(
            promised_on=promised.isoformat(),
            shipped_on=None if status == "packed" else min(shipped, today).isoformat(),
            delivered_on=min(max(arrived, shipped), today - timedelta(days=1)).isoformat()
            if status == "delivered"
            else None,
            warehouse=self._pick(catalogue.WAREHOUSES),
            carrier=self._pick(catalogue.CARRIERS),
        )

    def _cancel_reason(self, status: str) -> str | None:
        reasons = ("no_longer_needed", "ordered_by_mistake", "found_cheaper", "too_slow")
        return self._pick(reasons) if status == "cancelled" else None

    def _aftermath(self, customer_id: str, order_id: str) -> None:
        """Let some goods go back, some break, and some late parcels be compensated."""
        shipments = self._ledger.rows["shipments"].values()
        parcel = next(row for row in shipments if row["order_id"] == order_id)
        arrived = date.fromisoformat(str(parcel["delivered_on"]))
        late = (arrived - date.fromisoformat(str(parcel["promised_on"]))).days
        tier = self._ledger.text("customers", customer_id, "tier")
        if late >= 3 and self._chance(60):
            amount = self._draw(1, MAX_COMPENSATION[tier] // 500) * 500
            self._ledger.compensate(order_id, amount, min(_later(arrived, 1), self._day_before(1)))
        item_id = self._ledger.item(order_id)
        if self._chance(16):
            days = self._draw(1, RETURN_WINDOW_DAYS[tier])
            self._send_back(customer_id, item_id, _later(arrived, days))
        elif self._chance(6):
            self._complain(item_id, _later(arrived, self._draw(5, 300)))

    def _send_back(self, customer_id: str, item_id: str, on: str) -> None:
        product_id = self._ledger.text("order_items", item_id, "product_id")
        product = self._ledger.row("products", product_id)
        returns = self._ledger.rows["returns"].values()
        earlier = sum(row["customer_id"] == customer_id for row in returns)
        if on >= TODAY or product["clearance"] or earlier >= 3:
            return
        quantity = self._ledger.cents("order_items", item_id, "quantity")
        reason = self._pick(("changed_mind", "does_not_fit", "damaged", "wrong_item"))
        others = self._same_price(product)
        if others and self._chance(30):
            self._ledger.exchange(item_id, self._pick(others), reason, on)
        else:
            self._ledger.take_back(item_id, self._draw(1, quantity), reason, on)

    def _same_price(self, product: dict[str, str | int | bool]) -> list[str]:
        return [
            key
            for key, row in self._ledger.rows["products"].items()
            if (row["name"], row["price"]) == (product["name"], product["price"])
            and row["id"] != product["id"]
        ]

    def _complain(self, item_id: str, on: str) -> None:
        product_id = self._ledger.text("order_items", item_id, "product_id")
        if on >= TODAY or self._ledger.cents("products", product_id, "warranty_days") < 300:
            return
        status = "settled" if on < "2026-01-15" else "open"
        remedy = self._pick(("repair", "replacement"))
        self._ledger.claim(item_id, self._pick(FAULTS), remedy, status, on)


def _later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()

"""The shop's books while they are being written: every entry keeps the amounts right.

Identifiers are hashes of what an entry is about, so one entry more never renumbers the others.
"""

import hashlib
import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

CLOCK = "2026-03-02T09:00:00"
TODAY = CLOCK[:10]
SHIPPING_FEE = 590
RETURN_FEE = 490
FREE_SHIPPING_FROM = {"basic": 7500, "silver": 5000, "gold": 0}

Value = str | int | bool
Row = dict[str, Value]

TABLES = (
    "customers",
    "products",
    "pickup_points",
    "vouchers",
    "gift_cards",
    "orders",
    "order_items",
    "payments",
    "shipments",
    "returns",
    "warranty_claims",
    "wishes",
)
"""Every table after the tables that it refers to."""

PREFIXES = dict(
    zip(
        TABLES,
        ["CU", "PR", "PP", "VO", "GC", "OR", "OI", "PA", "SH", "RE", "WC", "WI"],
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One article of an order: its key, how many, and the price of one in cents."""

    product_id: str
    quantity: int
    unit_price: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parcel goes."""

    street: str
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Trip:
    """How a parcel travelled; days that have not come are None."""

    promised_on: str
    shipped_on: str | None = None
    delivered_on: str | None = None
    warehouse: str = "Leipzig"
    carrier: str = "Postvogel"


class Ledger:
    """Rows by table and key; entries are only added, and amounts follow from them."""

    def __init__(self) -> None:
        """Open empty books."""
        self.rows: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
        self._entries: set[tuple[str, str]] = set()

    def add(self, table: str, about: str, **values: Value | None) -> str:
        """Add a row and return its key; `about` names the row among its table's rows.

        Raises:
            ValueError: Two rows are about the same.
        """
        if (table, about) in self._entries:
            raise ValueError(f"{table} has a row about {about!r} already; add nothing twice")
        self._entries.add((table, about))
        key = next(key for key in _keys(table, about) if key not in self.rows[table])
        row = {name: value for name, value in values.items() if value is not None}
        self.rows[table][key] = {"id": key, **row}
        return key

    def row(self, table: str, key: str) -> Row:
        """Return a row."""
        return self.rows[table][key]

    def text(self, table: str, key: str, column: str) -> str:
        """Return a column that holds text."""
        return str(self.rows[table][key][column])

    def cents(self, table: str, key: str, column: str) -> int:
        """Return a column that holds an amount or a count."""
        return int(self.rows[table][key][column])

    def place_of(self, customer_id: str) -> Place:
        """Return a customer's own address."""
        row = self.rows["customers"][customer_id]
        return Place(*(str(row[name]) for name in ("street", "postal_code", "city", "country")))

    def order(
        self,
        customer_id: str,
        placed_at: str,
        lines: Sequence[Line],
        *,
        status: str,
        method: str = "card",
        trip: Trip | None = None,
        place: Place | None = None,
        pickup_point_id: str | None = None,
        voucher_id: str | None = None,
        cancel_reason: str | None = None,
    ) -> str:
        """Book an order with its items, its payment, its refund if cancelled, and its parcel."""
        subtotal = sum(line.quantity * line.unit_price for line in lines)
        discount = subtotal * self._percent(voucher_id) // 100
        tier = self.text("customers", customer_id, "tier")
        shipping = 0 if subtotal >= FREE_SHIPPING_FROM[tier] else SHIPPING_FEE
        total = subtotal - discount + shipping
        target = place or self._place(customer_id, pickup_point_id)
        order_id = self.add(
            "orders",
            f"{customer_id} {placed_at}",
            customer_id=customer_id,
            status=status,
            placed_at=placed_at,
            delivery="pickup" if pickup_point_id else "home",
            pickup_point_id=pickup_point_id,
            street=target.street,
            postal_code=target.postal_code,
            city=target.city,
            country=target.country,
            voucher_id=voucher_id,
            subtotal=subtotal,
            discount=discount,
            shipping=shipping,
            total=total,
            cancel_reason=cancel_reason,
        )
        self._items(order_id, lines)
        self._pay(order_id, "charge", method, total, placed_at)
        if status == "cancelled":
            soon = datetime.fromisoformat(placed_at) + timedelta(minutes=35)
            self._pay(order_id, "refund", method, total, soon.isoformat())
        if trip is not None:
            self._ship(order_id, trip)
        return order_id

    def _percent(self, voucher_id: str | None) -> int:
        return 0 if voucher_id is None else self.cents("vouchers", voucher_id, "percent")

    def _place(self, customer_id: str, pickup_point_id: str | None) -> Place:
        if pickup_point_id is None:
            return self.place_of(customer_id)
        row = self.rows["pickup_points"][pickup_point_id]
        return Place(*(str(row[name]) for name in ("street", "postal_code", "city", "country")))

    def _items(self, order_id: str, lines: Sequence[Line]) -> None:
        for line in lines:
            self.add(
                "order_items",
                f"{order_id} {line.product_id}",
                order_id=order_id,
                product_id=line.product_id,
                quantity=line.quantity,
                unit_price=line.unit_price,
            )

    def _pay(self, order_id: str, kind: str, method: str, amount: int, booked_at: str) -> None:
        about = f"{order_id} {kind} {booked_at} {amount}"
        self.add(
            "payments",
            about,
            order_id=order_id,
            kind=kind,
            method=method,
            amount=amount,
            booked_at=booked_at,
        )

    def _ship(self, order_id: str, trip: Trip) -> None:
        self.add(
            "shipments",
            order_id,
            order_id=order_id,
            warehouse=trip.warehouse,
            carrier=trip.carrier,
            promised_on=trip.promised_on,
            shipped_on=trip.shipped_on,
            delivered_on=trip.delivered_on,
        )

    def items_of(self, order_id: str) -> list[str]:
        """Return the keys of an order's items in the order in which they were booked."""
        items = self.rows["order_items"]
        return [key for key, row in items.items() if row["order_id"] == order_id]

    def item(self, order_id: str, at: int = 0) -> str:
        """Return the key of one item of an order."""
        return self.items_of(order_id)[at]

    def take_back(self, item_id: str, quantity: int, reason: str, on: str) -> str:
        """Book a return for money, back the way it came."""
        item = self.rows["order_items"][item_id]
        order = self.rows["orders"][str(item["order_id"])]
        tier = self.text("customers", str(order["customer_id"]), "tier")
        paid = int(order["subtotal"]) - int(order["discount"])
        amount = int(item["unit_price"]) * quantity * paid // int(order["subtotal"])
        if tier == "basic" and reason in ("changed_mind", "does_not_fit"):
            amount = max(0, amount - RETURN_FEE)
        method = self._method(str(item["order_id"]))
        self._pay(str(item["order_id"]), "refund", method, amount, f"{on}T12:00:00")
        return self._back(item_id, "refund", quantity, reason, on, amount, refund_to=method)

    def exchange(self, item_id: str, new_product_id: str, reason: str, on: str) -> str:
        """Book an exchange for an article of the same price."""
        quantity = self.cents("order_items", item_id, "quantity")
        return self._back(item_id, "exchange", quantity, reason, on, 0, new=new_product_id)

    def _back(
        self,
        item_id: str,
        kind: str,
        quantity: int,
        reason: str,
        on: str,
        amount: int,
        *,
        refund_to: str | None = None,
        new: str | None = None,
    ) -> str:
        order_id = self.text("order_items", item_id, "order_id")
        return self.add(
            "returns",
            f"{item_id} {on}",
            customer_id=self.text("orders", order_id, "customer_id"),
            item_id=item_id,
            kind=kind,
            quantity=quantity,
            reason=reason,
            refund_to=refund_to,
            new_product_id=new,
            amount=amount,
            status="received" if on < "2026-02-16" else "requested",
            requested_on=on,
        )

    def _method(self, order_id: str) -> str:
        payments = self.rows["payments"].values()
        charges = [p for p in payments if p["order_id"] == order_id and p["kind"] == "charge"]
        return str(charges[0]["method"])

    def claim(self, item_id: str, fault: str, remedy: str, status: str, on: str) -> str:
        """Book a warranty claim."""
        return self.add(
            "warranty_claims",
            item_id,
            item_id=item_id,
            fault=fault,
            remedy=remedy,
            status=status,
            opened_on=on,
        )

    def compensate(self, order_id: str, amount: int, on: str) -> None:
        """Book compensation; it was spent long ago, so the store credit stays as it is."""
        self._pay(order_id, "compensation", "store_credit", amount, f"{on}T15:30:00")

    def wish(self, customer_id: str, product_id: str, on: str) -> str:
        """Put an article on a wish list."""
        about = f"{customer_id} {product_id}"
        return self.add(
            "wishes", about, customer_id=customer_id, product_id=product_id, added_on=on
        )


def _keys(table: str, about: str) -> Iterator[str]:
    """Give the key that a row should have, then what it may have if that one is taken."""
    for ordinal in itertools.count():
        digest = hashlib.sha256(f"{ordinal} {table} {about}".encode()).digest()
        yield f"{PREFIXES[table]}-{int.from_bytes(digest[:8], 'big') % 10**9:09d}"


def plain(name: str) -> str:
    """Spell a name with the letters a to z and dots: "Zoë van den Berg" is "zoe.van.den.berg"."""
    special = {"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "ß": "ss"}
    spelled = "".join(special.get(letter, letter) for letter in name.lower())
    letters = unicodedata.normalize("NFKD", spelled)
    kept = [letter for letter in letters if letter in "abcdefghijklmnopqrstuvwxyz -"]
    return ".".join("".join(kept).replace("-", " ").split())

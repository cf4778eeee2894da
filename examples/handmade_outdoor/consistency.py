"""Checks finished books against an independent model: plain SQLite and sums of its own.

It knows neither how the rows were made nor the library that will serve them.
"""

import sqlite3
from collections.abc import Mapping

from ledger import CLOCK, TABLES, TODAY, Row

REFERENCES = {
    ("orders", "customer_id"): "customers",
    ("orders", "pickup_point_id"): "pickup_points",
    ("orders", "voucher_id"): "vouchers",
    ("order_items", "order_id"): "orders",
    ("order_items", "product_id"): "products",
    ("payments", "order_id"): "orders",
    ("shipments", "order_id"): "orders",
    ("returns", "customer_id"): "customers",
    ("returns", "item_id"): "order_items",
    ("returns", "new_product_id"): "products",
    ("warranty_claims", "item_id"): "order_items",
    ("wishes", "customer_id"): "customers",
    ("wishes", "product_id"): "products",
}

ITEMS = "(SELECT SUM(quantity * unit_price) FROM order_items WHERE order_id = o.id)"
FREE_FROM = "CASE c.tier WHEN 'basic' THEN 7500 WHEN 'silver' THEN 5000 ELSE 0 END"
WINDOW = "CASE c.tier WHEN 'basic' THEN 30 WHEN 'silver' THEN 45 ELSE 60 END"
CAP = "CASE c.tier WHEN 'basic' THEN 1000 WHEN 'silver' THEN 2000 ELSE 4000 END"
JOINED = "orders o JOIN customers c ON c.id = o.customer_id"

SHALL_BE_EMPTY = {
    "an order without items": (
        "SELECT id FROM orders WHERE id NOT IN (SELECT order_id FROM order_items)"
    ),
    "a subtotal that is not the sum of the items": (
        f"SELECT id FROM orders o WHERE subtotal <> {ITEMS}"
    ),
    "a total that does not add up": (
        "SELECT id FROM orders WHERE total <> subtotal - discount + shipping"
    ),
    "a discount that is not its voucher's": (
        "SELECT o.id FROM orders o LEFT JOIN vouchers v ON v.id = o.voucher_id "
        "WHERE discount <> COALESCE(subtotal * v.percent / 100, 0)"
    ),
    "a voucher used out of its days or below its minimum": (
        "SELECT o.id FROM orders o JOIN vouchers v ON v.id = o.voucher_id "
        "WHERE substr(placed_at, 1, 10) NOT BETWEEN starts_on AND ends_on OR subtotal < minimum"
    ),
    "a shipping fee that is not the tier's": (
        f"SELECT o.id FROM {JOINED} WHERE shipping <> iif(subtotal >= {FREE_FROM}, 0, 590)"
    ),
    "an order that is not charged exactly once, in full, when placed": (
        "SELECT o.id FROM orders o LEFT JOIN payments p ON p.order_id = o.id AND kind = 'charge' "
        "GROUP BY o.id "
        "HAVING COUNT(p.id) <> 1 OR SUM(amount) <> total OR MIN(booked_at) <> placed_at"
    ),
    "a refund that does not match cancellation and returns": (
        "SELECT o.id FROM orders o WHERE "
        "COALESCE((SELECT SUM(amount) FROM payments WHERE order_id = o.id AND kind = 'refund'), 0) "
        "<> iif(status = 'cancelled', total, 0) + COALESCE((SELECT SUM(r.amount) FROM returns r "
        "JOIN order_items i ON i.id = r.item_id WHERE i.order_id = o.id AND r.kind = 'refund'), 0)"
    ),
    "a refund by another method than the charge": (
        "SELECT p.id FROM payments p JOIN payments q ON q.order_id = p.order_id "
        "WHERE p.kind = 'refund' AND q.kind = 'charge' AND p.method <> q.method"
    ),
    "an invoice for a basic customer or above 300.00": (
        f"SELECT o.id FROM {JOINED} JOIN payments p ON p.order_id = o.id "
        "WHERE kind = 'charge' AND method = 'invoice' AND (tier = 'basic' OR subtotal > 30000)"
    ),
    "compensation twice, too high or for a parcel in time": (
        f"SELECT o.id FROM {JOINED} JOIN payments p ON p.order_id = o.id "
        "JOIN shipments s ON s.order_id = o.id WHERE kind = 'compensation' GROUP BY o.id "
        f"HAVING COUNT(*) > 1 OR amount > {CAP} "
        "OR julianday(delivered_on) - julianday(promised_on) < 3"
    ),
    "a parcel where there should be none, or none where there should be one": (
        "SELECT o.id FROM orders o LEFT JOIN shipments s ON s.order_id = o.id GROUP BY o.id "
        "HAVING COUNT(s.id) <> (status IN ('packed', 'shipped', 'delivered'))"
    ),
    "a parcel whose days contradict the order's status": (
        "SELECT s.id FROM shipments s JOIN orders o ON o.id = s.order_id "
        "WHERE (shipped_on IS NOT NULL) <> (status IN ('shipped', 'delivered')) "
        "OR (delivered_on IS NOT NULL) <> (status = 'delivered')"
    ),
    "a parcel that travelled backwards in time": (
        "SELECT s.id FROM shipments s JOIN orders o ON o.id = s.order_id "
        "WHERE shipped_on < substr(placed_at, 1, 10) OR delivered_on < shipped_on"
    ),
    "a reason on an order that is not cancelled, or none on one that is": (
        "SELECT id FROM orders WHERE (cancel_reason IS NOT NULL) <> (status = 'cancelled')"
    ),
    "an order that goes elsewhere than its pickup point": (
        "SELECT o.id FROM orders o LEFT JOIN pickup_points p ON p.id = o.pickup_point_id "
        "WHERE (delivery = 'pickup') <> (p.id IS NOT NULL) "
        "OR o.street <> p.street OR o.city <> p.city"
    ),
    "a bulky article at a pickup point": (
        "SELECT o.id FROM orders o JOIN order_items i ON i.order_id = o.id "
        "JOIN products p ON p.id = i.product_id WHERE delivery = 'pickup' AND bulky"
    ),
    "a return before delivery, too late, of clearance or of somebody else": (
        f"SELECT r.id FROM {JOINED} JOIN order_items i ON i.order_id = o.id "
        "JOIN returns r ON r.item_id = i.id JOIN shipments s ON s.order_id = o.id "
        "JOIN products p ON p.id = i.product_id "
        "WHERE status_of_return NOT IN ('requested', 'received') OR clearance "
        "OR o.customer_id <> r.customer_id OR o.status <> 'delivered' "
        f"OR julianday(requested_on) - julianday(delivered_on) NOT BETWEEN 0 AND {WINDOW}"
    ),
    "more pieces returned than bought": (
        "SELECT i.id FROM order_items i JOIN returns r ON r.item_id = i.id "
        "GROUP BY i.id HAVING SUM(r.quantity) > i.quantity OR MIN(r.quantity) < 1"
    ),
    "an exchange without a new article, or for another one": (
        "SELECT r.id FROM returns r JOIN order_items i ON i.id = r.item_id "
        "JOIN products p ON p.id = i.product_id LEFT JOIN products n ON n.id = r.new_product_id "
        "WHERE (kind = 'exchange') <> (n.id IS NOT NULL) OR n.name <> p.name OR n.id = p.id"
    ),
    "a fourth return in 90 days": (
        "SELECT r.id FROM returns r JOIN returns q ON q.customer_id = r.customer_id AND "
        "julianday(r.requested_on) - julianday(q.requested_on) BETWEEN 0 AND 90 "
        "GROUP BY r.id HAVING COUNT(*) > 3"
    ),
    "a warranty claim before delivery or after the term": (
        "SELECT w.id FROM warranty_claims w JOIN order_items i ON i.id = w.item_id "
        "JOIN products p ON p.id = i.product_id JOIN shipments s ON s.order_id = i.order_id "
        "WHERE COALESCE(julianday(opened_on) - julianday(delivered_on), -1) "
        "NOT BETWEEN 0 AND warranty_days"
    ),
    "an article wished twice": (
        "SELECT id FROM wishes GROUP BY customer_id, product_id HAVING COUNT(*) > 1"
    ),
    "an order from before its customer joined": (
        f"SELECT o.id FROM {JOINED} WHERE placed_at < joined_on"
    ),
    "two accounts with one e-mail address": (
        "SELECT email FROM customers GROUP BY email HAVING COUNT(*) > 1"
    ),
}


class InconsistentBooksError(Exception):
    """The rows contradict each other."""


def check(rows: Mapping[str, Mapping[str, Row]]) -> None:
    """Check that references are whole, amounts add up, and nothing lies after the clock.

    Raises:
        InconsistentBooksError: Something is wrong; the message names the first rows concerned.
    """
    _check_references(rows)
    _check_times(rows)
    database = _database(rows)
    for complaint, query in SHALL_BE_EMPTY.items():
        found = database.execute(query).fetchmany(3)
        if found:
            raise InconsistentBooksError(f"{complaint}: {', '.join(key for (key,) in found)}")
    database.close()


def _check_references(rows: Mapping[str, Mapping[str, Row]]) -> None:
    for (table, column), target in REFERENCES.items():
        for key, row in rows[table].items():
            if column in row and row[column] not in rows[target]:
                raise InconsistentBooksError(
                    f"{table} {key}: {column} {row[column]} is not in {target}"
                )


def _check_times(rows: Mapping[str, Mapping[str, Row]]) -> None:
    expected = {"promised_on", "ends_on", "starts_on"}
    for table in TABLES:
        for key, row in rows[table].items():
            for column, value in row.items():
                latest = {"_at": CLOCK, "_on": TODAY}.get(column[-3:])
                if latest and column not in expected and str(value) > latest:
                    raise InconsistentBooksError(
                        f"{table} {key}: {column} {value} is after {latest}"
                    )


def _database(rows: Mapping[str, Mapping[str, Row]]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    for table in TABLES:
        columns = list({name: None for row in rows[table].values() for name in row})
        names = ["status_of_return" if (table, c) == ("returns", "status") else c for c in columns]
        database.execute(f"CREATE TABLE {table} ({', '.join(names)})")
        database.executemany(
            f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})",
            [[row.get(name) for name in columns] for row in rows[table].values()],
        )
    return database

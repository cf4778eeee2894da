"""Small words to write tasks with: expressions, steps, facts, people."""

import hashlib
from collections.abc import Sequence
from typing import Any

from ledger import Ledger, Place, plain
from meanings import meanings_in
from people import LANDS

DIALLING = {land.name: land.dialling for land in LANDS}

Json = dict[str, Any]
Fact = tuple[str, str, str, str | int]
"""Name, semantic type, label, value."""


# --- expressions -----------------------------------------------------------------------------


def value(constant: str | int | bool) -> Json:
    """A constant: a choice or limit that request and policy determine."""
    return {"value": constant}


def fact(name: str) -> Json:
    """What the user said."""
    return {"fact": name}


def result(step: str, *path: str | int) -> Json:
    """What an earlier step gave."""
    return {"result": step, "path": list(path)}


# --- steps -----------------------------------------------------------------------------------


def call(step: str, tool: str, when: Json | None = None, **arguments: Json) -> Json:
    """A tool call that needs no confirmation."""
    return _due({"id": step, "call": tool, "arguments": arguments}, when)


def change(step: str, tool: str, when: Json | None = None, **arguments: Json) -> Json:
    """A tool call that the user confirms first."""
    return {**call(step, tool, when, **arguments), "confirm": True}


def think(step: str, operation: str, when: Json | None = None, **operands: Any) -> Json:
    """A reasoning node."""
    return _due({"id": step, "think": operation, **operands}, when)


def tell(label: str, kind: str, told: Json, when: Json | None = None) -> Json:
    """Something the user must hear."""
    step = "tell_" + label.replace(" ", "_")
    return _due({"id": step, "tell": told, "type": kind, "label": label}, when)


def decline(action: str, subject: Json, rule: str) -> Json:
    """A refusal on the ground of a rule."""
    arguments = {"action": value(action), "subject": subject, "rule": value(rule)}
    return {"id": "declined", "call": "decline_request", "arguments": arguments}


def hand_over(reason: str) -> Json:
    """The end of the agent's part."""
    arguments = {"reason": value(reason)}
    return {"id": "handed_over", "call": "transfer_to_human", "arguments": arguments}


def _due(step: Json, when: Json | None) -> Json:
    return step if when is None else {**step, "when": when}


NEXT_REQUEST: Json = {}
"""Stands in a plan before the first step that serves the user's next request."""

CUSTOMER = result("who", "id")
ACCOUNT = call("account", "get_customer", customer_id=CUSTOMER)
PURCHASES = call("purchases", "list_purchases", customer_id=CUSTOMER)
ORDERS = call("orders", "list_orders", customer_id=CUSTOMER)
RETURNS = call("returns", "list_returns", customer_id=CUSTOMER)
CHECK = call(
    "check",
    "verify_identity",
    customer_id=CUSTOMER,
    postal_code=fact("postal_code"),
    service_code=fact("service_code"),
)
BY_EMAIL = [call("who", "find_customer_by_email", email=fact("email")), CHECK]
BY_NAME = [
    call(
        "found", "find_customers_by_name", name=fact("full_name"), postal_code=fact("postal_code")
    ),
    think("who", "only", over=result("found")),
    CHECK,
]


def purchase(step: str, like: str = "", **where: str) -> Json:
    """The one purchase that fits a description; `like` is a part of its name."""
    conditions = {name: value(wanted) for name, wanted in where.items()}
    if like:
        named = {"name": value(like)}
        over = result("purchases")
        return think(step, "only", over=over, where=conditions, where_contains=named)
    return think(step, "only", over=result("purchases"), where=conditions)


def paid_method(order_id: Json, when: Json | None = None) -> list[Json]:
    """Find out how an order was paid; the method is at `result("paid", "method")`."""
    payments = result("order", "payments")
    return [
        call("order", "get_order", when, order_id=order_id),
        think("paid", "only", when, over=payments, where={"kind": value("charge")}),
    ]


def lateness(order_id: Json) -> list[Json]:
    """Find out how late a parcel came: days at `result("late")`, enough at `result("is_late")`."""
    parcel = ("order", "shipments", 0)
    return [
        call("order", "get_order", order_id=order_id),
        think(
            "late",
            "days_between",
            of=[result(*parcel, "promised_on"), result(*parcel, "delivered_on")],
        ),
        think("is_late", "at_least", of=[result("late"), value(3)]),
    ]


def largest_compensation() -> list[Json]:
    """Find out the most compensation that a customer's tier allows, at `result("most")`."""
    tier = result("account", "customer", "tier")
    return [
        think("is_gold", "equal", of=[tier, value("gold")]),
        think("is_silver", "equal", of=[tier, value("silver")]),
        think(
            "below_gold",
            "choose",
            **{"if": result("is_silver"), "then": value("20.00"), "else": value("10.00")},
        ),
        think(
            "most",
            "choose",
            **{"if": result("is_gold"), "then": value("40.00"), "else": result("below_gold")},
        ),
    ]


# --- people ----------------------------------------------------------------------------------


def person(
    ledger: Ledger,
    name: str,
    address: tuple[str, str, str, str],
    tier: str = "basic",
    *,
    store_credit: int = 0,
    standing: str = "good",
    email: str = "",
) -> str:
    """Add a customer whom a task is about; the address is street, postal code, city, country."""
    place = Place(*address)
    digits = int(hashlib.sha256(f"{name} {place}".encode()).hexdigest()[:12], 16)
    return ledger.add(
        "customers",
        f"{name} {place}",
        name=name,
        email=email or f"{plain(name)}@example.com",
        phone=f"{DIALLING[place.country]} {20 + digits % 70} 555{digits % 9973:04d}",
        street=place.street,
        city=place.city,
        postal_code=place.postal_code,
        country=place.country,
        tier=tier,
        standing=standing,
        store_credit=store_credit,
        service_code=f"{digits % 10**6:06d}",
        joined_on=f"2023-{1 + digits % 12:02d}-{1 + digits % 28:02d}",
    )


def numbered(plan: Sequence[Json]) -> list[Json]:
    """Note at each step which request it serves."""
    steps, request = [], 0
    for step in plan:
        if step:
            steps.append({**step, "request": request} if request else step)
        else:
            request += 1
    return steps


def _request(task_name: str, text: str, intent: str, fallback: str | None) -> Json:
    data: Json = {"text": text, "intent": intent, "fallback": fallback}
    meant = meanings_in(task_name, f"{text} {fallback or ''}")
    return {**data, "meanings": meant} if meant else data


def task(
    ledger: Ledger,
    name: str,
    split: str,
    level: int,
    customer_id: str,
    *,
    manner: tuple[str, str],
    requests: Sequence[tuple[str, ...]],
    plan: Sequence[Json],
    facts: Sequence[Fact] = (),
    told: Sequence[tuple[str, str, str | int]] = (),
) -> Json:
    """Write a task.

    Args:
        ledger: Holds the customer.
        name: The task's id.
        split: Where it belongs.
        level: Difficulty from 1 to 5.
        customer_id: Who asks.
        manner: Persona and way of revealing.
        requests: Text, intent and, where there is one, fallback.
        plan: The steps, finding and checking the customer among them, with a `NEXT_REQUEST`
            wherever the user must have said their next request.
        facts: What the user knows beside who they are.
        told: What the user must hear, worked out by hand: label, type, value.
    """
    persona, reveals = manner
    row = ledger.row("customers", customer_id)
    finds_by = [("full_name", "PersonName", "full name", row["name"])]
    if plan[0]["call"] == "find_customer_by_email":
        finds_by = [("email", "Email", "e-mail address", row["email"])]
    known = [
        *finds_by,
        ("postal_code", "PostalCode", "postal code", row["postal_code"]),
        ("service_code", "Secret", "service code", row["service_code"]),
        *facts,
    ]
    return {
        "id": name,
        "split": split,
        "level": level,
        "user": {
            "name": row["name"],
            "persona": persona,
            "reveals": reveals,
            "requests": [
                _request(name, text, intent, fallback[0] if fallback else None)
                for text, intent, *fallback in requests
            ],
            "facts": [dict(zip(("name", "type", "label", "value"), f, strict=True)) for f in known],
        },
        "plan": numbered(plan),
        "goal": {
            "changes": [],
            "told": [dict(zip(("label", "type", "value"), t, strict=True)) for t in told],
        },
    }

"""Test tasks about goods that have arrived."""

from ledger import Ledger, Trip
from stock import line, voucher
from writing import (
    ACCOUNT,
    BY_EMAIL,
    BY_NAME,
    NEXT_REQUEST,
    PURCHASES,
    RETURNS,
    Json,
    call,
    change,
    decline,
    hand_over,
    paid_method,
    person,
    purchase,
    result,
    task,
    tell,
    think,
    value,
)


def refuse_late_return(ledger: Ledger) -> Json:
    """The window of the green chair closed yesterday, that of the grey one is open."""
    who = person(ledger, "Lorenzo Orlandò", ("via Garibaldi 3", "40121", "Bologna", "Italy"))
    green = line(ledger, "Leir camp chair", "green", "low")
    grey = line(ledger, "Leir camp chair", "grey", "low")
    first = Trip("2026-01-31", "2026-01-27", "2026-01-30", "Lyon", "Rapido")
    second = Trip("2026-02-12", "2026-02-07", "2026-02-10", "Lyon", "Rapido")
    ledger.order(who, "2026-01-25T13:00:00", [green], status="delivered", trip=first)
    ledger.order(who, "2026-02-05T13:00:00", [grey], status="delivered", trip=second)
    return task(
        ledger,
        "refuse_late_return",
        "test",
        2,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "I'd like to return the green camp chair, I've changed my mind about it. The money "
                "can go back to my card.",
                "return_item",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("chair", category="chair", colour="green"),
            think("age", "days_between", of=[result("chair", "delivered_on"), value("2026-03-02")]),
            decline("return_item", result("chair", "item_id"), "goods_go_back_in_time"),
        ],
    )


def stove_on_its_last_day(ledger: Ledger) -> Json:
    """The warranty of 365 days ends today; the stove with two burners is older."""
    address = ("Beukenlaan 29", "9712 JM", "Groningen", "Netherlands")
    who = person(ledger, "Sanne Kuiper", address)
    single = line(ledger, "Glimt stove", "silver", "1 burner")
    double = line(ledger, "Glimt stove", "silver", "2 burners")
    first = Trip("2024-06-20", "2024-06-17", "2024-06-20", "Leipzig", "Rapido")
    second = Trip("2025-03-03", "2025-02-27", "2025-03-02", "Leipzig", "Rapido")
    ledger.order(who, "2024-06-14T06:30:00", [double], status="delivered", trip=first)
    ledger.order(who, "2025-02-25T06:30:00", [single], status="delivered", trip=second)
    return task(
        ledger,
        "stove_on_its_last_day",
        "test",
        3,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "My stove with the single burner doesn't work any more, it won't ignite. I really "
                "hope the warranty isn't over: I'd like a replacement.",
                "open_warranty_claim",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("stove", category="stove", size="1 burner"),
            think("age", "days_between", of=[result("stove", "delivered_on"), value("2026-03-02")]),
            think("covered", "at_least", of=[result("stove", "warranty_days"), result("age")]),
            call("offer", "search_products", name=result("stove", "name")),
            think(
                "same",
                "only",
                over=result("offer"),
                where={"id": result("stove", "product_id")},
            ),
            change(
                "claim",
                "open_warranty_claim",
                result("covered"),
                item_id=result("stove", "item_id"),
                fault=value("does_not_work"),
                remedy=value("replacement"),
            ),
        ],
    )


def fourth_return_refused(ledger: Ledger) -> Json:
    """Three returns in 90 days; the first of them was asked for exactly 90 days ago."""
    address = ("ulica Długa 45", "80-831", "Gdańsk", "Poland")
    who = person(ledger, "Grażyna Łukaszewicz", address, "gold")
    history = (
        ("2025-11-20T16:00:00", "Moln cushion", "green", "40x40", "2025-11-25", "2025-12-02"),
        ("2026-01-02T16:00:00", "Otter knife", "black", "8 cm", "2026-01-08", "2026-01-15"),
        ("2026-01-28T16:00:00", "Siesta hammock", "blue", "single", "2026-02-02", "2026-02-11"),
    )
    for placed_at, name, colour, size, arrived, returned in history:
        trip = Trip(arrived, placed_at[:10], arrived, "Gdansk", "Postvogel")
        goods = [line(ledger, name, colour, size)]
        order = ledger.order(who, placed_at, goods, status="delivered", trip=trip)
        ledger.take_back(ledger.item(order), 1, "changed_mind", returned)
    rug = line(ledger, "Vev rug", "grey", "80x150")
    trip = Trip("2026-02-21", "2026-02-17", "2026-02-20", "Gdansk", "Postvogel")
    ledger.order(who, "2026-02-15T16:00:00", [rug], status="delivered", trip=trip, method="paypal")
    return task(
        ledger,
        "fourth_return_refused",
        "test",
        4,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "The rug is pretty, but it doesn't fit under our table at all. I'd like to return "
                "it, and you can refund it the way I paid.",
                "return_item",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("rug", category="rug"),
            RETURNS,
            think("oldest", "shift", **{"from": value("2026-03-02"), "days": value(-90)}),
            think(
                "recent",
                "count",
                over=result("returns"),
                where_at_least={"requested_on": result("oldest")},
            ),
            decline("return_item", result("rug", "item_id"), "three_returns_in_ninety_days"),
        ],
    )


def swap_and_send_back(ledger: Ledger) -> Json:
    """The last of a gold member's 60 days; a voucher lowers what comes back."""
    address = ("Leopoldstraße 30", "6020", "Innsbruck", "Austria")
    who = person(ledger, "Valentin Fürst", address, "gold")
    green = line(ledger, "Moln cushion", "green", "50x50", 2)
    grey = line(ledger, "Moln cushion", "grey", "40x40")
    blanket = line(ledger, "Ull blanket", "blue", "150x210")
    trip = Trip("2026-01-02", "2025-12-29", "2026-01-01", "Leipzig", "Rapido")
    ledger.order(who, "2025-12-27T10:40:00", [green, grey, blanket], status="delivered", trip=trip,
                 voucher_id=voucher(ledger, "COSY10"))  # fmt: skip
    knife = line(ledger, "Otter knife", "oak", "10 cm")
    ledger.order(who, "2026-03-01T10:40:00", [knife], status="processing", method="paypal")
    return task(
        ledger,
        "swap_and_send_back",
        "test",
        5,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "I've changed my mind about the green cushions. Please exchange them for blue ones "
                "of the same size.",
                "exchange_item",
            ),
            (
                "The blanket from the same parcel was damaged when it came, there's a long tear in "
                "it. I'd like to return it and have my money back the way I paid. How much is it?",
                "return_item",
            ),
            ("Please cancel the knife, I don't need it any more.", "cancel_order"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("cushions", category="cushion", colour="green"),
            call("offer", "search_products", name=result("cushions", "name")),
            think(
                "blue",
                "only",
                over=result("offer"),
                where={"colour": value("blue"), "size": result("cushions", "size")},
            ),
            change(
                "swap",
                "exchange_item",
                item_id=result("cushions", "item_id"),
                new_product_id=result("blue", "id"),
                reason=value("changed_mind"),
            ),
            NEXT_REQUEST,
            purchase("blanket", category="blanket"),
            *paid_method(result("blanket", "order_id")),
            change(
                "back",
                "return_item",
                item_id=result("blanket", "item_id"),
                quantity=result("blanket", "quantity"),
                reason=value("damaged"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
            NEXT_REQUEST,
            purchase("knife", category="knife"),
            change(
                "cancel",
                "cancel_order",
                order_id=result("knife", "order_id"),
                reason=value("no_longer_needed"),
            ),
        ],
        told=[("refund", "Money", 8910)],
    )


def hazard_after_cancel(ledger: Ledger) -> Json:
    """One order is cancelled; then a lamp that burned somebody is a matter for a person."""
    who = person(ledger, "Tariq Rahman", ("Goethestraße 12", "12043", "Berlin", "Germany"))
    lamp = line(ledger, "Halo lamp", "brass", "table")
    lantern = line(ledger, "Ljus lantern", "white", "small")
    blanket = line(ledger, "Ull blanket", "mustard", "150x210")
    trip = Trip("2026-02-20", "2026-02-16", "2026-02-19", "Leipzig", "Postvogel")
    packed = Trip("2026-03-06", None, None, "Leipzig", "Postvogel")
    ledger.order(who, "2026-02-13T22:10:00", [lamp], status="delivered", trip=trip)
    ledger.order(who, "2026-02-28T22:10:00", [blanket], status="packed", trip=packed)
    ledger.order(who, "2026-03-01T22:10:00", [lantern], status="processing", method="paypal")
    return task(
        ledger,
        "hazard_after_cancel",
        "test",
        3,
        who,
        manner=("curt", "one_by_one"),
        requests=[
            (
                "Cancel my lantern, I don't need it any more. How much comes back?",
                "cancel_order",
            ),
            (
                "The lamp I got from you started to smoke yesterday and burned my hand. I "
                "want a new one under the warranty.",
                "open_warranty_claim",
            ),
        ],
        plan=[
            *BY_NAME,
            ACCOUNT,
            PURCHASES,
            purchase("lantern", category="lantern"),
            change(
                "cancel",
                "cancel_order",
                order_id=result("lantern", "order_id"),
                reason=value("no_longer_needed"),
            ),
            tell("refund", "Money", result("cancel", "total")),
            NEXT_REQUEST,
            hand_over("A table lamp smoked and burned the customer's hand."),
        ],
        told=[("refund", "Money", 2990 + 590)],
    )


TASKS = (
    refuse_late_return,
    stove_on_its_last_day,
    fourth_return_refused,
    swap_and_send_back,
    hazard_after_cancel,
)

"""Validation tasks: other customers and other combinations than in training."""

from ledger import Ledger, Trip
from stock import line, voucher
from writing import (
    ACCOUNT,
    BY_EMAIL,
    BY_NAME,
    NEXT_REQUEST,
    ORDERS,
    PURCHASES,
    RETURNS,
    Json,
    call,
    change,
    decline,
    fact,
    largest_compensation,
    paid_method,
    person,
    purchase,
    result,
    task,
    tell,
    think,
    value,
)


def voucher_by_code(ledger: Ledger) -> Json:
    """An order by its number and a voucher by its code."""
    who = person(ledger, "Róisín Byrne", ("Eyre Lane 4", "D02 X285", "Dublin", "Ireland"))
    jacket = line(ledger, "Dun jacket", "navy", "M")
    order = ledger.order(who, "2026-03-01T10:26:00", [jacket], status="processing")
    return task(
        ledger,
        "voucher_by_code",
        "validation",
        1,
        who,
        manner=("friendly", "all_at_once"),
        requests=[
            (
                f"I forgot to use my voucher for order {order}. Can you still put it in and "
                "tell me the new total?",
                "apply_voucher",
            )
        ],
        facts=[
            ("order_number", "Identifier", "order number", order),
            ("voucher_code", "Label", "voucher code", "THAW10"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            call("order", "get_order", order_id=fact("order_number")),
            call("voucher", "get_voucher", code=fact("voucher_code")),
            change(
                "applied",
                "apply_voucher",
                order_id=fact("order_number"),
                code=fact("voucher_code"),
            ),
            tell("new total", "Money", result("applied", "total")),
        ],
        told=[("new total", "Money", 17900 - 1790)],
    )


def sunday_pickup(ledger: Ledger) -> Json:
    """Of three pickup points in the city one is open on Sundays."""
    who = person(ledger, "Anaïs Périer", ("rue de la Paix 11", "69001", "Lyon", "France"))
    pan = line(ledger, "Bruk pan", "black", "28 cm")
    pots = line(ledger, "Bruk pot set", "black", "2 pots")
    trip = Trip("2026-03-04", None, None, "Lyon", "Rapido")
    ledger.order(who, "2026-02-27T09:00:00", [pots], status="packed", trip=trip)
    ledger.order(who, "2026-03-01T21:15:00", [pan, pots], status="processing", method="paypal")
    return task(
        ledger,
        "sunday_pickup",
        "validation",
        2,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "I work all week and can only fetch parcels on Sundays. Could you send the order "
                "that isn't packed yet to a pickup point in my city that is open on Sundays?",
                "choose_pickup_point",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            ORDERS,
            think("open", "only", over=result("orders"), where={"status": value("processing")}),
            call("order", "get_order", order_id=result("open", "id")),
            call("points", "list_pickup_points", city=result("account", "customer", "city")),
            think(
                "point",
                "only",
                over=result("points"),
                where={"open_on_sundays": value(True)},
            ),
            change(
                "redirect",
                "choose_pickup_point",
                order_id=result("open", "id"),
                pickup_point_id=result("point", "id"),
            ),
            tell("street of the pickup point", "StreetAddress", result("redirect", "street")),
        ],
        told=[("street of the pickup point", "StreetAddress", "avenue Berthelot 21")],
    )


def refuse_expired_voucher(ledger: Ledger) -> Json:
    """The voucher's last day was yesterday."""
    who = person(ledger, "Uwe Großmann", ("Rosenweg 52", "22767", "Hamburg", "Germany"))
    jacket = line(ledger, "Regn jacket", "yellow", "L")
    ledger.order(who, "2026-02-28T18:00:00", [jacket], status="processing", method="paypal")
    return task(
        ledger,
        "refuse_expired_voucher",
        "validation",
        2,
        who,
        manner=("curt", "one_by_one"),
        requests=[("Use my voucher for the jacket I just ordered.", "apply_voucher")],
        facts=[("voucher_code", "Label", "voucher code", "WINTER25")],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("jacket", category="jacket"),
            call("voucher", "get_voucher", code=fact("voucher_code")),
            decline("apply_voucher", result("jacket", "order_id"), "vouchers_keep_to_their_days"),
        ],
    )


def refund_elsewhere_refused(ledger: Ledger) -> Json:
    """Paid by card, wanted on PayPal; a gold member's window of 60 days is still open."""
    address = ("plaza Nueva 16", "48005", "Bilbao", "Spain")
    who = person(ledger, "Íñigo Etxeberria", address, "gold")
    double = line(ledger, "Siesta hammock", "green", "double")
    single = line(ledger, "Siesta hammock", "green", "single")
    trip = Trip("2026-01-05", "2026-01-02", "2026-01-05", "Lyon", "Postvogel")
    ledger.order(who, "2025-12-30T12:00:00", [single, double], status="delivered", trip=trip)
    return task(
        ledger,
        "refund_elsewhere_refused",
        "validation",
        3,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "I've changed my mind about the double hammock and would like to return it. Please "
                "send the money to my PayPal account.",
                "return_item",
                "All right, then send it back the way I paid.",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("hammock", category="hammock", size="double"),
            *paid_method(result("hammock", "order_id")),
            decline("return_item", result("hammock", "item_id"), "money_goes_back_as_it_came"),
            change(
                "back",
                "return_item",
                item_id=result("hammock", "item_id"),
                quantity=result("hammock", "quantity"),
                reason=value("changed_mind"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
        ],
        told=[("refund", "Money", 6990)],
    )


def dearer_of_two(ledger: Ledger) -> Json:
    """By goods the second order is the dearer one, but a voucher made it cheaper."""
    who = person(ledger, "Chidinma Okonkwo", ("Schillerplatz 2", "50823", "Köln", "Germany"))
    jacket = line(ledger, "Regn jacket", "yellow", "S")
    stove = line(ledger, "Glimt stove", "black", "2 burners")
    lantern = line(ledger, "Fyr lantern", "green", "one size")
    tent = line(ledger, "Sarek tent", "red", "2 persons")
    thaw = voucher(ledger, "THAW10")
    trip = Trip("2026-03-05", None, None, "Leipzig", "Postvogel")
    ledger.order(who, "2026-02-28T17:00:00", [jacket], status="processing")
    ledger.order(who, "2026-02-28T20:00:00", [stove, lantern], status="processing", voucher_id=thaw)
    ledger.order(who, "2026-02-27T20:00:00", [tent], status="packed", trip=trip)
    unpacked = {"over": result("orders"), "where": {"status": value("processing")}}
    return task(
        ledger,
        "dearer_of_two",
        "validation",
        4,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "I have two orders that aren't packed yet. By how much do their totals differ? It "
                "all takes too long, so please cancel the one with the higher total.",
                "cancel_order",
            ),
            (
                "Have the other one of the two sent to the pickup point Trinkhalle am Ring.",
                "choose_pickup_point",
            ),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            ORDERS,
            think("dearer", "max", by="total", **unpacked),
            think("cheaper", "min", by="total", **unpacked),
            think("gap", "difference", of=[result("dearer", "total"), result("cheaper", "total")]),
            tell("difference", "Money", result("gap")),
            change(
                "cancel",
                "cancel_order",
                order_id=result("dearer", "id"),
                reason=value("too_slow"),
            ),
            NEXT_REQUEST,
            call("order", "get_order", order_id=result("cheaper", "id")),
            call("points", "list_pickup_points", city=result("cheaper", "city")),
            think(
                "point",
                "only",
                over=result("points"),
                where={"name": value("Trinkhalle am Ring")},
            ),
            change(
                "redirect",
                "choose_pickup_point",
                order_id=result("cheaper", "id"),
                pickup_point_id=result("point", "id"),
            ),
        ],
        told=[("difference", "Money", 11900 - (9990 + 2450 - 1244))],
    )


def address_and_voucher(ledger: Ledger) -> Json:
    """Two changes of one order; the voucher can be used from today on."""
    who = person(ledger, "Zdeňka Procházková", ("Husova 20", "110 00", "Praha", "Czechia"))
    rug = line(ledger, "Vev rug", "blue", "120x180")
    cushion = line(ledger, "Moln cushion", "blue", "50x50")
    ledger.order(who, "2026-03-01T14:00:00", [rug], status="processing", method="paypal")
    ledger.order(who, "2026-03-01T14:09:00", [cushion], status="processing", method="paypal")
    return task(
        ledger,
        "address_and_voucher",
        "validation",
        3,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "The blue rug is a present for my sister. Can you send that order straight to her? "
                "It's Květná 5, 602 00 Brno, Czechia.",
                "change_delivery_address",
            ),
            (
                "I've also found a voucher; please use it for the same order and tell me "
                "what the order costs then.",
                "apply_voucher",
            ),
        ],
        facts=[
            ("street", "StreetAddress", "street", "Květná 5"),
            ("new_postal_code", "PostalCode", "postal code of the sister", "602 00"),
            ("city", "City", "city", "Brno"),
            ("country", "Country", "country", "Czechia"),
            ("voucher_code", "Label", "voucher code", "SPRING26"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("rug", category="rug", colour="blue"),
            call("order", "get_order", order_id=result("rug", "order_id")),
            change(
                "redirect",
                "change_delivery_address",
                order_id=result("rug", "order_id"),
                street=fact("street"),
                postal_code=fact("new_postal_code"),
                city=fact("city"),
                country=fact("country"),
            ),
            NEXT_REQUEST,
            call("voucher", "get_voucher", code=fact("voucher_code")),
            change(
                "applied",
                "apply_voucher",
                order_id=result("rug", "order_id"),
                code=fact("voucher_code"),
            ),
            tell("new total", "Money", result("applied", "total")),
        ],
        told=[("new total", "Money", 11900 - 1785)],
    )


def claim_and_exchange(ledger: Ledger) -> Json:
    """Two old friends: a backpack under a long warranty and a jacket within 45 days."""
    address = ("rua Augusta 12", "4000-053", "Porto", "Portugal")
    who = person(ledger, "João Magalhães", address, "silver")
    pack = line(ledger, "Rallar backpack", "red", "35 l")
    daypack = line(ledger, "Fjord daypack", "yellow", "20 l")
    jacket = line(ledger, "Dun jacket", "navy", "S")
    first = Trip("2024-09-11", "2024-09-07", "2024-09-10", "Lyon", "Rapido")
    second = Trip("2026-01-21", "2026-01-17", "2026-01-20", "Lyon", "Rapido")
    ledger.order(who, "2024-09-05T08:00:00", [pack], status="delivered", trip=first)
    ledger.order(who, "2026-01-15T08:00:00", [jacket, daypack], status="delivered", trip=second)
    return task(
        ledger,
        "claim_and_exchange",
        "validation",
        4,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "A buckle has broken off my red backpack. I'd like to have it repaired under the "
                "warranty.",
                "open_warranty_claim",
            ),
            (
                "My navy jacket is too tight. Please exchange it for size M in the same colour.",
                "exchange_item",
            ),
        ],
        plan=[
            *BY_NAME,
            ACCOUNT,
            PURCHASES,
            purchase("pack", category="backpack", colour="red"),
            think("age", "days_between", of=[result("pack", "delivered_on"), value("2026-03-02")]),
            change(
                "claim",
                "open_warranty_claim",
                item_id=result("pack", "item_id"),
                fault=value("broken_part"),
                remedy=value("repair"),
            ),
            NEXT_REQUEST,
            purchase("jacket", category="jacket", colour="navy"),
            RETURNS,
            call("offer", "search_products", name=result("jacket", "name")),
            think(
                "larger",
                "only",
                over=result("offer"),
                where={"size": value("M"), "colour": result("jacket", "colour")},
            ),
            change(
                "swap",
                "exchange_item",
                item_id=result("jacket", "item_id"),
                new_product_id=result("larger", "id"),
                reason=value("does_not_fit"),
            ),
        ],
    )


def overdue_parcel_and_cancel(ledger: Ledger) -> Json:
    """A parcel that is still under way and four days overdue, and two orders to choose from."""
    address = ("rue des Lilas 73", "44000", "Nantes", "France")
    who = person(ledger, "Anahit Petrosyan", address, "silver")
    tent = line(ledger, "Sarek tent", "olive", "3 persons")
    blanket = line(ledger, "Fleck blanket", "green", "130x170")
    pots = line(ledger, "Bruk pot set", "steel", "2 pots")
    old = Trip("2026-01-12", "2026-01-09", "2026-01-18", "Lyon", "NordCargo")
    overdue = Trip("2026-02-26", "2026-02-22", None, "Gdansk", "NordCargo")
    given = ledger.order(who, "2026-01-06T07:00:00", [pots], status="delivered", trip=old)
    ledger.compensate(given, 2000, "2026-01-20")
    ledger.order(who, "2026-02-20T07:00:00", [tent], status="shipped", trip=overdue)
    ledger.order(who, "2026-02-28T13:00:00", [blanket], status="processing")
    ledger.order(who, "2026-02-28T13:30:00", [pots], status="processing")
    is_late = result("is_late")
    return task(
        ledger,
        "overdue_parcel_and_cancel",
        "validation",
        5,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "The parcel that is on its way to me should have been here long ago. If it's at "
                "least three days overdue today, give me the highest compensation you can for it.",
                "grant_compensation",
            ),
            (
                "I've also ordered too much. Of the orders you haven't packed yet, cancel the one "
                "with the lowest total, I no longer need it. How much do I get back for it?",
                "cancel_order",
            ),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            ORDERS,
            think("parcel", "only", over=result("orders"), where={"status": value("shipped")}),
            call("order", "get_order", order_id=result("parcel", "id")),
            think(
                "late",
                "days_between",
                of=[result("order", "shipments", 0, "promised_on"), value("2026-03-02")],
            ),
            think("is_late", "at_least", of=[result("late"), value(3)]),
            *largest_compensation(),
            change(
                "given",
                "grant_compensation",
                is_late,
                order_id=result("parcel", "id"),
                amount=result("most"),
            ),
            NEXT_REQUEST,
            think(
                "smallest",
                "min",
                over=result("orders"),
                where={"status": value("processing")},
                by="total",
            ),
            change(
                "cancel",
                "cancel_order",
                order_id=result("smallest", "id"),
                reason=value("no_longer_needed"),
            ),
            tell("refund", "Money", result("cancel", "total")),
        ],
        told=[("refund", "Money", 3990 + 590)],
    )


TASKS = (
    voucher_by_code,
    sunday_pickup,
    refuse_expired_voucher,
    refund_elsewhere_refused,
    dearer_of_two,
    address_and_voucher,
    claim_and_exchange,
    overdue_parcel_and_cancel,
)

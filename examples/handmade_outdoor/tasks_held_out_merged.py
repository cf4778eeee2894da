"""Validation and test tasks that merge several requests."""

from ledger import Ledger, Trip
from stock import line, voucher
from writing import (
    ACCOUNT,
    BY_EMAIL,
    CUSTOMER,
    NEXT_REQUEST,
    PURCHASES,
    RETURNS,
    Json,
    call,
    change,
    decline,
    fact,
    lateness,
    paid_method,
    person,
    purchase,
    result,
    task,
    tell,
    think,
    value,
)


def other_mugs_instead(ledger: Ledger) -> Json:
    """Two orders of mugs are cancelled and other mugs ordered; the lamp stays."""
    who = person(ledger, "Kateřina Šimek", ("Nádražní 44", "779 00", "Olomouc", "Czechia"))
    two = line(ledger, "Hytte mug", "white", "0.3 l", 2)
    three = line(ledger, "Hytte mug", "white", "0.4 l", 3)
    lamp = line(ledger, "Halo lamp", "brass", "table")
    ledger.order(who, "2026-03-01T20:00:00", [two], status="processing")
    ledger.order(who, "2026-03-01T20:15:00", [lamp], status="processing")
    ledger.order(who, "2026-03-01T20:30:00", [three], status="processing")
    are_mugs = {"category": value("mug")}
    return task(
        ledger,
        "other_mugs_instead",
        "validation",
        4,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "I ordered mugs twice by mistake last night, and the wrong kind at that! Please "
                "cancel both orders with mugs. How much do I get back for the two together?",
                "cancel_order",
            ),
            (
                "What I really wanted are six green Tarn mugs. Can you order those for me, paid "
                "with PayPal? And what do they come to, shipping included?",
                "place_order",
            ),
        ],
        facts=[("pieces", "Quantity", "number of mugs", 6)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            think("fewer", "min", over=result("purchases"), where=are_mugs, by="quantity"),
            think("more", "max", over=result("purchases"), where=are_mugs, by="quantity"),
            change(
                "cancel_fewer",
                "cancel_order",
                order_id=result("fewer", "order_id"),
                reason=value("ordered_by_mistake"),
            ),
            change(
                "cancel_more",
                "cancel_order",
                order_id=result("more", "order_id"),
                reason=value("ordered_by_mistake"),
            ),
            think(
                "both", "sum", of=[result("cancel_fewer", "total"), result("cancel_more", "total")]
            ),
            tell("refund for both", "Money", result("both")),
            NEXT_REQUEST,
            call("offer", "search_products", name=value("Tarn mug")),
            think("green", "only", over=result("offer"), where={"colour": value("green")}),
            change(
                "bought",
                "place_order",
                product_id=result("green", "id"),
                customer_id=CUSTOMER,
                quantity=fact("pieces"),
                payment_method=value("paypal"),
            ),
            tell("order total", "Money", result("bought", "total")),
        ],
        told=[
            ("refund for both", "Money", 2 * 1290 + 590 + 3 * 1490 + 590),
            ("order total", "Money", 6 * 990 + 590),
        ],
    )


def one_parcel_two_answers(ledger: Ledger) -> Json:
    """The sleeping bag may go back, the clearance jacket may not."""
    address = ("piazza San Marco 2", "20144", "Milano", "Italy")
    who = person(ledger, "Ilaria Ferri", address, "silver")
    bag = line(ledger, "Vindel sleeping bag", "black", "long")
    jacket = line(ledger, "Dun jacket", "rust", "S")
    hammock = line(ledger, "Siesta hammock", "striped", "double")
    cosy = voucher(ledger, "COSY10")
    trip = Trip("2026-02-15", "2026-02-11", "2026-02-14", "Lyon", "Rapido")
    ledger.order(who, "2026-02-08T15:15:00", [bag, jacket], status="delivered", trip=trip,
                 voucher_id=cosy)  # fmt: skip
    ledger.order(who, "2026-03-01T15:15:00", [hammock], status="processing", method="paypal")
    return task(
        ledger,
        "one_parcel_two_answers",
        "validation",
        5,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "The sleeping bag you sent me in February is far too long for me, it doesn't fit. "
                "I'd like to return it for a refund the way I paid. How much will that be?",
                "return_item",
            ),
            (
                "The rust jacket from the same parcel doesn't fit either, back it goes.",
                "return_item",
            ),
            (
                "Could you still use my voucher for the hammock I've just ordered? I'd like to "
                "know the total then.",
                "apply_voucher",
            ),
        ],
        facts=[("voucher_code", "Label", "voucher code", "SPRING26")],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("bag", category="sleeping_bag"),
            *paid_method(result("bag", "order_id")),
            change(
                "back",
                "return_item",
                item_id=result("bag", "item_id"),
                quantity=result("bag", "quantity"),
                reason=value("does_not_fit"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
            NEXT_REQUEST,
            purchase("jacket", category="jacket", colour="rust"),
            decline("return_item", result("jacket", "item_id"), "clearance_is_final"),
            NEXT_REQUEST,
            call("voucher", "get_voucher", code=fact("voucher_code")),
            purchase("hammock", category="hammock"),
            call("hammock_order", "get_order", order_id=result("hammock", "order_id")),
            change(
                "applied",
                "apply_voucher",
                order_id=result("hammock", "order_id"),
                code=fact("voucher_code"),
            ),
            tell("new total", "Money", result("applied", "total")),
        ],
        told=[("refund", "Money", 17910), ("new total", "Money", 6990 - 1048)],
    )


def three_complaints(ledger: Ledger) -> Json:
    """A faulty lantern, a parcel two days late, and one chipped vase of two."""
    who = person(ledger, "Amélie Béranger", ("rue Voltaire 60", "59000", "Lille", "France"))
    lantern = line(ledger, "Ljus lantern", "white", "large")
    vases = line(ledger, "Dråpe vase", "clear", "large", 2)
    small = line(ledger, "Dråpe vase", "clear", "small")
    first = Trip("2025-09-11", "2025-09-08", "2025-09-10", "Lyon", "Rapido")
    second = Trip("2026-02-17", "2026-02-14", "2026-02-19", "Lyon", "NordCargo")
    ledger.order(who, "2025-09-05T12:30:00", [lantern, small], status="delivered", trip=first)
    ledger.order(who, "2026-02-11T12:30:00", [vases], status="delivered", trip=second)
    return task(
        ledger,
        "three_complaints",
        "test",
        5,
        who,
        manner=("curt", "one_by_one"),
        requests=[
            (
                "My lantern doesn't work any more. I want it repaired under the warranty.",
                "open_warranty_claim",
            ),
            (
                "The parcel with the large vases came after the day you promised. I want "
                "compensation.",
                "grant_compensation",
            ),
            (
                "One of the two large vases was damaged on arrival. It goes back, just that "
                "one, and I want store credit for it. How much?",
                "return_item",
            ),
        ],
        facts=[("pieces", "Quantity", "number of vases to send back", 1)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("lantern", category="lantern"),
            change(
                "claim",
                "open_warranty_claim",
                item_id=result("lantern", "item_id"),
                fault=value("does_not_work"),
                remedy=value("repair"),
            ),
            NEXT_REQUEST,
            purchase("vases", category="vase", size="large"),
            *lateness(result("vases", "order_id")),
            decline(
                "grant_compensation",
                result("vases", "order_id"),
                "compensation_is_for_late_parcels",
            ),
            NEXT_REQUEST,
            RETURNS,
            change(
                "back",
                "return_item",
                item_id=result("vases", "item_id"),
                quantity=fact("pieces"),
                reason=value("damaged"),
                refund_to=value("store_credit"),
            ),
            tell("refund", "Money", result("back", "amount")),
        ],
        told=[("refund", "Money", 4490)],
    )


def wish_to_pickup_point(ledger: Ledger) -> Json:
    """An order that did not exist before is sent on; two cheaper wishes are sold out."""
    address = ("quai Saint-Antoine 14", "75013", "Paris", "France")
    who = person(ledger, "Leïla Diallo", address, "gold")
    for name, colour, size, on in (
        ("Fleck blanket", "white", "130x170", "2025-08-17"),
        ("Kolk kettle", "red", "1.2 l", "2025-12-08"),
        ("Otter knife", "black", "10 cm", "2026-01-11"),
        ("Glimt stove", "black", "2 burners", "2026-02-19"),
    ):
        ledger.wish(who, line(ledger, name, colour, size).product_id, on)
    rug = line(ledger, "Vev rug", "blue", "80x150")
    pan = line(ledger, "Bruk pan", "steel", "24 cm")
    late = Trip("2026-01-29", "2026-01-28", "2026-02-02", "Lyon", "NordCargo")
    fine = Trip("2026-02-24", "2026-02-20", "2026-02-23", "Lyon", "Rapido")
    ledger.order(who, "2026-01-23T18:00:00", [rug], status="delivered", trip=late)
    ledger.order(who, "2026-02-18T18:00:00", [pan], status="delivered", trip=fine)
    return task(
        ledger,
        "wish_to_pickup_point",
        "test",
        5,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "My blue rug arrived several days late. I don't want to make a fuss, a little "
                "compensation would do. I have a modest amount in mind.",
                "grant_compensation",
            ),
            (
                "I'd like to treat myself: order one piece of the cheapest article "
                "on my wish list that's in stock, with PayPal. What will I pay?",
                "place_order",
            ),
            (
                "Please have that new order sent to a pickup point in my city that's open on "
                "Sundays.",
                "choose_pickup_point",
            ),
        ],
        facts=[
            ("amount", "Money", "compensation", 1500),
            ("pieces", "Quantity", "number of pieces", 1),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("rug", category="rug", colour="blue"),
            *lateness(result("rug", "order_id")),
            change(
                "given",
                "grant_compensation",
                result("is_late"),
                order_id=result("rug", "order_id"),
                amount=fact("amount"),
            ),
            NEXT_REQUEST,
            think(
                "cheapest",
                "min",
                over=result("account", "wish_list"),
                where_at_least={"stock": value(1)},
                by="price",
            ),
            change(
                "bought",
                "place_order",
                product_id=result("cheapest", "product_id"),
                customer_id=CUSTOMER,
                quantity=fact("pieces"),
                payment_method=value("paypal"),
            ),
            tell("order total", "Money", result("bought", "total")),
            NEXT_REQUEST,
            call("points", "list_pickup_points", city=result("account", "customer", "city")),
            think("point", "only", over=result("points"), where={"open_on_sundays": value(True)}),
            change(
                "redirect",
                "choose_pickup_point",
                order_id=result("bought", "id"),
                pickup_point_id=result("point", "id"),
            ),
        ],
        told=[("order total", "Money", 4500)],
    )


def swap_grant_and_gift(ledger: Ledger) -> Json:
    """Low chairs were bought as well; compensation and a gift card add up with old credit."""
    address = ("Mühlgasse 8", "1090", "Wien", "Austria")
    who = person(ledger, "Theresia Wögerbauer", address, "gold", store_credit=1250)
    ledger.add("gift_cards", "ALMA-4F9W", code="ALMA-4F9W", balance=1500, sold_on="2025-12-23")
    grey = line(ledger, "Leir camp chair", "grey", "high", 2)
    low = line(ledger, "Leir camp chair", "grey", "low")
    late = Trip("2026-01-27", "2026-01-26", "2026-02-03", "Leipzig", "NordCargo")
    fine = Trip("2025-11-20", "2025-11-16", "2025-11-19", "Leipzig", "Rapido")
    ledger.order(who, "2025-11-14T10:50:00", [low], status="delivered", trip=fine)
    ledger.order(who, "2026-01-21T10:50:00", [grey], status="delivered", trip=late)
    return task(
        ledger,
        "swap_grant_and_gift",
        "test",
        5,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "I bought two high camp chairs from you, and I've changed my mind about the grey. "
                "Would you swap both of them for green ones of the same height?",
                "exchange_item",
            ),
            (
                "The chairs came dreadfully late. If it was three days or more, please give me "
                "25.00 for that order.",
                "grant_compensation",
            ),
            (
                "My neighbour gave me a gift card. Please redeem it and tell me what store "
                "credit I have in the end, everything included.",
                "redeem_gift_card",
            ),
        ],
        facts=[
            ("amount", "Money", "compensation", 2500),
            ("gift_code", "Label", "gift card code", "ALMA-4F9W"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("chairs", category="chair", size="high"),
            call("offer", "search_products", name=result("chairs", "name")),
            think(
                "green",
                "only",
                over=result("offer"),
                where={"colour": value("green"), "size": result("chairs", "size")},
            ),
            change(
                "swap",
                "exchange_item",
                item_id=result("chairs", "item_id"),
                new_product_id=result("green", "id"),
                reason=value("changed_mind"),
            ),
            NEXT_REQUEST,
            *lateness(result("chairs", "order_id")),
            change(
                "given",
                "grant_compensation",
                result("is_late"),
                order_id=result("chairs", "order_id"),
                amount=fact("amount"),
            ),
            NEXT_REQUEST,
            call("card", "get_gift_card", code=fact("gift_code")),
            change("redeem", "redeem_gift_card", customer_id=CUSTOMER, code=fact("gift_code")),
            tell("store credit", "Money", result("redeem", "store_credit")),
        ],
        told=[("store credit", "Money", 1250 + 2500 + 1500)],
    )


TASKS = (
    other_mugs_instead,
    one_parcel_two_answers,
    three_complaints,
    wish_to_pickup_point,
    swap_grant_and_gift,
)

"""Test tasks about orders, vouchers, gift cards and wish lists."""

from ledger import Ledger, Place, Trip
from stock import line, voucher
from writing import (
    ACCOUNT,
    BY_EMAIL,
    CUSTOMER,
    NEXT_REQUEST,
    ORDERS,
    PURCHASES,
    RETURNS,
    Json,
    call,
    change,
    decline,
    fact,
    paid_method,
    person,
    purchase,
    result,
    task,
    tell,
    think,
    value,
)


def nothing_on_account(ledger: Ledger) -> Json:
    """A balance of zero is an answer too; a namesake in the same street has some credit."""
    home = ("8200", "Aarhus", "Denmark")
    who = person(ledger, "Signe Thygesen", ("Vestergade 18", *home), "silver")
    other = ("Vestergade 81", *home)
    person(ledger, "Signe Thygesen", other, "gold", store_credit=3350, email="signe.t@example.org")
    joined_on = ledger.text("customers", who, "joined_on")
    return task(
        ledger,
        "nothing_on_account",
        "test",
        1,
        who,
        manner=("chatty", "all_at_once"),
        requests=[
            (
                "I was wondering how much store credit I've got on my account, and since which "
                "day I've been a customer of yours?",
                "",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            tell("store credit", "Money", result("account", "customer", "store_credit")),
            tell("first day", "Date", result("account", "customer", "joined_on")),
        ],
        told=[("store credit", "Money", 0), ("first day", "Date", joined_on)],
    )


def cheapest_wish(ledger: Ledger) -> Json:
    """The cheapest of four wishes is ordered and leaves the list."""
    address = ("rua do Carmo 101", "3000-150", "Coimbra", "Portugal")
    who = person(ledger, "Duarte Leitão", address, "gold")
    for name, colour, size, on in (
        ("Hytte mug", "white", "0.3 l", "2025-09-01"),
        ("Tarn mug", "grey", "0.35 l", "2025-12-24"),
        ("Spira vase", "clear", "one size", "2026-01-15"),
        ("Stille chair", "oak", "one size", "2026-02-02"),
    ):
        ledger.wish(who, line(ledger, name, colour, size).product_id, on)
    return task(
        ledger,
        "cheapest_wish",
        "test",
        2,
        who,
        manner=("curt", "one_by_one"),
        requests=[
            (
                "Order the cheapest thing on my wish list, one piece, by card. What's the total?",
                "place_order",
            )
        ],
        facts=[("pieces", "Quantity", "number of pieces", 1)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            think("cheapest", "min", over=result("account", "wish_list"), by="price"),
            change(
                "bought",
                "place_order",
                product_id=result("cheapest", "product_id"),
                customer_id=CUSTOMER,
                quantity=fact("pieces"),
                payment_method=value("card"),
            ),
            tell("order total", "Money", result("bought", "total")),
        ],
        told=[("order total", "Money", 990)],
    )


def invoice_refused(ledger: Ledger) -> Json:
    """No invoice for basic customers; the store credit covers the order by a few euros."""
    address = ("rue Voltaire 8", "75011", "Paris", "France")
    who = person(ledger, "Youssef Haddad", address, store_credit=8500)
    blue = line(ledger, "Moln cushion", "blue", "50x50")
    vase = line(ledger, "Spira vase", "clear", "one size")
    trip = Trip("2026-02-19", "2026-02-16", "2026-02-18", "Lyon", "Postvogel")
    ledger.order(who, "2026-02-12T17:17:00", [blue, vase], status="delivered", trip=trip)
    covers = result("covers")
    return task(
        ledger,
        "invoice_refused",
        "test",
        5,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "I'd like to order the Fleck blanket in blue, for both of my children, so two "
                "pieces. I'll pay on invoice.",
                "place_order",
                "Then take it from my store credit if that covers everything; otherwise charge my "
                "card. What does it cost me altogether?",
            ),
            (
                "In my last parcel there was the wrong article. I'd ordered a "
                "green cushion and got a blue one. It can go back to you; please refund it the "
                "way I paid.",
                "return_item",
            ),
        ],
        facts=[("pieces", "Quantity", "number of pieces", 2)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            call("offer", "search_products", category=value("blanket")),
            think(
                "blanket",
                "only",
                over=result("offer"),
                where={"name": value("Fleck blanket"), "colour": value("blue")},
            ),
            decline("place_order", result("blanket", "id"), "invoice_is_for_members"),
            think("goods", "product", of=[result("blanket", "price"), fact("pieces")]),
            think("free", "at_least", of=[result("goods"), value("75.00")]),
            think("with_fee", "sum", of=[result("goods"), value("5.90")]),
            think(
                "cost",
                "choose",
                **{"if": result("free"), "then": result("goods"), "else": result("with_fee")},
            ),
            think(
                "covers",
                "at_least",
                of=[result("account", "customer", "store_credit"), result("cost")],
            ),
            think(
                "method",
                "choose",
                **{"if": covers, "then": value("store_credit"), "else": value("card")},
            ),
            change(
                "bought",
                "place_order",
                product_id=result("blanket", "id"),
                customer_id=CUSTOMER,
                quantity=fact("pieces"),
                payment_method=result("method"),
            ),
            tell("order total", "Money", result("bought", "total")),
            NEXT_REQUEST,
            PURCHASES,
            purchase("cushion", category="cushion"),
            RETURNS,
            *paid_method(result("cushion", "order_id")),
            change(
                "back",
                "return_item",
                item_id=result("cushion", "item_id"),
                quantity=result("cushion", "quantity"),
                reason=value("wrong_item"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
        ],
        told=[("order total", "Money", 7980), ("refund", "Money", 2490)],
    )


def better_voucher_and_gift(ledger: Ledger) -> Json:
    """Of two vouchers the larger ended yesterday, the smaller ends today."""
    address = ("via Roma 19", "90133", "Palermo", "Italy")
    who = person(ledger, "Beatrice Gallo", address, "silver", store_credit=275)
    ledger.add("gift_cards", "LUNA-9D3T", code="LUNA-9D3T", balance=2500, sold_on="2025-11-30")
    rug = line(ledger, "Vev rug", "rust", "120x180")
    ledger.order(who, "2026-02-28T11:45:00", [rug], status="processing", method="paypal")
    return task(
        ledger,
        "better_voucher_and_gift",
        "test",
        4,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "I have two vouchers here and don't know which of them can still be used. For my "
                "rug, take the first one if it is still valid today, otherwise the second one. "
                "What is the new total?",
                "apply_voucher",
            ),
            (
                "Please redeem my gift card, too. What does my store credit come to?",
                "redeem_gift_card",
            ),
        ],
        facts=[
            ("first_code", "Label", "code of the first voucher", "WINTER25"),
            ("second_code", "Label", "code of the second voucher", "WINTER15"),
            ("gift_code", "Label", "gift card code", "LUNA-9D3T"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("rug", category="rug"),
            call("order", "get_order", order_id=result("rug", "order_id")),
            call("first", "get_voucher", code=fact("first_code")),
            call("second", "get_voucher", code=fact("second_code")),
            think("valid", "at_least", of=[result("first", "ends_on"), value("2026-03-02")]),
            think(
                "code",
                "choose",
                **{"if": result("valid"), "then": fact("first_code"), "else": fact("second_code")},
            ),
            change(
                "applied",
                "apply_voucher",
                order_id=result("rug", "order_id"),
                code=result("code"),
            ),
            tell("new total", "Money", result("applied", "total")),
            NEXT_REQUEST,
            call("card", "get_gift_card", code=fact("gift_code")),
            change("redeem", "redeem_gift_card", customer_id=CUSTOMER, code=fact("gift_code")),
            tell("store credit", "Money", result("redeem", "store_credit")),
        ],
        told=[
            ("new total", "Money", 11900 - 1785),
            ("store credit", "Money", 275 + 2500),
        ],
    )


def moving_house(ledger: Ledger) -> Json:
    """One of two open orders was placed for another country and cannot follow."""
    address = ("Mariahilfer Straße 77", "1060", "Wien", "Austria")
    who = person(ledger, "Ștefan Popescu", address)
    lamp = line(ledger, "Halo lamp", "black", "floor")
    mugs = line(ledger, "Hytte mug", "blue", "0.3 l", 6)
    pan = line(ledger, "Bruk pan", "black", "24 cm")
    friend = Place("Dlouhá 41", "602 00", "Brno", "Czechia")
    packed = Trip("2026-03-05", None, None, "Gdansk", "Postvogel")
    ledger.order(who, "2026-02-27T09:30:00", [pan], status="packed", trip=packed)
    ledger.order(who, "2026-02-28T09:30:00", [lamp], status="processing")
    ledger.order(who, "2026-03-01T09:30:00", [mugs], status="processing", place=friend)
    return task(
        ledger,
        "moving_house",
        "test",
        5,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "We're moving out today! Both of my orders that aren't packed yet must go to our "
                "new flat, please: the lamp, and the mugs that were meant for a friend. From now "
                "on we live at Leopoldstraße 8, 6020 Innsbruck, still in Austria.",
                "change_delivery_address",
            ),
            ("What is the total of the order with the lamp?", ""),
        ],
        facts=[
            ("street", "StreetAddress", "street", "Leopoldstraße 8"),
            ("new_postal_code", "PostalCode", "postal code of the new flat", "6020"),
            ("city", "City", "city", "Innsbruck"),
            ("country", "Country", "country", "Austria"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("lamp", category="lamp", order_status="processing"),
            purchase("mugs", category="mug", order_status="processing"),
            call("lamp_order", "get_order", order_id=result("lamp", "order_id")),
            call("mugs_order", "get_order", order_id=result("mugs", "order_id")),
            change(
                "moved",
                "change_delivery_address",
                order_id=result("lamp", "order_id"),
                street=fact("street"),
                postal_code=fact("new_postal_code"),
                city=fact("city"),
                country=fact("country"),
            ),
            decline(
                "change_delivery_address",
                result("mugs", "order_id"),
                "orders_stay_in_their_country",
            ),
            NEXT_REQUEST,
            tell("total for the lamp", "Money", result("moved", "total")),
        ],
        told=[("total for the lamp", "Money", 14900)],
    )


def credit_pays_for_blanket(ledger: Ledger) -> Json:
    """A cancelled order, a gift card and what was there pay for a new order."""
    address = ("Havenstraat 61", "3011 WN", "Rotterdam", "Netherlands")
    who = person(ledger, "Maaike de Groot", address, store_credit=300)
    ledger.add("gift_cards", "NOVA-5H6C", code="NOVA-5H6C", balance=2500, sold_on="2025-12-06")
    jacket = line(ledger, "Regn jacket", "navy", "L")
    chair = line(ledger, "Leir camp chair", "red", "high", 2)
    tent = line(ledger, "Sarek tent", "green", "3 persons")
    thaw = voucher(ledger, "THAW10")
    packed = Trip("2026-03-05", None, None, "Leipzig", "Rapido")
    ledger.order(who, "2026-02-27T12:00:00", [tent], status="packed", trip=packed)
    ledger.order(who, "2026-02-28T12:00:00", [chair], status="processing", method="paypal",
                 voucher_id=thaw)  # fmt: skip
    ledger.order(who, "2026-03-01T12:00:00", [jacket], status="processing", method="store_credit")
    return task(
        ledger,
        "credit_pays_for_blanket",
        "test",
        5,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "Of my orders that you haven't packed yet, please cancel the most expensive one, "
                "I mean the one with the highest total. I've found the thing cheaper elsewhere.",
                "cancel_order",
            ),
            ("Please put the gift card that I have here on my account.", "redeem_gift_card"),
            (
                "Please order me one blue blanket, whichever blue one is the cheapest, paid with "
                "store credit. What store credit is left then?",
                "place_order",
            ),
        ],
        facts=[
            ("gift_code", "Label", "gift card code", "NOVA-5H6C"),
            ("pieces", "Quantity", "number of pieces", 1),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            ORDERS,
            think(
                "dearest",
                "max",
                over=result("orders"),
                where={"status": value("processing")},
                by="total",
            ),
            change(
                "cancel",
                "cancel_order",
                order_id=result("dearest", "id"),
                reason=value("found_cheaper"),
            ),
            NEXT_REQUEST,
            call("card", "get_gift_card", code=fact("gift_code")),
            change("redeem", "redeem_gift_card", customer_id=CUSTOMER, code=fact("gift_code")),
            NEXT_REQUEST,
            call("offer", "search_products", category=value("blanket")),
            think(
                "cheapest",
                "min",
                over=result("offer"),
                where={"colour": value("blue")},
                where_at_least={"stock": value(1)},
                by="price",
            ),
            change(
                "bought",
                "place_order",
                product_id=result("cheapest", "id"),
                customer_id=CUSTOMER,
                quantity=fact("pieces"),
                payment_method=value("store_credit"),
            ),
            think(
                "left",
                "difference",
                of=[result("redeem", "store_credit"), result("bought", "total")],
            ),
            tell("store credit left", "Money", result("left")),
        ],
        told=[("store credit left", "Money", 300 + 11900 + 2500 - (3990 + 590))],
    )


TASKS = (
    nothing_on_account,
    cheapest_wish,
    invoice_refused,
    better_voucher_and_gift,
    moving_house,
    credit_pays_for_blanket,
)

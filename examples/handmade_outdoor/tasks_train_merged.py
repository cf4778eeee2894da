"""Training tasks that merge several requests."""

from ledger import Ledger, Trip
from stock import line, point
from writing import (
    ACCOUNT,
    BY_EMAIL,
    BY_NAME,
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
    largest_compensation,
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


def credit_from_two_sides(ledger: Ledger) -> Json:
    """A cancelled order was paid with store credit, and a gift card comes on top."""
    address = ("Rosenweg 9", "81669", "München", "Germany")
    who = person(ledger, "Haruto Tanaka", address, "gold")
    ledger.add("gift_cards", "SOLA-7M2V", code="SOLA-7M2V", balance=4000, sold_on="2026-01-30")
    pan = line(ledger, "Bruk pan", "steel", "28 cm")
    pots = line(ledger, "Bruk pot set", "steel", "3 pots")
    jacket = line(ledger, "Regn jacket", "yellow", "M")
    lantern = line(ledger, "Ljus lantern", "black", "small")
    packed = Trip("2026-03-05", None, None, "Leipzig", "Rapido")
    trip = Trip("2026-02-11", "2026-02-07", "2026-02-10", "Leipzig", "Rapido")
    ledger.order(who, "2026-02-05T08:20:00", [jacket, lantern], status="delivered", trip=trip)
    ledger.order(who, "2026-02-28T08:00:00", [pan], status="processing", method="store_credit")
    ledger.order(who, "2026-02-27T18:10:00", [pots], status="packed", trip=packed)
    return task(
        ledger,
        "credit_from_two_sides",
        "train",
        5,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            ("Please cancel the pan I ordered, I found it cheaper elsewhere.", "cancel_order"),
            (
                "My yellow jacket is too wide. Can I exchange it for one in S, in the same colour?",
                "exchange_item",
            ),
            (
                "I'd like to redeem a gift card. What's my store credit after that?",
                "redeem_gift_card",
            ),
        ],
        facts=[("gift_code", "Label", "gift card code", "SOLA-7M2V")],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("pan", like="pan"),
            change(
                "cancel",
                "cancel_order",
                order_id=result("pan", "order_id"),
                reason=value("found_cheaper"),
            ),
            NEXT_REQUEST,
            purchase("jacket", category="jacket", colour="yellow"),
            RETURNS,
            call("offer", "search_products", name=result("jacket", "name")),
            think(
                "smaller",
                "only",
                over=result("offer"),
                where={"size": value("S"), "colour": result("jacket", "colour")},
            ),
            change(
                "swap",
                "exchange_item",
                item_id=result("jacket", "item_id"),
                new_product_id=result("smaller", "id"),
                reason=value("does_not_fit"),
            ),
            NEXT_REQUEST,
            call("card", "get_gift_card", code=fact("gift_code")),
            change("redeem", "redeem_gift_card", customer_id=CUSTOMER, code=fact("gift_code")),
            tell("store credit", "Money", result("redeem", "store_credit")),
        ],
        told=[("store credit", "Money", 3990 + 4000)],
    )


def torn_and_late_tent(ledger: Ledger) -> Json:
    """A tent came late and tore; another order goes to a pickup point with lockers."""
    address = ("Kerkstraat 66", "1054 KL", "Amsterdam", "Netherlands")
    who = person(ledger, "Priya Sharma", address, "silver")
    tent = line(ledger, "Kebne tent", "green", "4 persons")
    daypack = line(ledger, "Fjord daypack", "grey", "20 l")
    mugs = line(ledger, "Tarn mug", "green", "0.35 l", 4)
    late = Trip("2026-02-02", "2026-02-01", "2026-02-05", "Gdansk", "NordCargo")
    ledger.order(who, "2026-01-27T13:13:00", [tent], status="delivered", trip=late)
    ledger.order(who, "2026-03-01T13:13:00", [daypack, mugs], status="processing")
    in_stock, is_late = result("in_stock"), result("is_late")
    return task(
        ledger,
        "torn_and_late_tent",
        "train",
        5,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "The fabric of my tent has torn along a seam after one night! I'd like a "
                "replacement under the warranty if you have the same tent in stock, otherwise a "
                "repair.",
                "open_warranty_claim",
            ),
            (
                "The parcel with it wasn't on time either. If it came three days late or more, "
                "please give me as much compensation as is allowed.",
                "grant_compensation",
            ),
            (
                "So that the next one doesn't go wrong: please send the order you haven't packed "
                "yet to the pickup point in my city that has lockers.",
                "choose_pickup_point",
            ),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("tent", category="tent"),
            call("offer", "search_products", name=result("tent", "name")),
            think("same", "only", over=result("offer"), where={"id": result("tent", "product_id")}),
            think("in_stock", "at_least", of=[result("same", "stock"), value(1)]),
            think(
                "remedy",
                "choose",
                **{"if": in_stock, "then": value("replacement"), "else": value("repair")},
            ),
            change(
                "claim",
                "open_warranty_claim",
                item_id=result("tent", "item_id"),
                fault=value("torn_material"),
                remedy=result("remedy"),
            ),
            NEXT_REQUEST,
            *lateness(result("tent", "order_id")),
            *largest_compensation(),
            change(
                "given",
                "grant_compensation",
                is_late,
                order_id=result("tent", "order_id"),
                amount=result("most"),
            ),
            NEXT_REQUEST,
            ORDERS,
            think("open", "only", over=result("orders"), where={"status": value("processing")}),
            call("points", "list_pickup_points", city=result("account", "customer", "city")),
            think("point", "only", over=result("points"), where={"has_lockers": value(True)}),
            change(
                "redirect",
                "choose_pickup_point",
                order_id=result("open", "id"),
                pickup_point_id=result("point", "id"),
            ),
        ],
    )


def only_one_more_return(ledger: Ledger) -> Json:
    """Two of three returns are used, so of two items only the first can go back."""
    who = person(ledger, "Zsófia Nagy", ("Bäckerweg 21", "8010", "Graz", "Austria"), "silver")
    history = (
        ("2025-11-22T09:00:00", "Hytte mug", "blue", "0.3 l", "2025-11-27", "2025-11-30"),
        ("2025-12-10T09:00:00", "Spira vase", "blue", "one size", "2025-12-15", "2025-12-20"),
        ("2026-01-19T09:00:00", "Fyr lantern", "green", "one size", "2026-01-24", "2026-02-01"),
    )
    for placed_at, name, colour, size, arrived, returned in history:
        trip = Trip(arrived, placed_at[:10], arrived, "Leipzig", "Postvogel")
        goods = [line(ledger, name, colour, size)]
        order = ledger.order(who, placed_at, goods, status="delivered", trip=trip)
        ledger.take_back(ledger.item(order), 1, "changed_mind", returned)
    pots = line(ledger, "Bruk pot set", "black", "2 pots")
    pan = line(ledger, "Bruk pan", "black", "24 cm")
    trip = Trip("2026-02-13", "2026-02-09", "2026-02-12", "Leipzig", "Postvogel")
    ledger.order(who, "2026-02-07T09:00:00", [pots, pan], status="delivered", trip=trip,
                 method="paypal")  # fmt: skip
    return task(
        ledger,
        "only_one_more_return",
        "train",
        5,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "We've got an induction hob now, so I've changed my mind about the black pot set. "
                "Could I send it back and get the money the way I paid?",
                "return_item",
            ),
            (
                "It's the same with the black pan from that parcel: back to you, and the money "
                "back to me, please.",
                "return_item",
            ),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("pots", like="pot set", colour="black"),
            *paid_method(result("pots", "order_id")),
            change(
                "back",
                "return_item",
                item_id=result("pots", "item_id"),
                quantity=result("pots", "quantity"),
                reason=value("changed_mind"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
            NEXT_REQUEST,
            purchase("pan", like="pan", colour="black"),
            call("returns_now", "list_returns", customer_id=CUSTOMER),
            decline("return_item", result("pan", "item_id"), "three_returns_in_ninety_days"),
        ],
        told=[("refund", "Money", 4990)],
    )


def voucher_with_a_minimum(ledger: Ledger) -> Json:
    """The goods are just too cheap for the better voucher; a knife goes to the station."""
    address = ("Goethestraße 5", "20095", "Hamburg", "Germany")
    who = person(ledger, "Emre Öztürk", address)
    red = line(ledger, "Rallar backpack", "red", "50 l")
    knife = line(ledger, "Otter knife", "oak", "8 cm")
    elsewhere = point(ledger, "Blumen Petersen")
    trip = Trip("2025-08-12", "2025-08-08", "2025-08-11", "Leipzig", "Rapido")
    grey = line(ledger, "Rallar backpack", "grey", "35 l")
    ledger.order(who, "2025-08-05T10:00:00", [grey], status="delivered", trip=trip)
    ledger.order(who, "2026-03-01T10:00:00", [red], status="processing")
    ledger.order(who, "2026-03-01T10:30:00", [knife], status="processing",
                 pickup_point_id=elsewhere)  # fmt: skip
    return task(
        ledger,
        "voucher_with_a_minimum",
        "train",
        4,
        who,
        manner=("curt", "one_by_one"),
        requests=[
            (
                "Two vouchers for the red backpack. If its order is large enough for the first "
                "one, use that. If not, use the second one. New total?",
                "apply_voucher",
            ),
            (
                "The knife goes to a pickup point already, but I need one in Hamburg that's open "
                "on Sundays. Change it.",
                "choose_pickup_point",
            ),
        ],
        facts=[
            ("first_code", "Label", "code of the first voucher", "THAW20"),
            ("second_code", "Label", "code of the second voucher", "THAW10"),
        ],
        plan=[
            *BY_NAME,
            ACCOUNT,
            PURCHASES,
            purchase("backpack", category="backpack", colour="red"),
            call("order", "get_order", order_id=result("backpack", "order_id")),
            call("first", "get_voucher", code=fact("first_code")),
            call("second", "get_voucher", code=fact("second_code")),
            think(
                "enough",
                "at_least",
                of=[result("order", "order", "subtotal"), result("first", "minimum")],
            ),
            think(
                "code",
                "choose",
                **{"if": result("enough"), "then": fact("first_code"), "else": fact("second_code")},
            ),
            change(
                "applied",
                "apply_voucher",
                order_id=result("backpack", "order_id"),
                code=result("code"),
            ),
            tell("new total", "Money", result("applied", "total")),
            NEXT_REQUEST,
            purchase("knife", category="knife"),
            call("knife_order", "get_order", order_id=result("knife", "order_id")),
            call("points", "list_pickup_points", city=value("Hamburg")),
            think("point", "only", over=result("points"), where={"open_on_sundays": value(True)}),
            change(
                "redirect",
                "choose_pickup_point",
                order_id=result("knife", "order_id"),
                pickup_point_id=result("point", "id"),
            ),
        ],
        told=[("new total", "Money", 13900 - 1390)],
    )


def presents_for_parents(ledger: Ledger) -> Json:
    """Two new orders, both sent to somebody else's address."""
    address = ("rua do Carmo 33", "1250-140", "Lisboa", "Portugal")
    who = person(ledger, "Tomás Brandão", address, "silver")
    mugs = line(ledger, "Hytte mug", "blue", "0.3 l", 2)
    trip = Trip("2025-12-12", "2025-12-08", "2025-12-11", "Lyon", "Postvogel")
    ledger.order(who, "2025-12-06T17:45:00", [mugs], status="delivered", trip=trip)
    parents = {
        "street": fact("street"),
        "postal_code": fact("new_postal_code"),
        "city": fact("city"),
        "country": fact("country"),
    }
    return task(
        ledger,
        "presents_for_parents",
        "train",
        5,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "My parents loved the mugs I bought last December. Please order the very same "
                "mugs once more, four pieces this time, on invoice.",
                "place_order",
            ),
            (
                "I'd like one of your vases, too, the cheapest in clear glass, also on invoice. "
                "What will the two new orders cost me together?",
                "place_order",
            ),
            (
                "Both of the new orders should go straight to my parents, please: rua Augusta 118, "
                "4050-253 Porto, Portugal.",
                "change_delivery_address",
            ),
        ],
        facts=[
            ("num_mugs", "Quantity", "number of mugs", 4),
            ("num_vases", "Quantity", "number of vases", 1),
            ("street", "StreetAddress", "street", "rua Augusta 118"),
            ("new_postal_code", "PostalCode", "postal code of the parents", "4050-253"),
            ("city", "City", "city", "Porto"),
            ("country", "Country", "country", "Portugal"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("old", category="mug"),
            call("mug_offer", "search_products", name=result("old", "name")),
            change(
                "mugs",
                "place_order",
                product_id=result("old", "product_id"),
                customer_id=CUSTOMER,
                quantity=fact("num_mugs"),
                payment_method=value("invoice"),
            ),
            NEXT_REQUEST,
            call("vase_offer", "search_products", category=value("vase")),
            think(
                "vase",
                "min",
                over=result("vase_offer"),
                where={"colour": value("clear")},
                where_at_least={"stock": value(1)},
                by="price",
            ),
            change(
                "glass",
                "place_order",
                product_id=result("vase", "id"),
                customer_id=CUSTOMER,
                quantity=fact("num_vases"),
                payment_method=value("invoice"),
            ),
            think("both", "sum", of=[result("mugs", "total"), result("glass", "total")]),
            tell("total of both orders", "Money", result("both")),
            NEXT_REQUEST,
            change(
                "send_mugs", "change_delivery_address", order_id=result("mugs", "id"), **parents
            ),
            change(
                "send_glass", "change_delivery_address", order_id=result("glass", "id"), **parents
            ),
        ],
        told=[("total of both orders", "Money", 4 * 1290 + 1890 + 590)],
    )


TASKS = (
    credit_from_two_sides,
    torn_and_late_tent,
    only_one_more_return,
    voucher_with_a_minimum,
    presents_for_parents,
)

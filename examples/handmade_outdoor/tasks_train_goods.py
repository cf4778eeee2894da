"""Training tasks about goods that have arrived: returns, exchanges, warranty, compensation."""

from ledger import Ledger, Trip
from stock import line
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


def return_green_tent(ledger: Ledger) -> Json:
    """The last day of a silver member's window; an olive tent arrived later."""
    address = ("Shop Street 21", "H91 W2TY", "Galway", "Ireland")
    who = person(ledger, "Siobhán Ó Súilleabháin", address, "silver")
    green = line(ledger, "Sarek tent", "green", "2 persons")
    olive = line(ledger, "Sarek tent", "olive", "2 persons")
    bag = line(ledger, "Fjord daypack", "blue", "20 l")
    first = Trip("2026-01-17", "2026-01-13", "2026-01-16", "Lyon", "Rapido")
    second = Trip("2026-02-11", "2026-02-07", "2026-02-10", "Lyon", "Rapido")
    ledger.order(who, "2026-01-11T13:20:00", [green, bag], status="delivered", trip=first,
                 method="paypal")  # fmt: skip
    ledger.order(who, "2026-02-05T09:45:00", [olive], status="delivered", trip=second)
    return task(
        ledger,
        "return_green_tent",
        "train",
        2,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "The green tent turned out too small for the two of us. I'd like to send it back "
                "and have the money the way I paid it.",
                "return_item",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("tent", category="tent", colour="green"),
            *paid_method(result("tent", "order_id")),
            change(
                "back",
                "return_item",
                item_id=result("tent", "item_id"),
                quantity=result("tent", "quantity"),
                reason=value("does_not_fit"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
        ],
        told=[("refund", "Money", 24900)],
    )


def refuse_clearance_lamp(ledger: Ledger) -> Json:
    """The sand-coloured lamp was a clearance article, the white one was not."""
    address = ("travessa da Boavista 2", "4050-253", "Porto", "Portugal")
    who = person(ledger, "Gonçalo Antunes", address)
    sand = line(ledger, "Papyr lamp", "sand", "table")
    white = line(ledger, "Papyr lamp", "white", "table")
    trip = Trip("2026-02-21", "2026-02-17", "2026-02-20", "Lyon", "Postvogel")
    ledger.order(who, "2026-02-15T21:30:00", [sand, white], status="delivered", trip=trip)
    return task(
        ledger,
        "refuse_clearance_lamp",
        "train",
        2,
        who,
        manner=("curt", "one_by_one"),
        requests=[
            ("I want to return the sand-coloured lamp. I don't like it after all.", "return_item")
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("lamp", category="lamp", colour="sand"),
            decline("return_item", result("lamp", "item_id"), "clearance_is_final"),
        ],
    )


def exchange_sleeping_bag(ledger: Ledger) -> Json:
    """Found by name: another customer of that name lives two postal codes away."""
    address = ("avenue Jean-Jaurès 55", "75013", "Paris", "France")
    who = person(ledger, "Thị Hoa Nguyễn", address)
    bag = line(ledger, "Abisko sleeping bag", "blue", "regular")
    trip = Trip("2026-02-13", "2026-02-09", "2026-02-12", "Lyon", "Postvogel")
    ledger.order(who, "2026-02-07T15:00:00", [bag], status="delivered", trip=trip)
    return task(
        ledger,
        "exchange_sleeping_bag",
        "train",
        3,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "My new sleeping bag is too short for me. Could I swap it for the long one, in the "
                "same colour?",
                "exchange_item",
            )
        ],
        plan=[
            *BY_NAME,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("bag", category="sleeping_bag"),
            call("offer", "search_products", name=result("bag", "name")),
            think(
                "long",
                "only",
                over=result("offer"),
                where={"size": value("long"), "colour": result("bag", "colour")},
            ),
            change(
                "swap",
                "exchange_item",
                item_id=result("bag", "item_id"),
                new_product_id=result("long", "id"),
                reason=value("does_not_fit"),
            ),
        ],
    )


def third_return_in_time(ledger: Ledger) -> Json:
    """Three returns are on file, but the first was asked for 91 days ago."""
    address = ("aleja Róż 9", "61-772", "Poznań", "Poland")
    who = person(ledger, "Łukasz Zieliński", address, "silver")
    history = (
        ("2025-11-18T08:00:00", "Bruk pan", "black", "24 cm", "2025-11-22", "2025-12-01"),
        ("2025-12-27T18:00:00", "Moln cushion", "blue", "40x40", "2026-01-04", "2026-01-10"),
        ("2026-01-26T07:30:00", "Fyr lantern", "green", "one size", "2026-01-30", "2026-02-05"),
    )
    for placed_at, name, colour, size, arrived, returned in history:
        trip = Trip(arrived, placed_at[:10], arrived, "Gdansk", "NordCargo")
        goods = [line(ledger, name, colour, size)]
        order = ledger.order(who, placed_at, goods, status="delivered", trip=trip)
        ledger.take_back(ledger.item(order), 1, "changed_mind", returned)
    green = line(ledger, "Dråpe vase", "green", "small")
    clear = line(ledger, "Dråpe vase", "clear", "small")
    trip = Trip("2026-02-20", "2026-02-17", "2026-02-20", "Gdansk", "NordCargo")
    ledger.order(who, "2026-02-14T12:12:00", [green, clear], status="delivered", trip=trip)
    return task(
        ledger,
        "third_return_in_time",
        "train",
        3,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "The green vase came out of the box with a crack. I've sent back a few things "
                "lately, so I hope I still may: I'd like its price as store credit.",
                "return_item",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("vase", category="vase", colour="green"),
            RETURNS,
            think("oldest", "shift", **{"from": value("2026-03-02"), "days": value(-90)}),
            think(
                "recent",
                "count",
                over=result("returns"),
                where_at_least={"requested_on": result("oldest")},
            ),
            think("allowed", "at_most", of=[result("recent"), value(2)]),
            change(
                "back",
                "return_item",
                result("allowed"),
                item_id=result("vase", "item_id"),
                quantity=result("vase", "quantity"),
                reason=value("damaged"),
                refund_to=value("store_credit"),
            ),
            tell("refund", "Money", result("back", "amount"), result("allowed")),
        ],
        told=[("refund", "Money", 2490)],
    )


def exchange_or_return_lamp(ledger: Ledger) -> Json:
    """The black table lamp is sold out; only the black floor lamp is in stock."""
    who = person(ledger, "Niamh Kearney", ("Patrick Street 64", "T12 K8AF", "Cork", "Ireland"))
    table = line(ledger, "Halo lamp", "white", "table")
    floor = line(ledger, "Halo lamp", "white", "floor")
    first = Trip("2025-10-30", "2025-10-27", "2025-10-29", "Lyon", "Rapido")
    second = Trip("2026-02-12", "2026-02-08", "2026-02-10", "Lyon", "Rapido")
    ledger.order(who, "2025-10-24T19:00:00", [floor], status="delivered", trip=first)
    ledger.order(who, "2026-02-06T19:00:00", [table], status="delivered", trip=second,
                 method="paypal")  # fmt: skip
    sold_out = result("sold_out")
    return task(
        ledger,
        "exchange_or_return_lamp",
        "train",
        4,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "The white table lamp just doesn't go with our walls, I've changed my mind about "
                "the colour. If you have the same table lamp in black in stock, swap it for that. "
                "Otherwise take it back and return the money the way I paid.",
                "exchange_item",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            RETURNS,
            purchase("lamp", category="lamp", size="table", colour="white"),
            call("offer", "search_products", name=result("lamp", "name")),
            think(
                "black",
                "only",
                over=result("offer"),
                where={"size": value("table"), "colour": value("black")},
            ),
            think("in_stock", "at_least", of=[result("black", "stock"), value(1)]),
            think("sold_out", "not", of=[result("in_stock")]),
            change(
                "swap",
                "exchange_item",
                result("in_stock"),
                item_id=result("lamp", "item_id"),
                new_product_id=result("black", "id"),
                reason=value("changed_mind"),
            ),
            *paid_method(result("lamp", "order_id"), sold_out),
            change(
                "back",
                "return_item",
                sold_out,
                item_id=result("lamp", "item_id"),
                quantity=result("lamp", "quantity"),
                reason=value("changed_mind"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount"), sold_out),
        ],
        told=[("refund", "Money", 8900 - 490)],
    )


def warranty_over_then_buy(ledger: Ledger) -> Json:
    """The warranty ended yesterday, so the customer buys the stove again."""
    address = ("Kastanienallee 88", "04275", "Leipzig", "Germany")
    who = person(ledger, "Dmytro Kovalenko", address, store_credit=8000)
    stove = line(ledger, "Kvikk stove", "red", "one size")
    trip = Trip("2025-03-02", "2025-02-26", "2025-03-01", "Leipzig", "Postvogel")
    ledger.order(who, "2025-02-24T06:50:00", [stove], status="delivered", trip=trip)
    return task(
        ledger,
        "warranty_over_then_buy",
        "train",
        4,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "My camping stove won't light any more, it just doesn't work. I'd like a new one "
                "under the warranty.",
                "open_warranty_claim",
                "Then order me the same stove again, one piece, and pay it with my store credit. "
                "What will that be in total?",
            )
        ],
        facts=[("pieces", "Quantity", "number of pieces", 1)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("stove", category="stove"),
            think("age", "days_between", of=[result("stove", "delivered_on"), value("2026-03-02")]),
            decline(
                "open_warranty_claim", result("stove", "item_id"), "warranty_keeps_to_its_term"
            ),
            call("offer", "search_products", name=result("stove", "name")),
            change(
                "bought",
                "place_order",
                product_id=result("stove", "product_id"),
                customer_id=CUSTOMER,
                quantity=fact("pieces"),
                payment_method=value("store_credit"),
            ),
            tell("order total", "Money", result("bought", "total")),
        ],
        told=[("order total", "Money", 4490 + 590)],
    )


def compensation_not_late(ledger: Ledger) -> Json:
    """The last parcel came two days late; an older one was later still."""
    address = ("Österlånggatan 12", "111 20", "Stockholm", "Sweden")
    who = person(ledger, "Ebba Hallgren", address, "gold")
    pots = line(ledger, "Bruk pot set", "steel", "3 pots")
    pan = line(ledger, "Bruk pan", "steel", "28 cm")
    old = Trip("2025-12-15", "2025-12-12", "2025-12-20", "Gdansk", "NordCargo")
    new = Trip("2026-02-18", "2026-02-15", "2026-02-20", "Gdansk", "NordCargo")
    ledger.order(who, "2025-12-10T10:10:00", [pots], status="delivered", trip=old)
    ledger.order(who, "2026-02-13T10:10:00", [pan], status="delivered", trip=new)
    return task(
        ledger,
        "compensation_not_late",
        "train",
        3,
        who,
        manner=("curt", "one_by_one"),
        requests=[
            (
                "The last parcel you delivered was late. I expect compensation for that order.",
                "grant_compensation",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            ORDERS,
            think(
                "last",
                "max",
                over=result("orders"),
                where={"status": value("delivered")},
                by="placed_at",
            ),
            *lateness(result("last", "id")),
            decline("grant_compensation", result("last", "id"), "compensation_is_for_late_parcels"),
        ],
    )


def compensation_lower_amount(ledger: Ledger) -> Json:
    """Thirty is too much for a silver member, so the most there is is given."""
    address = ("Abbey Road 33", "D02 X285", "Dublin", "Ireland")
    who = person(ledger, "Olumide Adeyemi", address, "silver")
    grey = line(ledger, "Vev rug", "grey", "120x180")
    blue = line(ledger, "Vev rug", "blue", "120x180")
    late = Trip("2026-02-10", "2026-02-09", "2026-02-18", "Lyon", "NordCargo")
    fine = Trip("2026-02-24", "2026-02-20", "2026-02-23", "Lyon", "Rapido")
    ledger.order(who, "2026-02-04T11:11:00", [grey], status="delivered", trip=late)
    ledger.order(who, "2026-02-18T11:11:00", [blue], status="delivered", trip=fine)
    return task(
        ledger,
        "compensation_lower_amount",
        "train",
        4,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "I waited more than a week too long for the grey rug and had guests sitting on the "
                "bare floor! I think 30.00 of compensation would be fair.",
                "grant_compensation",
                "Well, then give me as much as you are allowed to.",
            )
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("rug", category="rug", colour="grey"),
            *lateness(result("rug", "order_id")),
            decline("grant_compensation", result("rug", "order_id"), "compensation_is_capped"),
            *largest_compensation(),
            change(
                "given",
                "grant_compensation",
                order_id=result("rug", "order_id"),
                amount=result("most"),
            ),
        ],
    )


def late_and_leaking(ledger: Ledger) -> Json:
    """One parcel, two complaints; the kettle of last year was another colour."""
    address = ("Oudegracht 120", "3511 AB", "Utrecht", "Netherlands")
    who = person(ledger, "Mei Ling Chen", address, "gold")
    steel = line(ledger, "Kolk kettle", "steel", "1.2 l")
    green = line(ledger, "Kolk kettle", "green", "1.2 l")
    late = Trip("2026-01-14", "2026-01-12", "2026-01-20", "Leipzig", "NordCargo")
    fine = Trip("2025-06-10", "2025-06-06", "2025-06-09", "Leipzig", "Rapido")
    ledger.order(who, "2025-06-03T21:00:00", [green], status="delivered", trip=fine)
    ledger.order(who, "2026-01-08T21:00:00", [steel], status="delivered", trip=late)
    is_late = result("is_late")
    return task(
        ledger,
        "late_and_leaking",
        "train",
        4,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "My steel kettle leaks at the spout, there is always a puddle on the stove. Could "
                "you have it repaired under the warranty?",
                "open_warranty_claim",
            ),
            (
                "The parcel with that kettle took ages. If it came at least three days after "
                "the day you promised, I'd like all the compensation I can get for it.",
                "grant_compensation",
            ),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("kettle", like="kettle", colour="steel"),
            change(
                "claim",
                "open_warranty_claim",
                item_id=result("kettle", "item_id"),
                fault=value("leaking"),
                remedy=value("repair"),
            ),
            NEXT_REQUEST,
            *lateness(result("kettle", "order_id")),
            *largest_compensation(),
            change(
                "given",
                "grant_compensation",
                is_late,
                order_id=result("kettle", "order_id"),
                amount=result("most"),
            ),
        ],
    )


def mugs_count_and_return(ledger: Ledger) -> Json:
    """Two of four green Hytte mugs go back; the Tarn mugs are green as well."""
    who = person(ledger, "Jędrzej Piątek", ("ulica Piękna 30", "50-101", "Wrocław", "Poland"))
    orders = (
        ("2025-12-02T18:40:00", "Tarn mug", "green", "0.35 l", 6, "2025-12-07"),
        ("2026-01-19T08:05:00", "Hytte mug", "blue", "0.4 l", 2, "2026-01-24"),
        ("2026-02-13T20:20:00", "Hytte mug", "green", "0.3 l", 4, "2026-02-18"),
    )
    for placed_at, name, colour, size, quantity, arrived in orders:
        trip = Trip(arrived, placed_at[:10], arrived, "Gdansk", "Postvogel")
        goods = [line(ledger, name, colour, size, quantity)]
        ledger.order(who, placed_at, goods, status="delivered", trip=trip)
    return task(
        ledger,
        "mugs_count_and_return",
        "train",
        4,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            ("How many mugs have I bought from you so far, all in all?", ""),
            (
                "I've changed my mind about the green Hytte mugs. I'd "
                "like to send two of them back and get the money the way I paid.",
                "return_item",
            ),
        ],
        facts=[("pieces", "Quantity", "number of mugs to send back", 2)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            think(
                "mugs",
                "sum",
                over=result("purchases"),
                where={"category": value("mug")},
                by="quantity",
            ),
            tell("number of mugs", "Quantity", result("mugs")),
            NEXT_REQUEST,
            RETURNS,
            purchase("green", name="Hytte mug", colour="green"),
            *paid_method(result("green", "order_id")),
            change(
                "back",
                "return_item",
                item_id=result("green", "item_id"),
                quantity=fact("pieces"),
                reason=value("changed_mind"),
                refund_to=result("paid", "method"),
            ),
            tell("refund", "Money", result("back", "amount")),
        ],
        told=[("number of mugs", "Quantity", 12), ("refund", "Money", 2 * 1290 - 490)],
    )


TASKS = (
    return_green_tent,
    refuse_clearance_lamp,
    exchange_sleeping_bag,
    third_return_in_time,
    exchange_or_return_lamp,
    warranty_over_then_buy,
    compensation_not_late,
    compensation_lower_amount,
    late_and_leaking,
    mugs_count_and_return,
)

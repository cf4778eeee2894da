"""Training tasks about orders under way, gift cards and plain questions."""

from ledger import Ledger, Place, Trip
from stock import line
from writing import (
    ACCOUNT,
    BY_EMAIL,
    BY_NAME,
    CUSTOMER,
    NEXT_REQUEST,
    ORDERS,
    PURCHASES,
    Json,
    call,
    change,
    decline,
    fact,
    hand_over,
    person,
    purchase,
    result,
    task,
    tell,
    think,
    value,
)


def cancel_by_number(ledger: Ledger) -> Json:
    """Two orders a quarter of an hour apart, alike but for the colour."""
    who = person(ledger, "Marlène Faÿ", ("rue Voltaire 17", "59000", "Lille", "France"))
    steel = line(ledger, "Kolk kettle", "steel", "1.2 l")
    green = line(ledger, "Kolk kettle", "green", "1.2 l")
    ledger.order(who, "2026-03-01T18:05:00", [steel], status="processing")
    wrong = ledger.order(who, "2026-03-01T18:20:00", [green], status="processing")
    return task(
        ledger,
        "cancel_by_number",
        "train",
        1,
        who,
        manner=("friendly", "all_at_once"),
        requests=[(f"I'd like to cancel order {wrong}, I ordered it by mistake.", "cancel_order")],
        facts=[("order_number", "Identifier", "order number", wrong)],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            call("order", "get_order", order_id=fact("order_number")),
            change(
                "cancel",
                "cancel_order",
                order_id=fact("order_number"),
                reason=value("ordered_by_mistake"),
            ),
            tell("refund", "Money", result("cancel", "total")),
        ],
        told=[("refund", "Money", 4790)],
    )


def gift_card_to_credit(ledger: Ledger) -> Json:
    """Two gift cards whose codes differ in the last letter."""
    address = ("Lipová 12", "602 00", "Brno", "Czechia")
    who = person(ledger, "Ondřej Čapek", address, store_credit=450)
    ledger.add("gift_cards", "KUBU-7X4Q", code="KUBU-7X4Q", balance=3500, sold_on="2025-12-20")
    ledger.add("gift_cards", "KUBU-7X4R", code="KUBU-7X4R", balance=5000, sold_on="2025-12-20")
    return task(
        ledger,
        "gift_card_to_credit",
        "train",
        1,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "I got a gift card from my aunt, isn't that nice? Could you put it on my account "
                "and tell me what store credit I have then?",
                "redeem_gift_card",
            )
        ],
        facts=[("gift_code", "Label", "gift card code", "KUBU-7X4Q")],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            call("card", "get_gift_card", code=fact("gift_code")),
            change("redeem", "redeem_gift_card", customer_id=CUSTOMER, code=fact("gift_code")),
            tell("store credit", "Money", result("redeem", "store_credit")),
        ],
        told=[("store credit", "Money", 3950)],
    )


def cancel_last_order(ledger: Ledger) -> Json:
    """The latest of three orders; the one before it is twelve minutes older."""
    address = ("Prinsengracht 214", "1016 HG", "Amsterdam", "Netherlands")
    who = person(ledger, "Zoë van den Berg", address, "gold")
    for placed_at, colour in (("2026-02-28T21:40:00", "green"), ("2026-02-28T21:52:00", "grey")):
        bag = line(ledger, "Rallar backpack", colour, "50 l")
        ledger.order(who, placed_at, [bag], status="processing", method="paypal")
    mugs = line(ledger, "Tarn mug", "grey", "0.35 l", 2)
    trip = Trip("2025-11-10", "2025-11-06", "2025-11-09", "Gdansk", "Rapido")
    ledger.order(who, "2025-11-04T08:15:00", [mugs], status="delivered", trip=trip)
    return task(
        ledger,
        "cancel_last_order",
        "train",
        2,
        who,
        manner=("curt", "one_by_one"),
        requests=[("Cancel the last order I placed. Found it cheaper elsewhere.", "cancel_order")],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            ORDERS,
            think("last", "max", over=result("orders"), by="placed_at"),
            change(
                "cancel",
                "cancel_order",
                order_id=result("last", "id"),
                reason=value("found_cheaper"),
            ),
            tell("refund", "Money", result("cancel", "total")),
        ],
        told=[("refund", "Money", 13900)],
    )


def refuse_shipped_cancel(ledger: Ledger) -> Json:
    """The jacket is on its way; another one, in navy, is not."""
    who = person(ledger, "Agnieszka Wójcik", ("ulica Szewska 8", "31-009", "Kraków", "Poland"))
    yellow = line(ledger, "Regn jacket", "yellow", "M")
    navy = line(ledger, "Regn jacket", "navy", "L")
    trip = Trip("2026-03-03", "2026-02-27", None, "Gdansk", "NordCargo")
    ledger.order(who, "2026-02-25T19:02:00", [yellow], status="shipped", trip=trip)
    ledger.order(who, "2026-03-01T19:30:00", [navy], status="processing")
    return task(
        ledger,
        "refuse_shipped_cancel",
        "train",
        2,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "I have to cancel my yellow jacket, I don't need it any more. "
                "I hope it's not too late?",
                "cancel_order",
            ),
            ("On which day is the parcel with that jacket due?", ""),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("jacket", category="jacket", colour="yellow"),
            decline(
                "cancel_order", result("jacket", "order_id"), "only_processing_orders_are_changed"
            ),
            NEXT_REQUEST,
            call("order", "get_order", order_id=result("jacket", "order_id")),
            tell("promised day", "Date", result("order", "shipments", 0, "promised_on")),
        ],
        told=[("promised day", "Date", "2026-03-03")],
    )


def spending_this_year(ledger: Ledger) -> Json:
    """One order was cancelled, one was placed half an hour before the year began."""
    address = ("via dei Mille 31", "10121", "Torino", "Italy")
    who = person(ledger, "Matteo Dell'Acqua", address, "silver")
    knife = line(ledger, "Otter knife", "oak", "8 cm")
    rug = line(ledger, "Vev rug", "grey", "80x150")
    mugs = line(ledger, "Hytte mug", "white", "0.3 l", 4)
    pan = line(ledger, "Bruk pan", "steel", "24 cm")
    old = Trip("2026-01-06", "2026-01-02", "2026-01-05", "Lyon", "Rapido")
    new = Trip("2026-01-09", "2026-01-05", "2026-01-08", "Lyon", "Rapido")
    feb = Trip("2026-02-20", "2026-02-16", "2026-02-19", "Lyon", "Rapido")
    ledger.order(who, "2025-12-31T23:30:00", [rug], status="delivered", trip=old)
    ledger.order(who, "2026-01-03T09:10:00", [knife], status="delivered", trip=new)
    ledger.order(
        who, "2026-01-27T14:45:00", [rug], status="cancelled", cancel_reason="found_cheaper"
    )
    ledger.order(who, "2026-02-14T11:00:00", [mugs], status="delivered", trip=feb)
    ledger.order(who, "2026-02-28T17:20:00", [pan], status="processing")
    this_year = {
        "where_not": {"status": value("cancelled")},
        "where_at_least": {"placed_at": value("2026-01-01T00:00:00")},
    }
    return task(
        ledger,
        "spending_this_year",
        "train",
        3,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "I'm doing my household accounts. How many orders did I place this year, leaving "
                "out cancelled ones, and how much did they come to altogether, shipping included?",
                "",
            ),
            ("On which day did the most expensive of those orders arrive?", ""),
        ],
        plan=[
            *BY_EMAIL,
            ORDERS,
            think("number", "count", over=result("orders"), **this_year),
            think("spent", "sum", over=result("orders"), by="total", **this_year),
            tell("number of orders", "Quantity", result("number")),
            tell("total spent", "Money", result("spent")),
            NEXT_REQUEST,
            think("dearest", "max", over=result("orders"), by="total", **this_year),
            call("order", "get_order", order_id=result("dearest", "id")),
            tell("day of delivery", "Date", result("order", "shipments", 0, "delivered_on")),
        ],
        told=[
            ("number of orders", "Quantity", 3),
            ("total spent", "Money", (3900 + 590) + 5160 + (3490 + 590)),
            ("day of delivery", "Date", "2026-02-19"),
        ],
    )


def cancel_and_redirect(ledger: Ledger) -> Json:
    """Two wishes for two orders; a second lantern has arrived long ago."""
    who = person(ledger, "Håkan Söderlund", ("Kungsgatan 40", "411 19", "Göteborg", "Sweden"))
    large = line(ledger, "Ljus lantern", "red", "large")
    small = line(ledger, "Ljus lantern", "red", "small")
    hammock = line(ledger, "Siesta hammock", "striped", "single")
    trip = Trip("2026-01-20", "2026-01-16", "2026-01-20", "Gdansk", "Postvogel")
    ledger.order(who, "2026-01-14T20:00:00", [small], status="delivered", trip=trip)
    ledger.order(who, "2026-02-28T07:55:00", [large], status="processing")
    ledger.order(who, "2026-03-01T12:41:00", [hammock], status="processing", method="paypal")
    return task(
        ledger,
        "cancel_and_redirect",
        "train",
        3,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            (
                "We've had power in the cabin since last week, so I no longer need the lantern "
                "that you haven't sent yet. Please cancel that order.",
                "cancel_order",
            ),
            (
                "Please send the hammock to our cabin, not to my flat: Sjöstigen 4, 903 26 Umeå, "
                "here in Sweden.",
                "change_delivery_address",
            ),
        ],
        facts=[
            ("street", "StreetAddress", "street", "Sjöstigen 4"),
            ("new_postal_code", "PostalCode", "postal code of the cabin", "903 26"),
            ("city", "City", "city", "Umeå"),
            ("country", "Country", "country", "Sweden"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("lantern", category="lantern", order_status="processing"),
            change(
                "cancel",
                "cancel_order",
                order_id=result("lantern", "order_id"),
                reason=value("no_longer_needed"),
            ),
            tell("refund", "Money", result("cancel", "total")),
            NEXT_REQUEST,
            purchase("hammock", category="hammock"),
            call("order", "get_order", order_id=result("hammock", "order_id")),
            change(
                "redirect",
                "change_delivery_address",
                order_id=result("hammock", "order_id"),
                street=fact("street"),
                postal_code=fact("new_postal_code"),
                city=fact("city"),
                country=fact("country"),
            ),
        ],
        told=[("refund", "Money", 3990 + 590)],
    )


def bulky_chair_to_office(ledger: Ledger) -> Json:
    """A chair does not go to a pickup point, but an office will do."""
    who = person(ledger, "Käthe Mößlacher", ("Bäckerweg 6", "1060", "Wien", "Austria"))
    oak = line(ledger, "Stille chair", "oak", "one size")
    cushion = line(ledger, "Moln cushion", "grey", "40x40")
    ledger.order(who, "2026-03-01T16:12:00", [oak, cushion], status="processing", method="paypal")
    ledger.order(who, "2026-03-01T16:31:00", [cushion], status="processing", method="paypal")
    return task(
        ledger,
        "bulky_chair_to_office",
        "train",
        3,
        who,
        manner=("friendly", "one_by_one"),
        requests=[
            (
                "I'm hardly at home this week. Could the order with the oak chair go to a pickup "
                "point near me, please?",
                "choose_pickup_point",
                "Then please send it to my office instead.",
            )
        ],
        facts=[
            ("street", "StreetAddress", "street", "Mühlgasse 31"),
            ("new_postal_code", "PostalCode", "postal code of the office", "1040"),
            ("city", "City", "city", "Wien"),
            ("country", "Country", "country", "Austria"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            PURCHASES,
            purchase("chair", category="chair", colour="oak"),
            call("order", "get_order", order_id=result("chair", "order_id")),
            decline(
                "choose_pickup_point", result("chair", "order_id"), "bulky_goods_are_brought_home"
            ),
            change(
                "redirect",
                "change_delivery_address",
                order_id=result("chair", "order_id"),
                street=fact("street"),
                postal_code=fact("new_postal_code"),
                city=fact("city"),
                country=fact("country"),
            ),
        ],
    )


def same_name_arrival(ledger: Ledger) -> Json:
    """Two customers of one name in one city; both bought a jacket."""
    name, city = "Ana Beatriz Silva", ("Lisboa", "Portugal")
    who = person(ledger, name, ("rua Augusta 90", "1100-053", *city), email="anab@example.org")
    other = person(ledger, name, ("rua do Carmo 7", "1250-140", *city), email="silva.a@example.net")
    jacket = line(ledger, "Dun jacket", "navy", "M")
    mine = Trip("2026-01-23", "2026-01-19", "2026-01-22", "Lyon", "Rapido")
    theirs = Trip("2026-01-24", "2026-01-20", "2026-01-26", "Lyon", "NordCargo")
    ledger.order(who, "2026-01-17T10:00:00", [jacket], status="delivered", trip=mine)
    ledger.order(other, "2026-01-17T22:00:00", [jacket], status="delivered", trip=theirs)
    return task(
        ledger,
        "same_name_arrival",
        "train",
        2,
        who,
        manner=("anxious", "one_by_one"),
        requests=[
            (
                "I must tell my insurance on which day my jacket was delivered. I don't know which "
                "e-mail address I used, I'm afraid, but I can give you my name.",
                "",
            )
        ],
        plan=[
            *BY_NAME,
            PURCHASES,
            purchase("jacket", category="jacket"),
            tell("day of delivery", "Date", result("jacket", "delivered_on")),
        ],
        told=[("day of delivery", "Date", "2026-01-22")],
    )


def review_handover(ledger: Ledger) -> Json:
    """The account is under review, so nothing is changed."""
    address = ("corso Umberto I 5", "20121", "Milano", "Italy")
    who = person(ledger, "Ettore Cattaneo", address, "gold", standing="under_review")
    tent = line(ledger, "Kebne tent", "sand", "4 persons")
    home = ledger.place_of(who)
    ledger.order(who, "2026-02-28T23:58:00", [tent], status="processing", place=home)
    return task(
        ledger,
        "review_handover",
        "train",
        2,
        who,
        manner=("curt", "all_at_once"),
        requests=[
            ("Send the tent I ordered to another address, quickly.", "change_delivery_address")
        ],
        facts=[
            ("street", "StreetAddress", "street", "via Roma 77"),
            ("new_postal_code", "PostalCode", "new postal code", "20144"),
            ("city", "City", "city", "Milano"),
            ("country", "Country", "country", "Italy"),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            hand_over("The customer wants to redirect an order, but the account is under review."),
        ],
    )


def gift_then_wish(ledger: Ledger) -> Json:
    """Of five wishes one is too dear, one is sold out, and the dearest of the rest is bought."""
    address = ("quai Saint-Antoine 3", "33000", "Bordeaux", "France")
    who = person(ledger, "Khadija El-Amrani", address, "silver", store_credit=1200)
    ledger.add("gift_cards", "MIRA-2K8P", code="MIRA-2K8P", balance=6000, sold_on="2026-02-14")
    for name, colour, size, on in (
        ("Ull blanket", "grey", "130x180", "2025-10-05"),
        ("Otter knife", "oak", "10 cm", "2025-11-19"),
        ("Leir camp chair", "red", "high", "2026-01-02"),
        ("Kolk kettle", "red", "1.2 l", "2026-01-02"),
        ("Spira vase", "blue", "one size", "2026-02-21"),
    ):
        ledger.wish(who, line(ledger, name, colour, size).product_id, on)
    return task(
        ledger,
        "gift_then_wish",
        "train",
        5,
        who,
        manner=("chatty", "one_by_one"),
        requests=[
            ("First of all, please add my gift card to my store credit.", "redeem_gift_card"),
            (
                "Now look at my wish list: order one piece of the dearest article that you have in "
                "stock and that costs no more than my store credit, paid with that credit. "
                "How much of it is left afterwards?",
                "place_order",
            ),
        ],
        facts=[
            ("gift_code", "Label", "gift card code", "MIRA-2K8P"),
            ("pieces", "Quantity", "number of pieces", 1),
        ],
        plan=[
            *BY_EMAIL,
            ACCOUNT,
            call("card", "get_gift_card", code=fact("gift_code")),
            change("redeem", "redeem_gift_card", customer_id=CUSTOMER, code=fact("gift_code")),
            NEXT_REQUEST,
            think(
                "dearest",
                "max",
                over=result("account", "wish_list"),
                where_at_least={"stock": value(1)},
                where_at_most={"price": result("redeem", "store_credit")},
                by="price",
            ),
            change(
                "bought",
                "place_order",
                product_id=result("dearest", "product_id"),
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
        told=[("store credit left", "Money", 1200 + 6000 - 5990)],
    )


def neighbours(ledger: Ledger) -> None:
    """Add people who are easily taken for somebody else; no task is about them."""
    son = person(
        ledger,
        "Ondřej Čapek",
        ("Lipová 14", "602 00", "Brno", "Czechia"),
        email="ondrej.capek.ml@example.com",
    )
    lamp = line(ledger, "Halo lamp", "white", "table")
    gift = Place("Dlouhá 3", "110 00", "Praha", "Czechia")
    ledger.order(son, "2026-03-01T08:30:00", [lamp], status="processing", place=gift)
    person(ledger, "Thị Hoa Nguyễn", ("rue des Lilas 4", "75011", "Paris", "France"), "gold",
           email="hoa.nguyen@example.net")  # fmt: skip
    person(ledger, "Tariq Rahman", ("Rosenweg 3", "10115", "Berlin", "Germany"), "silver",
           email="rahman.t@example.net")  # fmt: skip


TASKS = (
    cancel_by_number,
    gift_card_to_credit,
    cancel_last_order,
    refuse_shipped_cancel,
    spending_this_year,
    cancel_and_redirect,
    bulky_chair_to_office,
    same_name_arrival,
    review_handover,
    gift_then_wish,
)

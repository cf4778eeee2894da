"""Fills the ledger with articles, pickup points, vouchers and gift cards."""

import catalogue
import numpy as np
from ledger import Ledger, Line

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
NUM_GIFT_CARDS = 320


def stock_shop(ledger: Ledger, generator: np.random.Generator) -> None:
    """Add everything that belongs to nobody."""
    for family in catalogue.FAMILIES:
        for size, price in family.sizes.items():
            for colour in family.colours:
                _add_article(ledger, generator, family, colour, size, price)
    _add_pickup_points(ledger)
    for code, percent, minimum, starts_on, ends_on in catalogue.VOUCHERS:
        ledger.add(
            "vouchers",
            code,
            code=code,
            percent=percent,
            minimum=minimum,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    for _ in range(NUM_GIFT_CARDS):
        _add_gift_card(ledger, generator)


def _add_article(
    ledger: Ledger,
    generator: np.random.Generator,
    family: catalogue.Family,
    colour: str,
    size: str,
    price: int,
) -> None:
    article = (family.name, colour, size)
    clearance = article in catalogue.CLEARANCE
    stock = int(generator.integers(4, 60))
    ledger.add(
        "products",
        " / ".join(article),
        name=family.name,
        category=family.category,
        colour=colour,
        size=size,
        price=price * catalogue.CLEARANCE_PERCENT // 100 if clearance else price,
        stock=0 if article in catalogue.SOLD_OUT else catalogue.LAST_PIECES.get(article, stock),
        bulky=(family.name, size) in catalogue.BULKY,
        clearance=clearance,
        warranty_days=family.warranty_days,
    )


def _add_pickup_points(ledger: Ledger) -> None:
    for name, street, city, postal_code, country, sundays, lockers in catalogue.PICKUP_POINTS:
        ledger.add(
            "pickup_points",
            f"{city} {name}",
            name=name,
            street=street,
            city=city,
            postal_code=postal_code,
            country=country,
            open_on_sundays=sundays,
            has_lockers=lockers,
        )


def _add_gift_card(ledger: Ledger, generator: np.random.Generator) -> None:
    letters = [LETTERS[int(at)] for at in generator.integers(0, len(LETTERS), 8)]
    code = "".join(letters[:4]) + "-" + "".join(letters[4:])
    spent = generator.random() < 0.4
    balance = 0 if spent else int(generator.integers(2, 21)) * 500
    day = int(generator.integers(1, 28))
    sold_on = f"2025-{int(generator.integers(1, 13)):02d}-{day:02d}"
    ledger.add("gift_cards", code, code=code, balance=balance, sold_on=sold_on)


def article(ledger: Ledger, name: str, colour: str, size: str) -> str:
    """Return the key of an article.

    Raises:
        KeyError: The shop has no such article.
    """
    wanted = {"name": name, "colour": colour, "size": size}
    for key, row in ledger.rows["products"].items():
        if wanted.items() <= row.items():
            return key
    raise KeyError(f"no article {name}, {colour}, {size}")


def line(ledger: Ledger, name: str, colour: str, size: str, quantity: int = 1) -> Line:
    """Return a line of an order at today's price."""
    key = article(ledger, name, colour, size)
    return Line(key, quantity, ledger.cents("products", key, "price"))


def point(ledger: Ledger, name: str) -> str:
    """Return the key of a pickup point.

    Raises:
        KeyError: There is no such pickup point.
    """
    for key, row in ledger.rows["pickup_points"].items():
        if row["name"] == name:
            return key
    raise KeyError(f"no pickup point {name}")


def voucher(ledger: Ledger, code: str) -> str:
    """Return the key of a voucher."""
    return next(key for key, row in ledger.rows["vouchers"].items() if row["code"] == code)

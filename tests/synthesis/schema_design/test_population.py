"""Rows made from the source of tables alone hang together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy
import pytest

from autoforge_envs.errors import DesignError
from autoforge_envs.synthesis.design.draft import Record
from autoforge_envs.synthesis.schema_design.population import NUM_PARTIES, NUM_THINGS, populate
from autoforge_envs.synthesis.schema_design.values import Days

CLOCK = "2026-03-02T09:00:00"
MODELS = """
Status = Literal["placed", "sent"]


class Payment(Model):
    __tablename__ = "payments"
    id: Mapped[Identifier] = identifier("PA")
    customer_id: Mapped[Reference[Customer]]
    order_id: Mapped[Reference[Order]]
    amount: Mapped[Money]


class Customer(Model):
    __tablename__ = "customers"
    id: Mapped[Identifier] = identifier("CU")
    name: Mapped[PersonName]
    email: Mapped[Email] = column(unique=True)
    card_number: Mapped[Label] = column(unique=True)
    date_of_birth: Mapped[Date]
    friend_id: Mapped[Reference[Customer] | None]


class Article(Model):
    __tablename__ = "articles"
    id: Mapped[Identifier] = identifier("AR")
    seller_id: Mapped[Reference[Customer]]
    colour: Mapped[Label]
    stock: Mapped[Quantity]


class Order(Model):
    __tablename__ = "orders"
    id: Mapped[Identifier] = identifier("OR")
    customer_id: Mapped[Reference[Customer]]
    article_id: Mapped[Reference[Article]]
    status: Mapped[Status]
    ordered_on: Mapped[Date]
    starts_on: Mapped[Date]
    ends_on: Mapped[Date]
    note: Mapped[FreeText | None]


class Day(Model):
    __tablename__ = "days"
    id: Mapped[Identifier] = identifier("DA")
    date: Mapped[Date] = column(unique=True)
    opens: Mapped[Literal["early", "late"]]
"""


def rows(seed: int = 0, **options: Any) -> dict[str, list[Mapping[str, Any]]]:
    generator = numpy.random.default_rng(seed)
    records = populate(MODELS, CLOCK, generator, shared=("Article",), **options)
    return by_table(records)


def by_table(records: Sequence[Record]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for table, values in records:
        found.setdefault(table, []).append(values)
    return found


def test_parents_come_before_children() -> None:
    tables = list(rows())
    assert tables.index("customers") < tables.index("articles") < tables.index("orders")
    assert tables.index("orders") < tables.index("payments")


def test_every_reference_leads_to_a_row() -> None:
    found = rows()
    customers = {row["id"] for row in found["customers"]}
    orders = {row["id"] for row in found["orders"]}
    assert {row["customer_id"] for row in found["orders"]} <= customers
    assert {row["order_id"] for row in found["payments"]} <= orders


def test_what_belongs_to_one_customer_refers_to_what_is_theirs() -> None:
    found = rows()
    owners = {row["id"]: row["customer_id"] for row in found["orders"]}
    assert all(owners[row["order_id"]] == row["customer_id"] for row in found["payments"])


def test_what_is_shared_may_be_another_customers() -> None:
    found = rows()
    sellers = {row["id"]: row["seller_id"] for row in found["articles"]}
    assert any(sellers[row["article_id"]] != row["customer_id"] for row in found["orders"])


def test_numbers_of_rows_are_plausible() -> None:
    found = rows()
    assert len(found["customers"]) == NUM_PARTIES
    assert len(found["days"]) == NUM_THINGS
    orders = Counter(row["customer_id"] for row in found["orders"])
    assert max(orders.values()) > 3
    assert any(row["id"] not in orders for row in found["customers"])


def test_unique_columns_are_unique() -> None:
    found = rows()
    for table, column in (("customers", "email"), ("customers", "card_number"), ("days", "date")):
        values = [row[column] for row in found[table]]
        assert len(set(values)) == len(values)


def test_days_lie_where_their_names_say() -> None:
    found = rows()
    assert all(row["ordered_on"] < CLOCK[:10] for row in found["orders"])
    assert all(row["starts_on"] <= row["ends_on"] for row in found["orders"])
    assert any(row["starts_on"] > CLOCK[:10] for row in found["orders"])
    assert all(row["date_of_birth"] < "2010" for row in found["customers"])


def test_edge_cases_are_there() -> None:
    found = rows()
    assert any(row["note"] is None for row in found["orders"])
    names = Counter(row["name"] for row in found["customers"])
    assert names.most_common(1)[0][1] > 1
    assert {row["status"] for row in found["orders"]} == {"placed", "sent"}


def test_vocabularies_and_ranges_are_kept_to() -> None:
    found = rows(vocabularies={"Article.colour": ("red", "blue")}, ranges={"Article.stock": (3, 5)})
    assert {row["colour"] for row in found["articles"]} == {"red", "blue"}
    assert {row["stock"] for row in found["articles"]} == {3, 4, 5}


def test_days_lie_where_it_is_said() -> None:
    found = rows(
        ranges={
            "Customer.date_of_birth": Days(-400, -300),
            "Order.starts_on": Days(10, 20),
            "Order.ends_on": Days(1, 3, after="starts_on"),
            "Order.ordered_on": Days(-5, 30, after="starts_on"),
        }
    )
    today = date.fromisoformat(CLOCK[:10])

    def count(row: Mapping[str, Any], name: str) -> int:
        return (date.fromisoformat(row[name]) - today).days

    assert {-400 <= count(row, "date_of_birth") <= -300 for row in found["customers"]} == {True}
    for row in found["orders"]:
        assert 10 <= count(row, "starts_on") <= 20
        assert 1 <= count(row, "ends_on") - count(row, "starts_on") <= 3
        assert count(row, "ordered_on") < 0  # its name says that it has happened


def test_the_same_seed_gives_the_same_rows_and_another_gives_others() -> None:
    assert rows(1) == rows(1)
    assert rows(1) != rows(2)


def test_a_vocabulary_of_no_column_is_refused() -> None:
    with pytest.raises(DesignError, match=r"there is no column 'Article\.size' to fill"):
        rows(vocabularies={"Article.size": ("large",)})


def test_tables_that_need_each_other_are_refused() -> None:
    source = MODELS.replace("friend_id: Mapped[Reference[Customer] | None]",
                            "last_order_id: Mapped[Reference[Order]]")  # fmt: skip
    with pytest.raises(DesignError, match="tables need each other before they can have rows"):
        populate(source, CLOCK, numpy.random.default_rng(0))


def test_tables_without_people_are_refused() -> None:
    source = (
        'class A(Model):\n    __tablename__ = "a"\n    id: Mapped[Identifier] = identifier("AA")\n'
    )
    with pytest.raises(DesignError, match="no table has a person's name or e-mail address"):
        populate(source, CLOCK, numpy.random.default_rng(0))

"""References: which rows of a list a user means."""

import pytest

from autoforge_envs.environments.symbolic.references import UNSAID, Row, fits

ORDERS: list[Row] = [
    {"id": "OR-1", "status": "pending", "paid_with": "card", "placed_at": "2026-01-03T10:00:00",
     "pieces": 2, "final_sale": False, "total": "9.50"},
    {"id": "OR-2", "status": "delivered", "paid_with": "bank_transfer",
     "placed_at": "2026-02-01T09:00:00", "pieces": 1, "final_sale": True, "total": "120.00"},
    {"id": "OR-3", "status": "pending", "paid_with": "invoice",
     "placed_at": "2026-02-09T09:00:00", "pieces": 3, "final_sale": False, "total": "40.00"},
]  # fmt: skip


def meant(words: str) -> list[object]:
    """The keys of the orders that words mean for certain."""
    found = fits(words, ORDERS)
    return [row["id"] for row, fit in zip(ORDERS, found, strict=True) if fit == 1.0]


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("cancel my delivered order", ["OR-2"]),
        ("cancel my order with a paid with of bank transfer", ["OR-2"]),
        ("cancel my order for 40.00", ["OR-3"]),
        ("cancel my order placed on 3 January 2026", ["OR-1"]),
        ("cancel my order that is final sale", ["OR-2"]),
        ("cancel my order with pieces of 3", ["OR-3"]),
        ("cancel my cheapest order", ["OR-1"]),
        ("cancel my order with the highest total", ["OR-2"]),
        ("cancel the most expensive of my pending orders", ["OR-3"]),
        ("cancel my order placed most recently", ["OR-3"]),
        ("cancel my order placed longest ago", ["OR-1"]),
        ("cancel my order with the fewest pieces", ["OR-2"]),
        ("cancel my orders that are not final sale", ["OR-1", "OR-3"]),
        ("cancel both of my pending orders", ["OR-1", "OR-3"]),
        ("cancel all of my orders except my cheapest order", ["OR-2", "OR-3"]),
        ("cancel my order Fjord tent", []),
    ],
)
def test_rows_are_found_by_what_is_said_of_them(words: str, keys: list[str]) -> None:
    assert meant(words) == keys


def test_what_comes_before_my_says_nothing_about_the_rows() -> None:
    assert meant("send a copy of the invoice for my delivered order") == ["OR-2"]


def test_rows_that_nothing_is_said_of_fit_alike() -> None:
    assert fits("cancel my order", ORDERS) == [UNSAID] * 3
    assert fits("cancel my order", ORDERS[:1]) == [1.0]


def test_rows_that_meet_a_part_fit_better_than_others() -> None:
    first, second, _ = fits("my pending order with a paid with of bank transfer", ORDERS)
    assert 0.0 < first < 1.0
    assert 0.0 < second < 1.0

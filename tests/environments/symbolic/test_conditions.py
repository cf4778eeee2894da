"""Conditions on rows of a list."""

import pytest

from autoforge_envs.environments.symbolic.conditions import holds
from autoforge_envs.environments.symbolic.references import Row

ORDERS: list[Row] = [
    {"id": "OR-1", "status": "pending", "paid_with": "card", "placed_at": "2026-01-03T10:00:00",
     "pieces": 2, "final_sale": False, "total": "9.50"},
    {"id": "OR-2", "status": "delivered", "paid_with": "bank_transfer",
     "placed_at": "2026-02-01T09:00:00", "pieces": 1, "final_sale": True, "total": "120.00"},
    {"id": "OR-3", "status": "pending", "paid_with": "invoice",
     "placed_at": "2026-02-09T09:00:00", "pieces": 3, "final_sale": False, "total": "40.00"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("test", "truth"),
    [
        ("the total of my delivered order is at least 100.00", True),
        ("the total of my delivered order is at least 120.50", False),
        ("the status of my cheapest order is pending", True),
        ("the total of my pending orders adds up to at least 50.00", False),
        ("my delivered order is final sale", True),
        ("my delivered order is not final sale", False),
        ("the colour of my delivered order is red", None),
        ("it rains", None),
    ],
)
def test_conditions_are_found_out(test: str, truth: bool | None) -> None:
    assert holds(test, ORDERS) is truth

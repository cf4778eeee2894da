"""Rows that make a description ambiguous."""

from benchmarks.defects.planting import defect
from benchmarks.defects.shop import Shop


@defect("row", "referents", sealed=False)
def two_referents(shop: Shop) -> None:
    """A description fits two rows: a second order of the same book."""
    shop.add_row(
        "orders", id="OR-12", customer_id="CU-1", book_id="BO-1", quantity=1, total=1250,
        status="pending", placed_at="2026-03-01T08:00:00",
    )  # fmt: skip


@defect("row", "referents", sealed=False)
def tie(shop: Shop) -> None:
    """Two rows share the highest value, and the plan asks for the highest."""
    shop.add_row(
        "orders", id="OR-12", customer_id="CU-3", book_id="BO-1", quantity=2, total=2500,
        status="pending", placed_at="2026-03-01T08:00:00",
    )  # fmt: skip


@defect("row", "referents")
def first_of_several(shop: Shop) -> None:
    """The plan takes the first of several rows without a reason."""
    shop.add_row("readers", id="RD-4", customer_id="CU-2", mode="frozen")

"""Listings: groups that can be spoken of, and what rows come to, the dead ones left out."""

from dataclasses import replace
from typing import Any

import pytest

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.synthesis.composition.views import Field, View
from autoforge_envs.synthesis.composition.walking.listings import Listing, living_groups, totals
from autoforge_envs.synthesis.composition.walking.sources import Look, Party

STATUSES = replace(SEMANTIC_TYPES["Choice"], choices=("booked", "visited", "cancelled"))
SLOTS = replace(SEMANTIC_TYPES["Choice"], choices=("noon", "evening"))
VIEW = View(
    "list_bookings",
    (),
    True,
    "Booking",
    (
        Field(("id",), SEMANTIC_TYPES["Identifier"], "Booking", "Booking"),
        Field(("status",), STATUSES, "Booking", ""),
        Field(("slot",), SLOTS, "Booking", ""),
        Field(("price",), SEMANTIC_TYPES["Money"], "Booking", ""),
    ),
)


def listing(*rows: tuple[str, str]) -> Listing:
    """List bookings of a status and a slot, at 5.00 each."""
    shown: list[dict[str, Any]] = [
        {"id": f"BK-{number}", "status": status, "slot": slot, "price": "5.00"}
        for number, (status, slot) in enumerate(rows)
    ]
    return Listing(Look("list_bookings", {"guest_id": Party("GU-1")}, shown), VIEW)


def said_of(bookings: Listing) -> set[str]:
    return {atom.value for atom, _ in living_groups(bookings, range(1, 9))}


def test_rows_that_have_run_their_course_are_spoken_of_with_those_to_come() -> None:
    bookings = listing(("booked", "noon"), ("visited", "noon"), ("booked", "evening"))
    assert {"noon", "evening"} <= said_of(bookings)
    assert "15.00" in {total.value for total in totals(bookings) if not total.atoms}


@pytest.mark.parametrize("dead", [1, 2])
def test_a_group_with_dead_rows_is_not_spoken_of(dead: int) -> None:
    noon = [("cancelled" if number < dead else "booked", "noon") for number in range(2)]
    bookings = listing(*noon, ("booked", "evening"))
    assert "noon" not in said_of(bookings)
    assert "evening" in said_of(bookings)


def test_dead_rows_are_spoken_of_by_their_status() -> None:
    bookings = listing(("cancelled", "noon"), ("cancelled", "evening"), ("booked", "noon"))
    assert "cancelled" in said_of(bookings)
    assert {total.atoms[0].value for total in totals(bookings)} == {"cancelled"}


def test_what_all_rows_come_to_is_plain_only_where_none_is_dead() -> None:
    assert not listing(("booked", "noon"), ("visited", "noon")).has_dead(range(2))
    bookings = listing(("booked", "noon"), ("cancelled", "noon"))
    assert bookings.has_dead(range(2))
    assert not bookings.has_dead([0])
    assert not [total for total in totals(bookings) if not total.atoms]


def test_another_status_of_a_row_counts_as_well() -> None:
    status = Field(("tour_status",), STATUSES, "Booking", "")
    rows = [{"id": "BK-1", "tour_status": "cancelled"}]
    look = Look("list_bookings", {}, rows)
    assert Listing(look, replace(VIEW, fields=(VIEW.fields[0], status))).has_dead([0])

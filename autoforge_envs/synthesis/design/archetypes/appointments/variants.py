"""Appointments: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    largest_waiver = chance.amount(2000, 4000, 500)
    free_until = chance.between(2, 5)
    return {
        **_draw_visits(chance, names),
        "cancelling": chance.pick(("flat", "share", "steps")),
        "cancellation_fee": chance.amount(1000, 3000, 250),
        "cancellation_percent": chance.pick((20, 25, 40, 60)),
        "free_until_days": free_until,
        "full_price_days": chance.between(1, free_until - 1),
        "ill_is_free": chance.happens(50),
        **_draw_booking(chance),
        **_draw_refills(chance),
        "waiver_limit": chance.pick(("amount", "once")),
        "largest_waiver": largest_waiver,
        "largest_waiver_sentence": tier_sentence(
            names, lambda at: format_money(largest_waiver * (at + 1))
        ),
        "waiver_days": chance.pick((14, 30, 60)),
        "waiver_enforced_by": chance.pick(SIDES),
        "max_waiting": chance.between(1, 2),
    }


def _draw_visits(chance: Chance, names: Names) -> dict[str, Any]:
    return {
        "with_dependants": chance.happens(names["dependants_percent"]),
        "with_video": chance.happens(50),
        "with_waiting": chance.happens(55),
        "same_staff": chance.happens(50),
        "moves_counted": chance.happens(50),
        "max_moves": chance.between(1, 2),
        "move_notice_days": chance.between(1, 4),
        "moves_enforced_by": chance.pick(SIDES),
    }


def _draw_booking(chance: Chance) -> dict[str, Any]:
    return {
        "referral_days": chance.pick((60, 90, 180)),
        "referral_enforced_by": chance.pick(SIDES),
        "max_coming": chance.between(2, 3),
        "max_unpaid": chance.amount(2000, 8000, 500),
        "booking_window": chance.pick(("ahead", "notice")),
        "latest_booking_days": chance.pick((14, 21, 28)),
        "earliest_booking_days": chance.between(2, 4),
        "window_enforced_by": chance.pick(SIDES),
        "new_ones": chance.pick(("closed", "open")),
    }


def _draw_refills(chance: Chance) -> dict[str, Any]:
    return {
        "renewal_days": chance.pick((14, 30, 45)),
        "refill_by": chance.pick(("share", "days")),
        "refill_from_percent": chance.pick((70, 75, 80, 90)),
        "refill_before_days": chance.pick((5, 7, 10)),
        "expiry_enforced_by": chance.pick(SIDES),
    }

"""Subscriptions: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.archetypes.subscriptions.texts import write_texts
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides

_RULES = ("count", "sale", "profiles", "pauses", "leaving", "shipments", "deferral", "gift")


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    price_by = chance.pick(("interval", "interval_discount", "days"))
    several = ("monthly", *chance.some(("quarterly", "half_yearly", "yearly"), 2))
    intervals = ("monthly", "yearly") if price_by == "interval" else several
    variants = {
        "price_by": price_by,
        "intervals": intervals,
        "proration": chance.pick(("balance", "upgrades", "refund")),
        "prorated_by": chance.pick(("days", "days", "halves")),
        "leaving": chance.pick(("fee", "flat", "refund", "never_early")),
        "downgrades": chance.pick(("after_commitment", "any_time")),
        "has_shipments": bool(names["ships"]),
        "has_profiles": not names["ships"] or chance.happens(30),
        "has_gifts": chance.happens(50),
        "pausing": chance.pick(("until", "weeks")),
        "paying_late": chance.pick(("defer", "split")),
        "has_interval_change": chance.happens(60),
        "has_keeping": chance.happens(65),
        "reactivation_fee": chance.pick((0, 250, 500)),
    }
    variants |= {
        **_draw_numbers(chance),
        **draw_sides(chance, _RULES),
        "discounts": _draw_discounts(chance, intervals),
    }
    return variants | write_texts(names, variants)


def _draw_discounts(chance: Chance, intervals: tuple[str, ...]) -> dict[str, int]:
    """Draw by how many percent each interval is cheaper; the first is not."""
    return {each: at * chance.pick((5, 8, 10)) for at, each in enumerate(intervals)}


def _draw_numbers(chance: Chance) -> dict[str, Any]:
    return {
        "early_leave_percent": chance.pick((25, 40, 50)),
        "early_leave_fee": chance.amount(900, 2_900, 200),
        "days_to_pay": chance.pick((7, 10, 14)),
        "skip_days": chance.pick((7, 14)),
        "max_running": chance.between(3, 4),
        "max_pauses": chance.between(1, 3),
        "longest_pause_weeks": chance.between(2, 3),
        "least_split": chance.amount(2_000, 4_000, 500),
        "split_days": chance.pick((14, 21, 30)),
        "longest_pause": chance.pick((14, 18, 24)),
        "first_pause_after": chance.pick((30, 60, 90)),
        "change_every": chance.pick((14, 30, 45)),
        "max_open_amount": chance.amount(2_000, 6_000, 500),
        "longest_deferral": chance.between(2, 3),
        "skip_notice": chance.between(2, 4),
        "max_children": chance.between(1, 2),
        "loyal_years": chance.between(4, 6),
    }

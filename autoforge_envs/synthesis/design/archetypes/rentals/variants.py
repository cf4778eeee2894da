"""Rentals: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.archetypes.rentals.texts import write_texts
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides

_RULES = ("overlap", "debts", "begun", "co_users", "extensions", "deposit")


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    variants = {
        "rate_by": chance.pick(("length", "weekends", "seasons")),
        "cancellation": chance.pick(("flat", "notice", "staged")),
        "protection": chance.pick(("plans", "plans", "deposit", "none")),
        "one_way": chance.pick(("never", "same_city", "anywhere")),
        "has_distance": bool(names["moves"]) or chance.happens(35),
        "has_drivers": chance.happens(55),
        "has_shortening": chance.happens(55),
        "counts_both_days": chance.happens(50),
        "careful_deposits": chance.happens(60),
    }
    if variants["rate_by"] != "seasons" and variants["protection"] != "plans":
        variants["has_drivers"] = True
    variants |= {**_draw_numbers(chance), **draw_sides(chance, _RULES)}
    return variants | write_texts(names, variants)


def _draw_numbers(chance: Chance) -> dict[str, Any]:
    return {
        "long_from_days": chance.pick((5, 7, 10)),
        "long_discount": chance.pick((10, 15, 20)),
        "weekend_surcharge": chance.pick((20, 25, 30, 50)),
        "cancellation_fee": chance.amount(1_500, 4_500, 500),
        "free_days": chance.pick((2, 3, 5, 7)),
        "late_percent": chance.pick((25, 40, 50)),
        "kilometre_price": chance.amount(15, 45, 5),
        "late_day_percent": chance.pick((120, 150, 200)),
        "one_way_fee": chance.amount(2_000, 7_000, 500),
        "co_user_fee": chance.amount(600, 1_800, 200),
        "damage_percent": chance.between(1, 3),
        "kept_percent": chance.pick((10, 20, 30)),
        "max_ahead": chance.between(2, 3),
        "booked_early_days": chance.pick((18, 20, 25)),
        "max_extensions": chance.between(1, 2),
        "longest_days": chance.pick((14, 21, 28)),
        "max_open_charges": chance.amount(2_000, 10_000, 1_000),
        "max_co_users": chance.between(1, 2),
        "damage_days": chance.pick((2, 3, 5)),
        "deposit_days": chance.pick((3, 5, 7)),
    }

"""Utilities: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    most_parts = chance.between(2, 3)
    return {
        **_draw_services(chance),
        "read_every_days": chance.pick((14, 21, 30)),
        "most_used": chance.between(2, 3),
        "bill_every_days": chance.pick((60, 90, 120)),
        "least_in_parts": -(-names["unit_price"] * chance.between(2, 4) // 500) * 500,
        "most_parts": most_parts,
        "most_parts_sentence": tier_sentence(names, lambda at: most_parts + at),
        **_draw_limits(chance),
    }


def _draw_services(chance: Chance) -> dict[str, Any]:
    return {
        "with_moves": chance.happens(55),
        "with_grants": chance.happens(50),
        "with_advances": chance.happens(50),
        "billing": chance.pick(("blocks", "discount", "plain")),
        "block": chance.between(3, 8),
        "dearer_percent": chance.pick((25, 50, 75)),
        "discount_percent": chance.pick((5, 10, 15)),
        "due_after_days": chance.pick((14, 21, 30)),
        "instalment_cost": chance.pick(("fee", "interest", "none")),
        "instalment_fee": chance.amount(50, 300, 25),
        "interest_percent": chance.between(1, 3),
        "check_fee": chance.amount(1000, 3000, 250),
        "exchange_fee": chance.amount(4000, 9000, 500),
        "pressure_fee": chance.amount(0, 1500, 250),
    }


def _draw_limits(chance: Chance) -> dict[str, Any]:
    return {
        "overdue_splitting": chance.pick(("never", "once")),
        "most_weeks": chance.between(1, 3),
        "granting": chance.pick(("hardship", "twice")),
        "lowest_advance_percent": chance.pick((50, 60, 70, 80)),
        "visit_notice_days": chance.between(2, 5),
        "weekdays_only": chance.happens(50),
        "latest_visit_days": chance.pick((14, 18, 21)),
        "move_notice_days": chance.pick((5, 7, 10)),
        **draw_sides(
            chance,
            (
                "reading",
                "correction",
                "billing",
                "parts",
                "grants",
                "fitting",
                "weekday",
                "visits",
                "moves",
            ),
        ),
    }

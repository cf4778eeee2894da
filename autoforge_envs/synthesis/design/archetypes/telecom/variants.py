"""Telecom: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    max_add_ons = chance.between(1, 2)
    return {
        **_draw_services(chance),
        "max_add_ons": max_add_ons,
        "max_add_ons_sentence": tier_sentence(names, lambda at: max_add_ons + at),
        **_draw_limits(chance),
    }


def _draw_services(chance: Chance) -> dict[str, Any]:
    return {
        "plan_change": chance.pick(("prorated", "fee", "at_renewal")),
        "change_fee": chance.amount(500, 2000, 100),
        "downgrading": chance.pick(("never", "used")),
        "with_zones": chance.happens(55),
        "with_access_points": chance.happens(50),
        "extensions_counted": chance.happens(50),
        "extending": chance.pick(("fixed", "free")),
        "extension_days": chance.pick((7, 10, 14)),
        "latest_extension_days": chance.pick((30, 35, 45)),
        "max_extensions": chance.between(1, 2),
        "ending": chance.pick(("share", "flat", "all")),
        "ending_percent": chance.pick((25, 40, 50)),
        "ending_fee": chance.amount(2500, 9000, 500),
        "lost_sim_fee": chance.amount(1000, 2500, 100),
        "damaged_sim_fee": chance.amount(200, 900, 100),
        "resume_fee": chance.amount(200, 1000, 100),
        "pass_discount": chance.happens(50),
        "pass_discount_days": chance.between(3, 5),
        "pass_discount_percent": chance.pick((10, 15, 20)),
        "longest_pass_days": chance.between(2, 4),
        "bars": chance.between(3, 5),
    }


def _draw_limits(chance: Chance) -> dict[str, Any]:
    return {
        "data_from_percent": chance.pick((60, 70, 80)),
        "sim_quiet_days": chance.pick((14, 21, 30)),
        "credit_days": chance.pick((10, 14, 21)),
        "largest_credit_item": chance.amount(600, 1500, 100),
        **draw_sides(
            chance, ("sale", "debts", "roaming", "pass", "blocking", "extension", "faults")
        ),
    }

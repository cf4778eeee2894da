"""Repairs: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.archetypes.repairs.texts import write_texts
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides

_RULES = ("count", "move", "valid", "paid", "loaner", "guarantee")


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    variants = {
        "labour_by": chance.pick(("service", "hours", "half_hours")),
        "warranty_covers": chance.pick(("parts", "half", "all")),
        "decline_fee": chance.pick(("none", "flat", "share")),
        "handing_out": chance.pick(("slots", "courier")),
        "has_express": chance.happens(60),
        "has_loaners": chance.happens(60),
        "has_grades": chance.happens(50),
        "prepayment": chance.happens(45),
        "storage_fee": chance.happens(60),
    }
    variants |= {**_draw_numbers(chance), **draw_sides(chance, _RULES)}
    return variants | write_texts(names, variants)


def _draw_numbers(chance: Chance) -> dict[str, Any]:
    return {
        "hourly_rate": chance.amount(4_800, 8_400, 600),
        "quote_days": chance.pick((7, 10, 14)),
        "prolonged_days": chance.pick((5, 7, 10)),
        "diagnosis_fee": chance.amount(1_500, 3_500, 500),
        "diagnosis_percent": chance.pick((10, 15, 20)),
        "prepayment_percent": chance.pick((30, 40, 50)),
        "express_percent": chance.pick((20, 25, 30)),
        "free_storage_days": chance.pick((7, 10, 14)),
        "storage_amount": chance.amount(100, 300, 50),
        "courier_fee": chance.amount(700, 1_500, 100),
        "free_courier_from": chance.amount(8_000, 20_000, 1_000),
        "guarantee_days": chance.pick((30, 60, 90)),
        "guarantee_work_days": chance.between(3, 6),
        "max_at_a_time": chance.between(2, 3),
        "max_unpaid": chance.amount(4_000, 12_000, 1_000),
        "worth_percent": chance.pick((50, 60, 70)),
        "least_loaner_days": chance.between(3, 5),
    }

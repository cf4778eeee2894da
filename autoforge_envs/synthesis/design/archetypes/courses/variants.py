"""Courses: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.optional_parts import draw_parts
from autoforge_envs.synthesis.design.tier_limits import tier_sentence

_PARTS = ("exams", "absences", "discounts")
_RULES = (
    "prerequisites", "seats", "switch", "paper", "postpone", "waiting", "attempts", "absence",
)  # fmt: skip


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    parts = draw_parts(chance, _PARTS, 1, 3)
    percents = [chance.pick((5, 10, 15, 20, 25)) for _ in names["discounts"]]
    kinds = [kind.replace("_", " ") for kind in names["discounts"]]
    max_at_a_time = chance.between(3, 4)
    return {
        **parts,
        "plan_by": chance.pick(("choice", "halves", "single")),
        "leave_by": chance.pick(("lessons", "notice", "fee")),
        "load_by": chance.pick(("credits", "number", "number")),
        "discount_percents": percents,
        "discount_sentence": ", ".join(
            f"{percent} percent for a {kind}" for percent, kind in zip(percents, kinds, strict=True)
        ),
        **_draw_fees(chance),
        "max_credits": chance.pick((10, 12, 14)),
        "max_at_a_time": max_at_a_time,
        "max_at_a_time_sentence": tier_sentence(names, lambda at: max_at_a_time + at),
        **_draw_limits(chance),
        **{
            f"{what}_{unit}": chance.pick(numbers)
            for what, unit, numbers in (
                ("enrol", "days", (7, 14)),
                ("leave", "lesson", (3, 4, 6)),
                ("switch", "lesson", (2, 3, 4)),
                ("discount", "lesson", (2, 3)),
            )
        },
        **draw_sides(chance, _RULES),
    }


def _draw_fees(chance: Chance) -> dict[str, Any]:
    return {
        "switch_fee": chance.amount(500, 2500, 250),
        "instalment_percent": chance.pick((3, 4, 5, 6)),
        "first_percent": chance.pick((30, 40, 50)),
        "free_days": chance.pick((7, 10, 14)),
        "late_percent": chance.pick((40, 50, 60, 75)),
        "leaving_fee": chance.amount(1500, 4000, 500),
        "paper_grade": chance.pick((60, 65, 70)),
    }


def _draw_limits(chance: Chance) -> dict[str, Any]:
    return {
        "max_waiting": chance.pick((1, 2, 3)),
        "max_postponements": chance.pick((1, 2)),
        "max_instalments": chance.pick((3, 4, 6)),
        "max_attempts": chance.pick((1, 2)),
        "max_made_up": chance.pick((1, 2)),
        "offer_days": chance.pick((3, 5, 7)),
        "postpone_days": chance.pick((14, 21, 30)),
        "exam_days": chance.pick((5, 7, 10)),
    }

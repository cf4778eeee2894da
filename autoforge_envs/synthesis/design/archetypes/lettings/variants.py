"""Lettings: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    largest = chance.amount(50_000, 110_000, 5_000)
    return {
        "parking": chance.happens(65),
        "deferral_fee": chance.pick(("none", "fixed", "share")),
        "deferral_percent": chance.between(1, 5),
        "deferral_amount": chance.amount(500, 2_000, 250),
        "deferral_days": chance.pick((10, 14, 21, 30)),
        "keys_by_kind": chance.happens(50),
        "key_fee": chance.amount(1_500, 4_500, 250),
        "month_end": chance.happens(45),
        "weekdays_only": chance.happens(60),
        "notice_days": chance.pick((28, 30, 60, 90)),
        "withdrawal_days": chance.pick((7, 14, 21)),
        "largest_deferral": largest,
        "deferral_sentence": tier_sentence(names, lambda at: format_money(largest * (at + 1))),
        "max_deferred": chance.between(1, 2),
        "max_keys": chance.between(2, 3),
        "max_spaces": chance.between(1, 2),
        **draw_sides(chance, ("notice", "deferral", "weekdays", "parking")),
    }

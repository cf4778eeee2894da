"""Instore: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    max_ahead = chance.between(2, 3)
    return {
        "deposits": chance.happens(50),
        "deposit_for_each": chance.amount(300, 1_000, 50),
        "gifts": chance.happens(60),
        "refund_kind": chance.pick(("full", "fee", "share")),
        "refund_fee": chance.amount(200, 600, 50),
        "refund_percent": chance.pick((70, 80, 90)),
        "refund_days": chance.pick((7, 14, 21, 30)),
        "extension_days": chance.pick((30, 60, 90)),
        "stamps_for_a_gift": chance.pick((6, 8, 10)),
        "largest_gift": chance.amount(2_000, 4_500, 250),
        "farthest_days": chance.pick((14, 21, 30, 45)),
        "notice_days": chance.between(1, 3),
        "max_ahead": max_ahead,
        "max_ahead_sentence": tier_sentence(names, lambda at: max_ahead + at),
        "max_of_a_kind": chance.between(1, 3),
        **draw_sides(chance, ("refunds", "farthest", "gifts")),
    }

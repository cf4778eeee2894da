"""Lending: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    max_open = chance.between(3, 6)
    return {
        "renewal_from": chance.pick(("today", "due_day")),
        "lost_price": chance.pick(("full", "share")),
        "lost_percent": chance.pick((50, 60, 75)),
        "lost_fee": chance.amount(250, 900, 50),
        "max_open": max_open,
        "max_open_sentence": tier_sentence(names, lambda at: max_open + 2 * at),
        "max_renewals": chance.between(1, 3),
        "max_unpaid": chance.amount(300, 2000, 100),
        "max_waiting": chance.between(2, 4),
        "latest_loss_days": chance.pick((30, 45, 60)),
        "overdue_blocks": chance.happens(60),
        **draw_sides(chance, ("renewals", "queue", "waiting")),
    }

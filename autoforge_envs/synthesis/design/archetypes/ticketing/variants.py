"""Ticketing: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.optional_parts import draw_parts
from autoforge_envs.synthesis.design.tier_limits import tier_sentence

_PARTS = ("insurance", "parking", "alerts")
_HINDRANCES = ("illness", "accident", "jury_duty", "train_strike")


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    parts = draw_parts(chance, _PARTS, 1, 3)
    max_held = chance.between(3, 4)
    return {
        **parts,
        "Deals_text": str(names["deals_words"]).capitalize(),
        "payout_kinds": ("refund", "resale", *(_HINDRANCES if parts["with_insurance"] else ())),
        "fee_by": chance.pick(("ticket", "percent", "steps")),
        **_draw_fees(chance),
        "refund_fees": chance.happens(40),
        "seller_percent": chance.pick((5, 8, 10, 12)),
        "cap_by": chance.pick(("percent", "margin")),
        "cap_percent": chance.pick((100, 110, 120, 125)),
        "cap_margin": chance.amount(500, 1500, 250),
        "pass_limit": chance.pick(("once", "first_hand")),
        "max_held": max_held,
        "max_held_sentence": tier_sentence(names, lambda at: max_held + 2 * at),
        "presale_days": chance.pick((0, 3, 7)),
        "refund_days": chance.pick((14, 21, 30, 45)),
        "resale_days": chance.pick((1, 2, 5)),
        "pass_days": chance.pick((1, 2, 3)),
        "upgrade_days": chance.pick((2, 4, 7)),
        "letter_days": chance.pick((7, 10, 14)),
        "insure_days": chance.pick((10, 14, 21)),
        "max_spaces": chance.pick((1, 2, 3)),
        "max_alerts": chance.pick((2, 3)),
        **draw_sides(
            chance, ("held", "sale", "upgrade", "refund", "resale", "pass", "insured", "alert")
        ),
    }


def _draw_fees(chance: Chance) -> dict[str, Any]:
    fees = (chance.amount(100, 250, 50), chance.amount(300, 450, 50), chance.amount(500, 800, 50))
    limits = (chance.pick((3000, 4000)), chance.pick((6000, 8000)))
    return {
        "fee_each": chance.amount(150, 400, 25),
        "fee_percent": chance.pick((5, 8, 10)),
        "fee_steps": limits,
        "fee_step_fees": fees,
        "fee_sentence": f"{format_money(fees[0])} up to {format_money(limits[0])}, "
        f"{format_money(fees[1])} up to {format_money(limits[1])}, {format_money(fees[2])} beyond",
        "print_price": chance.amount(50, 200, 50),
        "letter_price": chance.amount(350, 650, 50),
        "upgrade_fee": chance.amount(200, 600, 50),
        "premium_percent": chance.pick((5, 6, 8)),
        "paid_percent": chance.pick((70, 80, 90)),
        "parking_price": chance.amount(600, 1400, 100),
    }

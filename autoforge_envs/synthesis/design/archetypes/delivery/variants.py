"""Delivery: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.optional_parts import draw_parts
from autoforge_envs.synthesis.design.tier_limits import tier_sentence

_PARTS = ("ratings", "passes", "weekly")
_EITHER_WAY = (
    "open", "minimum", "content", "redirect", "note", "tip", "reports", "late", "weekly",
)  # fmt: skip


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    parts = draw_parts(chance, _PARTS, 1, 3)
    max_reports = chance.pick((1, 2))
    reports_days = chance.pick((30, 60))
    return {
        **parts,
        **_draw_prices(chance),
        **_draw_amends(chance),
        "late_cancelling": chance.happens(50),
        "max_pieces": chance.pick((8, 10, 12)),
        "max_reports": max_reports,
        "max_reports_sentence": tier_sentence(names, lambda at: max_reports + at),
        "reports_days": reports_days,
        "tip_percent": chance.pick((20, 25, 30, 40)),
        "tip_days": chance.pick((3, 7, 14)),
        "report_hours": chance.pick((24, 48, 72)),
        "pass_days": chance.pick((14, 21, 28)),
        "max_weekly": chance.pick((1, 2, 3)),
        "pause_days": chance.pick((14, 21, 28)),
        **draw_sides(chance, _EITHER_WAY),
    }


def _draw_prices(chance: Chance) -> dict[str, Any]:
    """Draw what bringing something costs."""
    fee_by = chance.pick(("zone", "share", "shop"))
    percent, least = chance.pick((8, 10, 12)), chance.amount(150, 300, 50)
    surcharge, free_from = chance.amount(100, 250, 50), chance.amount(1500, 2500, 250)
    sentences = {
        "zone": "The delivery fee depends on the zone of the address.",
        "share": f"The delivery fee is {percent} percent of the goods, at least "
        f"{format_money(least)}.",
        "shop": "The delivery fee is that of the place; below its minimum it costs "
        f"{format_money(surcharge)} more.",
    }
    return {
        "fee_by": fee_by,
        "fee_percent": percent,
        "least_fee": least,
        "small_surcharge": surcharge,
        "fee_sentence": sentences[fee_by],
        "preparing_percent": chance.pick((30, 40, 50, 75)),
        "pass_price": chance.amount(500, 1200, 50),
        "free_from": free_from,
    }


def _draw_amends(chance: Chance) -> dict[str, Any]:
    """Draw what is given when something goes wrong."""
    amounts = (
        chance.amount(100, 250, 50),
        chance.amount(300, 500, 50),
        chance.amount(700, 900, 50),
    )
    small, middle, large = (format_money(amount) for amount in amounts)
    return {
        "refund_as": chance.pick(("note", "money")),
        "late_by": chance.pick(("steps", "minute", "share")),
        "late_amounts": amounts,
        "late_sentence": f"{small}, from 30 minutes on {middle}, from 60 minutes on {large}",
        "late_cents": chance.pick((5, 8, 10, 12)),
        "late_most": chance.amount(400, 900, 50),
        "late_percent": chance.pick((10, 15, 20, 25)),
        "min_late": chance.pick((10, 15, 20)),
        "late_days": chance.pick((3, 7, 14)),
        "note_days": chance.pick((60, 90, 180)),
        "wrong_percent": chance.pick((80, 90, 75)),
        "cold_percent": chance.pick((30, 40, 50)),
    }

"""Loyalty: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.archetypes.loyalty.texts import write_texts
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides

_RULES = (
    "offer", "receipt", "cancel", "partner", "reversal", "claims", "campaign", "prolong",
    "charity",
)  # fmt: skip


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    variants = {
        "ledger": chance.pick(("batches", "balance")),
        "level_by": chance.pick(("tier", "eager")) if names["with_tiers"] else "eager",
        "part_pay": chance.happens(50),
        "cancel_terms": chance.pick(("fee", "days", "before_sending")),
        "has_transfers": chance.happens(75),
        "transfer_bonus": chance.happens(50),
        "has_campaigns": chance.happens(60),
        "has_charities": chance.happens(55),
        "has_purchases": chance.happens(45),
        "prolongation": chance.pick(("fee", "free")),
    }
    variants |= {**_draw_numbers(chance), **draw_sides(chance, _RULES)}
    return variants | write_texts(names, variants)


def _draw_numbers(chance: Chance) -> dict[str, Any]:
    return {
        "level_step": chance.pick((10, 20, 25, 50)),
        "eager_from": chance.amount(4_000, 8_000, 1_000),
        "points_last_days": chance.pick((365, 540, 730)),
        "cancellation_percent": chance.pick((5, 10, 15)),
        "cancel_days": chance.pick((3, 5, 7)),
        "block": chance.pick((250, 500, 1_000)),
        "bonus_from_blocks": chance.between(3, 4),
        "transfer_bonus_percent": chance.pick((10, 15, 20)),
        "prolongation_days": chance.pick((60, 90, 180)),
        "prolongation_percent": chance.pick((5, 10)),
        "card_fee": chance.amount(100, 400, 50),
        "pack": chance.pick((500, 1_000)),
        "pack_price": chance.amount(700, 1_900, 100),
        "max_pieces": chance.between(2, 3),
        "earliest_claim": chance.between(2, 7),
        "latest_claim": chance.pick((60, 90, 120)),
        "max_claims": chance.between(2, 3),
        "max_blocks": chance.between(8, 14),
        "reversal_days": chance.pick((3, 5, 10)),
        "max_campaigns": chance.between(2, 3),
        "least_gift": chance.amount(200, 400, 100),
        "max_packs": chance.between(2, 4),
        "prolonged_early": chance.pick((30, 45, 60)),
        "card_lasts": chance.pick((180, 365)),
    }

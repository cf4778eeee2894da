"""Orders: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.archetypes.orders.texts import write_texts
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides

_METHODS = (("card", "invoice"), ("card", "bank_transfer", "invoice"), ("card", "wallet"))
_RULES = (
    "changes", "lines", "cancel", "redirections", "days", "minimum", "pieces", "window",
    "final", "withdraw",
)  # fmt: skip


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    refund_way = chance.pick(("origin", "credit", "choice"))
    shipping_by = chance.pick(("threshold", "weight", "speed"))
    pickup = chance.happens(60)
    variants = {
        "cancel_policy": chance.pick(("processing", "packed_fee", "hours")),
        "refund_way": refund_way,
        "refund_when": chance.pick(("at_once", "arrival")),
        "return_window": chance.pick(("fixed", "item", *(["tier"] if names["with_tiers"] else []))),
        "return_fee": chance.pick(("none", "flat", "percent")),
        "shipping_by": shipping_by,
        "line_changes": chance.pick(("quantity", "removal", "both")),
        "exchanges": chance.pick(("same_price", "cheaper", "none")),
        "remembering": chance.pick(("wishes", "alerts", "none")),
        "promo_kind": chance.pick(("percent", "amount")),
        "one_code": chance.happens(60),
        "separate_tracking": chance.happens(50),
        "has_pickup": pickup,
        "has_bulky": pickup and chance.happens(60),
        "has_credit": refund_way != "origin",
        "has_lost_parcels": chance.happens(60),
    }
    variants |= {
        **_draw_numbers(chance),
        **draw_sides(chance, _RULES),
        "methods": _draw_methods(chance, has_credit=refund_way != "origin"),
    }
    return variants | write_texts(names, variants)


def _draw_methods(chance: Chance, *, has_credit: bool) -> tuple[str, ...]:
    methods = chance.pick(_METHODS)
    return (*methods, "store_credit") if has_credit else methods


def _draw_numbers(chance: Chance) -> dict[str, Any]:
    return {
        "shipping_fee": chance.amount(390, 790, 50),
        "kilo_fee": chance.amount(60, 180, 20),
        "express_fee": chance.amount(990, 1690, 100),
        "free_shipping_from": chance.amount(4000, 9000, 500),
        "cancel_percent": chance.pick((10, 15, 20, 25)),
        "cancel_hours": chance.pick((12, 24, 36, 48)),
        "return_fee_amount": chance.amount(290, 690, 50),
        "restocking_percent": chance.pick((5, 10, 15)),
        "return_days": chance.pick((14, 21, 30)),
        "max_returns": chance.between(2, 3),
        "returns_count_for_days": chance.pick((60, 90, 120)),
        "max_redirections": chance.between(1, 2),
        "max_pieces": chance.between(2, 3),
        "largest_cancellation": chance.amount(40_000, 70_000, 5_000),
        "largest_invoice": chance.amount(8_000, 20_000, 1_000),
        "lost_after_days": chance.pick((5, 7, 10)),
        "delivery_days": chance.between(4, 7),
    }

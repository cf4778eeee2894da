"""Orders: what templates print of the variants that were drawn."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def write_texts(names: Names, variants: Names) -> dict[str, Any]:
    """Write what templates print of the variants."""
    pickup = ["choose_pickup_point"] if variants["has_pickup"] else []
    speed = ["choose_speed"] if variants["shipping_by"] == "speed" else []
    lines = {"quantity": ["change_quantity"], "removal": ["remove_line"]}
    return {
        "has_invoice": "invoice" in variants["methods"],
        "example_name": f"{names['ranges'][0]} {names['categories'][0]}",
        "remembering_title": "wishes" if variants["remembering"] == "wishes" else "stock alerts",
        "refund_method": {
            "origin": f"{names['deal']}.paid_with",
            "credit": '"store_credit"',
            "choice": "refund_to",
        }[variants["refund_way"]],
        "shipping_sentence": _shipping_sentence(variants),
        "return_fee_sentence": _return_fee_sentence(variants),
        "return_days_sentence": tier_sentence(
            names, lambda at: f"{variants['return_days'] + 7 * at} days"
        ),
        "order_changes_sequence": ", ".join(
            ["change_delivery_address", *pickup, *speed, "apply_promo_code"]
        ),
        "redirections_sequence": _sequence(["change_delivery_address", *pickup]),
        "line_changes_sequence": _sequence(
            lines.get(variants["line_changes"], ["change_quantity", "remove_line"])
        ),
        "going_back_sequence": _sequence(
            ["return_goods", *(["exchange_goods"] if variants["exchanges"] != "none" else [])]
        ),
    }


def _sequence(tools: list[str]) -> str:
    return tools[0] if len(tools) == 1 else f"({', '.join(tools)})"


def _shipping_sentence(variants: Names) -> str:
    fee = format_money(variants["shipping_fee"])
    if variants["shipping_by"] == "threshold":
        return (
            f"Shipping costs {fee}, nothing from {format_money(variants['free_shipping_from'])} on."
        )
    if variants["shipping_by"] == "weight":
        further = format_money(variants["kilo_fee"])
        return f"Shipping costs {fee}, and {further} for every kilo begun after the first."
    return f"Standard delivery costs {fee}, express {format_money(variants['express_fee'])}."


def _return_fee_sentence(variants: Names) -> str:
    if variants["return_fee"] == "none":
        return ""
    if variants["return_fee"] == "flat":
        kept = f"{format_money(variants['return_fee_amount'])} of it"
    else:
        kept = f"{variants['restocking_percent']} percent of it"
    return f" Unless the shop made a mistake, {kept} is kept."

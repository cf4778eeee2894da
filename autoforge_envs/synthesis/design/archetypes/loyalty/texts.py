"""Loyalty: what templates print of the variants that were drawn."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def write_texts(names: Names, variants: Names) -> dict[str, Any]:
    """Write what templates print of the variants."""
    kinds = _move_kinds(names, variants)
    bonus_from = variants["bonus_from_blocks"] * variants["block"]
    return {
        "move_kinds": kinds,
        "item_move": names["item"],
        "spending_words": ", those first that expire first"
        if variants["ledger"] == "batches"
        else "; those that are left last longer for it",
        "cancel_sentence": f"{variants['cancellation_percent']} percent of the points are kept."
        if variants["cancel_terms"] == "fee"
        else "Nothing is kept.",
        "transfer_sentence": f"From {bonus_from} points on the partner gives "
        f"{variants['transfer_bonus_percent']} percent more."
        if variants["transfer_bonus"]
        else "The partner's rate says what 100 points become there.",
        "earning_sentence": _earning_sentence(names, variants),
        "prolongation_sentence": f" {variants['prolongation_percent']} percent of them are kept."
        if variants["prolongation"] == "fee"
        else "",
    }


def _move_kinds(names: Names, variants: Names) -> tuple[str, ...]:
    kinds = ["earned", str(names["item"]), "given_back", "expired", "card"]
    kinds += ["transferred"] if variants["has_transfers"] else []
    kinds += ["donated"] if variants["has_charities"] else []
    kinds += ["bought"] if variants["has_purchases"] else []
    kinds += ["prolonged"] if variants["prolongation"] == "fee" else []
    return tuple(kinds)


def _earning_sentence(names: Names, variants: Names) -> str:
    step = variants["level_step"]
    if variants["level_by"] == "tier":
        more = tier_sentence(names, lambda at: 100 + step * at)
        return f"Every full 10.00 earns what the partner gives, by percent of the tier: {more}."
    return (
        f"Every full 10.00 earns what the partner gives, {step} percent more from "
        f"{variants['eager_from']} yearly_points on."
    )

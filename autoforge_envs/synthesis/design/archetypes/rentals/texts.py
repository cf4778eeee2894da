"""Rentals: what templates print of the variants that were drawn."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def write_texts(names: Names, variants: Names) -> dict[str, Any]:
    """Write what templates print of the variants."""
    kinds = ["cancellation", "late", "damage"]
    kinds += ["distance"] if variants["has_distance"] else []
    kinds += ["one_way"] if variants["one_way"] != "never" else []
    kinds += ["co_user"] if variants["has_drivers"] else []
    kinds += ["protection"] if variants["protection"] == "plans" else []
    return {
        "charge_kinds": tuple(kinds),
        "rate_sentence": _rate_sentence(variants),
        "cancellation_sentence": _cancellation_sentence(variants),
        "damage_sentence": _damage_sentence(names, variants),
        "max_ahead_sentence": tier_sentence(names, lambda at: variants["max_ahead"] + at),
    }


def _rate_sentence(variants: Names) -> str:
    counted = (
        "First and last day are paid."
        if variants["counts_both_days"]
        else "As many days are paid as there are nights, one at least."
    )
    if variants["rate_by"] == "length":
        return (
            f"{counted} From {variants['long_from_days']} days on the whole price is "
            f"{variants['long_discount']} percent lower."
        )
    if variants["rate_by"] == "weekends":
        percent = variants["weekend_surcharge"]
        return f"{counted} A Saturday or Sunday costs {percent} percent more."
    return f"{counted} The season of the first day decides on a surcharge for all of them."


def _cancellation_sentence(variants: Names) -> str:
    free, percent = variants["free_days"], variants["late_percent"]
    if variants["cancellation"] == "flat":
        fee = format_money(variants["cancellation_fee"])
        return f"The fee is {fee}, or the price if it is less."
    if variants["cancellation"] == "notice":
        return f"It is free until {free} days before the first, then {percent} percent are kept."
    return (
        f"It is free until {free + 5} days before the first; until {free} days before, {percent} "
        "percent of the price are kept, after that all of it."
    )


def _damage_sentence(names: Names, variants: Names) -> str:
    base = variants["damage_percent"]
    shares = f"{base}, a dent {3 * base} and a broken part {8 * base} percent"
    limit = {
        "plans": ", with a protection plan at most its excess",
        "deposit": ", at most the deposit",
        "none": "",
    }[variants["protection"]]
    return f"A scratch costs {shares} of what a new {names['unit_words']} costs{limit}."

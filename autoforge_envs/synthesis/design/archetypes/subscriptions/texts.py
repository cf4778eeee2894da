"""Subscriptions: what templates print of the variants that were drawn."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.archetypes.subscriptions.intervals import INTERVAL_DAYS
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def write_texts(names: Names, variants: Names) -> dict[str, Any]:
    """Write what templates print of the variants."""
    return {
        "interval_days": _dictionary({each: INTERVAL_DAYS[each] for each in variants["intervals"]}),
        "interval_discounts": _dictionary(variants["discounts"]),
        "price_sentence": _price_sentence(variants),
        "proration_sentence": _proration_sentence(variants),
        "leaving_sentence": _leaving_sentence(variants),
        "max_running_sentence": tier_sentence(names, lambda at: variants["max_running"] + at),
    }


def _dictionary(values: dict[str, int]) -> str:
    return "{" + ", ".join(f'"{name}": {value}' for name, value in values.items()) + "}"


def _price_sentence(variants: Names) -> str:
    if variants["price_by"] == "interval":
        return "Whoever was subscribed to it before gets no trial."
    if variants["price_by"] == "days":
        return "An interval costs as many times the price as it has 30 days."
    discounts = variants["discounts"].items()
    shares = ", ".join(f"{percent} for {each}" for each, percent in discounts if percent)
    return f"The longer the interval, the more percent are taken off: {shares}."


def _proration_sentence(variants: Names) -> str:
    share = (
        "The difference in price is reckoned for the days that are left of the period"
        if variants["prorated_by"] == "days"
        else "In the first half of the period the whole difference counts, then half of it"
    )
    rest = {
        "balance": "what is too much goes to the balance.",
        "upgrades": "nothing is given back for a cheaper one.",
        "refund": "what is too much is given back.",
    }
    return f"{share}; {rest[variants['proration']]}"


def _leaving_sentence(variants: Names) -> str:
    if variants["leaving"] == "fee":
        percent = variants["early_leave_percent"]
        return (
            f"For every period begun that is missing to committed_until, {percent} percent of the "
            "price are billed."
        )
    if variants["leaving"] == "flat":
        fee = format_money(variants["early_leave_fee"])
        return f"If it ends before the day it is committed_until, {fee} are billed."
    if variants["leaving"] == "refund":
        return "What is left of the period is given back, reckoned as for a change."
    return "Nothing is given back."

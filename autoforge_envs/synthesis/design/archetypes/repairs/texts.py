"""Repairs: what templates print of the variants that were drawn."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def write_texts(names: Names, variants: Names) -> dict[str, Any]:
    """Write what templates print of the variants."""
    accidents = [fault for fault, _, accident in names["faults"] if accident]
    return {
        "accidents": accidents,
        "hazard": names["faults"][-1][0],
        "invoice_kinds": _invoice_kinds(variants),
        "coverable": "parts" if variants["warranty_covers"] == "parts" else "labour + parts",
        "labour_sentence": _labour_sentence(variants),
        "warranty_sentence": _warranty_sentence(names, variants, accidents),
        "decline_sentence": _decline_sentence(variants),
        "storage_sentence": f"After {variants['free_storage_days']} days ready, each day costs "
        f"{format_money(variants['storage_amount'])}.",
        "handing_out_tool": "book_pickup" if variants["handing_out"] == "slots" else "send_home",
        "max_at_a_time_sentence": tier_sentence(names, lambda at: variants["max_at_a_time"] + at),
    }


def _invoice_kinds(variants: Names) -> tuple[str, ...]:
    kinds = ["prepayment", "rest"] if variants["prepayment"] else ["work"]
    kinds += ["diagnosis"] if variants["decline_fee"] != "none" else []
    kinds += ["express"] if variants["has_express"] else []
    kinds += ["storage"] if variants["storage_fee"] else []
    kinds += ["courier"] if variants["handing_out"] == "courier" else []
    kinds += ["loaner"] if variants["has_loaners"] else []
    return tuple(kinds)


def _labour_sentence(variants: Names) -> str:
    rate = variants["hourly_rate"]
    return {
        "service": "Each service has its price.",
        "hours": f"An hour of work costs {format_money(rate)}, minutes their part of it.",
        "half_hours": f"Every half hour begun costs {format_money(rate // 2 + 300)}.",
    }[variants["labour_by"]]


def _warranty_sentence(names: Names, variants: Names, accidents: list[str]) -> str:
    share = {"parts": "the parts", "half": "half of everything", "all": "everything"}
    return (
        f"The maker's warranty bears {share[variants['warranty_covers']]} if the "
        f"{names['thing_words']} was brought in on its last day or before, but nothing after "
        f"{' or '.join(accidents)}."
    )


def _decline_sentence(variants: Names) -> str:
    return {
        "none": "It costs nothing.",
        "flat": f"The diagnosis costs {format_money(variants['diagnosis_fee'])}.",
        "share": f"The diagnosis costs {variants['diagnosis_percent']} percent of the total.",
    }[variants["decline_fee"]]

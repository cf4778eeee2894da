"""Claims: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    report_days, claims_a_year = chance.between(2, 3), chance.between(2, 4)
    return {
        "paper_peril_words": str(names["paper_peril"]).replace("_", " "),
        **_draw_payments(chance),
        "reporting_limit": chance.pick(("peril", "all")),
        "report_days": report_days,
        "report_sentence": ", ".join(
            f"{report_days + at % 3 - 1} for {peril.replace('_', ' ')}"
            for at, peril in enumerate(names["perils"])
        ),
        "claims_a_year": claims_a_year,
        "claims_a_year_sentence": tier_sentence(names, lambda at: claims_a_year + at),
        **_draw_limits(chance),
    }


def _draw_payments(chance: Chance) -> dict[str, Any]:
    return {
        "paying_to": chance.pick(("account", "choice")),
        "with_persons": chance.happens(50),
        "depreciating": chance.happens(50),
        "loss_percent": chance.pick((5, 10, 15)),
        "largest_loss_percent": chance.pick((40, 50, 60)),
        "with_bonus": chance.happens(50),
        "bearing": chance.pick(("share", "fixed", "vanishing")),
        "borne_percent": chance.pick((10, 15, 20)),
        "refunding": chance.pick(("days", "months", "none")),
        "cents_per_unit": chance.amount(5, 20, 5),
        "cents_per_cover_unit": chance.between(2, 6),
        "least_premium": chance.amount(1000, 3000, 500),
        "person_premium": chance.amount(500, 1500, 100),
    }


def _draw_limits(chance: Chance) -> dict[str, Any]:
    return {
        "papers": chance.pick(("peril", "amount")),
        "papers_from": chance.amount(5000, 15_000, 1000),
        "inspecting": chance.happens(50),
        "visit_from": chance.amount(20_000, 40_000, 2500),
        "appeal_days": chance.pick((14, 30, 60)),
        "largest_rise_percent": chance.pick((5, 10, 20)),
        "cancelling": chance.pick(("notice", "age")),
        "notice_days": chance.pick((30, 60, 90)),
        "least_days": chance.pick((180, 365)),
        "visit_notice_days": chance.between(2, 5),
        "visits_a_day": chance.between(1, 2),
        "max_persons": chance.between(1, 3),
        **draw_sides(
            chance, ("term", "correction", "account", "appeal", "branch", "cancel", "persons")
        ),
    }

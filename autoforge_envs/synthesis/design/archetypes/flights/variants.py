"""Flights: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import draw_sides
from autoforge_envs.synthesis.design.optional_parts import draw_parts
from autoforge_envs.synthesis.design.tier_limits import tier_sentence

_PARTS = ("check_in", "upgrades", "meals", "claims", "names")


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    parts = draw_parts(chance, _PARTS, 2, 4)
    bag_prices = [chance.amount(1200, 2500, 100) + 700 * at for at in range(3)]
    kinds = [kind.replace("_", " ") for kind in names["bag_kinds"]]
    prices = [f"{format_money(p)} for a {kind}" for p, kind in zip(bag_prices, kinds, strict=True)]
    steps = ((chance.pick((21, 30)), 100), (chance.pick((5, 7, 10)), chance.pick((50, 60, 75))))
    return {
        **parts,
        "Rides_text": str(names["rides_words"]).capitalize(),
        "Bags_text": str(names["bags_words"]).capitalize(),
        "refund_by": chance.pick(("fare", "fee", "notice")),
        "refund_to": chance.pick(("credit", "source")),
        "change_fee_per": chance.pick(("head", "change")),
        "cheaper": chance.pick(("kept", "returned")),
        "seat_change": chance.pick(("credited", "lost")),
        "bag_price_per": chance.pick(("ride", "journey")),
        "bag_prices": bag_prices,
        "bag_sentence": f"{prices[0]}, {prices[1]} and {prices[2]}",
        "child_percent": chance.pick((50, 60, 75, 80)),
        "journeys_days": chance.pick((30, 60, 90)),
        **_draw_refunds(chance, steps),
        **_draw_limits(chance, names),
        **_draw_claims(chance),
        **draw_sides(chance, ("booking", "change", "check_in", "seat", "bag", "name", "credit")),
    }


def _draw_refunds(chance: Chance, steps: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    last = chance.pick((0, 10, 20, 30))
    (early, _), (middle, share) = steps
    return {
        "steps": (*steps, (0, last)),
        "refund_sentence": f"Fares are refunded in full {early} days before departure or earlier, "
        f"by {share} percent until {middle} days before it, by {last} percent later.",
        "credit_days": chance.pick((180, 365, 545)),
        "extension_days": chance.pick((60, 90, 180)),
        "change_fees": (chance.amount(2500, 4500, 500), chance.amount(1000, 2000, 500), 0),
        "cancel_fees": (chance.amount(5000, 8000, 500), chance.amount(2000, 3500, 500), 0),
        "refund_percents": (0, chance.pick((40, 50, 60)), chance.pick((90, 100))),
        "bags_by_family": chance.pick(((0, 1, 2), (0, 0, 1), (0, 1, 1))),
        "name_fee": chance.amount(1500, 4000, 500),
        "dish_prices": [chance.amount(800, 1900, 50) for _ in range(3)],
    }


def _draw_limits(chance: Chance, names: Names) -> dict[str, Any]:
    max_bags = chance.between(2, 3)
    return {
        "max_bags": max_bags,
        "max_bags_sentence": tier_sentence(names, lambda at: max_bags + at),
        "max_people": chance.between(3, 4),
        "change_hours": chance.pick((24, 36, 48, 72)),
        "cancel_hours": chance.pick((12, 24, 48)),
        "booking_hours": chance.pick((2, 12, 24)),
        "bag_hours": chance.pick((24, 48, 72)),
        "check_in_hours": chance.pick((30, 48, 72)),
        "name_days": chance.pick((2, 3, 7)),
        "meal_hours": chance.pick((24, 48)),
    }


def _draw_claims(chance: Chance) -> dict[str, Any]:
    amounts = sorted(chance.some((5000, 7500, 12000, 18000, 25000, 30000, 40000), 3))
    kilometres = (chance.pick((700, 900)), chance.pick((1300, 1500)))
    return {
        "claim_by": chance.pick(("distance", "price")),
        "claim_amounts": amounts,
        "claim_km": kilometres,
        "claim_sentence": f"{format_money(amounts[0])} up to {kilometres[0]} km, "
        f"{format_money(amounts[1])} up to {kilometres[1]} km, {format_money(amounts[2])} beyond",
        "claim_percent": chance.pick((25, 50)),
        "min_delay": chance.pick((60, 90, 120, 180)),
        "claim_days": chance.pick((14, 21, 30, 60)),
    }

"""Appointments: what was booked, kept or missed, and charged."""

from autoforge_envs.synthesis.design.archetypes.appointments.houses import add_slot
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_REASONS = ("ill", "no_time", "feels_better", "goes_elsewhere")


def add_visit(
    population: Population, party: Row, comer: Row | None, staff: Row, item: Row, names: Names
) -> None:
    """Add what somebody has booked, and what it cost them."""
    chance = population.chance
    coming = chance.happens(45)
    offset = chance.between(0, 25) if coming else -chance.between(2, 120)
    status = "booked" if coming else chance.pick(("attended", "cancelled", "missed"), (6, 2, 3))
    slot = add_slot(population, staff, offset, "taken")
    deal = population.add(
        "deal",
        party_id=party["id"],
        slot_id=slot["id"],
        item_id=item["id"],
        status=status,
        price=item["price"],
        takes_place_on=slot["starts_at"][:10],
        cancel_reason=chance.pick(_REASONS) if status == "cancelled" else None,
    )
    if comer is not None:
        deal["dependant_id"] = comer["id"]
    if names["with_video"]:
        by_video = item["by_video"] and chance.happens(40)
        deal["mode"] = "video" if by_video else "on_site"
    if names["moves_counted"]:
        deal["moves"] = chance.pick((0, 1, 2), (6, 2, 1))
    _add_charge(population, deal, offset)


def _add_charge(population: Population, deal: Row, offset: int) -> None:
    chance = population.chance
    kinds = {"attended": "visit", "missed": "no_show", "cancelled": "late_cancellation"}
    kind = kinds.get(deal["status"])
    if kind is None or (kind == "late_cancellation" and chance.happens(50)):
        return
    paid = chance.pick(("paid", "unpaid", "waived"), (5, 5, 0) if kind == "visit" else (2, 6, 1))
    population.add(
        "Charge",
        deal_id=deal["id"],
        kind=kind,
        amount=deal["price"] if kind == "visit" else deal["price"] // 2 // 50 * 50,
        status=paid,
        charged_on=population.day(offset + 1),
    )

"""Appointments: referrals, prescriptions and refills."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def add_referrals(population: Population, party: Row, names: Names) -> None:
    """Give somebody referrals."""
    chance = population.chance
    for speciality in chance.some(names["specialities"][1:], chance.between(1, 2)):
        issued = -chance.between(5, 160)
        population.add(
            "Referral",
            party_id=party["id"],
            speciality=speciality,
            status=chance.pick(("open", "used"), (4, 1)),
            issued_on=population.day(issued),
            valid_until=population.day(issued + chance.pick((60, 90, 120))),
        )


def add_prescription(
    population: Population, party: Row, product: str, staff: Row, desks: list[Row]
) -> None:
    """Give somebody a prescription, perhaps with a refill under way."""
    chance = population.chance
    supply = chance.pick((28, 30, 60, 90))
    prescription = population.add(
        "Prescription",
        party_id=party["id"],
        staff_id=staff["id"],
        product=product,
        controlled=chance.happens(12),
        refills_left=chance.pick((0, 1, 2, 3, 4), (1, 3, 3, 2, 2)),
        days_supply=supply,
        last_filled_on=population.day(-chance.between(supply // 2, supply + 20)),
        valid_until=population.day_between(*((-40, 0) if chance.happens(20) else (1, 300))),
    )
    if chance.happens(45):
        population.add(
            "Refill",
            prescription_id=prescription["id"],
            pharmacy_id=chance.pick(desks)["id"],
            status=chance.pick(("ordered", "ready", "collected", "cancelled"), (3, 3, 2, 1)),
            ordered_on=population.day_between(-25, -1),
        )

"""Utilities: bills, and the parts they are paid in."""

from autoforge_envs.synthesis.design.population import Population, Row


def add_bills(population: Population, meter: Row, party: Row, last_used: int) -> None:
    """Bill what a meter has counted."""
    chance = population.chance
    tariff = population.get("item", meter["item_id"])
    last = population.days_until(meter["billed_on"])
    for period in range(chance.between(1, 2)):
        issued = last - period * chance.between(85, 100)
        due = issued + chance.pick((21, 30, 45))
        paid = chance.happens(95 if period else 30)
        late = due < 0
        status = "paid" if paid else chance.pick(("overdue" if late else "open", "in_instalments"))
        if not paid and not late and chance.happens(40):
            status = "open"
        used = last_used if period == 0 else chance.between(1, 7)
        bill = population.add(
            "deal",
            party_id=party["id"],
            meter_id=meter["id"],
            status=status,
            used=used,
            amount=used * tariff["unit_price"] + 3 * tariff["monthly_charge"],
            issued_on=population.day(issued),
            due_on=population.day(due),
        )
        if status == "in_instalments":
            _add_instalments(population, bill, issued)


def _add_instalments(population: Population, bill: Row, issued: int) -> None:
    parts = population.chance.between(2, 4)
    share = bill["amount"] // parts
    for part in range(parts):
        due = issued + 30 * (part + 1)
        paid = due < 0 and part < parts - 1
        population.add(
            "Instalment",
            deal_id=bill["id"],
            amount=share if part < parts - 1 else bill["amount"] - share * (parts - 1),
            due_on=population.day(due if paid else max(due, 3 + 7 * part)),
            status="paid" if paid else "open",
        )

"""Telecom: bills, line by line."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_CHARGES = ("add_on", "roaming", "calls")


def add_bill(population: Population, line: Row, period: int, names: Names) -> None:
    """Bill a period of a line."""
    chance = population.chance
    age = 30 * period + chance.between(2, 20)
    due_in = 14 - age
    paid = chance.happens(92 if period else 45)
    bill = population.add(
        "deal",
        party_id=line["party_id"],
        line_id=line["id"],
        status="paid" if paid else "open" if due_in >= 0 else "overdue",
        amount=0,
        issued_on=population.day(-age),
        due_on=population.day(due_in),
    )
    if names["extensions_counted"]:
        bill["extensions"] = 0 if paid else chance.pick((0, 1, 2), (5, 2, 1))
    plan = population.get("item", line["item_id"])
    _put_on_bill(population, bill, "monthly_price", plan["monthly_price"])
    for kind in chance.some(_CHARGES, chance.between(0, 2)):
        _put_on_bill(population, bill, kind, chance.amount(150, 2500, 10))


def _put_on_bill(population: Population, bill: Row, kind: str, amount: int) -> None:
    population.add("BillLine", deal_id=bill["id"], kind=kind, amount=amount, status="charged")
    bill["amount"] += amount

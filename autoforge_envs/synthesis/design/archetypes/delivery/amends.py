"""Delivery: what went wrong with orders, and what was given for it."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_PROBLEMS = ("missing", "wrong", "spilled", "cold")


def add_aftermath(population: Population, names: Names, deal: Row) -> None:
    """Let somebody complain of an order, be compensated and rate."""
    chance = population.chance
    day = population.days_until(deal["delivered_at"])
    if chance.happens(18):
        _add_report(population, names, deal, day)
    if deal["minutes_late"] >= names["min_late"] and chance.happens(25):
        _compensate(population, names, deal, day, "late", chance.amount(200, 800, 50))
    if names["with_ratings"] and chance.happens(30):
        population.add(
            "Rating",
            deal_id=deal["id"],
            rider_id=deal["rider_id"],
            stars=chance.pick((1, 2, 3, 4, 5), (1, 1, 2, 4, 5)),
            rated_on=population.day(day),
        )


def _add_report(population: Population, names: Names, deal: Row, day: int) -> None:
    problem = population.chance.pick(_PROBLEMS)
    line = population.rows(f"{names['Deal']}Line")[-1]
    percent = {"wrong": names["wrong_percent"], "cold": names["cold_percent"]}.get(problem, 100)
    amount = line["unit_price"] * line["quantity"] * percent // 100
    population.add(
        "ProblemReport",
        problem=problem,
        quantity=line["quantity"],
        amount=amount,
        reported_on=population.day(day),
        **{f"{names['deal']}_line_id": line["id"]},
    )
    if names["refund_as"] == "note":
        _compensate(population, names, deal, day, "problem", amount)
    else:
        deal["total"] = max(deal["total"] - amount, 0)


def _compensate(
    population: Population, names: Names, deal: Row, day: int, cause: str, amount: int
) -> None:
    note = {"party_id": deal["party_id"], "deal_id": deal["id"], "cause": cause, "amount": amount}
    add_note(population, names, note, day)


def add_note(population: Population, names: Names, note: Row, given: int) -> None:
    """Give somebody a credit note.

    Args:
        population: Where it is added.
        names: Of the business.
        note: Whose it is, for which order, why, and how much.
        given: When, in days from today.
    """
    population.add(
        "CreditNote",
        **note,
        status=population.chance.pick(("open", "used"), (8, 2)),
        expires_on=population.day(given + names["note_days"]),
    )

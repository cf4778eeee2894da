"""Claims: what is covered, what happened, and what was paid for it."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_DOCUMENTS = ("photo", "receipt", "police_report", "estimate")
_WAYS = ("transfer", "cheque", "premium_credit")


def add_cover(
    population: Population,
    contract: Row,
    branch: str,
    peril: str,
    accounts: list[Row],
    names: Names,
) -> None:
    """Cover a contract against a peril, which may have struck already."""
    chance = population.chance
    cover = population.add(
        "Cover",
        contract_id=contract["id"],
        peril=peril,
        sum_insured=chance.amount(20_000, 120_000, 5000),
        waiting_days=chance.pick((0, 0, 14, 30, 60)),
    )
    if contract["status"] == "active" and chance.happens(60):
        deal = _add_claim(population, contract, cover)
        _add_papers(population, deal, branch)
        if deal["status"] == "settled":
            _add_payout(population, deal, contract, accounts, names)


def _add_claim(population: Population, contract: Row, cover: Row) -> Row:
    chance = population.chance
    reported = -chance.pick((chance.between(1, 40), chance.between(20, 350)), (2, 1))
    status = chance.pick(
        ("reported", "in_review", "settled", "refused", "withdrawn"),
        (3, 5, 2, 3, 1) if reported > -60 else (0, 1, 4, 4, 1),
    )
    is_closed = status in ("settled", "refused", "withdrawn")
    return population.add(
        "deal",
        party_id=contract["party_id"],
        cover_id=cover["id"],
        status=status,
        amount=chance.amount(4000, min(60_000, cover["sum_insured"]), 50),
        occurred_on=population.day(reported - chance.between(0, 3)),
        reported_on=population.day(reported),
        closed_on=population.day(min(0, reported + chance.between(1, 25))) if is_closed else None,
        suspicious=status in ("reported", "in_review") and chance.happens(20),
        appealed=status == "refused" and chance.happens(20),
    )


def _add_papers(population: Population, deal: Row, branch: str) -> None:
    chance = population.chance
    least_and_most = (2, 4) if deal["status"] in ("in_review", "settled") else (0, 3)
    for kind in chance.some(_DOCUMENTS, chance.between(*least_and_most)):
        population.add("Document", deal_id=deal["id"], kind=kind, received_on=deal["reported_on"])
    if deal["status"] in ("reported", "withdrawn") or chance.happens(30):
        return
    planned = deal["status"] == "in_review" and chance.happens(60)
    population.add(
        "Visit",
        deal_id=deal["id"],
        assessor_id=chance.pick(population.find("Assessor", branch=branch))["id"],
        status="planned" if planned else chance.pick(("done", "cancelled"), (4, 1)),
        day=population.day_between(1, 25) if planned else deal["closed_on"] or population.day(-1),
    )


def _add_payout(
    population: Population, deal: Row, contract: Row, accounts: list[Row], names: Names
) -> None:
    payout = population.add(
        "Payout",
        deal_id=deal["id"],
        amount=max(0, deal["amount"] - contract["deductible"]),
        paid_on=deal["closed_on"],
    )
    if names["paying_to"] == "account":
        payout["bank_account_id"] = population.chance.pick(accounts)["id"]
    else:
        payout["way"] = population.chance.pick(_WAYS)

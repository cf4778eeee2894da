"""Claims: contracts, premiums, and persons insured with somebody."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def add_contract(population: Population, party: Row, branch: str, thing: str, names: Names) -> Row:
    """Insure a thing of somebody."""
    chance = population.chance
    item = chance.pick(population.find("item", branch=branch))
    is_new = chance.happens(18)
    renews = chance.between(335, 363) if is_new else chance.between(1, 364)
    starts = renews - 365 * (1 if is_new else chance.between(1, 5))
    contract = population.add(
        "contract",
        party_id=party["id"],
        item_id=item["id"],
        insured_thing=thing,
        status=chance.pick(("active", "lapsed", "cancelled"), (8, 1, 1)),
        premium=item["yearly_premium"] + chance.amount(0, 2000, 50),
        deductible=chance.pick((item["smallest_deductible"], 3000, 4000, 5000)),
        starts_on=population.day(starts),
        renews_on=population.day(renews),
    )
    if names["depreciating"]:
        contract["bought_on"] = population.day(starts - chance.between(0, 900))
    if names["with_bonus"]:
        contract["claim_free_years"] = chance.between(0, -starts // 365)
    return contract


def add_premiums(population: Population, contract: Row) -> None:
    """Add the last premiums of a contract."""
    chance = population.chance
    for quarter in range(chance.between(1, 3)):
        due = 25 - 91 * quarter - chance.between(0, 40)
        overdue = due < 0 and chance.happens(12)
        population.add(
            "Premium",
            contract_id=contract["id"],
            amount=contract["premium"] // 4,
            due_on=population.day(due),
            status="open" if due >= 0 else "overdue" if overdue else "paid",
        )


def add_person(population: Population, contract: Row, name: str, names: Names) -> None:
    """Insure somebody else with a contract."""
    population.add(
        "InsuredPerson",
        contract_id=contract["id"],
        name=name,
        relation=population.chance.pick(names["person_roles"]),
        named_on=population.day_between(-300, -5),
    )

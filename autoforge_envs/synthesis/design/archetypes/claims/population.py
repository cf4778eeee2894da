"""Claims: what is offered, who assesses, and who is insured."""

from autoforge_envs.synthesis.design.archetypes.claims.contracts import (
    add_contract,
    add_person,
    add_premiums,
)
from autoforge_envs.synthesis.design.archetypes.claims.damage import add_cover
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_LEVELS = ("Basic", "Classic", "Plus")
_BANKS = ("Alderwick Bank", "Northgate Savings", "Union of Millers", "Harbour Bank")


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    chance = population.chance
    _add_offers(population, people, names)
    helpers = [people.name() for _ in range(120)]
    for party in population.rows("party"):
        accounts = _add_accounts(population, party) if names["paying_to"] == "account" else []
        for branch in chance.some(names["branches"], chance.between(1, 3)):
            for thing in chance.some(names["things"][branch], chance.pick((1, 2), (3, 1))):
                contract = add_contract(population, party, branch, thing, names)
                add_premiums(population, contract)
                for peril in chance.some(names["perils"], chance.between(1, 2)):
                    add_cover(population, contract, branch, peril, accounts, names)
                if names["with_persons"] and chance.happens(50):
                    add_person(population, contract, chance.pick(helpers), names)


def _add_offers(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for branch in names["branches"]:
        for at, level in enumerate(_LEVELS):
            population.add(
                "item",
                name=f"{branch.capitalize()} {level}",
                branch=branch,
                yearly_premium=4000 + 4500 * at + chance.amount(0, 3000, 50),
                smallest_deductible=3000 - 1000 * at,
                largest_deductible=chance.amount(5000, 9000, 1000),
            )
    for at, name in enumerate(dict.fromkeys(people.name() for _ in range(18))):
        population.add(
            "Assessor",
            name=name,
            branch=names["branches"][at % len(names["branches"])],
            city=people.place().city,
            works_weekends=chance.happens(40),
        )


def _add_accounts(population: Population, party: Row) -> list[Row]:
    chance = population.chance
    return [
        population.add(
            "BankAccount",
            party_id=party["id"],
            bank=bank,
            last_digits=chance.digits(4),
            checked=chance.happens(82),
            added_on=population.day_between(-900, -3),
        )
        for bank in chance.some(_BANKS, chance.between(1, 3))
    ]

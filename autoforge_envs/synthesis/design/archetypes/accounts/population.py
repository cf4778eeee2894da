"""Accounts: plans, payees, and the accounts themselves."""

from autoforge_envs.synthesis.design.archetypes.accounts.cards import add_cards
from autoforge_envs.synthesis.design.archetypes.accounts.payments import (
    add_deals,
    add_mandates,
    add_standing_orders,
)
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

_ACCOUNT_NAMES = ("Household", "Rent", "Holiday", "Car", "Rainy Day", "Studio", "Garden")


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_plans(population, names)
    friends = [people.name() for _ in range(150)]
    for party in population.rows("party"):
        payees = _add_payees(population, party, friends)
        for name in population.chance.some(_ACCOUNT_NAMES, population.chance.between(2, 3)):
            account = _add_account(population, party, name, names)
            add_standing_orders(population, account, payees)
            add_cards(population, account, names)
            add_deals(population, account, payees, names)
            if names["with_mandates"]:
                add_mandates(population, account)


def _add_plans(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["account_kinds"]:
        for at, name in enumerate(names["plan_names"]):
            population.add(
                "item",
                name=f"{name} {kind.replace('_', ' ')}",
                kind=kind,
                monthly_fee=250 * at + 50 * chance.between(0, 4),
                largest_overdraft=chance.amount(2000, 6000, 500) * at,
                minimum_balance=40_000 * at,
            )


def _add_payees(population: Population, party: Row, friends: list[str]) -> list[Row]:
    chance = population.chance
    return [
        population.add(
            "Payee",
            party_id=party["id"],
            name=name,
            account_number=f"{chance.digits(4)} {chance.digits(4)} {chance.digits(4)}",
            added_on=population.day_between(*((-12, -1) if chance.happens(25) else (-900, -30))),
        )
        for name in chance.some(friends, chance.between(3, 7))
    ]


def _add_account(population: Population, party: Row, name: str, names: Names) -> Row:
    chance = population.chance
    kind = chance.pick(names["account_kinds"], (5, 3, 2))
    plan = chance.pick(population.find("item", kind=kind))
    overdraft = chance.pick((0, 0, plan["largest_overdraft"] // 2, plan["largest_overdraft"]))
    status = chance.pick(("open", "blocked", "closed"), (17, 1, 2))
    balance = _draw_balance(chance, overdraft)
    return population.add(
        "account",
        party_id=party["id"],
        item_id=plan["id"],
        name=name,
        kind=kind,
        status=status,
        balance=0 if status == "closed" else balance,
        overdraft=overdraft,
        opened_on=population.day_between(*((-330, -5) if chance.happens(30) else (-2500, -366))),
    )


def _draw_balance(chance: Chance, overdraft: int) -> int:
    if overdraft and chance.happens(25):
        return -chance.amount(100, overdraft, 5)
    return chance.pick((chance.amount(0, 20_000), chance.amount(20_000, 400_000), 0), (4, 8, 1))

"""Loyalty: partners, rewards, causes and receipts, and members that collect."""

from autoforge_envs.synthesis.design.archetypes.loyalty.membership import (
    add_cards,
    claim,
    join,
    redeem,
)
from autoforge_envs.synthesis.design.archetypes.loyalty.points import buy, donate, earn, transfer
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population

_CITIES = ("shelter", "hospice", "school fund", "tree fund", "food bank", "lifeboats")


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_offer(population, names)
    _add_causes(population, people, names)
    _add_receipts(population)
    for party in population.rows("party"):
        earn(population, names, party)
        redeem(population, names, party)
        add_cards(population, party)
        claim(population, party)
        if names["has_transfers"]:
            transfer(population, names, party)
        if names["has_campaigns"]:
            join(population, party)
        if names["has_charities"]:
            donate(population, party)
        if names["has_purchases"] and population.chance.happens(35):
            buy(population, names, party)


def _add_offer(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["partner_kinds"]:
        for word in names["partner_names"]:
            row = population.add(
                "Partner",
                name=f"{word} {kind.replace('_', ' ')}",
                kind=kind,
                points_per_10=chance.between(4, 30),
            )
            if names["has_transfers"]:
                row["transfer_rate"] = chance.pick((40, 50, 60, 75, 80))
                row["takes_transfers"] = chance.happens(70)
    for category in names["categories"]:
        for word in names["goods"]:
            points = chance.amount(300, 4_500, 50)
            row = population.add(
                "item",
                name=f"{category.capitalize()} {word}",
                category=category,
                points=points,
                stock=0 if chance.happens(12) else chance.between(1, 60),
                least_yearly_points=chance.pick((0, 1_000, 3_000, 5_000), (5, 2, 2, 1)),
                offered_until=population.day(chance.pick((-30, -1, 0, 14, 60, 200))),
            )
            if names["part_pay"]:
                row["cash"] = points // 100 * 35


def _add_causes(population: Population, people: People, names: Names) -> None:
    chance = population.chance
    for word in _CITIES if names["has_charities"] else ():
        city = people.place().city
        population.add(
            "Charity",
            name=f"{city} {word}",
            city=city,
            cents_per_100=chance.amount(40, 90, 5),
            active=chance.happens(75),
        )
    kinds = names["partner_kinds"] if names["has_campaigns"] else ()
    for kind in kinds:
        for at, word in enumerate(("Spring", "Double", "Weekend", "Harvest", "Birthday")):
            first = chance.between(-120, 20)
            population.add(
                "Campaign",
                name=f"{word} points {kind.replace('_', ' ')}",
                partner_kind=kind,
                bonus_percent=chance.pick((10, 20, 25, 50, 100)),
                starts_on=population.day(first),
                ends_on=population.day(first + 20 + 15 * at),
            )


def _add_receipts(population: Population) -> None:
    chance = population.chance
    for at in range(500):
        population.add(
            "Receipt",
            receipt_number=f"{chance.pick('ABCDEFGH')}{chance.pick('KLMNPRST')}-{2_000 + 13 * at}",
            partner_id=chance.pick(population.rows("Partner"))["id"],
            amount=chance.amount(1_100, 24_000, 10),
            bought_on=population.day(-chance.pick((1, 5, 20, 45, 60, 90, 130))
                                     + chance.between(0, 1)),
        )  # fmt: skip

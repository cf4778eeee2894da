"""Subscriptions: what can be subscribed to, and who does."""

from autoforge_envs.synthesis.design.archetypes.subscriptions.history import subscribe
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_offer(population, names)
    items: dict[str, Row] = {item["id"]: item for item in population.rows("item")}
    add_ons = population.grouped("AddOn", "kind")
    others = [people.name() for _ in range(120)]
    for party in population.rows("party"):
        if names["proration"] == "balance":
            party["balance"] = population.chance.pick((0, 0, 350, 1_200, 2_750))
        chosen = population.chance.some(tuple(items.values()), population.chance.between(2, 5))
        for item in chosen:
            subscribe(population, names, party, item, add_ons[item["kind"]], others)


def _add_offer(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["kinds"]:
        for level, word in enumerate(names["levels"], 1):
            _add_item(population, names, kind, level, f"{word} {kind}")
        for word in names["extras"]:
            population.add(
                "AddOn",
                name=f"{word} ({kind})",
                kind=kind,
                price=chance.amount(150, 1_200, 50),
                least_level=chance.pick((1, 1, 2, 3)),
            )
    if names["has_gifts"]:
        _add_gifts(population, names)


def _add_item(population: Population, names: Names, kind: str, level: int, name: str) -> None:
    chance = population.chance
    least, most = names["prices"]
    price = least + (most - least) * level // 5 + chance.amount(0, 400, 50)
    row = population.add(
        "item",
        name=name,
        kind=kind,
        level=level,
        notice_days=chance.pick((1, 3, 7, 14)),
        trial_days=chance.pick((0, 7, 14)),
        on_sale=chance.happens(82),
    )
    if names["price_by"] == "interval":
        row |= {"monthly_price": price, "yearly_price": price * chance.pick((9, 10, 11))}
    else:
        row["price"] = price
    if names["has_profiles"]:
        row["max_profiles"] = level + chance.between(0, 1)


def _add_gifts(population: Population, names: Names) -> None:
    chance = population.chance
    for at in range(60):
        population.add(
            "GiftCode",
            gift_code=f"GIFT{chance.digits(3)}{'ABCDEFGHKLMNPRSTUVXYZ'[at % 21]}{at}",
            kind=chance.pick(names["kinds"]),
            days=chance.pick((7, 14, 30)),
            redeemable_until=population.day(chance.pick((-40, -1, 0, 60, 300))),
            used=chance.happens(15),
        )

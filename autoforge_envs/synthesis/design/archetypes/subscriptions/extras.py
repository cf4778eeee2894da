"""Subscriptions: bills, changes, shipments and profiles."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def add_bills(population: Population, names: Names, row: Row) -> None:
    """Bill the last periods."""
    chance = population.chance
    for back in range(chance.between(1, 3)):
        ago = 20 * back + chance.between(0, 12)
        population.add(
            "Invoice",
            deal_id=row["id"],
            amount=row["price"] + chance.pick((0, 0, 150, 300)),
            status=chance.pick(("open", "paid", "credited"), (4 if back == 0 else 1, 6, 1)),
            issued_on=population.day(-ago),
            due_on=population.day(-ago + int(names["days_to_pay"])),
        )


def add_extras(
    population: Population, names: Names, row: Row, item: Row, others: list[str]
) -> None:
    """Add changes, shipments and profiles."""
    chance = population.chance
    if chance.happens(22):
        same_kind = [each for each in population.rows("item") if each["kind"] == item["kind"]]
        earlier = [each for each in same_kind if each["id"] != item["id"]]
        population.add(
            "PlanChange",
            deal_id=row["id"],
            paid_more=chance.amount(0, 900, 50),
            given_back=0,
            effective_on=population.day(-chance.pick((3, 10, int(names["change_every"]), 80))),
            **{
                f"old_{names['item']}_id": chance.pick(earlier)["id"],
                f"new_{names['item']}_id": item["id"],
            },
        )
    if names["has_shipments"] and row["status"] != "ended":
        _add_shipments(population, names, row)
    if names["has_profiles"]:
        for name in chance.some(others, chance.between(0, item["max_profiles"])):
            population.add(
                "Profile",
                deal_id=row["id"],
                name=name,
                kind=chance.pick(("adult", "child"), (3, 2)),
                created_on=row["started_on"],
            )


def _add_shipments(population: Population, names: Names, row: Row) -> None:
    chance = population.chance
    first = chance.between(-20, int(names["skip_notice"]))
    for at, theme in enumerate(chance.some(names["themes"], chance.between(2, 4))):
        offset = first + 14 * at
        status = "planned" if chance.happens(85) else "skipped"
        population.add(
            "Shipment",
            deal_id=row["id"],
            theme=theme,
            leaves_on=population.day(offset),
            status="sent" if offset <= 0 else status,
            worth=chance.amount(900, 6_000, 50),
        )

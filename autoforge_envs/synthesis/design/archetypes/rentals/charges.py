"""Rentals: plans and drivers taken on, damages, and what is charged for them."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def add_terms(population: Population, names: Names, rental: Row, unit: Row) -> None:
    """Add to a rental what else was agreed on."""
    chance = population.chance
    if names["one_way"] != "never":
        rental["return_station_id"] = unit["station_id"]
    if names["protection"] == "plans":
        plan = chance.pick(population.rows("ProtectionPlan"))["id"]
        rental["protection_plan_id"] = plan if chance.happens(45) else None
    if names["has_distance"]:
        driven = chance.amount(40, 690, 10) if rental["status"] == "returned" else None
        rental["kilometres"] = driven
    if names["has_drivers"] and chance.happens(35) and rental["status"] != "cancelled":
        for _ in range(chance.between(1, int(names["max_co_users"]))):
            other = chance.pick(population.rows("party"))["name"]
            population.add(
                "CoUser",
                deal_id=rental["id"],
                name=other,
                fee=names["co_user_fee"],
                added_on=rental["booked_on"],
            )


def add_trouble(
    population: Population, names: Names, rental: Row, item: Row, returned: int | None
) -> None:
    """Add damages and charges to a rental."""
    chance = population.chance
    if rental["status"] not in ("running", "returned"):
        return
    day = population.day(0 if returned is None else returned)
    if chance.happens(22):
        severity, factor = chance.pick((("scratch", 1), ("dent", 3), ("broken", 8)), (5, 3, 1))
        cost = item["new_price"] * int(names["damage_percent"]) * factor // 100
        cost = min(cost, item["deposit"]) if names["protection"] == "deposit" else cost
        cost = _capped(population, names, rental, cost)
        population.add(
            "DamageReport",
            deal_id=rental["id"],
            part=chance.pick(names["parts"]),
            severity=severity,
            cost=cost,
            reported_on=day,
        )
        _add_charge(population, rental, "damage", cost, day)
    for kind in chance.some(names["charge_kinds"], chance.pick((0, 1, 2), (5, 3, 1))):
        if kind not in ("damage", "cancellation"):
            _add_charge(population, rental, kind, chance.amount(500, 9_000, 100), day)


def _capped(population: Population, names: Names, rental: Row, cost: int) -> int:
    if names["protection"] != "plans" or rental["protection_plan_id"] is None:
        return cost
    plan = population.get("ProtectionPlan", rental["protection_plan_id"])
    return min(cost, int(plan["excess"]))


def _add_charge(population: Population, rental: Row, kind: str, amount: int, day: str) -> None:
    population.add(
        "Charge",
        deal_id=rental["id"],
        kind=kind,
        amount=amount,
        status="open" if population.chance.happens(40) else "paid",
        charged_on=day,
    )

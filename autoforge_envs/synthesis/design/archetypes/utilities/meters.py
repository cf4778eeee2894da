"""Utilities: meters, readings, and visits to them."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_REASONS = ("check_meter", "exchange_meter", "no_supply", "bad_pressure")


def add_meter(population: Population, home: Row, supply: str, names: Names) -> Row:
    """Put a meter into a home."""
    chance = population.chance
    billed = -chance.pick((chance.between(20, 60), chance.between(60, 200)))
    size = chance.pick((10_000, 100_000))
    removed = home["status"] == "moved_out"
    meter = population.add(
        "Meter",
        home_id=home["id"],
        item_id=chance.pick(population.find("item", supply=supply))["id"],
        supply=supply,
        kind=chance.pick(("dial", "digital", "remote"), (3, 3, 2)),
        status="removed" if removed else chance.pick(("in_use", "unsafe"), (12, 1)),
        serial=f"{supply[0].upper()}{200_000 + 13 * len(population.rows('Meter'))}",
        size=size,
        billed_value=size - chance.between(1, 3) if chance.happens(5) else chance.between(50, 9000),
        billed_on=population.day(billed),
        tariff_since=population.day_between(-500, -10),
    )
    if names["with_advances"]:
        meter["advance"] = chance.amount(1000, 6000, 500)
    return meter


def add_readings(population: Population, meter: Row) -> int:
    """Add a reading from the last billing, and those before and after it.

    Returns:
        What was used up to the last billing.
    """
    chance = population.chance
    billed = population.days_until(meter["billed_on"])
    value = meter["billed_value"]
    used = chance.between(2, 6)
    before = (value - used) % meter["size"]
    _add_reading(population, meter, before, billed - chance.between(60, 120), "company")
    _add_reading(population, meter, value, billed, chance.pick(("company", "customer")))
    if chance.happens(70):
        value = (value + chance.between(1, 5)) % meter["size"]
        read_by = chance.pick(("customer", "company", "estimate"), (4, 2, 2))
        _add_reading(population, meter, value, -chance.between(1, max(1, -billed - 5)), read_by)
    return used


def _add_reading(population: Population, meter: Row, value: int, day: int, read_by: str) -> None:
    population.add(
        "Reading", meter_id=meter["id"], value=value, read_on=population.day(day), read_by=read_by
    )


def add_visit(population: Population, meter: Row) -> None:
    """Perhaps send somebody to a meter."""
    chance = population.chance
    if chance.happens(45):
        planned = meter["status"] == "in_use" and chance.happens(60)
        reason = chance.pick(_REASONS)
        population.add(
            "Visit",
            meter_id=meter["id"],
            reason=reason,
            day=population.day_between(*((1, 25) if planned else (-300, -2))),
            status="planned" if planned else chance.pick(("done", "cancelled"), (4, 1)),
            fee=0 if reason == "no_supply" else chance.amount(1000, 5000, 250),
        )

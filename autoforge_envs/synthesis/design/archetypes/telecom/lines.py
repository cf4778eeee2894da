"""Telecom: lines with SIMs, devices, add-ons and faults."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_FAULTS = ("no_service", "slow_data", "calls_drop", "no_messages")


def add_line(population: Population, party: Row) -> Row:
    """Give somebody a line."""
    chance = population.chance
    plan = chance.pick(population.rows("item"))
    at = len(population.rows("line"))
    return population.add(
        "line",
        party_id=party["id"],
        item_id=plan["id"],
        line_number=f"+44 555 9{at * 7 % 10_000:04d} {chance.digits(2)}",
        status=chance.pick(("active", "suspended", "ended"), (8, 2, 1)),
        roaming=chance.pick(("on", "off")),
        gigabytes_used=chance.between(0, plan["gigabytes"]),
        renews_on=population.day_between(1, 29),
        bound_until=population.day_between(*((1, 400) if chance.happens(45) else (-600, 0))),
        next_charge=chance.pick((0, chance.amount(100, 2500, 50)), (3, 1)),
    )


def add_hardware(population: Population, line: Row, names: Names) -> None:
    """Give a line its SIMs and devices."""
    chance = population.chance
    if chance.happens(20):
        _add_sim(population, line, "blocked", chance.between(300, 900))
    _add_sim(population, line, "active", chance.pick((chance.between(1, 40), 200, 500), (2, 3, 3)))
    for _ in range(chance.pick((1, 2), (5, 1))):
        population.add(
            "device",
            party_id=line["party_id"],
            line_id=line["id"],
            model=chance.pick(names["models"]),
            airplane_mode=chance.pick(("on", "off"), (1, 4)),
            mobile_internet=chance.pick(("on", "off"), (4, 1)),
            roaming_switch=chance.pick(("on", "off")),
            network_mode=chance.pick(("automatic", "fast", "far_reaching"), (3, 1, 1)),
            access_point=chance.pick(("standard", "changed"), (3, 1)),
            sim_seat=chance.pick(("in_place", "loose"), (4, 1)),
            restarted_on=population.day_between(-60, -1),
        )


def _add_sim(population: Population, line: Row, status: str, age: int) -> None:
    chance = population.chance
    population.add(
        "Sim",
        line_id=line["id"],
        kind=chance.pick(("plastic", "embedded")),
        status=status,
        last_digits=chance.digits(4),
        issued_on=population.day(-age - chance.between(0, 20)),
    )


def add_extras(population: Population, line: Row, names: Names) -> None:
    """Give a line add-ons, faults and travel passes."""
    chance = population.chance
    for add_on in chance.some(population.rows("AddOn"), chance.pick((0, 1, 2), (3, 4, 2))):
        age = chance.between(0, 2 * add_on["lasts_days"])
        is_active = age <= add_on["lasts_days"] and line["status"] == "active"
        population.add(
            "BookedAddOn",
            line_id=line["id"],
            add_on_id=add_on["id"],
            status="active" if is_active else "ended",
            booked_on=population.day(-age),
            ends_on=population.day(add_on["lasts_days"] - age),
        )
    if chance.happens(40):
        is_open = line["status"] == "active" and chance.happens(45)
        population.add(
            "Fault",
            line_id=line["id"],
            kind=chance.pick(_FAULTS),
            status="open" if is_open else chance.pick(("solved", "withdrawn"), (3, 1)),
            reported_on=population.day_between(*((-9, -1) if is_open else (-200, -12))),
        )
    if names["with_zones"] and chance.happens(30):
        destination = chance.pick(population.rows("Destination"))
        days = chance.between(1, 4)
        population.add(
            "TravelPass",
            line_id=line["id"],
            destination_id=destination["id"],
            starts_on=population.day_between(-6, 30),
            days=days,
            price=destination["day_price"] * days,
        )

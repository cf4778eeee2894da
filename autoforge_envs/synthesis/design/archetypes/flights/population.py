"""Flights: fare families, ports, and customers that travel between them."""

from autoforge_envs.synthesis.design.archetypes.flights.bookings import CustomerBookings
from autoforge_envs.synthesis.design.archetypes.flights.rides import add_rides
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row


def populate(population: Population, people: People, names: Names) -> None:
    """Make the first rows of one business."""
    _add_families(population, names)
    for city in names["cities"]:
        population.add("port", name=names["port_name"].format(city), city=city)
    routes = add_rides(population, names)
    free: dict[str, list[Row]] = {}
    for seat in population.rows("seat"):
        if seat["status"] == "free":
            free.setdefault(seat["ride_id"], []).append(seat)
    for party in population.rows("party"):
        CustomerBookings(population, people, names, party, routes, free).book()


def _add_families(population: Population, names: Names) -> None:
    for at, name in enumerate(names["families"]):
        row = {
            "name": name,
            "change_fee": names["change_fees"][at],
            "changeable": at > 0,
            "bags_included": names["bags_by_family"][at],
        }
        if names["refund_by"] == "fare":
            row["refund_percent"] = names["refund_percents"][at]
        if names["refund_by"] == "fee":
            row["cancel_fee"] = names["cancel_fees"][at]
        population.add("FareFamily", **row)

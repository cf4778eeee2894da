"""Flights: what goes between the ports, with fares and seats."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_DAYS_AWAY = (
    -170, -120, -95, -70, -45, -30, -21, -14, -9, -5, -2,
    0, 1, 2, 3, 4, 6, 9, 13, 18, 24, 31, 40, 55, 75,
)  # fmt: skip
Routes = list[tuple[list[Row], list[Row]]]
"""For each pair of ports the rides there and the rides back, by day."""


def add_rides(population: Population, names: Names) -> Routes:
    """Add what goes between the ports: for each pair of ports the way there and the way back."""
    chance = population.chance
    ports = population.rows("port")
    pairs = [(a, b) for at, a in enumerate(ports) for b in ports[at + 1 :]]
    routes = []
    for at, (one, other) in enumerate(chance.some(pairs, 8)):
        distance = chance.between(30, 190) * 10
        ways = ((one, other, 101 + 10 * at), (other, one, 102 + 10 * at))
        there, back = (
            [
                _add_ride(population, names, origin, destination, distance, number, day)
                for day in _DAYS_AWAY
                if chance.happens(80)
            ]
            for origin, destination, number in ways
        )
        routes.append((there, back))
    return routes


def _add_ride(
    population: Population,
    names: Names,
    origin: Row,
    destination: Row,
    distance: int,
    number: int,
    day: int,
) -> Row:
    chance = population.chance
    departs_at = population.moment(day)
    has_left = departs_at < population.now.isoformat()
    status = (
        "departed" if has_left else chance.pick(("scheduled", "delayed", "cancelled"), (8, 1, 1))
    )
    ride = population.add(
        "ride",
        line=f"{names['numbers']}{number}",
        origin_id=origin["id"],
        destination_id=destination["id"],
        departs_at=departs_at,
        arrives_at=_later(population, departs_at, 60 * distance // names["speed_kmh"] + 25),
        distance_km=distance,
        status=status,
        delay_minutes=_draw_delay(chance, status),
    )
    if not has_left:
        _add_fares(population, names, ride)
        _add_seats(population, names, ride)
    return ride


def _add_fares(population: Population, names: Names, ride: Row) -> None:
    chance = population.chance
    base = names["base_fare"] + 6 * ride["distance_km"] + chance.amount(0, 5000, 100)
    for at, family in enumerate(population.rows("FareFamily")):
        population.add(
            "Fare",
            ride_id=ride["id"],
            family_id=family["id"],
            price=(base + at * chance.amount(2500, 6000, 100)) // 100 * 100,
            places_left=chance.pick((0, 1, 2, 4, 9, 17), (1, 1, 2, 3, 3, 3)),
        )


def _later(population: Population, moment: str, minutes: int) -> str:
    hours, rest = divmod(int(moment[11:13]) * 60 + int(moment[14:16]) + minutes // 5 * 5, 60)
    days, hours = divmod(hours, 24)
    offset = population.days_until(moment)
    return f"{population.day(offset + days)}T{hours:02d}:{rest:02d}:00"


def _draw_delay(chance: Chance, status: str) -> int:
    if status == "delayed":
        return chance.pick((25, 40, 55))
    if status == "departed":
        return chance.pick((0, 5, 15, 35, 60, 75, 90, 120, 150, 185, 240, 330))
    return 0


def _add_seats(population: Population, names: Names, ride: Row) -> None:
    chance = population.chance
    for at in range(6):
        kind = names["seat_kinds"][at % 3]
        population.add(
            "seat",
            ride_id=ride["id"],
            label=f"{chance.between(1, 4) + 4 * at}{'ABCDEF'[at % 6]}",
            kind=kind,
            surcharge=(0, 800, 1900)[at % 3] + 100 * chance.between(0, 9),
            status="taken" if chance.happens(15) else "free",
        )

"""Travel: what guests have booked, and how it was paid."""

from typing import Any

from autoforge_envs.synthesis.design.archetypes.travel.extras import add_extras
from autoforge_envs.synthesis.design.archetypes.travel.houses import House
from autoforge_envs.synthesis.design.archetypes.travel.prices import price_of
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_REASONS = ("illness", "other_plans", "bad_weather", "found_cheaper")


def add_stays(population: Population, names: Names, party: Row, houses: list[House]) -> None:
    """Let a guest stay in some houses."""
    chance = population.chance
    for _ in range(chance.between(3, 6)):
        house = chance.pick(houses)
        first = chance.pick(
            (chance.between(-300, -20), chance.between(-3, 0), chance.between(1, 3),
             chance.between(4, 12), chance.between(13, 90)),
            (6, 2, 3, 5, 7),
        )  # fmt: skip
        _add_stay(population, names, party, house, first)


def _add_stay(population: Population, names: Names, party: Row, house: House, first: int) -> None:
    chance = population.chance
    room = chance.pick(house.rooms)
    nights = chance.pick((2, 3, 4, 5, 7, 9), (3, 4, 3, 3, 3, 1))
    arrives_on, leaves_on = population.day(first), population.day(first + nights)
    is_cancelled = first > 0 and chance.happens(10)
    if leaves_on > house.closes_on or not house.take(room, arrives_on, leaves_on):
        return
    guests = chance.between(1, room["sleeps"])
    board = chance.pick(("none", "breakfast", "half_board"))
    values: dict[str, Any] = {}
    if names["term_by"] == "rate":
        values["rate"] = chance.pick(("flexible", "saver"), (6, 4))
    if names["with_pets"]:
        comes = bool(room["pets_allowed"]) and chance.happens(20)
        values["animal"] = chance.pick(("cat", "dog", "bird")) if comes else None
    deal = population.add(
        "deal",
        party_id=party["id"],
        room_id=room["id"],
        status=_status(first, nights, is_cancelled),
        arrives_on=arrives_on,
        leaves_on=leaves_on,
        guests=guests,
        board=board,
        group_contract=chance.happens(5),
        total=0,
        paid=0,
        moves=chance.pick((0, 1, 2), (5, 3, 2)),
        booked_on=population.day(min(first, 0) - chance.between(5, 90)),
        cancel_reason=chance.pick(_REASONS) if is_cancelled else None,
        **values,
    )
    total = price_of(population, names, deal, room, nights)
    if not is_cancelled:
        total += add_extras(population, names, deal, house)
    _add_payments(population, names, deal, total)


def _status(first: int, nights: int, is_cancelled: bool) -> str:
    if is_cancelled:
        return "cancelled"
    if first > 0:
        return "booked"
    return "arrived" if first + nights > 0 else "finished"


def _add_payments(population: Population, names: Names, deal: Row, total: int) -> None:
    chance = population.chance
    key, day = deal["id"], deal["booked_on"]
    paid = total
    if names["pay_by"] == "deposit":
        deposit = total * names["deposit_percent"] // 100
        weights = (8, 2) if deal["status"] == "finished" else (3, 7)
        paid = chance.pick((total, deposit), weights)
    kind = f"{names['Deal']}Payment"
    population.add(kind, deal_id=key, kind="payment", amount=paid, booked_on=day)
    if deal["status"] == "cancelled":
        kept = min(total * chance.pick((0, 20, 50)) // 100, paid)
        on = max(day, population.day(-chance.between(0, 4)))
        population.add(kind, deal_id=key, kind="refund", amount=paid - kept, booked_on=on)
        total, paid = kept, kept
    deal["total"], deal["paid"] = total, paid

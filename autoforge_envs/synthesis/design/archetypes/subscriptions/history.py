"""Subscriptions: what somebody has, since when, and until when."""

from autoforge_envs.synthesis.design.archetypes.subscriptions.extras import add_bills, add_extras
from autoforge_envs.synthesis.design.archetypes.subscriptions.intervals import INTERVAL_DAYS
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_STATUSES = {"trial": 10, "active": 52, "paused": 14, "ending": 12, "ended": 12}


def subscribe(
    population: Population,
    names: Names,
    party: Row,
    item: Row,
    add_ons: list[Row],
    others: list[str],
) -> None:
    """Let somebody have an item."""
    chance = population.chance
    status = chance.weighed(_STATUSES)
    interval = chance.pick(names["intervals"])
    row = population.add(
        "deal",
        party_id=party["id"],
        item_id=item["id"],
        status=status,
        interval=interval,
        price=_price(names, item, interval),
        pauses=chance.pick((0, 1, 2), (6, 3, 1)) if status != "trial" else 0,
        leave_reason="too_expensive" if status in ("ending", "ended") else None,
    )
    _set_days(population, names, row, item)
    if status == "trial":
        return
    for add_on in chance.some(add_ons, chance.pick((0, 1, 2), (4, 4, 1))):
        if add_on["least_level"] <= item["level"]:
            population.add(
                "BookedAddOn",
                deal_id=row["id"],
                add_on_id=add_on["id"],
                since=row["period_starts_on"],
            )
    add_bills(population, names, row)
    add_extras(population, names, row, item, others)


def _price(names: Names, item: Row, interval: str) -> int:
    """Work out the price as the business's own code does."""
    if names["price_by"] == "interval":
        return int(item["monthly_price"] if interval == "monthly" else item["yearly_price"])
    if names["price_by"] == "days":
        return int(item["price"]) * INTERVAL_DAYS[interval] // 30
    percent = 100 - int(names["discounts"][interval])
    return int(item["price"]) * (INTERVAL_DAYS[interval] // 30) * percent // 100


def _set_days(population: Population, names: Names, row: Row, item: Row) -> None:
    chance = population.chance
    days, status = INTERVAL_DAYS[row["interval"]], row["status"]
    if status == "trial":
        left = chance.between(1, 14)
        started = left - 14
    else:
        exact = chance.happens(20) and status == "active"
        left = item["notice_days"] if exact else chance.between(1, min(days, 120))
        years = int(names["loyal_years"])
        old = chance.happens(8)
        periods = chance.between(0, 3)
        started = left - days * (periods + 1)
        started = -365 * years - chance.between(0, 300) if old else started
    if status == "ended":
        left = -chance.between(1, 200)
        started = left - days
    pause = chance.between(3, 40) if status == "paused" else 0
    row |= {
        "started_on": population.day(started),
        "period_starts_on": population.day(max(started, left - days)),
        "renews_on": population.day(left + pause),
        "committed_until": population.day(left + chance.pick((-days, 0, days), (4, 3, 3))),
        "paused_until": population.day(pause) if pause else None,
    }

"""Lettings: leases with rent, repairs, keys and parking."""

from datetime import date, timedelta

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_KEY_KINDS = ("front_door", "flat_door", "cellar", "letter_box")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def add_lease(
    population: Population, party: Row, home: Row, names: Names, *, is_first: bool
) -> None:
    """Let a home to somebody, with rent, repairs and keys."""
    chance = population.chance
    status = "running" if is_first else chance.pick(("running", "under_notice", "ended"), (3, 3, 2))
    started = -chance.between(400, 2500)
    ends = {"running": None, "ended": -chance.between(20, 300)}.get(status, chance.between(3, 100))
    lease = population.add(
        "deal",
        party_id=party["id"],
        item_id=home["id"],
        status=status,
        rent=home["rent"] - chance.amount(0, home["rent"] // 10, 500),
        deposit=3 * home["rent"],
        starts_on=population.day(started),
        ends_on=None if ends is None else population.day(ends),
    )
    home["free_from"] = None if ends is None else population.day(ends + 1)
    _add_charges(population, lease)
    _add_repairs(population, lease, names)
    _add_keys(population, lease)
    if names["parking"] and status != "ended" and chance.happens(40):
        spaces = _free_spaces(population, home)
        if spaces:
            chance.pick(spaces)["deal_id"] = lease["id"]


def _free_spaces(population: Population, home: Row) -> list[Row]:
    return [
        space
        for space in population.rows("ParkingSpace")
        if space["building_id"] == home["building_id"] and space["deal_id"] is None
    ]


def _add_charges(population: Population, lease: Row) -> None:
    chance = population.chance
    first = population.today.replace(day=3) + timedelta(days=31)
    for month in range(chance.between(2, 4)):
        due = _months_before(first, month)
        is_over = due < population.today
        population.add(
            "Charge",
            deal_id=lease["id"],
            purpose=f"rent for {_MONTHS[due.month - 1]}",
            amount=lease["rent"],
            due_on=due.isoformat(),
            status=chance.pick(("paid", "due", "deferred"), (6, 2, 1) if is_over else (1, 6, 2)),
        )


def _months_before(first: date, months: int) -> date:
    month = first.year * 12 + first.month - 1 - months
    return date(month // 12, month % 12 + 1, 3)


def _add_repairs(population: Population, lease: Row, names: Names) -> None:
    chance = population.chance
    for trade in chance.some(names["trades"], chance.pick((0, 1, 2, 3), (2, 4, 3, 1))):
        status = chance.pick(("reported", "planned", "done", "withdrawn"), (3, 4, 2, 1))
        has_visit = status in ("planned", "done")
        fit = population.find("Technician", trade=trade)
        offset = chance.between(1, 9) if status == "planned" else -chance.between(1, 40)
        population.add(
            "Repair",
            deal_id=lease["id"],
            trade=trade,
            urgency=chance.pick(("low", "normal", "high"), (3, 5, 2)),
            status=status,
            reported_on=population.day(min(offset, 0) - chance.between(1, 12)),
            technician_id=chance.pick(fit)["id"] if has_visit else None,
            visit_on=population.day(offset) if has_visit else None,
            half_day=chance.pick(("morning", "afternoon")) if has_visit else None,
        )


def _add_keys(population: Population, lease: Row) -> None:
    chance = population.chance
    for kind in _KEY_KINDS:
        for at in range(chance.between(1, 2)):
            population.add(
                "DoorKey",
                deal_id=lease["id"],
                kind=kind,
                number=f"{kind.replace('_', ' ')} {at + 1}",
                status=chance.pick(("handed_out", "lost", "ordered"), (8, 1, 1)),
            )

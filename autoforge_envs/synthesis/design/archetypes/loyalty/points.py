"""Loyalty: points that come and go."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def earn(population: Population, names: Names, party: Row) -> None:
    """Let a member earn points."""
    chance = population.chance
    party["yearly_points"] = chance.amount(0, 9_000, 20)
    if names["ledger"] == "balance":
        soon = chance.happens(45)
        party["points"] = chance.amount(0, 9_000, 10)
        party["points_expire_on"] = population.day(
            chance.pick((0, int(names["prolonged_early"]), 20)) if soon else chance.between(61, 360)
        )
    for _ in range(chance.between(2, 5)):
        ago = chance.between(2, 360)
        points = chance.amount(100, 3_000, 10)
        move(population, party, "earned", points, ago)
        if names["ledger"] == "batches":
            _add_batch(population, names, party, points, ago)


def _add_batch(population: Population, names: Names, party: Row, points: int, ago: int) -> None:
    chance = population.chance
    left = points if chance.happens(60) else chance.pick((0, points // 2))
    days_left = int(names["points_last_days"]) - ago
    early = int(names["prolonged_early"])
    near = chance.happens(40)
    population.add(
        "PointBatch",
        party_id=party["id"],
        earned_on=population.day(-ago),
        expires_on=population.day(
            chance.pick((-3, 0, 12, early, early + 3)) if near else days_left
        ),
        points=points,
        left=left,
        prolonged=chance.happens(15),
    )


def move(population: Population, party: Row, kind: str, points: int, ago: int) -> None:
    """Note points that came or went."""
    population.add(
        "PointMove", party_id=party["id"], kind=kind, points=points, moved_on=population.day(-ago)
    )


def transfer(population: Population, names: Names, party: Row) -> None:
    """Let a member transfer points to partners."""
    chance = population.chance
    for _ in range(chance.between(0, 3)):
        partner = chance.pick(population.rows("Partner"))
        points = int(names["block"]) * chance.between(1, 4)
        status = chance.pick(("pending", "done", "reversed", "under_review"), (5, 4, 1, 1))
        fresh = status in ("pending", "under_review")
        ago = (
            chance.between(0, int(names["reversal_days"]) + 3) if fresh else chance.between(9, 400)
        )
        population.add(
            "Transfer",
            party_id=party["id"],
            partner_id=partner["id"],
            points=points,
            received=points * partner["transfer_rate"] // 100,
            status=status,
            made_on=population.day(-ago),
        )
        move(population, party, "transferred", -points, ago)


def donate(population: Population, party: Row) -> None:
    """Let a member give points to good causes; old gifts can be smaller than new ones may be."""
    chance = population.chance
    for _ in range(chance.between(0, 2)):
        charity = chance.pick(population.rows("Charity"))
        points = chance.amount(100, 500, 100)
        ago = chance.between(5, 700)
        population.add(
            "Donation",
            party_id=party["id"],
            charity_id=charity["id"],
            points=points,
            amount=points // 100 * charity["cents_per_100"],
            given_on=population.day(-ago),
        )
        move(population, party, "donated", -points, ago)


def buy(population: Population, names: Names, party: Row) -> None:
    """Let a member buy points."""
    packs = population.chance.between(1, int(names["max_packs"]))
    ago = population.chance.pick((20, 120, 364, 365, 366, 500))
    points = packs * int(names["pack"])
    population.add(
        "PointSale",
        party_id=party["id"],
        points=points,
        price=packs * int(names["pack_price"]),
        sold_on=population.day(-ago),
    )
    move(population, party, "bought", points, ago)

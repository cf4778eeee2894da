"""Loyalty: what members exchange points for, their cards, claims and campaigns."""

from autoforge_envs.synthesis.design.archetypes.loyalty.points import move
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row


def redeem(population: Population, names: Names, party: Row) -> None:
    """Let a member exchange points for rewards."""
    chance = population.chance
    for item in chance.some(population.rows("item"), chance.between(2, 4)):
        status = chance.pick(("ordered", "sent", "delivered", "cancelled"), (4, 3, 4, 1))
        exact = chance.happens(15) and status in ("ordered", "sent")
        ago = {"ordered": chance.between(0, 6), "sent": chance.between(2, 12)}.get(
            status, chance.between(10, 300)
        )
        ago = int(names["cancel_days"]) if exact else ago
        quantity = chance.pick((1, 2, 3), (7, 2, 1))
        row = population.add(
            "deal",
            party_id=party["id"],
            item_id=item["id"],
            quantity=quantity,
            points=item["points"] * quantity,
            status=status,
            ordered_on=population.day(-ago),
        )
        if names["part_pay"]:
            halved = chance.happens(35)
            row["cash"] = item["cash"] * quantity if halved else 0
            row["points"] //= 2 if halved else 1
        move(population, party, names["item"], -row["points"], ago)


def add_cards(population: Population, party: Row) -> None:
    """Give a member cards."""
    chance = population.chance
    ages = sorted(chance.pick((30, 180, 365, 700)) + chance.between(0, 9) for _ in range(3))
    for at, age in enumerate(ages[: chance.between(1, 3)]):
        population.add(
            "Card",
            party_id=party["id"],
            ending=chance.digits(4),
            design=chance.pick(("classic", "nature", "city")),
            status="active" if at == 0 else chance.pick(("active", "blocked", "replaced")),
            issued_on=population.day(-age),
        )


def claim(population: Population, party: Row) -> None:
    """Let a member claim points for receipts."""
    chance = population.chance
    claimed = len(population.rows("Claim"))
    for at in range(chance.pick((0, 1, 2, 3), (5, 3, 1, 1))):
        receipts = population.rows("Receipt")
        if claimed + at >= len(receipts) - 150:
            return
        receipt = receipts[claimed + at]
        population.add(
            "Claim",
            party_id=party["id"],
            receipt_id=receipt["id"],
            points=receipt["amount"] // 1_000 * chance.between(4, 30),
            status="credited" if chance.happens(85) else "refused",
            claimed_on=max(receipt["bought_on"], population.day(-chance.pick((3, 12, 30, 40)))),
        )


def join(population: Population, party: Row) -> None:
    """Let a member join campaigns."""
    chance = population.chance
    for campaign in chance.some(population.rows("Campaign"), chance.between(0, 4)):
        population.add(
            "Participation",
            party_id=party["id"],
            campaign_id=campaign["id"],
            joined_on=campaign["starts_on"],
        )

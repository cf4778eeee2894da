"""Accounts: what leaves them, ordered once, standing or collected."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.population import Population, Row

_COMPANIES = (
    "Brightwater Utilities", "Cloudline Internet", "Fit & Free Gym", "Hearthstone Insurance",
    "Meadow Housing", "Starling Press", "Tandem Mobile", "Valley Choir",
)  # fmt: skip


def add_standing_orders(population: Population, account: Row, payees: list[Row]) -> None:
    """Let an account pay some payees over and over."""
    chance = population.chance
    if account["status"] == "closed":
        return
    for payee in chance.some(payees, chance.between(0, 2)):
        population.add(
            "StandingOrder",
            account_id=account["id"],
            payee_id=payee["id"],
            status=chance.pick(("active", "paused", "ended"), (6, 2, 2)),
            amount=chance.amount(1500, 90_000, 500),
            rhythm=chance.pick(("weekly", "monthly", "quarterly")),
            next_on=population.day_between(1, 28),
        )


def add_deals(population: Population, account: Row, payees: list[Row], names: Names) -> None:
    """Let an account pay some payees once."""
    chance = population.chance
    if account["kind"] == names["saving_kind"]:
        return
    for payee in chance.some(payees, chance.between(1, 3)):
        ordered, execute = _draw_days(chance, names)
        scheduled = execute > 0
        instant = names["sending"] == "speed" and not scheduled and ordered == execute
        population.add(
            "deal",
            party_id=account["party_id"],
            account_id=account["id"],
            payee_id=payee["id"],
            status="scheduled" if scheduled else chance.pick(("sent", "recalled"), (9, 1)),
            amount=chance.amount(500, 80_000 if ordered else names["daily_sending"] // 2, 250),
            fee=names["instant_fee"] if instant else 0,
            ordered_on=population.day(ordered),
            execute_on=population.day(execute),
        )


def _draw_days(chance: Chance, names: Names) -> tuple[int, int]:
    """Draw when something was ordered and when it is executed, in days from today."""
    ahead = int(names["standard_days"]) if names["sending"] == "speed" else 20
    ordered = -chance.pick((0, chance.between(0, 5), chance.between(3, 15), chance.between(10, 90)))
    return ordered, ordered + chance.pick((0, ahead))


def add_mandates(population: Population, account: Row) -> None:
    """Let companies collect from an account."""
    chance = population.chance
    for company in chance.some(_COMPANIES, chance.between(0, 2)):
        mandate = population.add(
            "Mandate",
            account_id=account["id"],
            company=company,
            status=chance.pick(("active", "revoked"), (4, 1)),
            signed_on=population.day_between(-900, -100),
        )
        for _ in range(chance.between(1, 2)):
            population.add(
                "Debit",
                mandate_id=mandate["id"],
                amount=chance.amount(900, 15_000, 10),
                collected_on=population.day_between(-95, -1),
                status=chance.pick(("collected", "given_back"), (6, 1)),
            )

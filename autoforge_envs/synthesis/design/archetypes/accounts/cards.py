"""Accounts: cards, what was paid with them, and objections to it."""

from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.population import Population, Row

_SHOPS = (
    "Bellamy Grocers", "Corner & Vine", "Delta Fuel", "Fjord Outfitters", "Kettle House",
    "Lark Airways", "Mosaic Electronics", "North Pier Hotel", "Oliva", "Paper Moon",
    "Quayside Bistro", "Ridgeway Bikes", "Sable & Son", "Tall Trees Market", "Union Garage",
)  # fmt: skip
_PAYMENT_STATUSES = ("settled", "refunded", "suspicious")
_TRADES = ("groceries", "travel", "clothing", "restaurant", "electronics", "fuel")
_REASONS = ("charged_twice", "wrong_amount", "goods_never_came", "called_off")


def add_cards(population: Population, account: Row, names: Names) -> None:
    """Give an account cards, and pay with them."""
    chance = population.chance
    for _ in range(chance.between(0, 2) if account["status"] == "open" else 1):
        card = population.add(
            "Card",
            account_id=account["id"],
            status=chance.pick(("active", "frozen", "blocked"), (6, 3, 1))
            if account["status"] == "open"
            else "blocked",
            last_digits=chance.digits(4),
            daily_limit=chance.amount(1000, 10_000, 500),
            valid_until=population.day_between(30, 1400),
        )
        if names["abroad_switch"]:
            card["works_abroad"] = chance.happens(50)
        for _ in range(chance.between(1, 3)):
            _add_payment(population, card, names)


def _add_payment(population: Population, card: Row, names: Names) -> None:
    chance = population.chance
    age = chance.pick((chance.between(0, 50), int(names["dispute_days"]), chance.between(50, 200)))
    payment = population.add(
        "CardPayment",
        card_id=card["id"],
        shop=chance.pick(_SHOPS),
        trade=chance.pick(_TRADES),
        amount=chance.amount(250, chance.pick((2000, 24_000), (1, 3)), 5),
        paid_on=population.day(-age),
        status="pending" if age <= 3 else chance.pick(_PAYMENT_STATUSES, (8, 1, 1)),
    )
    if payment["status"] == "settled" and chance.happens(18):
        status = chance.pick(("open", "won", "lost"), (3, 1, 1))
        population.add(
            "Dispute",
            card_payment_id=payment["id"],
            reason=chance.pick(_REASONS),
            status=status,
            credited=0 if names["crediting"] == "none" or status == "lost" else payment["amount"],
            opened_on=population.day_between(-age, 0),
        )

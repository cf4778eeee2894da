"""Accounts: customers keep money, send it, pay with cards, and object to payments."""

from pathlib import Path
from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Archetype, Block, Names, Vocabulary
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.design.people import People
from autoforge_envs.synthesis.design.population import Population, Row

VOCABULARIES = (
    Vocabulary(
        title="Alderwick Bank",
        about="a small bank without branches. You send and move money, look after cards and "
        "standing orders, and take objections to payments.",
        nouns={
            "party": Noun("customer"),
            "account": Noun("account"),
            "deal": Noun("transfer"),
            "item": Noun("account plan"),
        },
        words={
            "account_kinds": ("current", "savings", "student"),
            "saving_kind": "savings",
            "plan_names": ("Plain", "Comfort", "Active", "Total"),
        },
    ),
    Vocabulary(
        title="Copper Lane Union",
        about="a credit union that belongs to its members. You look after their shares, "
        "payments, cards and standing orders.",
        nouns={
            "party": Noun("member"),
            "account": Noun("share account"),
            "deal": Noun("payment order"),
            "item": Noun("tariff"),
        },
        words={
            "account_kinds": ("everyday", "nest_egg", "club"),
            "saving_kind": "nest_egg",
            "plan_names": ("Acorn", "Birch", "Cedar", "Damson"),
        },
    ),
    Vocabulary(
        title="Purse",
        about="a wallet on the telephone with cards to it. You move money between wallets, send "
        "it on, look after cards and take objections to payments.",
        nouns={
            "party": Noun("holder"),
            "account": Noun("wallet"),
            "deal": Noun("remittance"),
            "item": Noun("subscription plan"),
        },
        words={
            "account_kinds": ("main", "shared", "piggy_bank"),
            "saving_kind": "piggy_bank",
            "plan_names": ("Light", "Bright", "Brilliant", "Radiant"),
        },
    ),
)

_ACCOUNT_NAMES = ("Household", "Rent", "Holiday", "Car", "Rainy Day", "Studio", "Garden")
_SHOPS = (
    "Bellamy Grocers", "Corner & Vine", "Delta Fuel", "Fjord Outfitters", "Kettle House",
    "Lark Airways", "Mosaic Electronics", "North Pier Hotel", "Oliva", "Paper Moon",
    "Quayside Bistro", "Ridgeway Bikes", "Sable & Son", "Tall Trees Market", "Union Garage",
)  # fmt: skip
_COMPANIES = (
    "Brightwater Utilities", "Cloudline Internet", "Fit & Free Gym", "Hearthstone Insurance",
    "Meadow Housing", "Starling Press", "Tandem Mobile", "Valley Choir",
)  # fmt: skip
_PAYMENT_STATUSES = ("settled", "refunded", "suspicious")
_TRADES = ("groceries", "travel", "clothing", "restaurant", "electronics", "fuel")
_REASONS = ("charged_twice", "wrong_amount", "goods_never_came", "called_off")


def _choose(chance: Chance, names: Names) -> dict[str, Any]:
    daily_sending = chance.amount(8_000, 20_000, 1000)
    sides = ("tools", "agent")
    return {
        "account_kinds_literal": ", ".join(f'"{kind}"' for kind in names["account_kinds"]),
        "sending": chance.pick(("speed", "date")),
        "instant_fee": chance.amount(50, 300, 25),
        "standard_days": chance.between(1, 3),
        "recalling": chance.pick(("flat", "share", "scheduled_only")),
        "recall_fee": chance.amount(500, 1500, 100),
        "recall_percent": chance.pick((2, 5, 10)),
        "recall_days": chance.between(3, 10),
        "recall_enforced_by": chance.pick(sides),
        "abroad_switch": chance.happens(50),
        "pausing": chance.happens(50),
        "with_mandates": chance.happens(50),
        "crediting": chance.pick(("all", "small", "none")),
        "credited_up_to": chance.amount(3000, 10_000, 500),
        "switch_price": chance.pick(("first_month", "fee")),
        "switch_fee": chance.amount(300, 1200, 50),
        "lost_card_fee": chance.amount(800, 2500, 100),
        "renamed_card_fee": chance.amount(200, 700, 100),
        "card_years": chance.between(3, 5),
        "daily_sending": daily_sending,
        "daily_sending_sentence": ", ".join(
            f"{format_money(daily_sending * (at + 2) // 2)} for {tier}"
            for at, tier in enumerate(names.get("tiers", ()))
        ),
        "cover_enforced_by": chance.pick(sides),
        "new_payee_days": chance.pick((3, 7, 14)),
        "new_payee_max": chance.amount(1500, 6000, 500),
        "max_payees": chance.between(6, 8),
        "saving_enforced_by": chance.pick(sides),
        "latest_days": chance.pick((10, 14, 21)),
        "latest_enforced_by": chance.pick(sides),
        "order_notice_days": chance.between(2, 5),
        "dispute_limit": chance.pick(("amount", "number")),
        "dispute_days": chance.pick((60, 90, 120)),
        "max_open_disputes": chance.between(1, 2),
        "least_disputed": chance.amount(500, 2000, 250),
        "disputes_enforced_by": chance.pick(sides),
        "card_cap": chance.pick(("fixed", "balance")),
        "largest_card_limit": chance.amount(3000, 8000, 500),
        "card_limit_percent": chance.pick((10, 20, 50)),
        "overdraft_cap": chance.pick(("plan", "none")),
        "overdraft_after_days": chance.pick((90, 180, 365)),
        "plans_enforced_by": chance.pick(sides),
        "closing_enforced_by": chance.pick(sides),
        "return_debit_days": chance.pick((28, 42, 56)),
    }


def _populate(population: Population, people: People, names: Names) -> None:
    _plans(population, names)
    friends = [people.name() for _ in range(150)]
    for party in population.rows("party"):
        payees = _payees(population, party, friends)
        for name in population.chance.some(_ACCOUNT_NAMES, population.chance.between(2, 3)):
            account = _account(population, party, name, names)
            _standing_orders(population, account, payees)
            _cards(population, account, names)
            _deals(population, account, payees, names)
            if names["with_mandates"]:
                _mandates(population, account)


def _plans(population: Population, names: Names) -> None:
    chance = population.chance
    for kind in names["account_kinds"]:
        for at, name in enumerate(names["plan_names"]):
            population.add(
                "item",
                name=f"{name} {kind.replace('_', ' ')}",
                kind=kind,
                monthly_fee=250 * at + 50 * chance.between(0, 4),
                largest_overdraft=chance.amount(2000, 6000, 500) * at,
                minimum_balance=40_000 * at,
            )


def _payees(population: Population, party: Row, friends: list[str]) -> list[Row]:
    chance = population.chance
    return [
        population.add(
            "Payee",
            party_id=party["id"],
            name=name,
            account_number=f"{chance.digits(4)} {chance.digits(4)} {chance.digits(4)}",
            added_on=population.day_between(*((-12, -1) if chance.happens(25) else (-900, -30))),
        )
        for name in chance.some(friends, chance.between(3, 7))
    ]


def _account(population: Population, party: Row, name: str, names: Names) -> Row:
    chance = population.chance
    kind = chance.pick(names["account_kinds"], (5, 3, 2))
    plan = chance.pick(population.find("item", kind=kind))
    overdraft = chance.pick((0, 0, plan["largest_overdraft"] // 2, plan["largest_overdraft"]))
    status = chance.pick(("open", "blocked", "closed"), (17, 1, 2))
    balance = _balance(chance, overdraft)
    return population.add(
        "account",
        party_id=party["id"],
        item_id=plan["id"],
        name=name,
        kind=kind,
        status=status,
        balance=0 if status == "closed" else balance,
        overdraft=overdraft,
        opened_on=population.day_between(*((-330, -5) if chance.happens(30) else (-2500, -366))),
    )


def _balance(chance: Chance, overdraft: int) -> int:
    if overdraft and chance.happens(25):
        return -chance.amount(100, overdraft, 5)
    return chance.pick((chance.amount(0, 20_000), chance.amount(20_000, 400_000), 0), (4, 8, 1))


def _standing_orders(population: Population, account: Row, payees: list[Row]) -> None:
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


def _cards(population: Population, account: Row, names: Names) -> None:
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
            _card_payment(population, card, names)


def _card_payment(population: Population, card: Row, names: Names) -> None:
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


def _deals(population: Population, account: Row, payees: list[Row], names: Names) -> None:
    chance = population.chance
    if account["kind"] == names["saving_kind"]:
        return
    for payee in chance.some(payees, chance.between(1, 3)):
        ordered, execute = _days(chance, names)
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


def _days(chance: Chance, names: Names) -> tuple[int, int]:
    """Draw when something was ordered and when it is executed, in days from today."""
    ahead = int(names["standard_days"]) if names["sending"] == "speed" else 20
    ordered = -chance.pick((0, chance.between(0, 5), chance.between(3, 15), chance.between(10, 90)))
    return ordered, ordered + chance.pick((0, ahead))


def _mandates(population: Population, account: Row) -> None:
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


ARCHETYPE = Archetype(
    core=Block("accounts", Path(__file__).with_suffix(".jinja"), _choose, _populate),
    vocabularies=VOCABULARIES,
    slots={
        "deal_over": ("sent",),
        "deal_over_words": "sent",
        "deal_open": ("scheduled",),
    },
)

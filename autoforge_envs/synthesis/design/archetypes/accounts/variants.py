"""Accounts: how two businesses of the kind differ."""

from typing import Any

from autoforge_envs.domain.values import format_money
from autoforge_envs.synthesis.design.blocks import Names
from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.enforcement import SIDES
from autoforge_envs.synthesis.design.tier_limits import tier_sentence


def choose(chance: Chance, names: Names) -> dict[str, Any]:
    """Draw the variants of one business."""
    daily_sending = chance.amount(8_000, 20_000, 1000)
    return {
        **_draw_services(chance),
        "daily_sending": daily_sending,
        "daily_sending_sentence": tier_sentence(
            names, lambda at: format_money(daily_sending * (at + 2) // 2)
        ),
        **_draw_limits(chance),
    }


def _draw_services(chance: Chance) -> dict[str, Any]:
    return {
        "sending": chance.pick(("speed", "date")),
        "instant_fee": chance.amount(50, 300, 25),
        "standard_days": chance.between(1, 3),
        "recalling": chance.pick(("flat", "share", "scheduled_only")),
        "recall_fee": chance.amount(500, 1500, 100),
        "recall_percent": chance.pick((2, 5, 10)),
        "recall_days": chance.between(3, 10),
        "recall_enforced_by": chance.pick(SIDES),
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
    }


def _draw_limits(chance: Chance) -> dict[str, Any]:
    return {
        "cover_enforced_by": chance.pick(SIDES),
        "new_payee_days": chance.pick((3, 7, 14)),
        "new_payee_max": chance.amount(1500, 6000, 500),
        "max_payees": chance.between(6, 8),
        "saving_enforced_by": chance.pick(SIDES),
        "latest_days": chance.pick((10, 14, 21)),
        "latest_enforced_by": chance.pick(SIDES),
        "order_notice_days": chance.between(2, 5),
        "dispute_limit": chance.pick(("amount", "number")),
        "dispute_days": chance.pick((60, 90, 120)),
        "max_open_disputes": chance.between(1, 2),
        "least_disputed": chance.amount(500, 2000, 250),
        "disputes_enforced_by": chance.pick(SIDES),
        "card_cap": chance.pick(("fixed", "balance")),
        "largest_card_limit": chance.amount(3000, 8000, 500),
        "card_limit_percent": chance.pick((10, 20, 50)),
        "overdraft_cap": chance.pick(("plan", "none")),
        "overdraft_after_days": chance.pick((90, 180, 365)),
        "plans_enforced_by": chance.pick(SIDES),
        "closing_enforced_by": chance.pick(SIDES),
        "return_debit_days": chance.pick((28, 42, 56)),
    }

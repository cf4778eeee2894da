"""Accounts: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

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

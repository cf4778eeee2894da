"""Grounds: what the sentence of a rule says against a call."""

from typing import Any

import pytest

from autoforge_envs.environments.symbolic.grounds import breach
from autoforge_envs.environments.symbolic.references import Row
from autoforge_envs.environments.symbolic.rules import RuleCard
from autoforge_envs.environments.symbolic.tools import ParameterCard, ToolCard
from autoforge_envs.environments.symbolic.words import name_stems, stems

NOW = "2026-02-10 12:00:00"
PAID_WITH = ParameterCard(
    name="paid_with", type="Choice", prefix="", choices=("card", "invoice"), description="",
    required=True, is_list=False, key="", pools=(), is_personal=False,
    words=name_stems("paid_with"), choice_words=(stems("card"), stems("invoice")),
)  # fmt: skip
TOOL = ToolCard(
    number=0, name="order", writes=True, purpose="order", parameters=(PAID_WITH,),
    intent=frozenset(), main_words=frozenset(), words=frozenset(), checks_identity=False,
)  # fmt: skip


def broken(sentence: str, row: Row, arguments: dict[str, Any] | None = None) -> float:
    rule = RuleCard("rule", sentence, stems(sentence))
    return breach(rule, TOOL, arguments or {}, [row], NOW)


@pytest.mark.parametrize(
    ("sentence", "right", "wrong"),
    [
        (
            "An order is changed only while it is pending.",
            {"status": "pending"},
            {"status": "sent"},
        ),
        ("A return is not withdrawn once received.", {"status": "asked"}, {"status": "received"}),
        (
            "An order is cancelled within 24 hours after it was placed.",
            {"placed_at": "2026-02-09T18:00:00"},
            {"placed_at": "2026-02-09T11:00:00"},
        ),
        (
            "Goods go back until 14 days after delivery.",
            {"delivered_on": "2026-01-27"},
            {"delivered_on": "2026-01-26"},
        ),
        (
            "A complaint is escalated no sooner than 3 days after it was filed.",
            {"filed_on": "2026-02-07"},
            {"filed_on": "2026-02-08"},
        ),
        (
            "What costs a total of more than 550.00 is left.",
            {"total": "550.00"},
            {"total": "550.01"},
        ),
        ("There is at most 2 redirections.", {"redirections": 1}, {"redirections": 2}),
        ("What was on final sale stays.", {"final_sale": False}, {"final_sale": True}),
        (
            "A code is used from its first to its last day.",
            {"starts_on": "2026-02-10", "ends_on": "2026-03-01"},
            {"starts_on": "2026-02-11", "ends_on": "2026-03-01"},
        ),
    ],
)
def test_limits_states_and_flags_are_read_out_of_a_sentence(
    sentence: str, right: Row, wrong: Row
) -> None:
    assert broken(sentence, right) == 0.0
    assert broken(sentence, wrong) == 1.0


def test_a_rule_about_one_choice_says_nothing_about_another() -> None:
    sentence = "Goods for more than 170.00 are not sold on invoice."
    assert broken(sentence, {"price": "200.00"}, {"paid_with": "invoice"}) == 1.0
    assert broken(sentence, {"price": "200.00"}, {"paid_with": "card"}) == 0.0
    assert broken(sentence, {"price": "90.00"}, {"paid_with": "invoice", "quantity": 2}) == 1.0


def test_a_sentence_that_is_not_understood_says_nothing() -> None:
    assert broken("Be kind.", {"status": "pending"}) == 0.0

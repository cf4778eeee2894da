"""Conclusions: answers that are counted, added up or compared."""

import pytest

from autoforge_envs.environments.symbolic.conclusions import conclude
from autoforge_envs.environments.symbolic.references import Row

ORDERS: list[Row] = [
    {"id": "OR-1", "status": "pending", "placed_at": "2026-01-30T10:00:00", "total": "9.50"},
    {"id": "OR-2", "status": "delivered", "placed_at": "2026-02-01T09:00:00", "total": "120.00"},
    {"id": "OR-3", "status": "pending", "placed_at": "2026-02-09T09:00:00", "total": "40.00"},
]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many pending orders are there for me?", "The number of pending orders is 2."),
        ("What is the total of my pending orders altogether?", "The total: 49.50."),
        ("If you add up the total of my orders, what does that come to?", "The total: 169.50."),
        (
            "Of my orders, what is the difference between the highest and the lowest total?",
            "The total: 110.50.",
        ),
        (
            "How many days lie between the earliest and the latest placed date of my orders?",
            "The placed date: 10 days.",
        ),
        ("Please tell me the total altogether, too.", "The total: 169.50."),
    ],
)
def test_answers_are_worked_out(question: str, answer: str) -> None:
    assert [each.text for each in conclude(question, [ORDERS])] == [answer]


def test_the_newest_list_answers_first() -> None:
    older: list[Row] = [{"id": "IN-1", "total": "1.00"}, {"id": "IN-2", "total": "2.00"}]
    found = list(conclude("What is the total of my orders altogether?", [older, ORDERS]))
    assert [each.text for each in found] == ["The total: 169.50.", "The total: 3.00."]


def test_other_questions_and_other_lists_have_no_answer() -> None:
    assert list(conclude("Where is my order?", [ORDERS])) == []
    assert list(conclude("What is the weight of my orders altogether?", [ORDERS])) == []

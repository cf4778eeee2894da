"""A read-back that denies the deed proposes nothing, where nothing stands beside it."""

import pytest

from autoforge_envs.episode.words import proposes

TOOLS = ["cancel_order", "change_seat"]


@pytest.mark.parametrize(
    "text",
    [
        "I will not cancel OR-1, right?",
        "I would not cancel order (order id: OR-1; reason: this or that). Shall I go ahead?",
        "I won’t cancel your order OR-1 of 12.50. Is that okay with you?",
        "You don't want me to cancel OR-1, correct?",
        "We are not going to change seat 12A of BO-1. Please confirm.",
        "I would only look at OR-1. Okay?",
        "I'd just take a look at your order OR-1.",
        "Shall I look whether OR-1 can be cancelled for you?",
        "Should I check if OR-1 still goes back to the card or to PayPal?",
        "Would you like me to ask them whether OR-1 may be cancelled?",
    ],
)
def test_a_message_that_denies_all_it_names_proposes_nothing(text: str) -> None:
    assert not proposes(text, TOOLS)


@pytest.mark.parametrize(
    "text",
    [
        "I would cancel OR-1. Okay?",
        "I will not cancel OR-1 but exchange it, right?",
        "I won't cancel OR-1; it goes to Oslo. Okay?",
        "We won't change the date of BO-1; window seat. Okay?",
        "I won't cancel OR-1 until you say yes. Okay?",
        "I won't cancel OR-1 without your yes.",
        "I'd only look at OR-1 and cancel it. Okay?",
        "Shall I look whether OR-1 can be cancelled and then cancel it?",
        "Shall I check if OR-1 is open? I would cancel it.",
        "I won't renew OR-1. Okay?",
        "I will not cancel OR-1 any more. Okay?",
        "I would cancel OR-1. I will not change OR-2. Okay?",
        "",
    ],
)
def test_what_stands_beside_a_denial_may_be_proposed(text: str) -> None:
    assert proposes(text, TOOLS)


@pytest.mark.parametrize(
    ("text", "is_proposed"),
    [
        ("You don't want me to send stock alert SA-1, correct?", True),
        ("I would not send any stock alerts like SA-1 then. Okay?", True),
        ("I would not send stock alerts SA-1. Okay?", True),
        ("I will not send document copy DC-1, right?", False),
        ("I will not drop stock alert SA-1, right?", False),
        ("I will not send SA-1, right?", False),
    ],
)
def test_a_denial_may_be_the_deed_of_another_tool(text: str, *, is_proposed: bool) -> None:
    assert proposes(text, ["drop_stock_alert", "send_document_copy"]) is is_proposed


def test_only_a_deed_that_needs_a_yes_is_denied() -> None:
    assert proposes("I will not cancel OR-1, right?", ["exchange_order"])
    assert proposes("I will not cancel OR-1, right?")

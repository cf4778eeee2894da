"""What the scripted user makes of an agent's words; measured on half a thousand messages."""

import hashlib
import time
from pathlib import Path

import pytest

from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import DATA, FACTS, read_messages, understood

FROZEN = "90269ab50d5d7d380fcc1a497002037505bcbb14bc31885470a114cd29f58c82"


@pytest.mark.parametrize(("half", "share"), [("development", 0.99), ("held_out", 0.95)])
def test_most_messages_are_understood_wholly(half: str, share: float) -> None:
    messages = read_messages(half)
    right = sum(understood(each.text) == each.labels for each in messages)
    assert len(messages) >= 250
    assert right / len(messages) >= share


def test_the_held_out_half_is_as_it_was_before_the_grammar_was_widened() -> None:
    data = (Path(DATA) / "messages_held_out.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == FROZEN


def test_no_message_is_in_both_halves() -> None:
    halves = [{each.text for each in read_messages(half)} for half in ("development", "held_out")]
    assert halves[0] & halves[1] <= {""}


@pytest.mark.parametrize(
    "text",
    [
        "Is there anything else I should know about this before I do it?",
        "Do you need anything else on this order before I place it?",
        "Could you tell me anything else about the purchase?",
        "Do you have anything else to identify yourself with?",
        "Will that be all for this order, or would you like to add something?",
    ],
)
def test_a_question_about_the_wish_at_hand_closes_nothing(text: str) -> None:
    heard = understand(text)
    assert heard.asks_more
    assert not heard.closes


@pytest.mark.parametrize(
    "text",
    [
        "Is there anything else before I let you go?",
        "Anything else on your list?",
        "Is there anything else I can do for you today?",
        "Is there anything else you would like to talk about?",
    ],
)
def test_a_question_about_further_wishes_closes(text: str) -> None:
    heard = understand(text)
    assert heard.closes
    assert not heard.asks_more


@pytest.mark.parametrize(
    "text",
    [
        "I would cancel it. Does that work for you?",
        "I would cancel it. Let me know if I should proceed.",
    ],
)
def test_an_offer_to_go_on_asks_for_a_yes(text: str) -> None:
    assert understand(text).asks_confirmation


def test_a_proposal_is_no_question_for_its_details() -> None:
    text = (
        "I would now change address (street: Elm Street 7; postal code: 04275). Shall I go ahead?"
    )
    heard = understand(text)
    assert heard.asks_confirmation
    assert asked_facts(understand(text), FACTS) == []


def test_an_offer_of_a_choice_is_no_question_for_a_yes() -> None:
    assert not understand("Should I send it to your home or to the office?").asks_confirmation
    assert understand("Shall I send it? Yes or no?").asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x1b[2J" * 1000,
        "{" * 60_000,
        "what is your " * 5_000,
        "a" * 65_000,
        "? " * 30_000,
        "(" * 65_000,
        "your e-mail address, " * 3_000,
    ],
    ids=["control", "braces", "questions", "one word", "marks", "brackets", "labels"],
)
def test_any_message_is_heard_in_a_moment(text: str) -> None:
    start = time.process_time()
    understood(text)
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "To confirm:\n- Seat: 14A\n- Charge: 12.00\n\n**Is all of this correct?**",
        "May I book it?",
        "Are these details accurate, and may I save them?",
        'Please reply "confirm" to schedule it.',
        "Do you wish to continue?",
        "If this is correct, I'll file it.",
        "Is there anything to correct, or can I go ahead?",
        '{"tool": "cancel", "order": "OR-10"}\nPlease confirm (yes/no).',
    ],
)
def test_a_yes_is_wanted_however_it_is_put(text: str) -> None:
    assert understand(text).asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "Just to be sure: which code would you like me to apply?",
        "Sorry, and how much did you want me to move?",
        "I have to confirm that I'm speaking with the account holder.",
        "I need your date of birth to confirm that it's really you.",
        "May I kindly ask for your name?",
    ],
)
def test_a_question_for_facts_wants_no_yes(text: str) -> None:
    heard = understand(text)
    assert heard.asks
    assert not heard.asks_confirmation


def test_an_offer_of_something_else_beside_a_refusal_is_told_apart() -> None:
    refused = "I can't pause it again. Would you like me to skip a box instead?"
    assert understand(refused).offers_instead
    assert not understand("I can't undo this later. Shall I cancel it?").offers_instead
    assert not understand("Would you like me to skip a box instead?").offers_instead


def test_who_knows_the_user_asks_for_no_identity() -> None:
    assert not understand("I've successfully verified your identity.").asks_identity
    assert understand("I can go on once you are verified.").asks_identity


def test_a_message_that_quotes_instructions_is_heard() -> None:
    assert understand("The return instructions are in the parcel. Anything else?").closes


@pytest.mark.parametrize(
    "text",
    ["Pardon?", "Could you repeat that?", "Sorry, I didn't catch that.", "Once more, please?"],
)
def test_the_last_words_are_asked_for_again(text: str) -> None:
    assert understand(text).asks_again

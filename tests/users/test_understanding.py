"""What the scripted user makes of an agent's words; measured on half a thousand messages."""

import hashlib
import time
from pathlib import Path

import pytest

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.understanding import (
    asked_facts,
    asked_tools,
    asked_unknown,
    misquoted_fact,
    understand,
)
from benchmarks.understanding import DATA, FACTS, TOOLS, read_messages, understood

FROZEN = "90269ab50d5d7d380fcc1a497002037505bcbb14bc31885470a114cd29f58c82"


def names(text: str, facts: tuple[Fact, ...] = FACTS) -> list[str]:
    return [fact.name for fact in asked_facts(understand(text), facts)]


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


def test_several_facts_are_heard_in_one_question() -> None:
    text = "What are your e-mail address, your postal code and your service code?"
    assert names(text) == ["email", "postal_code", "secret"]


def test_the_longer_label_is_meant() -> None:
    assert names("What is the postal code of the office?") == ["office_code"]
    both = "What are your postal code and the postal code of the office?"
    assert names(both) == ["postal_code", "office_code"]


def test_a_number_of_something_is_not_the_thing() -> None:
    assert names("Which order do you mean?") == []
    assert names("What is your order number?") == ["order"]


def test_statements_ask_for_nothing() -> None:
    assert names("I have sent you an e-mail. The order number is in it.") == []


def test_what_is_not_known_is_named() -> None:
    heard = understand("Could you tell me your e-mail address and your date of birth?")
    assert asked_unknown(heard, FACTS) == ["date of birth"]


def test_a_proposal_is_no_question_for_its_details() -> None:
    text = (
        "I would now change address (street: Elm Street 7; postal code: 04275). Shall I go ahead?"
    )
    heard = understand(text)
    assert heard.asks_confirmation
    assert names(text) == []


def test_an_offer_of_a_choice_is_no_question_for_a_yes() -> None:
    assert not understand("Should I send it to your home or to the office?").asks_confirmation
    assert understand("Shall I send it? Yes or no?").asks_confirmation


@pytest.mark.parametrize(
    "text",
    [
        "You have ana.ruiz@example.org on file, right?",
        "Your postal code is 04199, is that right?",
        "I'd send it to you: your street is Harbour Road 3. Correct?",
        "Is your order number OR-11?",
    ],
)
def test_a_wrong_detail_is_noticed(text: str) -> None:
    assert misquoted_fact(understand(text), FACTS) is not None


@pytest.mark.parametrize(
    "text",
    [
        "I have ana.ruiz@example.com, is that right?",
        "Your postal code is 04275, is that right?",  # the office's: another fact of the user's
        "The pickup point is in Gartenweg 9, postal code 01067. Shall I?",
        "I can offer a compensation of 5.00. Do you agree?",
        "I would order one piece. Shall I?",
    ],
)
def test_what_may_be_meant_otherwise_is_no_wrong_detail(text: str) -> None:
    assert misquoted_fact(understand(text), FACTS) is None


def test_tools_are_told_apart() -> None:
    def asked(text: str) -> list[str]:
        return [tool.name for tool in asked_tools(understand(text), TOOLS)]

    assert asked("Please reboot the router.") == ["restart_router"]
    assert asked("What do the lights of the router show?") == ["read_lights"]
    assert asked("I have restarted the router from here.") == []


def test_what_the_agent_proposes_to_do_is_no_request_to_use_a_tool() -> None:
    def asked(text: str) -> list[str]:
        return [tool.name for tool in asked_tools(understand(text), TOOLS)]

    assert (
        asked("This is what I am about to do: restart router (router id: R-1). Do you confirm?")
        == []
    )
    assert asked("Restart router (router id: R-1). OK?") == []
    assert asked("Could you please restart the router? Shall I wait?") == ["restart_router"]


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

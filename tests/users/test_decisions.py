"""Options that decide what is done are a yes, with the checks of any yes."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.episode.messages import ToolCall, Words
from autoforge_envs.users.decisions import decisive_option
from autoforge_envs.users.understanding import understand
from tests.users.conversing import NULL, hear, say, start


def taken(text: str, wish: str, deed: str) -> str | None:
    decision = decisive_option(understand(text), wish, (), [deed])
    return None if decision is None else decision.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Please choose:\n1. Yes, delete it\n2. No, keep it", "Yes, delete it."),
        (
            "How would you like to proceed?\n1. Delete the address\n2. Keep it",
            "Delete the address.",
        ),
        ("Which one?\n- Delete the address AD-1 on Elm Street\n- Keep it", None),
        ("Shall I delete the address or keep it?", "Delete the address."),
        ("Delete or keep?", "Delete."),
    ],
)
def test_the_deed_that_is_wished_for_is_taken(text: str, words: str | None) -> None:
    expected = words or "Delete the address ad-1 on elm street."
    assert taken(text, "Get rid of my old address.", "delete_address") == expected


@pytest.mark.parametrize(
    ("text", "wish", "deed"),
    [
        ("How would you like to pay?\n- Pay by card\n- Pay by cheque", "Pay by card.", "pay_fine"),
        ("How would you like to pay?\n- card\n- cheque", "Pay by card.", "pay_fine"),
        ("Should I send it by letter or by e-mail?", "Send it by letter.", "send_copy"),
        ("What would you like to do?\n- Cancel an order\n- Buy one", "Cancel it.", "cancel_order"),
        ("I'd cancel it.\n1. Proceed\n2. Cancel", "Cancel it.", "cancel_order"),
        ("I'd cancel it:\n- Order: OR-1\n- Cancel fee: 2.00", "Cancel it.", "cancel_order"),
    ],
)
def test_a_way_of_doing_it_or_a_menu_decides_nothing(text: str, wish: str, deed: str) -> None:
    assert taken(text, wish, deed) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "I would cancel OR-10.\n\nPlease choose:\n1. Yes, cancel it\n2. No, keep it",
            "Yes, cancel",
        ),
        ("It's OR-10. How should I proceed?\n- Cancel the order\n- Keep it", "Cancel the order."),
        ("I would cancel OR-10. Cancel the order or keep it?", "Cancel the order."),
    ],
)
def test_an_option_taken_is_a_signal_and_words(script: UserScript, text: str, words: str) -> None:
    user = start(script)
    assert hear(user, text) == ToolCall(CONFIRM, {})
    spoken = user.act(NULL)
    assert isinstance(spoken, Words)
    assert spoken.text.startswith(words)
    assert spoken.text.count("ancel") == 1


def test_an_option_with_a_wrong_detail_is_not_taken(script: UserScript) -> None:
    asked = "I have ana@example.org as your e-mail address. How should I proceed?"
    told = say(start(script), f"{asked}\n- Cancel the order\n- Keep it")
    assert "ana.ruiz@example.com" in told


@pytest.mark.parametrize("items", ["- Yes, book it\n- No, thanks", "- Go ahead\n- Leave it"])
def test_an_option_for_a_counter_offer_is_not_taken(script: UserScript, items: str) -> None:
    wish = Request("Please move my table to 18:00.", "move_booking", None)
    time = Fact("start", "Timestamp", "new time", "2026-03-03T18:00:00")
    user = start(replace(script, requests=(wish,), facts=(*script.facts, time)))
    say(user, "What is the new time?")
    offer = "I can offer you the 14:00 slot.\n\nPlease choose:"
    assert wish.text in say(user, f"{offer}\n{items}")


def test_what_is_asked_for_besides_is_told(script: UserScript) -> None:
    user = start(script)
    text = "How should I proceed?\n- Cancel the order\n- Keep it\n\nAnd what is your postal code?"
    assert hear(user, text) == ToolCall(CONFIRM, {})
    spoken = user.act(NULL)
    assert isinstance(spoken, Words)
    assert "04109" in spoken.text

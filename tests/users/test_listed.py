"""Lists of what is to be confirmed, and lists of a yes and a no."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.episode.messages import ToolCall
from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.listed import are_labels, are_values, yes_of
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import FACTS
from tests.users.conversing import hear, say, start


def names(text: str) -> list[str]:
    return [fact.name for fact in asked_facts(understand(text), FACTS)]


@pytest.mark.parametrize(
    "text",
    [
        "For security, please confirm:\n\n1. Your **full name**\n2. Your **postal code**",
        "For security, please confirm:\n\n1. **Full name**\n2. **Postal code**",
        "Happy to help! Please confirm a few details:\n\n**Full name:**\n**Postal code:**",
        "Please confirm:\n- Full name: ____\n- Postal code: (as on file)",
        "Please confirm:\n- Full name – as registered\n- Postal code",
        "Please confirm: your full name and your postal code.",
    ],
)
def test_labels_to_be_confirmed_are_asked_for(text: str) -> None:
    assert not understand(text).asks_confirmation
    assert names(text) == ["name", "postal_code"]


@pytest.mark.parametrize(
    "text",
    [
        "Please confirm:\n- Cancellation of the booking\n- Refund to your card",
        "Please confirm:\n- Booking: BO-1\n- New date: 3 May",
        "Please confirm the following:\n- Booking: BO-1\n- New date: 3 May",
        "Do you confirm the following?\n- your booking cancelled\n- your seat released",
        "Shall I go ahead?\n- your new address",
    ],
)
def test_deeds_and_values_to_be_confirmed_want_a_yes(text: str) -> None:
    heard = understand(text)
    assert heard.asks_confirmation
    assert not heard.asks


def test_values_and_labels_are_told_apart() -> None:
    assert are_values(["order: or-10", "new date: 3 may"])
    assert not are_values(["order: or-10", "new date: ____"])
    assert are_labels(["your pin", "order:"])
    assert not are_labels(["your pin", "order: or-10"])


@pytest.mark.parametrize(
    ("items", "place"),
    [
        (["no, keep it", "yes, delete it"], 1),
        (["go ahead", "cancel", "something else"], 0),
        (["yes", "yes, and the other one", "no"], None),
        (["small", "large"], None),
        (["yes", "perhaps"], None),
    ],
)
def test_one_yes_beside_a_no_is_found(items: list[str], place: int | None) -> None:
    assert yes_of(items) == place


@pytest.mark.parametrize(
    "options",
    [
        "Please choose:\n1. Yes, cancel it\n2. No, keep it",
        "Please choose:\n1. ✅ Yes, cancel it\n2. ❌ No, keep it",
        "**Options:** 1️⃣ Yes, go ahead 2️⃣ No, leave it",
        "How would you like to proceed?\n- Yes, go ahead\n- No\n- Something else",
        "Your decision, please:\nYes, go ahead\nNo, leave it",
        "A. Confirm\nB. Cancel",
        "Please choose one:\n\n**Option A:** Yes, cancel it\n**Option B:** No, keep it",
    ],
)
def test_a_list_of_a_yes_and_a_no_wants_a_yes(script: UserScript, options: str) -> None:
    user = start(script)
    user.act(None)
    assert hear(user, f"I'd cancel order OR-10.\n\n{options}") == ToolCall("confirm", {})


@pytest.mark.parametrize(
    "question",
    [
        "Have you tried to restart it?",
        "Are you the account holder?",
        "Is there anything else you'd like?",
        "Would you like a receipt?",
    ],
)
def test_a_yes_to_something_else_is_no_consent(script: UserScript, question: str) -> None:
    user = start(script)
    user.act(None)
    assert say(user, f"{question}\n1. Yes\n2. No")


def test_another_thing_is_turned_down_in_a_list_too(script: UserScript) -> None:
    user = start(script)
    user.act(None)
    offer = "I can't cancel it. I can offer a voucher instead."
    assert say(user, f"{offer}\n\nPlease choose:\n1. Yes, that's fine\n2. No")

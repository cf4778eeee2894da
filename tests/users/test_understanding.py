"""What the scripted user makes of an agent's words; measured on half a thousand messages."""

import hashlib
import time
from pathlib import Path

import pytest

from autoforge_envs.users.understanding import understand
from benchmarks.understanding import DATA, read_messages, understood

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


@pytest.mark.parametrize("words", ["Let me check", "I wonder", "We will see"])
def test_whether_offers_a_choice_only_where_something_is_asked(words: str) -> None:
    assert not understand(f"{words} whether a copy can go by e-mail or by letter.").offers
    assert understand("Tell me whether a copy shall go by e-mail or by letter.").offers


def test_who_knows_the_user_asks_for_no_identity() -> None:
    assert not understand("I've successfully verified your identity.").asks_identity
    assert understand("I can go on once you are verified.").asks_identity


@pytest.mark.parametrize(
    "text",
    ["Pardon?", "Could you repeat that?", "Sorry, I didn't catch that.", "Once more, please?"],
)
def test_the_last_words_are_asked_for_again(text: str) -> None:
    assert understand(text).asks_again


@pytest.mark.parametrize(
    "text",
    [
        "I must say it makes me quite happy.",
        "I have to say that is a lovely name.",
        "They say this is a fine place.",
    ],
)
def test_what_somebody_says_is_no_request_to_say_it_again(text: str) -> None:
    assert not understand(text).asks_again


@pytest.mark.parametrize(
    "text",
    [
        "Your identity is confirmed.",
        "I've confirmed your identity.",
        "All verified!",
        "You are already verified.",
    ],
)
def test_who_knows_the_user_does_not_ask_who_it_is(text: str) -> None:
    assert not understand(text).asks_identity


@pytest.mark.parametrize(
    "text",
    [
        "I first have to verify your identity.",
        "Can you prove that it's really you?",
        "Some details for verification, please.",
    ],
)
def test_who_has_to_know_the_user_asks_who_it_is(text: str) -> None:
    assert understand(text).asks_identity


@pytest.mark.parametrize(
    "text",
    [
        "No need to repeat those.",
        "You don't need to tell me your postal code.",
        "You won't have to send me your e-mail address.",
    ],
)
def test_what_nobody_needs_to_do_is_not_asked_for(text: str) -> None:
    heard = understand(text)
    assert not heard.asks
    assert not heard.asks_again


@pytest.mark.parametrize(
    "text",
    [
        "They will answer with a quote.",
        "Here is what I would do for you: send a copy (way: email). Shall I go ahead?",
        "Please reply with yes.",
    ],
)
def test_who_says_what_is_done_asks_for_nothing(text: str) -> None:
    assert not understand(text).asks


REPEATED = ("cannot ", "may i ", "without it ", "a's ", "the x of the ", "1234 5678 ", "or ", "\n")


@pytest.mark.parametrize("fragment", REPEATED)
def test_endless_repetition_is_read_in_time(fragment: str) -> None:
    start = time.process_time()
    understand(fragment * 20_000)
    assert time.process_time() - start < 1.0

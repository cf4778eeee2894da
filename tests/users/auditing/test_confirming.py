"""Yes and no: the signal where it is due, whatever words go with it."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.confirming import (
    DENIED,
    NOTHING_TO_CONFIRM,
    ONLY_WORDS,
    confirmation_error,
)
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of
from autoforge_envs.users.auditing.turns import UserTurn

PROPOSAL = "I would now cancel order OR-10. Shall I go ahead?"


def problem(
    words: str, script: UserScript, prompt: str = PROPOSAL, confirmed: bool = False
) -> str | None:
    turn = UserTurn(1, prompt, (), confirmed, words, False)
    return confirmation_error(turn, sentences_of(words, vocabulary_of(script), Heard()), script)


@pytest.mark.parametrize("words", ["Yes.", "By all means.", "You may.", "Fine, do so.", "Gladly!"])
def test_a_yes_needs_the_signal(words: str, script: UserScript) -> None:
    assert problem(words, script) == ONLY_WORDS
    assert problem(words, script, confirmed=True) is None


@pytest.mark.parametrize("words", ["No.", "Please don't.", "Leave it.", "I would rather not."])
def test_a_no_to_what_is_wanted_is_wrong(words: str, script: UserScript) -> None:
    assert problem(words, script) == DENIED


@pytest.mark.parametrize(
    "words",
    [
        "How much would I get back?",
        "One moment, let me check.",
        "No, my postal code is 04109.",
        "No, keep the parcel with the wooden frame instead.",
        "",
    ],
)
def test_who_asks_or_explains_has_said_neither(words: str, script: UserScript) -> None:
    assert problem(words, script) is None


def test_a_no_to_something_else_is_right(script: UserScript) -> None:
    assert problem("No.", script, prompt="I would now rent a boat. Shall I go ahead?") is None


def test_a_yes_to_nothing_or_to_wrong_details_is_wrong(script: UserScript) -> None:
    assert problem("Yes.", script, "One moment.", confirmed=True) == NOTHING_TO_CONFIRM
    misquoted = "Your e-mail address is ana@example.org. Is that right?"
    assert problem("Yes.", script, misquoted, confirmed=True) == "email"
    assert problem("No.", script, misquoted) is None

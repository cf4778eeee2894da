"""Somebody who reads the instructions out has no words of its own, except by mistake."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.audit import audit
from autoforge_envs.users.user_errors import ErrorKind
from tests.users.conftest import Transcript

ASK = "Could you tell me your e-mail address, please?"
BYE = "That's all, thank you."


def found(words: str, own: str, script: UserScript, transcript: Transcript) -> list[ErrorKind]:
    """Errors of a user that reads its requests out and says something before its address."""
    both = " ".join(request.text for request in script.requests)
    spoken = transcript(
        f"Hello, nice to meet you. {both} {words}",
        ASK,
        f"It's {own}ana.ruiz@example.com.",
        "And your postal code?",
        "My postal code is 04109.",
        "Anything else?",
        BYE,
    )
    return [error.kind for error in audit(spoken, script)]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("My frobnicator stands at sunset.", "invented_fact"),
        ("The kennel's motto, zephyr and thistle.", "invented_fact"),
        ("There should be a cot in the room.", "extra_request"),
        ("It'd be grand if there was a harp.", "extra_request"),
    ],
)
def test_the_only_words_of_its_own_are_an_error(
    words: str, kind: ErrorKind, script: UserScript, transcript: Transcript
) -> None:
    assert found(words, "", script, transcript) == [kind]


@pytest.mark.parametrize("words", ["", "I'm on the tram.", "We're all down with the flu.", "Phew!"])
def test_an_aside_is_let_pass(words: str, script: UserScript, transcript: Transcript) -> None:
    assert found(words, "", script, transcript) == []


def test_who_chats_in_other_turns_too_has_words_of_its_own(
    script: UserScript, transcript: Transcript
) -> None:
    words = "My frobnicator stands at sunset."
    assert found(words, "the tram is bumpy, ", script, transcript) == []


@pytest.mark.parametrize(
    "words",
    [
        "As for the office's code, it's 04275.",
        "My full name is Ana Ruiz.",
        "My password? The address is Elm Street 7, 04109.",
    ],
)
def test_a_fact_in_known_words_is_none_of_its_own(
    words: str, script: UserScript, transcript: Transcript
) -> None:
    assert found(words, "", script, transcript) == []

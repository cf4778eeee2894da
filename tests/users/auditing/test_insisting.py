"""Asking once more for what was refused, told apart from another wish."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.insisting import insists
from autoforge_envs.users.auditing.sentences import Heard, Sentence, sentences_of, vocabulary_of

REFUSAL = "I'm afraid I cannot do that; our policy says: full is full."


def only(text: str, script: UserScript) -> Sentence:
    (found,) = sentences_of(text, vocabulary_of(script), Heard())
    return found


@pytest.mark.parametrize(
    "text",
    [
        "Is there really no way to squeeze me in?",
        "Could you make an exception, please?",
        "Can't you do it just this once?",
        "Are you quite sure?",
    ],
)
def test_asking_again_after_a_refusal_is_insisting(text: str, script: UserScript) -> None:
    assert insists(only(text, script), REFUSAL)
    assert not insists(only(text, script), "Anything else?")


@pytest.mark.parametrize(
    "text", ["Could you also make an exception for my lamp?", "Then send me a brochure."]
)
def test_another_wish_after_a_refusal_is_none(text: str, script: UserScript) -> None:
    assert not insists(only(text, script), REFUSAL)

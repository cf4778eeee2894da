"""Values told beside a label, also those that look like any other word."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.labels import labels_in
from autoforge_envs.users.auditing.linking import is_linked
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of


def is_told(text: str, script: UserScript) -> bool:
    """Whether the label in a sentence is given a value that is new."""
    (sentence,) = sentences_of(text, vocabulary_of(script), Heard())
    return any(is_linked(label, sentence) for label in labels_in(sentence.rest))


@pytest.mark.parametrize(
    "text",
    [
        "My nickname is birdie.",
        "My nickname has always been birdie.",
        "Nickname: birdie",
        "The nickname on my badge says birdie.",
        "Put birdie as my nickname.",
        "As nickname you can put birdie.",
        "You find me under nickname birdie.",
        "Birdie, that's my nickname.",
        "And the nickname, in case it helps: birdie.",
        "My age is 52.",
    ],
)
def test_a_new_value_is_linked_to_its_label(text: str, script: UserScript) -> None:
    assert is_told(text, script)


@pytest.mark.parametrize(
    "text",
    [
        "My username is blocked.",
        "I forgot my username.",
        "Is a username needed?",
        "My username doesn't matter.",
        "Could you change my username?",
    ],
)
def test_what_is_said_about_a_label_is_no_value(text: str, script: UserScript) -> None:
    assert not is_told(text, script)

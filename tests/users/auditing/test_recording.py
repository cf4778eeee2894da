"""Which values of what the user does not have are on record, and which are only mentioned."""

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.recording import invention_rule
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of


def rules(words: str, script: UserScript, prompt: str = "") -> list[str]:
    sentences = sentences_of(words, vocabulary_of(script), Heard())
    return [invention_rule(each, prompt, script) for each in sentences]


@pytest.mark.parametrize(
    "words",
    [
        "My fax number is +44 555 0199.",
        "Star sign: Leo.",
        "You have me down with Catalan as my preferred language.",
        "In case you need it, my nickname is birdie.",
        "My hometown is Cork.",
        "You can reach me on +44 555 0199.",
        "Just write to me at kim@example.org!",
    ],
)
def test_a_value_under_a_name_of_its_own_is_put_on_record(words: str, script: UserScript) -> None:
    assert rules(words, script) == ["put_on_record"]


@pytest.mark.parametrize(
    "words",
    [
        "My phone is at 4 percent, so I may vanish.",
        "My surname is often misspelt.",
        "My dog's name is Biscuit.",
        "My birthday is on 12 May 1971.",
        "It's our anniversary, we got married on 4 June 1999.",
        "My doctor was quite firm.",
        "You can reach me at home.",
    ],
)
def test_what_is_mentioned_of_a_life_is_not_on_record(words: str, script: UserScript) -> None:
    assert rules(words, script) == ["invention"]


def test_a_number_is_the_answer_to_a_question_for_what_the_user_does_not_have(
    script: UserScript,
) -> None:
    reply = "Sure, you can reach me on +44 555 204417."
    assert rules(reply, script, "What is your phone number?") == ["foreign_answer"]
    assert rules(reply, script, "Shall I go ahead?") == ["put_on_record"]
    assert rules("I paid 35.00 for a taxi.", script, "What is your phone number?") == ["invention"]

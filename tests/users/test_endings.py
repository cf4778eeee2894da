"""What sounds like a refusal and is none."""

import pytest

from autoforge_envs.users.understanding import understand


@pytest.mark.parametrize(
    "text",
    [
        "You can't go wrong with that choice!",
        "I can't complain.",
        "It cannot hurt to have a copy.",
        "We won't let you down.",
        "We never forget a customer.",
        "We don't mind at all.",
    ],
)
def test_a_turn_of_phrase_declines_nothing(text: str) -> None:
    assert not understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "We don't refund gift cards.",
        "We never ship on Sundays.",
        "That won't go.",
        "My system won't let me.",
        "I can't do that; you can't go wrong with the other one.",
    ],
)
def test_like_words_decline_something(text: str) -> None:
    assert understand(text).refuses

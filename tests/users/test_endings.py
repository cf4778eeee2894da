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


@pytest.mark.parametrize(
    "text",
    [
        "QTE-924555977 (Lumen camera, original part, 232.50): decline, diagnosis fee 15.00. OK?",
        "QTE-924555977: decline it for 15.00. OK?",
        "QTE-924555977 would be declined, diagnosis 15.00. OK?",
        "Declined; 15.00 due. Anything else?",
        "QTE-924555977 declined; diagnosis 15.00 due.",
    ],
)
def test_a_quote_to_be_declined_is_no_refusal(text: str) -> None:
    assert not understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "CL-12: decline, claim above 500.00.",
        "PU-88: decline, delivered 3 days ago.",
        "Waiver declined; 15.00 due.",
        "The return of OR-88 would be declined.",
        "OR-88 is declined.",
    ],
)
def test_a_wish_that_is_declined_as_briefly_is_refused(text: str) -> None:
    assert understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "PU-881094107: delivered, no address change. Next?",
        "PU-881094107 delivered; address stays. Next?",
        "PU-881094107: delivered, address locked. Next?",
        "OR-88: bought 40 days ago, no exchange.",
        "My hands are bound here.",
        "I would have loved to write it down for you, but it has to wait.",
    ],
)
def test_a_clipped_refusal_or_one_within_a_story_is_heard(text: str) -> None:
    assert understand(text).refuses


@pytest.mark.parametrize(
    "text",
    [
        "PU-88: delivered, no trouble.",
        "Your parcel was delivered, no price change.",
        "Shipped, no delay.",
        "It was delivered; the discount stays.",
        "It's done, so nobody has to wait.",
        "You have to wait a moment.",
    ],
)
def test_what_is_as_clipped_denies_nothing(text: str) -> None:
    assert not understand(text).refuses

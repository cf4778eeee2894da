"""Wishes: what a user wants, cut out of what the user says."""

from autoforge_envs.environments.symbolic.wishes import find_wishes


def test_a_greeting_and_an_introduction_are_no_wishes() -> None:
    (wish,) = find_wishes(
        "Good morning! My e-mail address is ana@example.com. Please cancel my order.", 0
    )
    assert wish.text == "Please cancel my order."


def test_each_wish_of_several_has_its_own_details() -> None:
    first, second = find_wishes(
        "Please cancel my order. Reason: too slow. Can you order one of the lamp? Paid with: card.",
        3,
    )
    assert (first.number, second.number) == (3, 4)
    assert first.details == {"reason": "too slow"}
    assert second.details == {"paid with": "card"}


def test_a_question_besides_belongs_to_the_wish_before_it() -> None:
    (wish,) = find_wishes("Please order a lamp. What is the promised date then?", 0)
    assert wish.question == "What is the promised date then?"
    assert not wish.is_question


def test_a_wish_for_information_is_told_from_a_wish_for_a_change() -> None:
    wishes = find_wishes("How much is the total of my order? Tell me when it is there.", 0)
    assert wishes[0].is_question
    assert not find_wishes("Can you tell me when the lamp is there again?", 0)[0].is_question


def test_a_condition_makes_two_wishes_of_one() -> None:
    met, unmet = find_wishes(
        "If the total of my last order is at least 50.00, please cancel it; "
        "otherwise please send it to me.",
        0,
    )
    assert met.test == unmet.test == "the total of my last order is at least 50.00"
    assert (met.expected, unmet.expected) == (True, False)
    assert "cancel" in met.words
    assert "cancel" not in unmet.words
    assert met.pointing == "the total of my last order"


def test_words_that_ask_for_nothing_are_taken_as_they_are() -> None:
    (wish,) = find_wishes("My e-reader is frozen!", 0)
    assert wish.text == "My e-reader is frozen!"

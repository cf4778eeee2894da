"""Labels: what a sentence gives a value of, and whether the user has such a fact."""

import time

import pytest

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.labels import attributes_in, foreign_labels, labels_in


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("My full name is Ana.", "full name"),
        ("The e-mail address? It's here.", "e-mail address"),
        ("I should mention the place of birth.", "place of birth"),
        ("Take it, that's my mother's maiden name.", "mother's maiden name"),
        ("You can find me under membership card 7.", "membership card"),
        ("My password's orchid.", "password"),
    ],
)
def test_a_label_is_found_with_the_words_that_tell_which(text: str, label: str) -> None:
    (found,) = labels_in(text)
    assert text[found.start : found.end] == label


@pytest.mark.parametrize("text", ["I'm at home today.", "Cancel my order.", "A line or two.", ""])
def test_words_that_name_no_information_are_no_label(text: str) -> None:
    assert labels_in(text) == []


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("My e-mail address is new.", False),
        ("My correct postal code is here.", False),
        ("My code is here.", False),
        ("My middle name is Roberta.", True),
        ("My other e-mail address is here.", True),
        ("My passport number is here.", True),
    ],
)
def test_a_label_is_foreign_if_it_says_more_than_any_facts(
    text: str, foreign: bool, script: UserScript
) -> None:
    assert bool(foreign_labels(labels_in(text), script.facts)) == foreign


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [
        ("My gate is here.", False),
        ("The blood group is here.", True),
        ("The delivery instructions are here.", True),
        ("My keyword is here.", True),
    ],
)
def test_a_common_word_is_a_sure_label_only_with_another_before_it(
    text: str, is_sure: bool
) -> None:
    (found,) = attributes_in(text)
    assert found.is_sure == is_sure


def test_what_only_counts_makes_no_label_of_a_common_word() -> None:
    assert labels_in("Last year it rained, every day.") == []


def test_four_times_as_many_labels_take_about_four_times_as_long() -> None:
    def seconds(number: int) -> float:
        text = "your e-mail is " * number
        started = time.process_time()
        assert len(labels_in(text)) == number
        return time.process_time() - started

    seconds(100)
    assert min(seconds(4000), seconds(4000)) < 7.5 * max(seconds(1000), seconds(1000))


def test_of_labels_inside_each_other_the_longest_is_meant() -> None:
    found = labels_in("My mobile number and the e-mail address, and my mobile.")
    assert [sorted(label.words) for label in found] == [
        ["mobile", "number"],
        ["address", "e", "mail"],
        ["mobile"],
    ]

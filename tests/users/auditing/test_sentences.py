"""Sentences of a user, with what was given told apart from what is new."""

from autoforge_envs.domain.tasks import UserScript
from autoforge_envs.users.auditing.sentences import (
    BLANK,
    Heard,
    sentences_of,
    vocabulary_of,
    without_list_marks,
)


def test_what_the_instructions_say_is_left_out(script: UserScript) -> None:
    words = f"Hello! {script.requests[0].text} Thanks."
    sentences = sentences_of(words, vocabulary_of(script), Heard())
    assert [each.text.strip() for each in sentences] == ["Hello!", "Thanks."]


def test_known_values_are_blanked_out(script: UserScript) -> None:
    (sentence,) = sentences_of("My password is marmalade.", vocabulary_of(script), Heard())
    assert sentence.rest == f"My password is {BLANK}."
    assert (sentence.novel, sentence.tokens) == ((), ())


def test_a_value_inside_another_is_not_known(script: UserScript) -> None:
    (sentence,) = sentences_of("It's OR-1004109.", vocabulary_of(script), Heard())
    assert BLANK not in sentence.rest
    assert sentence.tokens == ("OR-1004109",)


def test_new_words_and_values_are_found(script: UserScript) -> None:
    (sentence,) = sentences_of("I live with Roberta in room 4711.", vocabulary_of(script), Heard())
    assert sentence.novel == ("live", "roberta", "room", "4711")
    assert sentence.tokens == ("Roberta", "4711")


def test_what_the_agent_has_said_is_not_new(script: UserScript) -> None:
    heard = Heard()
    heard.add("I can offer the voucher GIFT-77 to kim@example.com.")
    said = "Then take voucher GIFT-77 for kim@example.com."
    (sentence,) = sentences_of(said, vocabulary_of(script), heard)
    assert (sentence.novel, sentence.tokens) == ((), ())


def test_an_address_made_of_known_words_is_new(script: UserScript) -> None:
    (sentence,) = sentences_of("ruiz.ana@example.com", vocabulary_of(script), Heard())
    assert sentence.tokens == ("ruiz.ana@example.com",)


def test_the_marks_of_a_list_are_no_values(script: UserScript) -> None:
    words = "Two things:\n1. Cancel order OR-10.\n2. Send my lamp.\n- Thanks"
    sentences = sentences_of(words, vocabulary_of(script), Heard())
    assert not any(each.novel or each.tokens for each in sentences)
    assert [each.text for each in sentences][-1] == "Thanks"


def test_a_lone_number_before_a_line_marks_no_list() -> None:
    assert without_list_marks("7. Is that right?") == "7. Is that right?"
    assert without_list_marks("1) One\n2) Two") == "One\nTwo"

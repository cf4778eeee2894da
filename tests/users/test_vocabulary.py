"""What a sentence is about, once the words that say nothing in particular are gone."""

from autoforge_envs.users.vocabulary import content_stems, is_common, stem, words_of


def test_words_keep_their_apostrophes() -> None:
    assert words_of("I can’t; the customer's OR-10!") == [
        "i",
        "can't",
        "the",
        "customer's",
        "or",
        "10",
    ]


def test_forms_of_a_word_are_one() -> None:
    assert len({stem(word) for word in ("return", "returns", "returned", "returning")}) == 1


def test_short_words_keep_their_ends() -> None:
    assert stem("red") == "red"
    assert stem("bus") == "bus"


def test_what_a_sentence_is_about_is_left() -> None:
    assert content_stems("Could you please send me the blue lamp on Monday?") == {
        "send", "blu", "lamp",
    }  # fmt: skip


def test_days_say_nothing_new() -> None:
    assert is_common("monday")
    assert not is_common("lamp")

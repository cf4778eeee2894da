"""What stands in the place of an answer: another number, or a word for a secret."""

import pytest

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.answering import miscounted, other_secret
from autoforge_envs.users.auditing.sentences import Heard, Sentence, sentences_of, vocabulary_of

WEEKS = Fact("weeks", "Quantity", "weeks", 2)
WORD = Fact("word", "Secret", "security word", "falcon")


def first(words: str) -> Sentence:
    script = UserScript("Ana", "curt", "one_by_one", (), (WEEKS, WORD))
    return sentences_of(words, vocabulary_of(script), Heard())[0]


@pytest.mark.parametrize("words", ["Four weeks would be ideal.", "How about 4?", "Make it five."])
def test_another_number_than_the_one_asked_for_is_a_wrong_value(words: str) -> None:
    claim = miscounted(first(words), [WEEKS], [WEEKS])
    assert claim is not None
    assert (claim.fact, claim.rule) == (WEEKS, "counted_answer")


@pytest.mark.parametrize(
    "words",
    ["Two, please.", "One moment, please.", "Do I have 14 days?", "I'm not sure, 4 or 5.", "Soon."],
)
def test_the_right_number_and_none_at_all_are_no_wrong_value(words: str) -> None:
    assert miscounted(first(words), [WEEKS], [WEEKS]) is None


def test_a_number_is_no_answer_if_none_was_asked_for() -> None:
    assert miscounted(first("Four weeks would be ideal."), [WORD], [WORD]) is None


@pytest.mark.parametrize("words", ["orchid", "It's bluebird.", "The security word is orchid."])
def test_another_word_may_be_told_for_a_secret(words: str) -> None:
    claim = other_secret(first(words), [WORD])
    assert claim is not None
    assert (claim.fact, claim.rule) == (WORD, "answer_in_words")


@pytest.mark.parametrize(
    "words", ["One moment.", "I forgot it.", "Why?", "Hello Monica.", "I'm fetching the letter."]
)
def test_who_tells_no_word_tells_no_secret(words: str) -> None:
    assert other_secret(first(words), [WORD]) is None

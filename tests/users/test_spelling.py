"""Typing slips are mended, words are left alone."""

import pytest

from autoforge_envs.users.spelling import mend
from autoforge_envs.users.vocabulary import COMMON_WORDS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("emial", "email"),
        ("adress", "address"),
        ("plese confrim", "please confirm"),
        ("shoud", "should"),
        ("unfortunatly", "unfortunately"),
        ("ur postl code", "your postal code"),
        ("posible", "possible"),
        ("date of bitrh", "date of birth"),
        ("passphrsae", "passphrase"),
        ("pass phrase and post-code", "passphrase and postcode"),
        ("any thing else", "anything else"),
        ("the standard access piont", "the standard access point"),
    ],
)
def test_a_slip_is_mended(typed: str, meant: str) -> None:
    assert mend(typed) == meant


@pytest.mark.parametrize(
    "words",
    [
        "hello, nice to meet you",
        "the red lamp was late",
        "ana.ruiz@example.com",
        "or-10",
        "cost",
        "deliver it",
        "advanced",
        "subscribe",
        "pass a phrase",
        "some things",
    ],
)
def test_other_words_are_left_alone(words: str) -> None:
    assert mend(words) == words


def test_common_words_are_never_taken_for_slips() -> None:
    longer = [word for word in COMMON_WORDS if len(word) > 3 and "'" not in word]
    assert [word for word in longer if mend(word) != word] == []


@pytest.mark.parametrize(
    "word", ["lease", "main", "meal", "move", "lost", "data", "world", "print"]
)
def test_a_word_like_a_known_one_is_left_alone(word: str) -> None:
    assert mend(f"your {word}") == f"your {word}"

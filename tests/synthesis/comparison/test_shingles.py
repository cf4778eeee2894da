"""Hashed word sequences: what changes them and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.synthesis.comparison.shingles import (
    containment,
    pack,
    shingles_of,
    unpack,
    words_of,
)

TEXT = "Please cancel my order of the blue lamp, I ordered it by mistake."


@pytest.mark.parametrize(
    "other",
    [
        TEXT.upper(),
        TEXT.replace(",", " -"),
        "  Please cancel my order\nof the blue lamp; I ordered it by mistake!",
    ],
)
def test_spelling_layout_and_marks_count_for_nothing(other: str) -> None:
    assert shingles_of(other) == shingles_of(TEXT)


def test_digits_and_accents_count_for_nothing() -> None:
    assert words_of("Order 17-B for Zoë") == words_of("order 28 b FOR zoe")


def test_a_text_that_holds_another_contains_it() -> None:
    longer = shingles_of(f"Good morning! {TEXT} Thank you.")
    assert containment(shingles_of(TEXT), longer) == 1.0
    assert 0.0 < containment(longer, shingles_of(TEXT)) < 1.0


def test_other_words_share_nothing() -> None:
    assert containment(shingles_of(TEXT), shingles_of("When does my parcel with mugs come?")) == 0.0


def test_a_text_shorter_than_a_sequence_is_one_and_an_empty_one_is_none() -> None:
    assert len(shingles_of("Good morning")) == 1
    assert shingles_of(" ... ") == frozenset()
    assert containment(frozenset(), shingles_of(TEXT)) == 0.0


def test_hashes_do_not_depend_on_the_process() -> None:
    assert shingles_of("five words in a row") == {878246433519}


@given(st.frozensets(st.integers(0, 2**40 - 1)))
def test_what_is_packed_comes_back(shingles: frozenset[int]) -> None:
    assert unpack(pack(shingles)) == shingles


@pytest.mark.parametrize("damaged", ["AAAA", "not base64!"])
def test_damaged_data_is_refused(damaged: str) -> None:
    with pytest.raises(ValueError, match=r"5 bytes|base64"):
        unpack(damaged)

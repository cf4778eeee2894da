"""Counts in figures and words, and words that count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.mentions import mentioned_values, mentions
from tests.domain.spellings.writing import FRAMES, spell


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "It was redirected once."), (1, "only once"), (1, "once so far"), (2, "Twice, I see."),
     (2, "Both orders are open."), (2, "both of them"), (2, "a pair of shoes")],
)  # fmt: skip
def test_a_word_that_counts_mentions_a_quantity_but_is_not_listed(value: int, text: str) -> None:
    assert mentions(text, "Quantity", value)
    assert not mentions(text, "Quantity", 3 - value)
    assert not mentions(text, "Money", value * 100)
    assert mentioned_values(text, "Quantity") == []


@pytest.mark.parametrize(
    "text",
    ["Once you confirm, I go on.", "at once.", "Once more, please", "more than once", "bothered",
     "once or twice", "both fast and cheap", "twice as fast", "more than twice", "repair"],
)  # fmt: skip
def test_other_uses_of_these_words_count_nothing(text: str) -> None:
    assert not mentions(text, "Quantity", 1)
    assert not mentions(text, "Quantity", 2)


COUNTS = st.integers(2, 10**9 - 1) | st.integers(2, 120)


@given(COUNTS, COUNTS, st.sampled_from(["{}", "{:,}", "spelled"]), FRAMES)
def test_a_count_is_found_in_every_spelling(
    number: int, other: int, spelling: str, frame: str
) -> None:
    said = spell(number) if spelling == "spelled" else spelling.format(number)
    text = frame.format(said)
    assert mentions(text, "Quantity", number)
    assert mentions(text, "Number", number)
    assert mentioned_values(text, "Quantity") == [number]
    assert mentions(text, "Quantity", other) == (other == number)
    assert mentions(f"{said} percent", "Percentage", number)
    assert not mentions(f"{said} percent", "Quantity", number)

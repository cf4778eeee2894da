"""A request is cut into what has to stay and what may be said otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.synthesis.rewriting.frames import Frame, frame_of


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (
            "Please cancel my latest order, it would come too late.",
            "Please cancel [my latest order, it would come too late].",
        ),
        ("I need you to refund 49.90 on it.", "I need you to refund [49.90] on [it]."),
        ("I don't want my tent any more.", "I [don't] want my [tent any more]."),
        ("The code is LUNA-78A9, please use it.", "The code is [LUNA-78A9], please use [it]."),
        ("Please write to ana@example.com.", "Please write to [ana@example.com]."),
        ("My address in Ourém is out of date.", "My address in [Ourém] is out of date."),
        ("It is urgent. Thank you.", "[It] is urgent. Thank you."),
        (
            "Hello. If it is pending, please cancel it; otherwise please return it. Thanks.",
            "Hello. [If it is pending, please cancel it; otherwise please return it.] Thanks.",
        ),
    ],
)
def test_phrases_names_numbers_and_turning_words_stay(text: str, marked: str) -> None:
    phrases = ["my latest order", "it would come too late", "order"]
    assert frame_of(text, phrases, ["tent", "tents"]).marked == marked


def test_a_phrase_inside_a_longer_word_is_none() -> None:
    assert frame_of("Please reorder.", ["order"], []).marked == "Please reorder."


def test_a_frame_without_a_free_word_is_closed() -> None:
    assert not frame_of("Both, all?", [], []).is_open
    assert frame_of("Both, please?", [], []).is_open


@given(st.text(max_size=80), st.lists(st.text(max_size=12), max_size=4))
def test_no_text_loses_a_letter(text: str, phrases: list[str]) -> None:
    frame = frame_of(text, phrases, ["order"])
    assert frame.text == text
    assert Frame(frame.pieces) == frame

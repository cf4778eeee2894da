"""A text mentions a value by value, whatever its spelling, and never by substring."""

import time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.mentions import mentioned_values, mentions
from tests.domain.spellings.tables import NOT_SAID, SAID, rows

COUNTABLE = ("Money", "Quantity", "Number", "Percentage", "Date", "Timestamp")
EXAMPLES: Final[dict[str, str | int | bool]] = {
    semantic: value for semantic, value in [*SAID, *NOT_SAID] if value not in ("", "tomorrow")
}


@pytest.mark.parametrize(("semantic", "value", "text"), rows(SAID))
def test_a_spelling_mentions_its_value(semantic: str, value: object, text: str) -> None:
    assert mentions(text, semantic, value)


@pytest.mark.parametrize(("semantic", "value", "text"), rows(NOT_SAID))
def test_a_lookalike_mentions_nothing(semantic: str, value: object, text: str) -> None:
    assert not mentions(text, semantic, value)


@pytest.mark.parametrize(
    ("semantic", "value", "text"), [row for row in rows(SAID) if row[::2] != ("Money", "50")]
)
def test_a_mention_survives_inside_a_message(semantic: str, value: object, text: str) -> None:
    assert mentions(f"Thank you for waiting.\n\n{text}\n\nAnything else?", semantic, value)


def test_every_semantic_type_can_be_asked_for() -> None:
    assert set(EXAMPLES) == set(SEMANTIC_TYPES)


def test_an_unknown_semantic_type_is_named() -> None:
    with pytest.raises(ValueError, match="no semantic type is named 'Colour'; there are Choice, C"):
        mentions("red", "Colour", "red")


@pytest.mark.parametrize(
    ("semantic", "value"),
    [("Money", "49.90"), ("Quantity", True), ("Number", 1.0), ("Label", 3), ("Flag", "yes")],
)
def test_a_value_of_the_wrong_python_type_is_refused(semantic: str, value: object) -> None:
    with pytest.raises(TypeError, match=f"a value of type {semantic} is an? "):
        mentions("yes, 3 for 49.90", semantic, value)


@pytest.mark.parametrize(
    ("semantic", "text", "values"),
    [
        ("Money", "$5 and 3 euros for 50 items, 12.50 off", [500, 300, 1250]),
        ("Money", "49 dollars and 90 cents, not $49", [4990, 4900]),
        ("Quantity", "3 mugs, two lamps for $5 on March 2 at 9 am, 10% off, OR-7", [3, 2]),
        ("Number", "#10, -4", [10, -4]),
        ("Percentage", "10% or five percent of 20", [10, 5]),
        ("Date", "2026-03-02, March 5 and April 1, 2026", ["2026-03-02", "2026-04-01"]),
        ("Date", "13/02/2026", ["2026-02-13"]),
        ("Timestamp", "March 2, 2026 at 9 am", ["2026-03-02T09:00:00"]),
        ("Email", "A@b.com, or c.d@e.org.", ["a@b.com", "c.d@e.org"]),
        ("PhoneNumber", "+1 (555) 010-9999 or 0160 1234567", ["15550109999", "01601234567"]),
        ("Identifier", "OR-10, sku_7 and a 3-in-1 10-day trial", ["OR-10", "sku_7"]),
        ("Reference", "CU-123456789's order", ["CU-123456789"]),
    ],
)
def test_all_values_of_a_countable_kind_are_found(
    semantic: str, text: str, values: list[object]
) -> None:
    assert mentioned_values(text, semantic) == values


@pytest.mark.parametrize("semantic", ["Label", "PersonName", "Choice", "Flag", "Colour"])
def test_values_that_are_mere_words_cannot_be_listed(semantic: str) -> None:
    with pytest.raises(ValueError, match=f"type '{semantic}' cannot be found in a text"):
        mentioned_values("blue", semantic)


@pytest.mark.parametrize("semantic", COUNTABLE)
def test_a_listed_value_is_mentioned_and_a_mentioned_value_listed(semantic: str) -> None:
    asked = [value for kind, value in {**SAID, **NOT_SAID} if kind == semantic]
    for _, _, text in rows(SAID) + rows(NOT_SAID):
        listed = mentioned_values(text, semantic)
        assert all(mentions(text, semantic, value) for value in listed), text
        if semantic not in ("Date", "Timestamp"):  # these may leave the year out
            for value in asked:
                assert mentions(text, semantic, value) == (value in listed), text


# Whatever comes, nothing raises, and time grows with the length of the text only.
PIECES = st.sampled_from(
    [
        "1", "10", "2026", "03", "-", ".", ",", "/", ":", " ", "\n", "$", "€", "%", "@", "+",
        "(", ")",
        "one", "twenty", "hundred", "and", "a", "dozen", "half", "past", "March", "may", "am", "at",
        "on", "th", "cents", "dollars", "refund", "no", "x", "k", "'", "½", "²", "\u0301", "\ud800",
        "\x00", "٣", "OR-10", "ana@example.com", "NaN", "inf", "1e5", "street", "–", "—", "the",
    ]
)  # fmt: skip


@given(st.text(st.characters(), max_size=200) | st.lists(PIECES, max_size=40).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    for semantic, value in EXAMPLES.items():
        mentions(text, semantic, value)
    for semantic in (*COUNTABLE, "Email", "PhoneNumber", "Identifier"):
        values = mentioned_values(text, semantic)
        if semantic in COUNTABLE:
            assert all(mentions(text, semantic, value) for value in values)


@given(st.text(st.characters(), max_size=30), st.sampled_from(sorted(EXAMPLES)))
def test_no_value_makes_it_raise(value: str, semantic: str) -> None:
    if isinstance(EXAMPLES[semantic], str):
        mentions(f"It is {value}, is it not?", semantic, value)
        mentions("10 March at 9 am for $5", semantic, value)


HOSTILE = [
    "9" * 65536, "1 " * 32768, "one " * 16384, "1,000 " * 10922, "a@" * 32768, "a." * 32768,
    "$" * 65536, "march 1 " * 8192, "1/1/11 " * 9362, "or-10" * 13107, "+1" * 32768,
    "\ud800" * 65536,
    "e\u0301" * 32768, "\n2. x" * 13107, " " * 65536, "half past " * 6553, "1-" * 32768,
    "-$" * 32768,
    "twenty-" * 9362, "at 9 on march 1 " * 4096, "http://" * 9362, "(1" * 32768, "blue " * 13107,
]  # fmt: skip


def ask_everything(text: str) -> None:
    for semantic, value in EXAMPLES.items():
        mentions(text, semantic, value)
    for semantic in (*COUNTABLE, "Email", "PhoneNumber", "Identifier"):
        mentioned_values(text, semantic)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_hostile_texts_do_no_harm(text: str) -> None:
    ask_everything(text[:4096])


@pytest.mark.slow
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:10]))
def test_long_hostile_texts_take_linear_time(text: str) -> None:
    began = time.process_time()
    ask_everything(text)
    assert time.process_time() - began < 30  # quadratic time would be minutes

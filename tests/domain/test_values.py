"""Values at the border: every spelling of a value gives the value, everything else an error."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.columns import SEMANTIC_TYPES, SemanticType
from autoforge_envs.domain.values import (
    LARGEST_INTEGER,
    check_stored,
    format_money,
    is_storable,
    parse_value,
    render_value,
    show_value,
)
from autoforge_envs.errors import ToolError

CHOICE = SemanticType("Choice", str, "one of a few words", choices=("red", "dark blue"))


def parse(name: str, raw: object) -> object:
    return parse_value(CHOICE if name == "Choice" else SEMANTIC_TYPES[name], raw, "value")


@pytest.mark.parametrize(
    ("name", "spellings", "value"),
    [
        ("Money", [49.9, "49.90", "49.9", " 49.90 ", "049.90"], 4990),
        ("Money", [49, 49.0, "49", "49.0", "49.00"], 4900),
        ("Money", [0, "0", "0.00", -0.0, "-0"], 0),
        ("Money", [-1.5, "-1.50"], -150),
        ("Money", [0.1, "0.10", 0.10], 10),
        ("Money", [1.15, "1.15"], 115),
        ("Money", [8.2, "8.20"], 820),
        ("Quantity", [3, 3.0, "3", "3.0", " 3 "], 3),
        ("Number", [-3, "-3", -3.0], -3),
        ("Percentage", [100, "100"], 100),
        ("Flag", [True], True),
        ("Email", ["Ana@Example.com", " ana@example.com "], "ana@example.com"),
        ("Label", ["  Winter Bread", "Winter Bread\n"], "Winter Bread"),
        ("Label", ["Żółw 🐢"], "Żółw 🐢"),
        ("FreeText", ["", "   "], ""),
        ("Timestamp", ["2026-03-02T09:00:00", "2026-03-02 09:00", "2026-03-02T09"],
         "2026-03-02T09:00:00"),
        ("Date", ["2026-03-02", "20260302"], "2026-03-02"),
        ("Choice", ["dark blue", " dark blue "], "dark blue"),
    ],
)  # fmt: skip
def test_every_spelling_of_a_value_gives_the_value(
    name: str, spellings: list[object], value: object
) -> None:
    for spelling in spellings:
        assert parse(name, spelling) == value
        assert type(parse(name, spelling)) is type(value)


NOT_A_NUMBER: list[Any] = [
    None, True, False, "", "ten", "1e3", "1_000", "1,000", "0x10", "NaN", "Infinity", "--1", "١٬٠",
    float("nan"), float("inf"), -float("inf"), 1e300, 10**30, -(10**30), 10**5_000, "9" * 1_000_000,
    "1e999999999", "1" + "0" * 40, [], [1], {}, {"value": 1}, "\ud800", "1\x002", b"1",
]  # fmt: skip


@pytest.mark.parametrize("name", ["Money", "Quantity", "Number", "Percentage"])
@pytest.mark.parametrize("raw", NOT_A_NUMBER, ids=lambda raw: show_value(raw)[:20])
def test_what_is_no_number_is_refused_in_one_short_sentence(name: str, raw: object) -> None:
    with pytest.raises(ToolError) as refused:
        parse(name, raw)
    message = str(refused.value)
    assert message.startswith("value must be ")
    assert ", got " in message
    assert len(message) < 250
    message.encode()


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("Money", 49.999, 'value must be an amount with at most two decimals such as "49.90", '
                          "got 49.999"),
        ("Money", 0.1 + 0.2, 'value must be an amount with at most two decimals such as "49.90", '
                             "got 0.30000000000000004"),
        ("Money", "€5", 'value must be an amount with at most two decimals such as "49.90", '
                        "got '€5'"),
        ("Quantity", -1, "value must be a whole number, zero or more, got -1"),
        ("Quantity", 2.5, "value must be a whole number, zero or more, got 2.5"),
        ("Percentage", 101, "value must be a percentage from 0 to 100, got 101"),
        ("Percentage", -1, "value must be a percentage from 0 to 100, got -1"),
        ("Flag", 1, "value must be true or false, got 1"),
        ("Flag", "true", "value must be true or false, got 'true'"),
        ("Email", "ana@", "value must be an e-mail address, got 'ana@'"),
        ("Email", "a@b.c@d.e", "value must be an e-mail address, got 'a@b.c@d.e'"),
        ("Label", "", "value must be a short text, not empty, got ''"),
        ("Label", 5, "value must be a short text as text, got 5"),
        ("Label", None, "value must be a short text as text, got None"),
        ("Label", "x" * 201, "value has 201 characters, at most 200 fit"),
        ("FreeText", "x" * 1_000_000, "value has 1000000 characters, at most 4000 fit"),
        ("Label", "a\x00b", "value must be text without lone surrogates and NUL characters, "
                            "got 'a\\x00b'"),
        ("Label", "\ud800", "value must be text without lone surrogates and NUL characters, "
                            "got '\\ud800'"),
        ("Choice", "blue", "value must be one of red, dark blue, got 'blue'"),
        ("Timestamp", "today", "value must be a date and time, YYYY-MM-DDTHH:MM:SS, got 'today'"),
        ("Timestamp", "2026-03-02T09:00:00+02:00", "value must be a date and time, "
                      "YYYY-MM-DDTHH:MM:SS, got '2026-03-02T09:00:00+02:00'"),
        ("Timestamp", "2026-03-02T09:00:00.5", "value must be a date and time, "
                      "YYYY-MM-DDTHH:MM:SS, got '2026-03-02T09:00:00.5'"),
        ("Date", "2026-02-30", "value must be a date, YYYY-MM-DD, got '2026-02-30'"),
        ("Date", "02.03.2026", "value must be a date, YYYY-MM-DD, got '02.03.2026'"),
    ],
)  # fmt: skip
def test_a_refusal_tells_name_value_and_what_would_fit(
    name: str, raw: object, message: str
) -> None:
    with pytest.raises(ToolError) as refused:
        parse(name, raw)
    assert str(refused.value) == message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.sampled_from([*SEMANTIC_TYPES, "Choice"]), JSON)
def test_any_json_value_is_parsed_or_refused_and_never_more(name: str, raw: object) -> None:
    semantic = CHOICE if name == "Choice" else SEMANTIC_TYPES[name]
    try:
        value = parse_value(semantic, raw, "value")
    except ToolError as error:
        str(error).encode()
        assert len(str(error)) < 300
    else:
        assert check_stored(semantic, value)
        assert parse_value(semantic, render_value(semantic, value), "value") == value
        json.dumps(value)


@given(st.integers(-LARGEST_INTEGER, LARGEST_INTEGER))
def test_money_is_written_and_read_without_loss(cents: int) -> None:
    text = format_money(cents)
    assert parse("Money", text) == cents
    assert text[-3] == "."


@given(st.integers(-(10**9), 10**9))
def test_money_given_as_a_json_number_is_exact(cents: int) -> None:
    assert parse("Money", json.loads(format_money(cents))) == cents


def test_money_is_shown_with_two_decimals() -> None:
    assert [format_money(cents) for cents in (0, 5, 100, -5, -12345)] == [
        "0.00", "0.05", "1.00", "-0.05", "-123.45",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("Money", 5, True), ("Money", True, False), ("Money", 5.0, False), ("Money", "5", False),
        ("Money", 2**60, False), ("Quantity", -1, False), ("Percentage", 101, False),
        ("Number", -1, True), ("Flag", True, True), ("Flag", 1, False), ("Label", "x", True),
        ("Label", "\ud800", False), ("Label", "\x00", False), ("Label", b"x", False),
        ("Choice", "red", True), ("Choice", "green", False),
        ("Date", "2026-03-02", True), ("Date", "20260302", False), ("Date", "2026-13-02", False),
        ("Timestamp", "2026-03-02T09:00:00", True), ("Timestamp", "2026-03-02 09:00:00", False),
        ("Timestamp", "2026-03-02", False),
    ],
)  # fmt: skip
def test_a_column_stores_one_form_of_a_value(name: str, value: object, fits: bool) -> None:
    assert check_stored(CHOICE if name == "Choice" else SEMANTIC_TYPES[name], value) is fits


@given(st.text(st.characters()))
def test_storable_text_survives_utf_8(text: str) -> None:
    assert is_storable(text) == (
        "\x00" not in text and not any(0xD800 <= ord(c) < 0xE000 for c in text)
    )


def test_a_huge_number_is_described_and_not_written_out() -> None:
    assert show_value(10**5_000) == "a number of 16610 bits"
    assert show_value([[[]]]) == "a list of 1"
    assert show_value({"a": 1}) == "an object of 1"

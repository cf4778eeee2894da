"""Other spellings mean the same value, whatever the value is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.columns import SEMANTIC_TYPES
from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Told
from autoforge_envs.domain.values import parse_value, render_value
from autoforge_envs.episode.words import is_told
from autoforge_envs.synthesis.certification.rewordings import (
    other_spellings,
    other_tellings,
    spoken,
)

WORDS = st.sampled_from(["blue lamp", "no_longer_needed", "Salt and Stars", "28 cm", "S", "M-12"])
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Money": st.integers(0, 10**7),
    "Quantity": st.integers(0, 10**5),
    "Number": st.integers(0, 10**5),
    "Percentage": st.integers(0, 100),
    "Flag": st.booleans(),
    "Date": st.dates().filter(lambda day: day.year > 1900).map(lambda day: day.isoformat()),
    "Timestamp": st.datetimes().filter(lambda each: each.year > 1900).map(
        lambda moment: moment.replace(microsecond=0).isoformat()
    ),
    "Email": st.sampled_from(["ana.ruiz@example.com", "bo@example.com"]),
    "Label": WORDS,
    "Choice": WORDS,
    "Identifier": st.sampled_from(["OR-1", "CU-123456789"]),
    "PersonName": st.sampled_from(["Ana Ruiz", "Chloé Moreau"]),
}  # fmt: skip
TYPED = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))


@given(TYPED)
def test_every_spelling_in_words_mentions_the_value(typed: tuple[str, Any]) -> None:
    name, value = typed
    for words in spoken(name, value):
        assert mentions(f"Just to be sure: the value is {words}. Right?", name, value), words


@given(TYPED)
def test_every_telling_is_heard(typed: tuple[str, Any]) -> None:
    name, value = typed
    for words in other_tellings(Told("result", name, value)):
        assert is_told(words, Told("result", name, value)), words


@given(TYPED)
def test_every_spelling_of_an_argument_is_the_same_argument(typed: tuple[str, Any]) -> None:
    name, value = typed
    semantic = SEMANTIC_TYPES[name]
    for raw in other_spellings(name, render_value(semantic, value)):
        assert parse_value(semantic, raw, "it") == value, raw


@pytest.mark.parametrize(
    ("semantic", "raw", "expected"),
    [
        ("Money", "49.90", [49.9, " 49.90 "]),
        ("Quantity", 2, ["2", 2.0]),
        ("Email", "ana@example.com", ["ANA@EXAMPLE.COM"]),
        ("Flag", True, []),
        ("Reference", None, []),
        ("Label", ["a", "b"], [[" a ", "b"]]),
    ],
)
def test_spellings(semantic: str, raw: object, expected: list[object]) -> None:
    assert other_spellings(semantic, raw) == expected

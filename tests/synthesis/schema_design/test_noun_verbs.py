"""Verbs do not say again what nouns say."""

import pytest

from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.schema_design.noun_verbs import verb_for


@pytest.mark.parametrize(
    ("verb", "noun", "expected"),
    [
        ("reserve", "desk reservation", "make"),
        ("book", "booking", "make"),
        ("pay", "payment", "make"),
        ("order", "order", "place"),
        ("book", "bookcase", "book"),
        ("create", "order", "create"),
    ],
)
def test_who_reserves_something_makes_a_reservation(verb: str, noun: str, expected: str) -> None:
    assert verb_for(verb, Noun(noun)) == expected

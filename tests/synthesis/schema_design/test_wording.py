"""Names become nouns, participles, and names that nothing else has."""

import keyword

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.synthesis.design.nouns import Noun
from autoforge_envs.synthesis.schema_design.wording import (
    TAKEN,
    noun_of,
    participle,
    safe_class,
    safe_name,
    singular,
)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("special_events", "special_event"), ("categories", "category"), ("boxes", "box"),
        ("addresses", "address"), ("statuses", "status"), ("status", "status"), ("news", "news"),
        ("museum hours", "museum hour"), ("people", "person"), ("pet", "pet"), ("bus", "bus"),
    ],
)  # fmt: skip
def test_singulars(many: str, one: str) -> None:
    assert singular(many) == one


def test_a_noun_has_its_plural() -> None:
    assert noun_of("delivery_companies") == Noun("delivery company", "delivery companies")


@pytest.mark.parametrize(
    ("verb", "done"),
    [("cancel", "cancelled"), ("approve", "approved"), ("apply", "applied"), ("buy", "bought"),
     ("close", "closed"), ("book", "booked"), ("delay", "delayed"),
     ("check out", "checked out"), ("unfreeze", "unfrozen"), ("drop", "dropped"),
     ("renew", "renewed"), ("return", "returned")],
)  # fmt: skip
def test_participles(verb: str, done: str) -> None:
    assert participle(verb) == done


@given(st.sampled_from(sorted(TAKEN)))
def test_what_code_uses_already_gets_another_name(name: str) -> None:
    safe = safe_name(name, "pet")
    assert safe not in TAKEN
    assert not keyword.iskeyword(safe)


def test_a_table_is_called_unlike_the_types_of_columns() -> None:
    assert safe_class(Noun("date")) == "DateRecord"
    assert safe_class(Noun("special event")) == "SpecialEvent"

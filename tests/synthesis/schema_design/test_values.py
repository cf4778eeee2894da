"""Values are plausible for what a column means and is called."""

import re
from typing import Any

import numpy
import pytest

from autoforge_envs.synthesis.design.chance import Chance
from autoforge_envs.synthesis.design.people import People, Person
from autoforge_envs.synthesis.design.population import Population
from autoforge_envs.synthesis.schema_design.tables import Column
from autoforge_envs.synthesis.schema_design.values import Values, tells_past

CLOCK = "2026-03-02T09:00:00"


@pytest.fixture
def values() -> Values:
    population = Population(Chance(numpy.random.default_rng(0)), CLOCK, {}, {})
    return Values(population, People(population, ("en_GB",)), {"Shop.mood": ("calm",)}, {})


def drawn(values: Values, name: str, kind: str, number: int = 0, *, unique: bool = False) -> Any:
    column = Column(name, kind, False, unique)
    return values.draw("Shop", column, number, values.people.person)


@pytest.mark.parametrize(
    ("name", "kind", "form"),
    [
        ("last_digits", "Label", r"\d{4}"),
        ("confirmation_code", "Label", r"C\d{6}"),
        ("opening_time", "Label", r"\d\d:00"),
        ("pin", "Secret", r"\d{4}"),
        ("password", "Secret", r"[a-z]+ [a-z]+"),
        ("service_code", "Secret", r"\d{6}"),
        ("name", "Label", r"[A-Z][a-z]+ [A-Z][a-z]+"),
        ("ship_date", "Timestamp", r"2026-\d\d-\d\dT\d\d:\d\d:00"),
    ],
)
def test_forms(values: Values, name: str, kind: str, form: str) -> None:
    for _ in range(20):
        assert re.fullmatch(form, drawn(values, name, kind))


def test_personal_columns_are_those_of_the_person(values: Values) -> None:
    person = values.people.person()

    def whom() -> Person:
        return person

    assert values.draw("Shop", Column("name", "PersonName", False, False), 0, whom) == person.name
    assert values.draw("Shop", Column("mail", "Email", False, False), 0, whom) == person.email
    first = values.draw("Shop", Column("first_name", "Label", False, False), 0, whom)
    assert person.name.startswith(first)


def test_a_vocabulary_is_used_up_before_it_is_numbered(values: Values) -> None:
    assert [drawn(values, "mood", "Label", n, unique=True) for n in range(3)] == [
        "calm", "calm 2", "calm 3",
    ]  # fmt: skip


def test_amounts_are_round(values: Values) -> None:
    assert all(drawn(values, "price", "Money") % 50 == 0 for _ in range(50))
    assert all(drawn(values, "share", "Percentage") % 5 == 0 for _ in range(50))


@pytest.mark.parametrize(
    ("name", "past"),
    [("created_at", True), ("paid_on", True), ("date_of_birth", True), ("due_on", False)],
)
def test_what_happened_is_told_by_its_name(name: str, *, past: bool) -> None:
    assert tells_past(name) is past

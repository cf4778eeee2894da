"""Another value of the same kind."""

import numpy
import pytest

from autoforge_envs.domain.mentions import mentions
from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.faults.wrong_values import wrong_value

FACTS = [
    Fact("f", "Email", "e-mail address", "ana.ruiz@example.com"),
    Fact("f", "PhoneNumber", "phone number", "+49 341 5550123"),
    Fact("f", "PersonName", "full name", "Ana Ruiz"),
    Fact("f", "PostalCode", "postal code", "04109"),
    Fact("f", "StreetAddress", "street", "Elm Street 7"),
    Fact("f", "City", "city", "Leipzig"),
    Fact("f", "Country", "country", "Germany"),
    Fact("f", "Label", "gift card code", "KUBU-7X4Q"),
    Fact("f", "Identifier", "order number", "OR-10"),
    Fact("f", "Secret", "password", "marmalade"),
    Fact("f", "Money", "amount", 1500),
    Fact("f", "Quantity", "pieces", 1),
    Fact("f", "Percentage", "discount", 10),
    Fact("f", "Number", "year", 2020),
    Fact("f", "Date", "day", "2026-03-02"),
    Fact("f", "Timestamp", "moment", "2026-03-02T09:00:00"),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact.type))
def test_what_is_said_is_never_the_right_value(fact: Fact) -> None:
    for seed in range(50):
        said = wrong_value(fact, numpy.random.default_rng(seed))
        assert said
        assert not mentions(f"It's {said}.", fact.type, fact.value)


def test_a_slip_in_an_identifier_keeps_its_kind() -> None:
    said = wrong_value(FACTS[8], numpy.random.default_rng(1))
    assert said is not None
    assert said.startswith("OR-")


def test_a_yes_or_no_cannot_be_got_wrong_by_a_slip() -> None:
    assert wrong_value(Fact("f", "Flag", "insured", True), numpy.random.default_rng(0)) is None

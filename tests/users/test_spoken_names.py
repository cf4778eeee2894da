"""What users call their facts, and those of others."""

import pytest

from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.users.spoken_names import is_of_another, own_facts, spoken_groups, spoken_name

OWN = Fact("name", "PersonName", "full name", "Ana Ruiz")
OTHER = Fact("new_name", "PersonName", "new full name", "Bo Li")
THEIR_EMAIL = Fact("email", "Email", "e-mail address", "bo.li@example.com")


def make_script(*facts: Fact, wish: str = "Please add Bo Li.") -> UserScript:
    return UserScript("Ana Ruiz", "friendly", "one_by_one", (Request(wish, "add", None),), facts)


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("Please add Bo Li to my booking.", "the other person's full name"),
        ("Can you add passenger Bo Li to my booking?", "the passenger's full name"),
        ("I want Bo Li, my colleague, to act for me.", "the colleague's full name"),
        ("My wife Bo Li should be able to see it, too.", "the wife's full name"),
        ("For my mother's trip, please add passenger Bo Li.", "the passenger's full name"),
    ],
)
def test_whose_name_it_is_is_said(wish: str, name: str) -> None:
    assert spoken_name(OTHER, make_script(OWN, OTHER, wish=wish)) == name
    assert spoken_name(OWN, make_script(OWN, OTHER, wish=wish)) == "my full name"


def test_another_ones_address_stands_behind_their_name() -> None:
    theirs = make_script(OWN, OTHER, THEIR_EMAIL)
    assert is_of_another(THEIR_EMAIL, theirs)
    assert spoken_name(THEIR_EMAIL, theirs) == "the other person's e-mail address"
    assert spoken_name(THEIR_EMAIL, make_script(OWN, THEIR_EMAIL)) == "my e-mail address"


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        (Fact("pin", "Secret", "pin", "4711"), "my PIN"),
        (Fact("date_of_birth", "Date", "date of birth", "1990-01-01"), "my date of birth"),
        (Fact("until", "Date", "until date", "2026-01-01"), "the until date"),
        (Fact("kind", "Choice", "kind", "suitcase"), "the kind"),
        (Fact("name", "PersonName", "first name", "Ana Ruiz"), "my first name"),
        (Fact("first_code", "PostalCode", "first postal code", "04109"), "the first postal code"),
        (Fact("number", "Label", "customer number", "C1"), "my customer number"),
        (Fact("giftcard_code", "Label", "gift card code", "X-1"), "the gift card code"),
        (Fact("new_postal_code", "PostalCode", "new postal code", "04109"), "the new postal code"),
        (Fact("guests", "Quantity", "guests", 3), "the number of guests"),
        (Fact("new_packs", "Quantity", "new packs", 3), "the new number of packs"),
        (Fact("nights", "Quantity", "number of nights", 3), "the number of nights"),
    ],
)
def test_only_what_is_ones_own_is_mine(fact: Fact, name: str) -> None:
    assert spoken_name(fact, make_script(OWN, fact)) == name


def test_everybody_knows_their_own_name() -> None:
    assert [fact.value for fact in own_facts(make_script(OTHER))] == ["Bo Li", "Ana Ruiz"]
    assert own_facts(make_script(OWN, OTHER)) == (OWN, OTHER)


def test_an_address_is_said_in_one_breath() -> None:
    code = Fact("postal_code", "PostalCode", "postal code", "04109")
    street = Fact("street", "StreetAddress", "street", "Elm Street 7")
    new_code = Fact("new_code", "PostalCode", "new postal code", "01067")
    city = Fact("city", "City", "city", "Dresden")
    known = (code, street, new_code, city)
    assert spoken_groups(known, known) == [(code,), (street, new_code, city)]
    assert spoken_groups((code, city), known) == [(code,), (city,)]

"""A street, and the postal code and the town that go with it."""

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.addresses import whole_address
from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.understanding import understand

CODE = Fact("code", "PostalCode", "postal code", "04109")
STREET = Fact("street", "StreetAddress", "street and house number", "Elm Street 7")
NEW_CODE = Fact("new_code", "PostalCode", "new postal code", "01067")
CITY = Fact("city", "City", "city", "Dresden")
MOVE = (CODE, STREET, NEW_CODE, CITY)


def names(text: str) -> list[str]:
    return [fact.name for fact in asked_facts(understand(text), MOVE)]


def test_a_whole_address_has_the_postal_code_that_goes_with_its_street() -> None:
    assert names("Street, postal code and city, please?") == ["street", "new_code", "city"]
    assert names("Your postal code, please?") == ["code"]


def test_town_and_postal_code_go_with_an_address() -> None:
    def told(text: str) -> list[str]:
        heard = understand(text)
        return [fact.name for fact in whole_address(asked_facts(heard, MOVE), MOVE, heard)]

    assert told("What is the address?") == ["street", "new_code", "city"]
    assert told("Which street is it?") == ["street"]


def test_the_main_address_is_no_street_that_is_asked_for() -> None:
    assert names("Which one should be the main address?") == []

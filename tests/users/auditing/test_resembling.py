"""A new value that is nearly a fact's is a slip; days, amounts and other words are none."""

import pytest

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.resembling import resembling
from autoforge_envs.users.auditing.sentences import Heard, sentences_of, vocabulary_of

FACTS = (
    Fact("card", "Label", "gift card code", "KUBU-7X4Q"),
    Fact("name", "PersonName", "full name", "Sarah Vermeulen"),
    Fact("phone", "PhoneNumber", "phone number", "+44 555 016191"),
    Fact("born", "Date", "date of birth", "1971-03-12"),
    Fact("amount", "Money", "amount", 4500),
)


def meant(words: str) -> str:
    """Name of the fact that words nearly tell; "" if none."""
    script = UserScript("Sarah", "curt", "one_by_one", (), FACTS)
    sentences = sentences_of(words, vocabulary_of(script), Heard())
    claims = [resembling(each, script) for each in sentences]
    facts = [each.fact.name for each in claims if each is not None and each.fact is not None]
    return " ".join(facts)


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        ("It's scratched, but I read KUBU-4X4Q.", "card"),
        ("Ring +44 555 016119, please.", "phone"),
        ("Sarah Vermeulan here.", "name"),
    ],
)
def test_a_letter_or_two_make_a_slip(words: str, fact: str) -> None:
    assert meant(words) == fact


@pytest.mark.parametrize(
    "words",
    [
        "I was here on 13 March 1971.",
        "I paid 45.50 for lunch.",
        "My neighbour's card was TERRA-40X7.",
        "It is KUBU-7X4Q.",
        "The sermon was long.",
    ],
)
def test_other_values_are_no_slips(words: str) -> None:
    assert meant(words) == ""

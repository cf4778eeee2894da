"""A right value that is denied while a wrong one is told, and one put in its place."""

import pytest

from autoforge_envs.domain.tasks import Fact, UserScript
from autoforge_envs.users.auditing.denying import denied, remade
from autoforge_envs.users.auditing.sentences import Heard, Sentence, sentences_of, vocabulary_of

AMOUNT = Fact("amount", "Money", "amount", 500)
CODE = Fact("code", "PostalCode", "postal code", "04109")
DAY = Fact("day", "Date", "day", "2025-06-08")
SCRIPT = UserScript("Ana", "curt", "one_by_one", (), (AMOUNT, DAY, CODE))


def only(text: str) -> Sentence:
    (found,) = sentences_of(text, vocabulary_of(SCRIPT), Heard())
    return found


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Oh, hang on, I meant 50.00, not 5.00.", AMOUNT),
        ("Please make it 12.00 instead of 5.00!", AMOUNT),
        ("It's 9 June 2025 and not 8 June 2025.", DAY),
        ("Not 5.00 but 15.00, please.", AMOUNT),
    ],
)
def test_a_value_in_the_place_of_the_right_one_is_a_claim(text: str, fact: Fact) -> None:
    claim = denied(only(text), SCRIPT)
    assert claim is not None
    assert claim.fact == fact


@pytest.mark.parametrize(
    "text",
    [
        "It's 5.00, not 50.00.",
        "No, not 5.00.",
        "I do not want it.",
        "It's 04275, not 04109.",
        "It's 5.00, and 5.00 it is, not 6.00.",
        "Rather than tomorrow I'd like 8 June 2025.",
    ],
)
def test_the_right_value_in_the_place_of_a_wrong_one_is_none(text: str) -> None:
    assert denied(only(text), SCRIPT) is None


@pytest.mark.parametrize(
    ("text", "fact"), [("Then make it 25.00.", AMOUNT), ("Change that to 9 June 2025!", DAY)]
)
def test_a_value_in_the_place_of_the_only_fact_that_it_can_be_is_a_claim(
    text: str, fact: Fact
) -> None:
    claim = remade(only(text), SCRIPT)
    assert claim is not None
    assert claim.fact == fact


@pytest.mark.parametrize(
    "text", ["Then make it 5.00.", "I can't make it.", "Change it to something nice.", "25.00?"]
)
def test_the_right_value_and_none_at_all_are_no_claim(text: str) -> None:
    assert remade(only(text), SCRIPT) is None


def test_a_value_that_the_agent_has_offered_is_no_claim() -> None:
    heard = Heard()
    heard.add("I can offer you 25.00 at most.")
    (sentence,) = sentences_of("Then make it 25.00.", vocabulary_of(SCRIPT), heard)
    assert remade(sentence, SCRIPT) is None

"""Answers: values that are found where they were asked for."""

from dataclasses import replace

import pytest

from autoforge_envs.environments.symbolic.answers import find_answers
from autoforge_envs.environments.symbolic.tools import ParameterCard
from autoforge_envs.environments.symbolic.words import stems

STREET = ParameterCard(
    name="street", type="StreetAddress", prefix="", choices=(), description="street and number",
    required=True, is_list=False, key="street", pools=(), is_personal=False,
    words=stems("street and number"), choice_words=(),
)  # fmt: skip
POSTAL_CODE = replace(STREET, name="postal_code", type="PostalCode", words=stems("postal code"))
PASSWORD = replace(STREET, name="password", type="Secret", words=stems("password"))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("30122.", "30122"),
        ("My postal code is 2073JW.", "2073JW"),
        ("It's 30658, I hope that's right.", "30658"),
        ("Let me look. The postal code is 7050HQ.", "7050HQ"),
        ("30122. My street is Calle Mayor 3.", "30122"),
    ],
)
def test_the_value_is_found_in_many_wordings(words: str, value: str) -> None:
    assert [said for _, said, _ in find_answers(words, [POSTAL_CODE])] == [value]


def test_a_value_of_another_form_is_no_answer() -> None:
    assert list(find_answers("My street is Calle Mayor without a number.", [POSTAL_CODE])) == []


def test_words_before_the_answer_are_not_the_answer() -> None:
    found = [said for _, said, _ in find_answers("Of course: quiet harbour.", [PASSWORD])]
    assert found == ["quiet harbour"]


def test_several_answers_go_by_their_labels() -> None:
    words = "The postal code is 30122. My street is Calle Mayor 3."
    found = {card.name: said for card, said, _ in find_answers(words, [STREET, POSTAL_CODE])}
    assert found == {"street": "Calle Mayor 3", "postal_code": "30122"}

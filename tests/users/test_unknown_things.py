"""What a message asks for that the user does not know."""

import pytest

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.asked_facts import asked_facts
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.unknown_things import asked_unknown
from benchmarks.understanding import FACTS

CODE = Fact("code", "PostalCode", "postal code", "04109")


def test_what_is_not_known_is_named() -> None:
    heard = understand("Could you tell me your e-mail address and your date of birth?")
    assert asked_unknown(heard, FACTS, FACTS) == ["date of birth"]


@pytest.mark.parametrize(
    "text",
    [
        "May I have your full name, your postal code and your phone number?",
        "May I have your full name, postal code, and phone number?",
        "Please tell me:\n- Full name\n- Postal code\n- Phone number",
        "Your full name and your postal code, please. Also your phone number.",
    ],
)
def test_one_of_several_things_that_is_not_known_is_named(text: str) -> None:
    known = tuple(fact for fact in FACTS if fact.name in ("name", "postal_code"))
    heard = understand(text)
    asked = asked_facts(heard, known)
    assert [fact.name for fact in asked] == ["name", "postal_code"]
    assert asked_unknown(heard, asked, known) == ["phone number"]


def test_what_is_known_but_belongs_to_a_wish_to_come_is_not_unknown() -> None:
    account = Fact("account", "Label", "account number", "5220 1350 0866")
    heard = understand("What are your postal code and your account number?")
    assert asked_unknown(heard, [CODE], [CODE, account]) == []
    assert asked_unknown(heard, [CODE], [CODE]) == ["account number"]

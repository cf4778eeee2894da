"""Which details of the user's a message reads back wrongly."""

import pytest

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.read_backs import is_confused, misquoted_fact
from autoforge_envs.users.understanding import understand
from benchmarks.understanding import FACTS


@pytest.mark.parametrize(
    "text",
    [
        "You have ana.ruiz@example.org on file, right?",
        "Your postal code is 04199, is that right?",
        "I'd send it to you: your street is Harbour Road 3. Correct?",
        "Is your order number OR-11?",
    ],
)
def test_a_wrong_detail_is_noticed(text: str) -> None:
    assert misquoted_fact(understand(text), FACTS) is not None


@pytest.mark.parametrize(
    "text",
    [
        "I have ana.ruiz@example.com, is that right?",
        "Your postal code is 04275, is that right?",  # the office's: another fact of the user's
        "The pickup point is in Gartenweg 9, postal code 01067. Shall I?",
        "I can offer a compensation of 5.00. Do you agree?",
        "I would order one piece. Shall I?",
    ],
)
def test_what_may_be_meant_otherwise_is_no_wrong_detail(text: str) -> None:
    assert misquoted_fact(understand(text), FACTS) is None


KNOWN = (
    Fact("name", "PersonName", "full name", "Ana Ruiz"),
    Fact("date_of_birth", "Date", "date of birth", "1980-05-06"),
    Fact("passphrase", "Secret", "passphrase", "bamboo falcon"),
    Fact("city", "City", "city", "Leipzig"),
    Fact("account_number", "Label", "account number", "5220 1350 0866"),
    Fact("postal_code", "PostalCode", "postal code", "04109"),
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Your passphrase is bamboo falcons, correct?", "passphrase"),
        ("Your full name is Ana Ruis and your city is Leipzig, right?", "name"),
        ("You said the full name was Bo Li. Is that right?", "name"),
        ("Your city is Dresden, correct?", "city"),
        ("Your date of birth is 5 June 1980, correct?", "date_of_birth"),
        ("Your date of birth is 1980-05-60, correct?", "date_of_birth"),
        ("- Full name: Ana Ruiz\n- Date of birth: 1980-05-07\n\nIs that right?", "date_of_birth"),
        ("I'd add Bo Li, account 5220 1350 0686. Shall I?", "account_number"),
        ("I'd add Bo Li, account 522013500867. Shall I?", "account_number"),
        ("I'd add Bo Li, account 5220 1350 086. Shall I?", "account_number"),
        ("Your **postal code** is `04190`, correct?", "postal_code"),
        ("Here is what I have:\n\n- **Postal code:** 04190\n\nCorrect?", "postal_code"),
        ("- **Passphrase:** bamboo falcom\n\nCorrect?", "passphrase"),
    ],
)
def test_a_slip_in_what_the_user_is_known_by_is_noticed(text: str, name: str) -> None:
    misquoted = misquoted_fact(understand(text), KNOWN)
    assert misquoted is not None
    assert misquoted.name == name


@pytest.mark.parametrize(
    "text",
    [
        "Your passphrase is **bamboo falcon**, correct?",
        "Your passphrase is correct. Shall I go ahead?",
        "Your passphrase is verified. Shall I go ahead?",
        "- **Full name:** Ana Ruiz (verified)\n- **Date of birth:** 6 May 1980\n\nCorrect?",
        "Your date of birth is May 6, 1980, and your city is Leipzig. Right?",
        "Your date of birth is on file and your postal code is 04109. Right?",
        "I'd add Bo Li, account 522013500866. Shall I?",
        "I'd take it from your account 8366 4420 3572 on 1980-05-07. Shall I?",
    ],
)
def test_what_is_right_or_no_value_is_no_slip(text: str) -> None:
    assert misquoted_fact(understand(text), KNOWN) is None


@pytest.mark.parametrize("semantic", ["Identifier", "Reference"])
def test_another_key_of_the_kind_is_confused_with_theirs(semantic: str) -> None:
    own = Fact("device", semantic, "device", "DE-7")
    assert is_confused(own, understand("Please restart device DE-8."))
    assert not is_confused(own, understand("Please restart device DE-7, not DE-8."))
    assert not is_confused(own, understand("Please restart it for order OR-8."))

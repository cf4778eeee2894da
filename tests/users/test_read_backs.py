"""Which details of the user's a message reads back wrongly."""

import pytest

from autoforge_envs.users.read_backs import misquoted_fact
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

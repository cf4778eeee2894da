"""What is offered instead of what was asked for."""

import pytest

from autoforge_envs.domain.tasks import Fact
from autoforge_envs.users.counter_offers import counter_offers, is_something_else
from autoforge_envs.users.understanding import understand

WISH = "Please move my table to 3 March 2026, 18:00, early evening."
ROOM = "Could you book the suite room for me?"
PAYOUT = "Please pay me 30.00."
SPACES = Fact("spaces", "Quantity", "spaces", 3)


def is_another(text: str, wish: str, *facts: Fact) -> bool:
    heard = understand(text)
    assert heard.asks_confirmation
    return is_something_else(counter_offers(heard), heard, wish, facts)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I can offer you the 14:00 slot, would that be fine?", WISH),
        ("I could offer you 9 March 2026. Would that suit you?", WISH),
        ("We could offer you the late evening. Would that be okay?", WISH),
        ("How about the table on 9 March 2026? Would that be okay?", WISH),
        ("I can offer you the attic room, would that be fine?", ROOM),
        ("I can pay out 25.00 at most, would that be ok?", PAYOUT),
        ("I can book you a consultation with the doctor, would that be alright?", WISH),
        ("I can't pay that out. I can give you a voucher of 30.00. Is that okay?", PAYOUT),
    ],
)
def test_what_was_not_asked_for_is_something_else(text: str, wish: str) -> None:
    assert is_another(text, wish)


def test_another_number_within_a_limit_is_something_else() -> None:
    text = "We only have 2 spaces left. Would 2 be okay?"
    assert is_another(text, "Please add parking, spaces: 3.", SPACES)
    assert not is_another("We only have 3 spaces left. Okay?", "Parking, spaces: 3.", SPACES)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I can offer you the 18:00 slot, would that be fine?", WISH),
        ("I can offer you the suite room for 200.00. Shall I book it?", ROOM),
        ("I would pay 30.00 out; the fee is 2.50. Would that be okay?", PAYOUT),
        ("I can offer you a voucher of 5.00. Okay?", "It came late, I want something for it."),
        ("I would now move your table. Shall I go ahead?", WISH),
    ],
)
def test_what_was_asked_for_is_not(text: str, wish: str) -> None:
    assert not is_another(text, wish)

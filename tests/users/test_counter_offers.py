"""What is proposed instead of what was asked for."""

from dataclasses import replace

import pytest

from autoforge_envs.domain.conversation import CONFIRM
from autoforge_envs.domain.tasks import Fact, Request, UserScript
from autoforge_envs.episode.messages import ToolCall, Words
from autoforge_envs.users.counter_offers import CounterOffer, counter_offer
from autoforge_envs.users.understanding import understand
from tests.users.conversing import hear, say, start

WISH = "Please move my table to 3 March 2026, 18:00, early evening."
ROOM = "Could you book the suite room for me?"
PAYOUT = "Please pay me 30.00."
PARKING = "Please add parking, spaces: 3."
FACTS = (
    Fact("day", "Date", "new day", "2026-03-03"),
    Fact("start", "Timestamp", "new time", "2026-03-03T18:00:00"),
    Fact("part", "Choice", "part of the day", "early_evening"),
    Fact("room", "Choice", "room", "suite_room"),
    Fact("amount", "Money", "amount", 3000),
    Fact("spaces", "Quantity", "spaces", 3),
)


def offered(text: str, wish: str, facts: tuple[Fact, ...] = FACTS) -> CounterOffer | None:
    heard = understand(text)
    assert heard.asks_confirmation
    return counter_offer(heard, wish, facts)


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
        ("We only have 2 spaces left. Would 2 be okay?", PARKING),
    ],
)
def test_what_was_not_asked_for_is_something_else(text: str, wish: str) -> None:
    assert offered(text, wish) is CounterOffer.OTHER


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I can offer you the 18:00 slot, would that be fine?", WISH),
        ("I can offer you the suite room for 200.00. Shall I book it?", ROOM),
        ("I would pay 30.00 out; the fee is 2.50. Would that be okay?", PAYOUT),
        ("I can offer you a voucher of 5.00. Okay?", "It came late, I want something for it."),
        ("I would now move your table. Shall I go ahead?", WISH),
        ("We only have 3 spaces left. Okay?", PARKING),
        ("I can do it; there are only 2 rooms left. Is that okay?", PARKING),
        ("I can do the following: move booking (day: 3 March 2026). Is that okay?", WISH),
        (
            "I can do the following: move booking (day: 6 March 2026). Is that okay?",
            "Please move my table to the day 3 days after its day.",
        ),
        ("I can get that arranged for you right away. Would you like me to do it?", WISH),
        ("I can return one Blue mug from order OR-17. Is that okay?", "Return my ceramic mug."),
        ("I can put it on the card that you have on file. Is that right?", "Buy a gift."),
        ("I can pay this out; the transfer costs 2.50. Is that okay?", PAYOUT),
    ],
)
def test_what_was_asked_for_is_not(text: str, wish: str) -> None:
    assert offered(text, wish) is None


@pytest.mark.parametrize(
    "fact",
    [
        Fact("born", "Date", "date of birth", "1970-05-04"),
        Fact("payment", "Choice", "means of payment", "credit_card"),
    ],
)
def test_what_only_tells_who_the_user_is_is_compared_with_nothing(fact: Fact) -> None:
    text = "I can book you the check-up on 12 March 2026, paid by the card on file. Is that okay?"
    assert offered(text, "I'd like to book the next free check-up.", (fact,)) is None


@pytest.mark.parametrize(
    "text",
    [
        "I can't pay that out. I can give you a voucher of 30.00. Is that okay?",
        "I can't pay that out. Would you like me to send a voucher instead?",
        "I'm afraid not. How about a voucher? Would that be okay?",
    ],
)
def test_what_is_proposed_beside_a_refusal_is_instead_of_it(text: str) -> None:
    assert offered(text, PAYOUT) is CounterOffer.INSTEAD


def test_what_is_proposed_after_a_refusal_is_instead_of_it_only_where_it_says_so() -> None:
    for words, expected in (("instead", CounterOffer.INSTEAD), ("now", None)):
        heard = understand(f"Would you like me to send a voucher {words}?")
        assert counter_offer(heard, PAYOUT, (), refused=True) is expected


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("I can't undo this later. Shall I cancel it?", "Cancel my order."),
        ("I can't find it by name. I can cancel order OR-1 for you. Shall I?", "Cancel my order."),
        (
            "Sadly it was booked before that day. I would add the passenger instead. Shall I?",
            "If it was booked in March, cancel it; otherwise add a passenger.",
        ),
    ],
)
def test_what_was_asked_for_is_not_instead_of_it(text: str, wish: str) -> None:
    assert offered(text, wish) is None


def test_what_is_offered_instead_is_not_agreed_to(script: UserScript) -> None:
    offer = "I can't do that. Would you like me to send a label instead?"
    user = start(script)
    assert isinstance(hear(user, offer), Words)  # it insists
    assert "?" in say(user, offer)  # it declines
    hear(user, "Anything else?")
    assert "Then keep the old address." in say(user, offer)
    assert hear(user, offer) == ToolCall(CONFIRM, {})


def test_what_is_offered_a_message_after_the_refusal_is_not_agreed_to(script: UserScript) -> None:
    user = start(script)
    say(user, "Unfortunately we can't cancel it. How about a voucher?")
    answer = say(user, "Should I send you a voucher instead?")
    assert not answer.startswith("Yes")
    assert hear(user, "Alright: I would cancel OR-10. Shall I?") == ToolCall(CONFIRM, {})


def test_a_counter_offer_is_not_agreed_to(script: UserScript) -> None:
    wish = Request("Please move my table to 18:00.", "move_booking", None)
    time = Fact("start", "Timestamp", "new time", "2026-03-03T18:00:00")
    user = start(replace(script, requests=(wish,), facts=(*script.facts, time)))
    say(user, "What is the new time?")
    assert wish.text in say(user, "I can offer you the 14:00 slot, would that be fine?")
    words = "I can offer you the 18:00 slot, would that be fine?"
    assert hear(user, words) == ToolCall(CONFIRM, {})

"""A text states a value unless it denies it or leaves it open."""

import time
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoforge_envs.domain.statements import states

Table = dict[tuple[str, str | int | bool], list[str]]

STATED: Final[Table] = {
    ("Money", 4990): [
        "It is not 40.00 but 49.90.", "It's 49.90, not 40.00.", "Isn't it 49.90?", "not only 49.90",
        "You will not get more than 49.90 back.", "It is not 49.90 per month but per year.",
        "Since it is not shipped, you get 49.90.", "It is not. 49.90 is right.",
        "The difference between 49.90 and 40.00 is 9.90.", "It's $49.90, or 49.90 dollars.",
        "It is 49.90, or 55.00 if you pay by card.", "40.00 or 49.90? It is 49.90.",
        "Your payments were 49.90, 50.00 and 51.00.", "Mug 49.90\nLamp 12.00\nor call us",
    ],
    ("Money", -9900): [
        "The difference is -99.00.", "minus 99 dollars", "You get 99.00 back.", "It is 99.00 less.",
        "99.00 will be refunded to your card.", "You pay 99.00 less than before.",
        "We pay 99.00 back to you.", "Your new stay is 99.00 cheaper.", "a credit of 99 euros",
        "You pay 201.00 and get 99.00 back.", "You will pay nothing and get 99.00 back.",
        "The difference is 99.00 in your favour.", "You'll receive 99.00.",
    ],
    ("Quantity", 3): [
        "You have 3 orders, 2 of them open.", "You have 3, or three, orders.", "1, 2 and 3",
        "It is not two but three.", "3 orders, 12 mugs, 4 lamps and 5 pens",
    ],
    ("Quantity", 0): ["There aren't any orders.", "You have no open orders."],
    ("Number", 14): ["within 14 days or 2 weeks"],
    ("Date", "2026-03-05"): [
        "between 2 and 5 March", "03/05/2026", "5 March or 2026-03-05", "not until 5 March",
    ],
    ("Choice", "active"): ["It's active.", "It is not paused but active."],
    ("Choice", "returned"): ["It can't be cancelled since it was returned."],
    ("Choice", "on"): [
        "It is on.", "Airplane mode: on", '"on"', "On!", "It's on on your phone.",
        "The switch is now on.", "You turned on the airplane mode.",
        "Roaming is off, mobile internet on.", "It is switched on the whole time.",
        "Roaming is enabled.", "You have activated it.",
    ],
    ("Choice", "off"): [
        "Airplane mode is off on the phone.", "You switched it off.", "It is disabled.",
    ],
    ("Label", "Not Today"): ["It is called Not Today."],
    ("Flag", False): ["It is not refundable."],
}  # fmt: skip

NOT_STATED: Final[Table] = {
    ("Money", 4990): [
        "The total is certainly not 49.90.", "It isn't 49.90", "It isn’t $49.90!", "49.09",
        "It is not 49.90 but 40.00.", "It's not 49.90 dollars.", "Neither 49.90 nor 50.00.",
        "It is not forty-nine dollars and ninety cents.", "That doesn't cost 49.90.",
        "It is no longer EUR 49.90.", "It is 40.00, 49.90 or 50.00.", "either 49.90, 50.00",
        "It is between 40.00 and 49.90.", "One of these: 49.90, 50.00, 51.00.",
        "It is one of the following amounts: 40.00, 49.90.", "$40.00 or maybe $49.90",
        "Was it 40.00 or 49.90?",
    ],
    ("Money", 5000): ["Neither 49.90 nor 50.00."],
    ("Money", -9900): [
        "The difference is 99.00.", "You have to pay 99.00.", "You get charged 99.00.",
        "You have to pay 99.00 with your credit card.", "You get 99.00 or 98.00 back.",
        "There is no refund; you have to pay 99.00.", "There is no refund and the price is 99.00.",
        "You need to pay another 99.00 and get 10.00 back.", "Not 99.00, but 98.00 comes back.",
    ],
    ("Quantity", 3): [
        "It's one, two, three, four or five.", "It's 1, 2, 3, 4.", "It is 2 or 3.",
        "It's not three.",
    ],
    ("Quantity", 2): ["It is not two but three."],
    ("Percentage", 10): ["It's not 10%.", "10% or 15%"],
    ("Date", "2026-03-05"): [
        "It isn't on 5 March 2026.", "It's on 4 March or on 5 March.", "4 or 5 March",
    ],
    ("Choice", "active"): ["It is not active yet.", "It isn't active any more."],
    ("Choice", "ring_neighbour"): ["It's not ring neighbour but leave outside."],
    ("Choice", "on"): [
        "As I see on my screen, you switched it off.", "It comes on Monday.", "It is on or off.",
        "It isn't enabled.", "It is disabled.",
        "from now on", "I book the add on.", "on/off", "It isn't on.",
    ],
    ("Choice", "off"): ["You can take it off the list.", "It's not off."],
    ("Email", "a@b.com"): ["It's not a@b.com, is it?"],
    ("Identifier", "OR-10"): ["It isn't OR-10."],
}  # fmt: skip


def rows(table: Table) -> list[tuple[str, str | int | bool, str]]:
    return [(*key, text) for key, texts in table.items() for text in texts]


@pytest.mark.parametrize(("semantic", "value", "text"), rows(STATED))
def test_what_is_said_plainly_is_stated(semantic: str, value: object, text: str) -> None:
    assert states(text, semantic, value)


@pytest.mark.parametrize(("semantic", "value", "text"), rows(STATED))
def test_a_statement_survives_inside_a_message(semantic: str, value: object, text: str) -> None:
    assert states(f"I cannot do that, sorry.\n\n{text}\n\nAnything else?", semantic, value)


@pytest.mark.parametrize(("semantic", "value", "text"), rows(NOT_STATED))
def test_what_is_denied_or_left_open_is_not_stated(semantic: str, value: object, text: str) -> None:
    assert not states(text, semantic, value)


PIECES = st.sampled_from(
    ["not ", "n't ", "isn't ", "49.90", "-99.00", " or ", ", ", " and ", "between ", "either ", "3",
     "on ", "off", "5 March", "\n", ". ", "back", "you pay ", " if ", "ß", "İ", "\u0301", "$"]
)  # fmt: skip
ASKED = sorted({*STATED, *NOT_STATED}, key=str)


@given(st.text(st.characters(), max_size=100) | st.lists(PIECES, max_size=30).map("".join))
def test_no_text_makes_it_raise(text: str) -> None:
    for semantic, value in ASKED:
        states(text, semantic, value)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["not 49.90 ", "isn't on ", "49.90 or ", "3, ", "you pay 99.00 "])
def test_long_hostile_texts_take_linear_time(piece: str) -> None:
    text = piece * (65_536 // len(piece))
    began = time.process_time()
    for semantic, value in ASKED:
        states(text, semantic, value)
    assert time.process_time() - began < 30  # quadratic time would be minutes
